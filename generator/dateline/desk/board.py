"""The board: what needs the desk today, from all records, drafts and hidden ones as well. Reads, and writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from msgspec import Struct

from dateline.analysis.derive import Analysis, derive
from dateline.analysis.house_rules.settings import Rules
from dateline.analysis.house_rules.upkeep import quiet_topics
from dateline.analysis.judgements import Estimate, state
from dateline.config import markdown_engine
from dateline.content.dates import AsOf, PartialDate
from dateline.content.document import AnyDocument, Document
from dateline.content.fields import TLP_ORDER
from dateline.content.gate import Published, Viewer, gate
from dateline.content.library import Library, resolve
from dateline.content.parsing import parse_all
from dateline.content.places import Places
from dateline.content.schema import Brief
from dateline.content.sources import read_sources
from dateline.content.validate import Loc
from dateline.desk.suggest import Suggestion, suggestions
from dateline.memo import PRIVATE, Memo
from dateline.problems import has_errors, quote


class Item(Struct, frozen=True):
    """One thing to look at: where it stands, what it is about, what is up with it, and the date that decides."""

    path: str
    line: int
    column: int
    title: str
    what: str
    date: str = ""


class Section(Struct, frozen=True):
    """The things of one sort, the most urgent first."""

    name: str
    title: str
    items: tuple[Item, ...]


class Board(Struct, frozen=True):
    """What needs the desk on a day. Where records have errors, what follows from all of them together is not told."""

    day: date
    sections: tuple[Section, ...]
    has_errors: bool


class _Desk(Struct, frozen=True):
    """What the sections look at. `published` and `analysis` are None where records have errors."""

    site: Path
    library: Library
    places: Places
    rules: Rules
    lang: str
    as_of: AsOf
    until: date
    since: date
    published: Published | None
    analysis: Analysis | None

    def briefs(self) -> Iterable[Document[Brief]]:
        return self.library.briefs.values()

    def item(self, document: AnyDocument, loc: Loc, what: str, due: PartialDate | None = None) -> Item:
        title = getattr(document.fields, "title", None) or getattr(document.fields, "name", document.id)
        place = self.places.of(document.path, (*document.at, *loc))
        return Item(*place, title=str(title), what=what, date=due.text if due else "")

    def left(self, day: date) -> str:
        """How far away a day is, in words."""
        days = (day - self.as_of.day).days
        if days == 0:
            return "today"
        number = f"{abs(days)} day{'s' * (abs(days) != 1)}"
        return f"in {number}" if days > 0 else f"{number} ago"


def board(site: Path, as_of: AsOf, days: int, rules: Rules, lang: str) -> Board:
    """What needs the desk at a moment, and in the days after it; new is what was dated as many days before."""
    sources = read_sources(site, markdown_engine(site))
    with Memo(site / PRIVATE / "memo.sqlite", is_guest=True) as memo:
        parsed = parse_all(sources.files, memo)
    places = Places(sources.files)
    library, unresolved = resolve(parsed.documents, places, sources.media)
    is_sound = not has_errors((*sources.problems, *parsed.problems, *unresolved))
    published = gate(library, Viewer(TLP_ORDER[-1], as_of, drafts=True), places).published if is_sound else None
    desk = _Desk(
        site=site,
        library=library,
        places=places,
        rules=rules,
        lang=lang,
        as_of=as_of,
        until=as_of.day + timedelta(days),
        since=as_of.day - timedelta(days),
        published=published,
        analysis=derive(published, as_of.day) if published else None,
    )
    sections = (Section(name, title, tuple(find(desk))) for name, title, find in _SECTIONS)
    return Board(as_of.day, tuple(sections), not is_sound)


def _judgements(desk: _Desk) -> Iterator[Item]:
    found = []
    for brief in desk.briefs():
        for number, one in enumerate(brief.fields.judgements):
            result, resolved = (one.outcome.result, one.outcome.date) if one.outcome else (None, None)
            estimate = Estimate((brief.id, number), one.likelihood, one.horizon, result, resolved)
            how = state(estimate, desk.as_of.day)
            if one.horizon and how in ("overdue", "due"):
                what = f"{how}, {desk.left(one.horizon.last)}: {quote(one.text, 80)} ({one.likelihood})"
                item = desk.item(brief, ("judgements", number, "horizon"), what, one.horizon)
                found.append((one.horizon.last, brief.id, number, item))
    return (item for *_, item in sorted(found, key=lambda one: one[:3]))


def _reviews(desk: _Desk) -> Iterator[Item]:
    return _dated(desk, "review_by", lambda day: f"review {desk.left(day.last)}", lambda day: day.last <= desk.until)


def _coming(desk: _Desk) -> Iterator[Item]:
    found = []
    for brief in desk.briefs():
        fields = brief.fields
        ahead = {
            name: day
            for name, day in (("date", fields.date), ("embargo_until", fields.embargo_until))
            if day and not desk.as_of.has_reached(day)
        }
        name, last = max(ahead.items(), key=lambda one: one[1], default=("", fields.date))
        if ahead and fields.status == "published" and last.first <= desk.until:
            verb = "embargo ends" if name == "embargo_until" else "comes out"
            found.append((last, brief.id, desk.item(brief, (name,), f"{verb} {desk.left(last.first)}", last)))
    return (item for *_, item in sorted(found, key=lambda one: one[:2]))


def _expiries(desk: _Desk) -> Iterator[Item]:
    def is_near(day: PartialDate) -> bool:
        return day.first <= desk.until and not desk.as_of.has_reached(day)

    return _dated(desk, "expires", lambda day: f"expires {desk.left(day.first)}", is_near)


def _dated(
    desk: _Desk, name: str, what: Callable[[PartialDate], str], is_near: Callable[[PartialDate], bool]
) -> Iterator[Item]:
    """The briefs in which a date is near, by that date."""
    days: list[tuple[PartialDate, Document[Brief]]] = [
        (day, brief) for brief in desk.briefs() if (day := getattr(brief.fields, name)) and is_near(day)
    ]
    for day, brief in sorted(days, key=lambda one: (one[0], one[1].id)):
        yield desk.item(brief, (name,), what(day), day)


def _drafts(desk: _Desk) -> Iterator[Item]:
    drafts = [brief for brief in desk.briefs() if brief.fields.status != "published"]
    for brief in sorted(drafts, key=lambda one: (one.fields.status != "review", one.fields.date, one.id)):
        status = "in review" if brief.fields.status == "review" else "draft"
        yield desk.item(brief, ("status",), f"{status}, dated {brief.fields.date}", brief.fields.date)


def _quiet(desk: _Desk) -> Iterator[Item]:
    if desk.published and desk.analysis:
        found = quiet_topics(desk.published, desk.analysis, desk.rules.quiet_topic.days)
        for id, days in sorted(found, key=lambda one: (-one[1], one[0])):
            yield desk.item(desk.library.topics[id], ("status",), f"active, and its last brief is {days} days old")


def _single_origin(desk: _Desk) -> Iterator[Item]:
    if desk.analysis:
        for id in desk.analysis.briefs:
            brief = desk.library.briefs[id]
            evidence = desk.analysis.findings.evidence[id]
            is_excused = any(one.rule == "few-origins" for one in brief.fields.exceptions)
            if "single-origin" in evidence.flags and not is_excused:
                (origin, _), *_ = evidence.origins
                what = f"all it rests on goes back to {quote(origin.partition(':')[2])}"
                yield desk.item(brief, ("sources",), what, brief.fields.date)


def _candidates(desk: _Desk) -> Iterator[Item]:
    """What drafts and new briefs name and do not list."""
    new = [brief for brief in desk.briefs() if brief.fields.status != "published" or _is_new(brief.fields, desk)]
    titles = {path: brief.fields.title for brief in new for path in (brief.path, *_texts_of(desk.site, brief.path))}
    files = [desk.site / brief.path for brief in sorted(new, key=lambda one: one.path)]
    for one in suggestions(desk.site, files, desk.lang):
        if what := _said(one):
            yield Item(one.path, one.line, one.column, titles.get(one.path, ""), what)


def _is_new(brief: Brief, desk: _Desk) -> bool:
    return desk.since <= brief.date.first <= desk.until


def _texts_of(site: Path, path: str) -> Iterator[str]:
    """The text beside a file of fields."""
    beside = (Path(path).with_suffix(suffix) for suffix in (".md", ".txt"))
    return (one.as_posix() for one in beside if (site / one).is_file())


def _said(one: Suggestion) -> str:
    match one.what:
        case "missing-actor" | "missing-topic":
            return f"names {quote(one.text)}, and its {one.kind}s do not list {' or '.join(one.ids)}"
        case "unknown-name":
            about = f" ({', '.join(dict.fromkeys(filter(None, [one.kind, one.said])))})"
            return f"names {quote(one.text)}{about}, of which there is no record: {one.command}"
    return ""


_SECTIONS: tuple[tuple[str, str, Callable[[_Desk], Iterator[Item]]], ...] = (
    ("judgements", "Judgements to settle", _judgements),
    ("reviews", "Reviews due", _reviews),
    ("coming", "Coming out", _coming),
    ("expiries", "Expiring", _expiries),
    ("drafts", "Drafts", _drafts),
    ("quiet", "Topics gone quiet", _quiet),
    ("single-origin", "Stories of a single origin", _single_origin),
    ("candidates", "Names in drafts and new briefs", _candidates),
)
