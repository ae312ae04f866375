"""New records: a file for a brief, an actor or a topic, at a free place in `content/`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from dateline.config import SETTINGS_FILE
from dateline.content.fields import Line, Text, id_fault, text_fault
from dateline.content.frontmatter import FrontMatter, split
from dateline.content.schema import Actor, Brief, Topic
from dateline.content.sources import FOLDERS
from dateline.content.walk import CONTENT
from dateline.desk.blank import blank_record
from dateline.desk.editors import modeline
from dateline.desk.errors import DeskError
from dateline.desk.slugs import slug_of
from dateline.desk.yaml_text import quoted
from dateline.problems import quote

_BRIEF_BODY = "Write here what happened, whom it concerns and what supports it."
_LINE: TypeAdapter[str] = TypeAdapter(Line)
_TEXT: TypeAdapter[str] = TypeAdapter(Text)


def new_brief(
    site: Path,
    title: str,
    *,
    today: date,
    slug: str | None = None,
    actors: Iterable[str] = (),
    topics: Iterable[str] = (),
    sidecar: bool = False,
) -> Path:
    """Write a draft of a brief, dated today, at `content/briefs/YEAR/`; where it is.

    With `sidecar`, as with those of other records, its fields go into a YAML file beside the text.

    It builds once it names an actor or a topic. A slug made from the title gets a number where a brief has it
    already. Raises DeskError where there is nothing to call the file, or no place for it; OSError where the disk fails.
    """
    subjects = {"actors": list(actors), "topics": list(topics)}
    filled = {
        "title": _value(title, "title"),
        "date": today.isoformat(),
        "status": "draft",
        **{field: _listed(names, field) for field, names in subjects.items() if names},
    }
    record = blank_record(Brief, filled, _BRIEF_BODY)
    return place_brief(site, title, record, folder=f"{today.year:04}", slug=slug, sidecar=sidecar)


def place_brief(site: Path, title: str, record: str, *, folder: str, slug: str | None, sidecar: bool) -> Path:
    """Write the text of a brief's record at a free place in `content/briefs/FOLDER/`; otherwise like `new_brief`."""
    names = _Names(site, "briefs")
    slug = names.free(slug) if slug else names.numbered(_suggested(title))
    return _write(site, f"briefs/{folder}/{slug}.md", record, sidecar=sidecar)


def new_actor(
    site: Path, name: str, *, kind: str, summary: str | None = None, slug: str | None = None, sidecar: bool = False
) -> Path:
    """Write the record of an actor at `content/actors/`; where it is. It builds once it has a summary.

    Raises DeskError where there is nothing to call the file, or no place for it; OSError where the disk fails.
    """
    filled = {"name": _value(name, "name"), "kind": kind, **_summary(summary)}
    slug = _Names(site, "actors").free(slug or _suggested(name))
    return _write(site, f"actors/{slug}.md", blank_record(Actor, filled, ""), sidecar=sidecar)


def new_topic(
    site: Path, name: str, *, summary: str | None = None, slug: str | None = None, sidecar: bool = False
) -> Path:
    """Write the record of a topic at `content/topics/`; where it is. Otherwise like `new_actor`."""
    filled = {"name": _value(name, "name"), **_summary(summary)}
    slug = _Names(site, "topics").free(slug or _suggested(name))
    return _write(site, f"topics/{slug}.md", blank_record(Topic, filled, ""), sidecar=sidecar)


def _value(text: str, noun: str, form: TypeAdapter[str] = _LINE) -> str:
    """A text as YAML, once it is one that its field takes."""
    try:
        return quoted(form.validate_python(text))
    except ValidationError as error:
        detail = error.errors()[0]
        limit = detail.get("ctx", {}).get("max_length")
        fault = f"is longer than {limit} characters" if limit else text_fault(text) or detail["msg"]
        raise DeskError(f"the {noun} {fault}") from None


def _summary(text: str | None) -> dict[str, str]:
    # Without it no build takes the record, which is right: actors and topics have no drafts.
    return {} if text is None else {"summary": _value(text, "summary", _TEXT)}


def _listed(names: Sequence[str], field: str) -> str:
    return f"[{', '.join(_value(name, f'name in {field}') for name in names)}]"


def _suggested(title: str) -> str:
    slug = slug_of(title)
    if not slug or id_fault(slug):
        raise DeskError(
            f"no file name can be made from {quote(title)}", "give one with --slug, such as --slug port-rules"
        )
    return slug


class _Names:
    """The names that records in one folder of the content have, whatever folder below it they lie in."""

    def __init__(self, site: Path, folder: str) -> None:
        if not (site / SETTINGS_FILE).is_file():
            raise DeskError(
                f"there is no site in {site}: it has no {SETTINGS_FILE}",
                "name the site's folder with --site, or make a site with `dateline init`",
            )
        self._folder = folder
        self._taken = {stem: path for path, stem in _stems(site / CONTENT / folder)}

    def numbered(self, slug: str) -> str:
        """The slug, or the first of `slug-2`, `slug-3` and so on that is free."""
        candidates = (slug if number == 1 else f"{slug}-{number}" for number in count(1))
        return next(candidate for candidate in candidates if candidate not in self._taken)

    def free(self, slug: str) -> str:
        """The slug, if no record has it; DeskError if one has, or if it is none."""
        if fault := id_fault(slug):
            raise DeskError(f"the slug {slug!r} {fault}", "give another one with --slug, such as --slug port-rules")
        if slug in self._taken:
            place = f"{CONTENT}/{self._folder}/{self._taken[slug]}"
            raise DeskError(f"{place} is there already", f"give another name with --slug {self.numbered(slug)}")
        return slug


def _stems(folder: Path) -> Iterator[tuple[str, str]]:
    """Path below `folder` and stem of every file; letters are small, as some disks do not tell them apart."""
    for parent, _, files in os.walk(folder):
        for name in files:
            path = Path(parent, name)
            yield path.relative_to(folder).as_posix(), path.stem.lower()


def _write(site: Path, path: str, text: str, *, sidecar: bool = False) -> Path:
    """A new record below `content/`, in no case in the place of another or outside of the folder; its YAML's file."""
    file = site / CONTENT / path
    folder = path.partition("/")[0]
    content = (site / CONTENT).resolve()
    if not file.parent.resolve().is_relative_to(content):
        raise DeskError(f"{CONTENT}/{folder} leads out of {CONTENT}", "replace the link with a folder")
    front = split(text, path)
    assert isinstance(front, FrontMatter)
    fields = modeline(site, file, FOLDERS[folder]) + front.yaml
    if sidecar:
        body = front.body.lstrip("\n")
        return _put({file.with_suffix(".yaml"): fields, **({file: body} if body else {})})
    return _put({file: f"---\n{fields}---\n{front.body}"})


def _put(texts: Mapping[Path, str]) -> Path:
    """Write new files, all of them or none; the first."""
    made: list[Path] = []
    for file in texts:
        file.parent.mkdir(parents=True, exist_ok=True)
    try:
        for file, text in texts.items():
            with file.open("x", encoding="utf-8", newline="\n") as stream:
                made.append(file)
                stream.write(text)
    except OSError as error:
        for file in made:
            file.unlink(missing_ok=True)
        if isinstance(error, FileExistsError):
            raise DeskError(f"{error.filename} is there already", "give another name with --slug") from None
        raise
    return next(iter(texts))
