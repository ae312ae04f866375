"""Makes the guide into a site with Dateline itself: `python docs/guide.py SITE`, then `dateline build SITE`.

The guide is plain Markdown, to be read in the repository as well. In the site each file is a page with its first
heading as the title, and links between files lead from page to page. `index.md` is the home page.
"""

from __future__ import annotations

import re
import shutil
import sys
from html import escape
from pathlib import Path

from dateline.content.headings import heading_id
from dateline.content.markup import render

DOCS = Path(__file__).parent
THEME = DOCS.parent / "themes" / "default" / "templates"
SETTINGS = """\
title: Dateline
description: How to publish a briefing with Dateline, and what it understands.
base_url: https://dateline.example
"""
HOME = """\
{{% extends "base.html" %}}
{{% block main %}}
{{% raw %}}
<h1>{title}</h1>
{body}
{{% endraw %}}
{{% endblock %}}
"""
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s]+)\)")
_HEADING = re.compile(r"# (.+)\n+")


def pages() -> dict[str, Path]:
    """The files of the guide by the names of their pages; `index` is the home page."""
    return {file.stem: file for file in sorted([*DOCS.glob("*.md"), *DOCS.glob("reference/*.md")])}


def write_guide(site: Path) -> None:
    """Write the site of the guide into a folder, which takes the place of what the folder holds of an older one."""
    content = site / "content"
    shutil.rmtree(content, ignore_errors=True)
    (content / "pages").mkdir(parents=True)
    shutil.copytree(DOCS / "images", content / "images")
    (site / "templates").mkdir(exist_ok=True)
    (site / "site.yaml").write_text(SETTINGS, encoding="utf-8")
    # The sections of a briefing are of no use here; the menu is that of the pages.
    base = (THEME / "base.html").read_text(encoding="utf-8").replace("site.menu", "site.pages")
    (site / "templates" / "base.html").write_text(base, encoding="utf-8")
    start = (DOCS / "index.md").read_text(encoding="utf-8")
    for name, file in pages().items():
        title, text = _title_and_text(file)
        if name == "index":
            home = HOME.format(title=escape(title), body=render(_linked(text, file, "{}/"), {}).html)
            (site / "templates" / "home.html").write_text(home, encoding="utf-8")
            continue
        menu = f"menu: {start.index(f'({file.name})')}\n" if file.parent == DOCS else ""
        page = f"---\ntitle: {title}\n{menu}---\n\n{_linked(text, file, 'page:{}')}"
        (content / "pages" / f"{name}.md").write_text(page, encoding="utf-8")


def _title_and_text(file: Path) -> tuple[str, str]:
    text = file.read_text(encoding="utf-8")
    heading = _HEADING.match(text)
    if heading is None:
        raise ValueError(f"{file} does not start with a heading")
    return heading[1], text[heading.end() :]


def _linked(text: str, file: Path, form: str) -> str:
    """A text in which links to files of the guide are of a form; files that are no pages keep their names alone."""
    named = {path.resolve(): name for name, path in pages().items()}

    def link(found: re.Match[str]) -> str:
        label, (path, mark, fragment) = found[1], found[2].partition("#")
        place = (file.parent / path).resolve()
        if path and not place.is_file():  # an address, or an example of a link
            return found[0]
        if path and place not in named:
            return label
        return f"[{label}]({form.format(named[place]) if path else ''}{mark}{heading_id(fragment) if fragment else ''})"

    return _LINK.sub(link, text)


if __name__ == "__main__":
    write_guide(Path(sys.argv[1]))
