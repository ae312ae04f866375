"""The documentation tells the truth about the code."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from jinja2.filters import FILTERS
from msgspec.structs import fields

from dateline.config import SiteConfig
from dateline.content.documented import documented
from dateline.content.schema import MODELS
from dateline.problems import CODES
from dateline.site.environment import NAMES, Environment
from dateline.site.locale import ENGLISH
from dateline.site.translate import FUNCTIONS
from made_views import TEMPLATES
from output_reference import PATTERNS, patterns_of
from reader import showcase
from rich_site import RICH
from support import build_site, tree, write_site
from template_reference import described, page_views

ROOT = Path(__file__).parents[1]


def _reference() -> dict[str, str]:
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    pages: dict[str, str] = module.reference()
    return pages


@pytest.mark.parametrize(
    "name", ["records.md", "settings.md", "problems.md", "rules.md", "commands.md", "templates.md", "output.md"]
)
def test_the_reference_is_what_the_code_says(name: str) -> None:
    """Run `python docs/generate.py` after a change of fields, settings, codes or commands."""
    assert (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8") == _reference()[name]


def test_every_field_setting_and_code_is_in_the_reference_with_its_meaning() -> None:
    pages = _reference()
    for model in MODELS.values():
        for name, field in documented(model).items():
            assert f"| `{field.alias or name}`" in pages["records.md"]
            assert field.description, f"{model.__name__}.{name} has no description"
    for name, field in documented(SiteConfig).items():
        assert f"| `{name}`" in pages["settings.md"]
        assert field.description, f"setting {name} has no description"
    for page in ("records.md", "settings.md"):
        untold = re.findall(r"(?m)^\| `(\w+)`\*? \| .* \|  \|$", pages[page])
        assert untold == [], f"{page}: fields of inner parts without a description"
    for code, (severity, meaning) in CODES.items():
        assert f"| `{code}` | {severity} | {meaning} |" in pages["problems.md"]


def test_every_file_of_an_output_is_in_the_reference(tmp_path_factory: pytest.TempPathFactory) -> None:
    showcase_output = showcase(tmp_path_factory.getbasetemp())
    # Old addresses may be any, so the case that is full of them is left out.
    expected = list((ROOT / "tests" / "sites").glob("[!m]*/expected"))
    host = write_site(
        tmp_path_factory.mktemp("hosted"), {**RICH, "site.yaml": str(RICH["site.yaml"]) + "host: netlify\n"}
    )
    build_site(host)
    used: set[str] = set()
    for output in (showcase_output, host / "output", *expected):
        for path in tree(output):
            patterns = list(patterns_of(path))
            assert patterns, f"{path} is in no group of docs/output_reference.py"
            used.add(patterns[0])
    assert len(expected) > 3
    assert len(used) > 0.8 * len(PATTERNS)


def test_only_free_pages_are_documented_as_free_pages(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Any other page at the root has a line of its own."""
    free = {path.stem for path in (ROOT / "content" / "pages").glob("*.md")}
    found = [path for path in tree(showcase(tmp_path_factory.getbasetemp())) if path.endswith("index.html")]
    told = {path.removesuffix("/index.html") for path in found if next(patterns_of(path)) == "/<page>/"}
    assert told == free


def test_the_reference_tells_all_that_a_template_can_see() -> None:
    told = _reference()["templates.md"]
    pages = {path.name for path in (ROOT / "themes/default/templates").glob("[!_]*.html")} - {"base.html"}
    assert pages == set(page_views()) == set(TEMPLATES)
    for name, view in TEMPLATES.items():
        assert page_views()[name] is view
    for kind in described():
        section = told.partition(f"\n## {kind.__name__}\n")[2].partition("\n## ")[0]
        for field in fields(kind):
            assert f"| `{field.name}` |" in section, f"{kind.__name__}.{field.name}"
    for name in {*NAMES, *FUNCTIONS} - {"gettext"}:
        assert re.search(rf"^\| `{name}(\(.*\))?` \| \S", told, re.MULTILINE), name
    for name in Environment({}, ENGLISH).filters.keys() - FILTERS.keys():
        assert re.search(rf"^\| `{name}` \| \S", told, re.MULTILINE), name


def test_architecture_names_only_functions_that_exist() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    sources = {path: path.read_text(encoding="utf-8") for path in (ROOT / "generator" / "dateline").rglob("*.py")}
    code = "\n".join(sources.values())
    for name in re.findall(r"`([a-z_]+)\(\)`", text):
        assert re.search(rf"^\s*def {name}\(", code, re.MULTILINE), f"no function {name}()"
    for path in re.findall(r"`([a-z_/]+\.py)`", text):
        assert any(str(source).endswith(f"/{path}") for source in sources), f"no module {path}"
