"""Suggestions for texts: records named and not listed, names that may mean one, names without a record."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Literal

from msgspec import Struct

from dateline.analysis.mentions import Ref
from dateline.content.document import AnyDocument, Document, Fragment
from dateline.content.library import Names
from dateline.content.places import OpenedFile, open_file
from dateline.content.schema import Brief
from dateline.content.sources import MAX_BYTES, SourceFile, read_sources
from dateline.content.validate import Loc
from dateline.desk.article import read_any
from dateline.desk.candidates import Candidate
from dateline.desk.from_text import around, command_for, language_of
from dateline.desk.prose_mask import prose_of
from dateline.desk.recognise import Hit, Reading, Records, TextReader, records_of

_Place = Callable[[int, str], tuple[int, int]]
"""Gives line and column of a place in a prose, and of the words that stand there."""
What = Literal["missing-actor", "missing-topic", "other-spelling", "weak-alias", "ambiguous-name", "unknown-name"]


class Suggestion(Struct, frozen=True, order=True):
    """One thing that a text suggests, and where; `line` and `column` are 0 where the place is not known."""

    path: str
    line: int
    column: int
    what: What
    text: str
    """The name as the text has it."""
    ids: tuple[str, ...] = ()
    """The records that it means, or may mean."""
    kind: str = ""
    """Kind of the records, or what an unknown name seems to name."""
    said: str = ""
    """What the text says of an unknown name."""
    command: str = ""
    """The command that makes a record of an unknown name."""
    context: str = ""


def suggestions(site: Path, files: Iterable[Path], lang: str) -> tuple[Suggestion, ...]:
    """What the files suggest, in the order of the files and of the places in them.

    A file of the site is read as its record, with its fields; any other as a text. `lang` is that of texts that do not
    say theirs. Raises DeskError where a file is no text, and OSError where it cannot be read.
    """
    records = records_of(site)
    desk = _Desk(records, lang)
    sources = {place: file for file in read_sources(site).files for place in _places(site, file)}
    found: list[Suggestion] = []
    for file in files:
        source = sources.get(file.resolve())
        told = desk.of_record(source) if source else desk.of_text(file)
        found += sorted(told, key=lambda one: (one.line, one.column))
    return tuple(found)


def to_paste(found: Sequence[Suggestion]) -> str:
    """The records that one file names without listing them, as YAML."""
    fields = []
    for what, field in (("missing-actor", "actors"), ("missing-topic", "topics")):
        ids = dict.fromkeys(id_ for one in found if one.what == what for id_ in one.ids)
        if ids:
            fields.append("\n".join([f"{field}:", *(f"  - {id_}" for id_ in ids)]))
    return "\n".join(fields)


def _places(site: Path, file: SourceFile) -> Iterator[Path]:
    yield from ((site / path).resolve() for path in {file.path, file.meta_path or file.path})


class _Part(Struct, frozen=True):
    """A stretch of a text, and what tells where it stands: the body's first line, or a field's place in the YAML."""

    text: str
    loc: Loc


class _Desk:
    """Reads texts for the records of one site."""

    def __init__(self, records: Records, lang: str) -> None:
        self._reader = TextReader(records)
        self._names = Names(records.documents)
        self._documents: Mapping[str, AnyDocument | Fragment] = {one.path: one for one in records.documents}
        self._lang = lang

    def of_text(self, file: Path) -> Iterator[Suggestion]:
        """What a file that is no record suggests."""
        with file.open("rb") as stream:
            text, has_places = read_any(stream.read(MAX_BYTES + 1), file.name)
        prose = prose_of(text)
        reading = self._reader.read(prose, language_of(prose, self._lang))
        lines = _Lines(text, 1)

        def place(start: int, _words: str) -> tuple[int, int]:
            return lines.place(start) if has_places else (0, 0)

        yield from self._told(file.as_posix(), prose, reading, frozenset(), place)

    def of_record(self, source: SourceFile) -> Iterator[Suggestion]:
        """What the file of a record suggests; nothing where it cannot be opened."""
        opened, _ = open_file(source)
        document = self._documents.get(opened.path) if opened else None
        if opened is None or document is None:
            return
        fields = document.fields if isinstance(document, Document) else None
        parts = [*_texts(fields), _Part(prose_of(opened.body), ("body",))]
        prose = "\n\n".join(part.text for part in parts)
        lang = getattr(fields, "lang", None) or language_of(prose, self._lang)
        starts = list(accumulate((len(part.text) + 2 for part in parts[:-1]), initial=0))
        body = _Lines(opened.body, opened.body_line)

        def place(start: int, text: str) -> tuple[int, int]:
            at = bisect_right(starts, start) - 1
            if parts[at].loc == ("body",):
                return body.place(start - starts[at])
            return _in_yaml(opened, parts[at].loc, text)

        listed = self._listed(document)
        reading = self._reader.read(prose, lang)
        yield from self._told(source.path, prose, reading, listed, place)

    def _listed(self, document: AnyDocument | Fragment) -> frozenset[Ref]:
        """The records that a brief lists; for others, the record itself."""
        fields = document.fields if isinstance(document, Document) else None
        if isinstance(fields, Brief):
            actors = [self._names.find("actor", role.id) for role in fields.actors]
            topics = [self._names.find("topic", role.id) for role in fields.topics]
            return frozenset([*(("actor", id_) for id_ in actors if id_), *(("topic", id_) for id_ in topics if id_)])
        kind = document.kind
        return frozenset([(kind, document.id)]) if kind in ("actor", "topic") else frozenset()

    def _told(
        self, path: str, prose: str, reading: Reading, listed: frozenset[Ref], place: _Place
    ) -> Iterator[Suggestion]:
        told = set(listed)
        for hit in sorted(reading.hits, key=lambda hit: (hit.how != "name", hit.start)):
            refs = [ref for ref in hit.records if ref not in told]
            if not refs or (hit.how != "name" and len(refs) < len(hit.records)):
                continue
            told.update(refs)
            text = " ".join(prose[hit.start : hit.end].split())
            yield Suggestion(
                path,
                *place(hit.start, text),
                what=_what(hit),
                text=text,
                ids=tuple(id_ for _, id_ in refs),
                kind=refs[0][0],
                context=around(prose, hit.start, hit.end),
            )
        for candidate in reading.candidates:
            if candidate.kind != "place":
                yield _unknown(path, prose, candidate, place)


def _unknown(path: str, prose: str, candidate: Candidate, place: _Place) -> Suggestion:
    written = " ".join(prose[candidate.start : candidate.end].split())
    return Suggestion(
        path,
        *place(candidate.start, written),
        what="unknown-name",
        text=candidate.name,
        kind=candidate.kind,
        said=candidate.said,
        command=command_for(candidate),
        context=around(prose, candidate.start, candidate.end),
    )


def _what(hit: Hit) -> What:
    match hit.how:
        case "name":
            return "missing-actor" if hit.records[0][0] == "actor" else "missing-topic"
        case "weak":
            return "weak-alias"
        case "spelling":
            return "other-spelling"
        case "ambiguous":
            return "ambiguous-name"


def _texts(fields: object) -> Iterator[_Part]:
    """The texts in the fields of a brief that may name someone."""
    if not isinstance(fields, Brief):
        return
    for name in ("title", "bluf", "why_it_matters", "whats_next"):
        if text := getattr(fields, name):
            yield _Part(prose_of(text), (name,))
    for name in ("key_points", "claims", "judgements"):
        for number, one in enumerate(getattr(fields, name)):
            yield _Part(prose_of(one if isinstance(one, str) else one.text), (name, number))


def _in_yaml(opened: OpenedFile, loc: Loc, text: str) -> tuple[int, int]:
    _, line, column = opened.find(loc, text)[0]
    return line, column


class _Lines:
    """Lines and columns of the places in a text that starts on a line of its file."""

    def __init__(self, text: str, first_line: int) -> None:
        self._starts = [0, *(place + 1 for place, char in enumerate(text) if char == "\n")]
        self._first = first_line

    def place(self, index: int) -> tuple[int, int]:
        at = bisect_right(self._starts, index) - 1
        return self._first + at, index - self._starts[at] + 1
