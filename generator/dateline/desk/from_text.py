"""A draft of a brief from an article's summary: what the text tells, each guess with the words that it rests on."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct
from pydantic import TypeAdapter, ValidationError

from dateline.analysis.mentions import NamedKind, Ref
from dateline.content.fields import Language, Line, Url
from dateline.content.parse import parse
from dateline.content.schema import Brief
from dateline.content.sources import SourceFile
from dateline.desk.article import Article
from dateline.desk.blank import blank_record
from dateline.desk.candidates import Candidate
from dateline.desk.links_in_text import Link, links_in
from dateline.desk.new import place_brief
from dateline.desk.prose_mask import prose_of
from dateline.desk.recognise import Hit, Records, TextReader, publisher_of, records_of
from dateline.desk.title import proposed_title
from dateline.desk.written_dates import WrittenDate, dates_in
from dateline.desk.yaml_text import quoted
from dateline.problems import Problem, one_line

_AROUND = 25
_LONGEST_COMMENT = 140
_MOST_CANDIDATES = 40


class Drafted(Struct, frozen=True):
    """A draft that was written, and what its author has to fill in before it can be built."""

    file: Path
    problems: tuple[Problem, ...]


class _Found(Struct, frozen=True):
    """What was found in a text."""

    text: str
    lang: str
    dates: Sequence[WrittenDate]
    sure: Mapping[Ref, Hit]
    unsure: Sequence[Hit]
    candidates: Sequence[Candidate]
    links: Sequence[Link]


def brief_from(
    site: Path,
    article: Article,
    *,
    today: date,
    site_lang: str,
    title: str | None = None,
    slug: str | None = None,
    actors: Iterable[str] = (),
    topics: Iterable[str] = (),
    sidecar: bool = False,
    folder: str | None = None,
    reader: TextReader | None = None,
    speaker: str = "the page's head",
) -> Drafted:
    """Write a draft with the article's text as its body, at a free place in `content/briefs/`.

    What is given counts; what the text tells fills the other fields, and is marked to be confirmed; what it does not
    tell is left out. `folder` is that of its year if it is None; `reader` knows the site's records, for who drafts
    many; `speaker` is what says when the article was published. Raises DeskError where there is nothing to call the
    file, and OSError where the disk fails.
    """
    reader = reader or TextReader(records_of(site, ("actor", "topic", "publisher")))
    found = _look(article, reader, site_lang)
    stated = {"actors": list(actors), "topics": list(topics)}
    fields = _Fields(article, found, reader.records, today, speaker)
    named, note = (title, "") if title else proposed_title(article, found.text)
    filled = fields.filled(named, stated, site_lang)
    notes = fields.notes("" if title else note)
    record = blank_record(Brief, filled, article.body, notes)
    file = place_brief(site, named, record, folder=folder or fields.year, slug=slug, sidecar=sidecar)
    path = file.with_suffix(".md").relative_to(site).as_posix()
    text = SourceFile(path, "brief", record.encode(), None, None, is_plain=False, many=False)
    return Drafted(file, parse(text).problems)


def _look(article: Article, reader: TextReader, site_lang: str) -> _Found:
    """Everything that can be found in the article's title and body."""
    head = f"{article.title}.\n\n" if article.title and not article.title_is_in_body else ""
    text = prose_of(head + article.body)
    lang = language_of(text, article.lang or site_lang)
    read = reader.read(text, lang)
    sure: dict[Ref, Hit] = {}
    for how in ("name", "spelling"):
        for hit in read.hits:
            if hit.how == how:
                sure.setdefault(hit.records[0], hit)
    unsure = [hit for hit in read.hits if not any(ref in sure for ref in hit.records)]
    return _Found(text, lang, dates_in(text, lang), sure, unsure, read.candidates, links_in(head + article.body))


def language_of(text: str, default: str) -> str:
    """The language of a text, where its letters tell: Ukrainian by those that only it has."""
    letters = [char for char in text.lower() if char.isalpha()]
    cyrillic = sum("\u0400" <= char <= "\u04ff" for char in letters)
    if cyrillic * 2 > len(letters) and any(char in "іїєґ" for char in letters):
        return "uk"
    return default


