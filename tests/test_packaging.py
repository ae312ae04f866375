"""The wheel: all that an installed Dateline needs is in it, and it works far from any checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

from walkthrough import Walk, here, steps

CHECKOUT = Path(__file__).parents[1]


class Installed:
    """A virtual environment with the wheel in it, and a folder to work in, both outside the checkout."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "desk"
        self.folder.mkdir()
        self.environment = folder / "environment"
        venv.create(self.environment, symlinks=True)

    def run(self, program: str, *arguments: str, exit_code: int = 0) -> str:
        """Run a program of the environment in the folder; what it printed. Any other exit code fails the test."""
        # Nothing of how the tests are run may show it the way to the checkout.
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV", "PIP_USER"))}
        done = subprocess.run(
            [self.environment / "bin" / program, *arguments],
            cwd=self.folder,
            env=kept,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert done.returncode == exit_code, done.stdout + done.stderr
        return done.stdout

    def path(self, code: str) -> str:
        return self.run("python", "-c", f"import sys, sysconfig, dateline; print({code})").strip()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    _run("hatchling", "build", "--target", "wheel", "--directory", str(folder))
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    installed = Installed(tmp_path_factory.mktemp("installed"))
    into = ["--isolated", "--python", str(installed.environment / "bin" / "python")]
    _run("pip", *into, "install", "--no-deps", "--no-index", "--disable-pip-version-check", str(wheel))
    # Dependencies are those of the environment that runs the tests. Python follows no .pth file in a folder that one
    # led it to, so the editable install of the checkout stays unseen.
    (_packages_of(installed.environment) / "dependencies.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    return installed


def _run(module: str, *arguments: str) -> None:
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _packages_of(environment: Path) -> Path:
    return Path(sysconfig.get_path("purelib", "venv", {"base": str(environment), "platbase": str(environment)}))


def test_the_wheel_has_code_types_theme_starter_and_licence(wheel: Path) -> None:
    names = set(ZipFile(wheel).namelist())

    for tree, place in [
        (CHECKOUT / "generator" / "dateline", "dateline"),
        (CHECKOUT / "themes" / "default", "dateline/themes/default"),
    ]:
        files = [path for path in tree.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
        assert files
        assert {f"{place}/{path.relative_to(tree).as_posix()}" for path in files} <= names
    assert {"dateline/py.typed", "dateline/desk/starter/site.yaml", "dateline/themes/default/theme.yaml"} <= names
    assert any(name.endswith("dist-info/licenses/LICENSE") for name in names)


def test_the_wheel_has_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in ZipFile(wheel).namelist()}

    assert {top.partition("-")[0] for top in tops} == {"dateline"}
    assert not [name for name in ZipFile(wheel).namelist() if name.endswith((".pyc", ".orig", "~"))]


def test_the_installed_package_is_the_wheels_and_the_checkout_is_nowhere(installed: Installed) -> None:
    assert Path(installed.path("dateline.__file__")).is_relative_to(_packages_of(installed.environment))
    seen = [Path(place).resolve() for place in installed.path("'|'.join(sys.path[1:])").split("|")]
    assert not [place for place in seen if place.is_relative_to(CHECKOUT / "generator")]


def test_a_site_is_started_and_built_far_from_the_checkout(installed: Installed) -> None:
    installed.run("dateline", "init", "demo")
    outcome = json.loads(installed.run("dateline", "build", "demo", "--json"))

    assert outcome["problems"] == []
    output = installed.folder / "demo" / "output"
    for page in ("index.html", "briefs/*/index.html", "actors/*/index.html", "topics/*/index.html"):
        found = list(output.glob(page))
        assert found, page
        assert all("</html>" in path.read_text(encoding="utf-8") for path in found)
    for file in ("feed.xml", "feed.json", "actors/*/feed.xml", "topics/*/feed.xml", "sitemap.xml", "assets/*.css"):
        assert list(output.glob(file)), file


def test_who_has_nothing_but_the_readme_gets_a_site_and_sends_it(installed: Installed, tmp_path: Path) -> None:
    """Every command of it runs, in an empty folder, with the wheel; only its installation is done already."""
    text = (CHECKOUT / "README.md").read_text("utf-8")
    told = [*steps(text, "Your own site in five minutes"), *steps(text, "Publish it")]
    commands = [line for step in told for line in step.code.splitlines()]
    assert {"dateline build     # writes it into output/", "dateline deploy share --dry-run"} <= set(commands)

    walk = Walk(tmp_path, here(installed.environment / "bin"), skipped=("python3 -m venv", "pip "))
    walk.through(told)

    page = tmp_path / "published/briefs/ministry-lowers-port-fees/index.html"
    assert "lowered port fees by a tenth" in page.read_text("utf-8")
    assert "added" in walk.said


def test_exit_codes_tell_content_from_usage(installed: Installed) -> None:
    installed.run("dateline", "init", "broken")
    (installed.folder / "broken" / "content" / "briefs" / "bad.md").write_text("---\ntitle: No date\n---\n", "utf-8")

    installed.run("dateline", "check", "broken", exit_code=1)
    installed.run("dateline", "build", "broken", exit_code=1)
    assert not (installed.folder / "broken" / "output").exists()
    installed.run("dateline", "build", "--no-such-option", exit_code=2)
    installed.run("dateline", "build", "nowhere", exit_code=2)


def test_the_version_is_the_same_wherever_one_asks(installed: Installed) -> None:
    version = installed.path("dateline.__version__")

    assert installed.run("dateline", "--version").split()[-1] == version
    assert (
        installed.run("python", "-c", "from importlib.metadata import *; print(version('dateline'))").strip() == version
    )
