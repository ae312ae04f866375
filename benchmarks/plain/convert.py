"""The bench's corpus as a site of Dateline's: `python convert.py CORPUS SITE [--engine commonmark]`.

Texts stay as they are; fields get the names that Dateline has for them.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

_KINDS = {"organisation": "organization", "government": "public-body"}
_BRIEF = {"summary": "bluf", "key_points": "key_points", "actors": "actors", "topics": "topics"}
_SETTINGS = {"title": "Bench Briefing", "base_url": "https://briefing.example", "description": "Curated briefs."}


def convert(corpus: Path, site: Path, engine: str) -> None:
    """Write the site below `site`."""
    for path, text in _files(corpus, engine):
        target = site / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def _files(corpus: Path, engine: str) -> Iterator[tuple[str, str]]:
    yield "site.yaml", _written({**_SETTINGS, "markdown": {"engine": engine}})
    outlets: dict[str, str] = {}
    for path in sorted(corpus.glob("briefs/*/*.md")):
        front, body = path.read_text(encoding="utf-8")[4:].split("\n---\n", 1)
        fields = yaml.load(front, yaml.CSafeLoader)
        outlets |= {source["outlet"]: _id(source["outlet"]) for source in fields["sources"]}
        yield f"content/briefs/{path.parent.name}/{path.name}", f"---\n{_written(_brief(fields))}---\n{body}"
    for path in sorted(corpus.glob("actors/*.yaml")):
        yield f"content/actors/{path.stem}.md", f"---\n{_written(_actor(_read(path)))}---\n"
    for path in sorted(corpus.glob("topics/*.yaml")):
        yield f"content/topics/{path.stem}.md", f"---\n{_written(_topic(_read(path)))}---\n"
    yield "content/publishers.yaml", "".join(f"{id}:\n  name: {name}\n" for name, id in sorted(outlets.items()))


def _read(path: Path) -> dict[str, Any]:
    values: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return values


def _written(fields: Mapping[str, object]) -> str:
    """As YAML that a desk would write: one field on a line."""
    return yaml.dump(fields, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1000)


def _brief(fields: Mapping[str, Any]) -> dict[str, object]:
    sources = [
        {
            "key": f"s{number}",
            "title": source["title"],
            "url": source["url"],
            "publisher": _id(source["outlet"]),
            "published": source["date"],
        }
        for number, source in enumerate(fields["sources"], start=1)
    ]
    renamed = {ours: fields[theirs] for theirs, ours in _BRIEF.items()}
    return {"title": fields["title"], "date": f"{fields['date']:%Y-%m-%dT%H:%M:%SZ}", **renamed, "sources": sources}


def _actor(fields: Mapping[str, Any]) -> dict[str, object]:
    kind = _KINDS.get(fields["kind"], fields["kind"])
    return {
        "name": fields["name"],
        "kind": kind,
        "weak_aliases": fields["aliases"],
        "summary": fields["description"],
        "x_role": fields["role"],
    }


def _topic(fields: Mapping[str, Any]) -> dict[str, object]:
    parent = {"parent": fields["parent"]} if fields.get("parent") else {}
    return {"name": fields["name"], "summary": fields["description"], **parent}


def _id(name: str) -> str:
    return "-".join("".join(char if char.isalnum() else " " for char in name.casefold()).split())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("site", type=Path)
    parser.add_argument("--engine", default="python-markdown", help="what reads the Markdown")
    given = parser.parse_args()
    convert(given.corpus, given.site, given.engine)


if __name__ == "__main__":
    main()