class _Fields:
    """The fields of a draft, and the comments that say where each guess comes from."""

    def __init__(self, article: Article, found: _Found, records: Records, today: date, speaker: str) -> None:
        self._article = article
        self._found = found
        self._records = records
        self._today = today
        self._speaker = speaker
        self._published = self._publication()

    @property
    def year(self) -> str:
        return self._date()[0][:4]

    def filled(self, title: str, stated: Mapping[str, list[str]], site_lang: str) -> dict[str, str]:
        """The fields as YAML; a list has an entry a line, each with its comment."""
        filled = {"title": quoted(title), "date": self._date()[0], "status": "draft"}
        if self._found.lang.partition("-")[0] != site_lang.partition("-")[0] and _is(_LANGUAGE, self._found.lang):
            filled["lang"] = self._found.lang
        if event := self._event():
            filled["event_date"] = event.iso
        kinds: tuple[tuple[str, NamedKind], ...] = (("actors", "actor"), ("topics", "topic"))
        for field, kind in kinds:
            lines = [*self._subjects(kind, stated[field])]
            if any(line.startswith("  - ") for line in lines):
                filled[field] = "\n" + "\n".join(lines)
            elif lines:
                filled[field] = "[]\n" + "\n".join(lines)
        if strangers := [*self._strangers()]:
            last = "topics" if "topics" in filled else "actors"
            filled[last] = filled.get(last, "[]") + "\n" + "\n".join(strangers)
        if sources := [*self._sources()]:
            filled["sources"] = "\n" + "\n".join(sources)
        return filled

    def notes(self, title_note: str) -> dict[str, str]:
        """The comments of the fields, by field."""
        notes = {"date": self._date()[1], "actors": "confirm each of them", "topics": "confirm each of them"}
        if title_note:
            notes["title"] = title_note
        if event := self._event():
            others = ", ".join(dict.fromkeys(one.iso for one in self._found.dates if one.iso != event.iso))
            notes["event_date"] = f"confirm: {self._seen(event.start, event.end)}" + (
                f"; the text names {others} as well" if others else ""
            )
        notes["lang"] = "confirm: by its letters" if not self._article.lang else "confirm: the page says so"
        notes["sources"] = "confirm: the addresses in the text"
        return notes

    def _publication(self) -> tuple[str, str] | None:
        """The day on which the article says that it was published, and how it says so."""
        if found := dates_in(self._article.published, self._found.lang):
            return found[0].iso, f"{self._speaker} says so"
        printed = next((one for one in self._found.dates if one.is_publication and len(one.iso) == 10), None)
        return (printed.iso, self._seen(printed.start, printed.end)) if printed else None

    def _date(self) -> tuple[str, str]:
        if self._published:
            return self._published[0], f"confirm: the day on which the text was published ({self._published[1]})"
        return self._today.isoformat(), "confirm: today, as the text does not say when it was published"

    def _event(self) -> WrittenDate | None:
        """The first day that the text names, else the first month; not the day of publication."""
        dates = [one for one in self._found.dates if not one.is_publication]
        return next((one for one in dates if len(one.iso) == 10), dates[0] if dates else None)

    def _subjects(self, kind: NamedKind, stated: Sequence[str]) -> Iterator[str]:
        yield from (f"  - {quoted(name)}" for name in stated)
        for (of_kind, id_), hit in self._found.sure.items():
            if of_kind == kind and id_ not in stated:
                how = ", in another spelling" if hit.how == "spelling" else ""
                yield _commented(f"  - {id_}", f"confirm: {self._seen(hit.start, hit.end)}{how}")
        told: set[Ref] = set()
        for hit in self._found.unsure:
            refs = [ref for ref in hit.records if ref[0] == kind and ref not in told]
            told.update(refs)
            for _, id_ in refs:
                how = "a weak alias" if hit.how == "weak" else "a name of several records"
                yield _commented(f"  #- {id_}", f"perhaps: {self._seen(hit.start, hit.end)}, {how}")

    def _strangers(self) -> Iterator[str]:
        """Comments with the names that no record has, and the commands that make records of them."""
        actors = [one for one in self._found.candidates if one.kind != "place"]
        places = [one.name for one in self._found.candidates if one.kind == "place"]
        if actors:
            yield "# Names without a record. Make those that matter, then list them above:"
        for one in sorted(actors, key=lambda one: (one.kind in ("unknown", "topic"), one.start))[:_MOST_CANDIDATES]:
            yield _commented(f"#   {command_for(one)}", described(one, self._seen(one.start, one.end)))
        if len(actors) > _MOST_CANDIDATES:
            yield f"#   and {len(actors) - _MOST_CANDIDATES} more, which `dateline suggest` lists"
        if places:
            yield f"# Places that it names: {one_line(', '.join(places))[:_LONGEST_COMMENT]}"

    def _sources(self) -> Iterator[str]:
        article = self._article
        own = [Link(article.url, article.title)] if article.url else []
        publishers = self._records.publishers()
        for link in dict.fromkeys([*own, *(link for link in self._found.links if link.url != article.url)]):
            if not _is(_URL, link.url) or "@" in link.url.split("/")[2]:
                continue
            yield f"  - url: {quoted(link.url)}"
            if link.title and _is(_LINE, link.title):
                yield f"    title: {quoted(link.title)}"
            if publisher := publisher_of(link.url, publishers):
                yield f"    publisher: {publisher}"
            if link.url == article.url:
                if self._published:
                    yield f"    published: {self._published[0]}"
                if article.author and _is(_LINE, article.author):
                    yield f"    author: {quoted(article.author)}"

    def _seen(self, start: int, end: int) -> str:
        return f'found in "{around(self._found.text, start, end)}"'


def command_for(candidate: Candidate) -> str:
    """The command that makes a record of a candidate."""
    name = shlex.quote(one_line(candidate.name))
    if candidate.kind == "topic":
        return f"dateline new topic {name}"
    return f"dateline new actor {name} --kind {'KIND' if candidate.kind == 'unknown' else candidate.kind}"


def described(candidate: Candidate, seen: str) -> str:
    """What a text says of a candidate, in one line."""
    also = [f"also {', '.join(map(quoted, candidate.aliases))}"] if candidate.aliases else []
    return "; ".join([*([candidate.said] if candidate.said else []), *also, seen])


def around(text: str, start: int, end: int) -> str:
    """The words around a place, on one line."""
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    first = min(start, text.find(" ", first) + 1) if first else 0
    last = max(end, text.rfind(" ", 0, last)) if last < len(text) else last
    first = max(first, text.rfind("\n\n", 0, start) + 1)
    last = min(last, gap) if (gap := text.find("\n\n", end)) >= 0 else last
    return " ".join(re.sub(r'["\u201c\u201d]', "'", one_line(text[first:last])).split())


def _commented(line: str, comment: str) -> str:
    return f"{line:<27} # {one_line(comment)[:_LONGEST_COMMENT]}"


_URL: TypeAdapter[str] = TypeAdapter(Url)
_LINE: TypeAdapter[str] = TypeAdapter(Line)
_LANGUAGE: TypeAdapter[str] = TypeAdapter(Language)


def _is(form: TypeAdapter[str], text: str) -> bool:
    try:
        form.validate_python(text)
    except ValidationError:
        return False
    return True
