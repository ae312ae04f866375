"""What only one place may do: the rules that the import contract in pyproject.toml cannot say.

Which rooms may import which is that contract's matter, and `lint-imports` holds it.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

import pytest

import dateline

PACKAGE = Path(dateline.__file__).parent
BUILTINS = frozenset(dir(builtins))


class Rule(NamedTuple):
    """Names that only the modules of one place (paths, `|` between) may use, and code that breaks it elsewhere."""

    names: tuple[str, ...]
    place: str
    broken_by: str

    def allows(self, path: str) -> bool:
        return any(fnmatch(path, place) for place in self.place.split("|"))


RULES = {
    "jinja": Rule(
        ("jinja2",),
        "site/render.py|site/environment.py|site/filters.py|site/translate.py",
        "from jinja2.sandbox import SandboxedEnvironment",
    ),
    "markdown": Rule(("markdown",), "content/python_markdown.py", "def late():\n    import markdown.extensions.tables"),
    "commonmark": Rule(("pyromark",), "content/commonmark.py", "import pyromark"),
    "sanitiser": Rule(("nh3",), "content/markup.py", "import nh3 as cleaner"),
    "yaml": Rule(("yaml",), "content/*yaml*.py", "from yaml import safe_load"),
    "matcher": Rule(("ahocorasick_rs",), "analysis/mentions.py", "from ahocorasick_rs import AhoCorasick"),
    "click": Rule(("click",), "cli/*", "import click"),
    "pictures": Rule(("PIL",), "site/pictures/*", "from PIL import Image"),
    "printing": Rule(("print", "sys.stdout", "sys.stderr", "logging"), "cli/*", "def show(x):\n    print(x)"),
    "clock": Rule(
        ("datetime.datetime.now", "datetime.datetime.today", "datetime.date.today", "time.time", "time.localtime"),
        "cli/*",
        "import datetime as dt\nday = dt.date.today()",
    ),
    "environment": Rule(("os.environ", "os.getenv"), "cli/*", "from os import environ"),
    "chance": Rule(("random", "secrets", "uuid"), "nowhere", "from random import choice"),
    "pickle": Rule(("pickle", "marshal", "shelve"), "nowhere", "import pickle"),
    "network": Rule(
        ("socket", "ssl", "http", "urllib.request", "asyncio"),
        "preview/*|desk/fetch.py",
        "import urllib.request\nimport os",
    ),
}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_only_its_place_uses_a_name(rule: Rule) -> None:
    assert list(breaches(rule, PACKAGE)) == []


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_use_elsewhere_is_found(rule: Rule, tmp_path: Path) -> None:
    (tmp_path / "analysis").mkdir()
    (tmp_path / "analysis" / "planted.py").write_text(rule.broken_by + "\n", encoding="utf-8")

    assert [path for path, _ in breaches(rule, tmp_path)] == ["analysis/planted.py"]


@pytest.mark.parametrize(
    "source",
    [
        "import datetime\nx = datetime.datetime.now",
        "from datetime import datetime as moment\nx = moment.now()",
        "from datetime import datetime\nx = list(map(datetime.now, [None]))",
    ],
)
def test_a_name_is_known_however_it_was_imported(source: str) -> None:
    assert "datetime.datetime.now" in uses(ast.parse(source))


@pytest.mark.parametrize("name", ["jinja", "markdown", "sanitiser", "yaml", "matcher", "click", "clock", "environment"])
def test_a_rule_speaks_of_something_that_is_there(name: str) -> None:
    nowhere = RULES[name]._replace(place="nowhere")
    users = [path for path, _ in breaches(nowhere, PACKAGE)]

    assert users
    assert all(map(RULES[name].allows, users))


def breaches(rule: Rule, package: Path) -> Iterator[tuple[str, str]]:
    """Where a module outside the rule's place uses one of its names: (path, name)."""
    for module in sorted(package.rglob("*.py")):
        path = module.relative_to(package).as_posix()
        if rule.allows(path):
            continue
        used = uses(ast.parse(module.read_text(encoding="utf-8")))
        yield from ((path, name) for name in rule.names if any(_within(use, name) for use in used))


def uses(tree: ast.Module) -> set[str]:
    """Every name that a module imports or reaches, as dotted from where it comes from: `datetime.date.today`."""
    origins: dict[str, str] = {}
    used: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                used.add(alias.name)
                root = alias.name.partition(".")[0]
                origins[alias.asname or root] = alias.name if alias.asname else root
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                origins[alias.asname or alias.name] = f"{node.module}.{alias.name}"
                used.add(f"{node.module}.{alias.name}")
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute):
            name, _, rest = _dotted(node).partition(".")
            if name in origins or name in BUILTINS:
                used.add(".".join(filter(None, [origins.get(name, name), rest])))
    return used


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        inner = _dotted(node.value)
        return f"{inner}.{node.attr}" if inner else ""
    return node.id if isinstance(node, ast.Name) else ""


def _within(use: str, name: str) -> bool:
    return use == name or use.startswith(name + ".")
