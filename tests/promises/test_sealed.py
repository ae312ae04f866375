"""Promise 3, sealed: nothing unpublished reaches any byte of the output."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

import dateline
from dateline import prepare as prepare_room
from dateline.analysis.derive import Analysis, derive, name_index
from dateline.content.dates import AsOf
from dateline.content.document import AnyDocument, Key
from dateline.content.fields import TLP_ORDER, Tlp
from dateline.content.gate import Published, Viewer, hidden_because
from dateline.content.library import Library
from dateline.content.schema import MODELS, Actor, Record
from dateline.problems import Problem
from dateline.site import plan_lists, plan_overviews
from dateline.site.addresses import asked_for
from dateline.site.cards import Cards, make_cards
from dateline.site.index_pages import actor_index
from dateline.site.index_views import ActorIndexView
from dateline.site.locale import Locale
from dateline.site.page import File
from dateline.site.pictures.values import Picture
from dateline.site.site import Site, make_site
from promises.canaries import OMIT, Canaries, document, found_in, record
from promises.quick import quick
from support import MINIMAL, SETTINGS, Files, build_site, problems_of, tree, write_site

__all__ = ["quick"]

SETTINGS_SMALL_PAGES = f"{SETTINGS}page_size: 4\nfeed_size: 10\nfeed_text: full\n"

# What hides a brief, and the day on which it is dated.
REASONS: Mapping[str, Mapping[str, str]] = {
    "draft": {"status": "draft"},
    "review": {"status": "review"},
    "future": {"date": "2025-08-08"},
    "embargo": {"embargo_until": "2025-07-07"},
    "expired": {"expires": "2025-05-20"},
    **{marking: {"tlp": marking} for marking in TLP_ORDER[1:]},
}
LATER = AsOf.end_of(date(2025, 12, 31))
EARLIER = AsOf.end_of(date(2025, 5, 1))

# Which builds let a brief of each reason in, besides those for all.
VIEWERS: Mapping[str, tuple[Mapping[str, Any], set[str]]] = {
    "--drafts": ({"drafts": True}, {"draft", "review"}),
    "--as-of later": ({"as_of": LATER}, {"future", "embargo"}),
    "--as-of earlier": ({"as_of": EARLIER}, {"expired"}),
    **{
        f"--audience {marking}": ({"audience": marking}, set(TLP_ORDER[1 : TLP_ORDER.index(marking) + 1]))
        for marking in TLP_ORDER
    },
}
EVERYONE: Mapping[str, Any] = {"audience": "TLP:RED", "drafts": True}

# Fields that no page shows: their canaries are never found, in whatever build.
NEVER_SHOWN = {
    ".key": "the body cites by it",
    ".review_by": "for the desk",
    ".exceptions": "for the desk",
    ".weak_aliases": "for suggestions",
    "(file name)": "addresses are made of slugs",
    "(name of a note)": "notes are numbered",
}


@dataclass(frozen=True)
class Estate:
    """A public site and what is hidden in it."""

    open_files: Files
    """Without any reference to what is hidden."""
    referring_files: Files
    """The same with references to it."""
    hidden_files: Files
    keys: tuple[tuple[str, str], ...]
    """Kind and id of every hidden record."""
    canaries: Canaries

    @property
    def files(self) -> Files:
        return {**self.open_files, **self.referring_files, **self.hidden_files}


# Templates that print all that templates can see: what no theme can show, no theme shows.
_THEME = Path(dateline.__file__).resolve().parents[2] / "themes" / "default" / "templates"
TELL_ALL: Files = {
    f"templates/{path.name}": "{{ page }}\n{{ meta }}\n{{ site }}\n" for path in _THEME.glob("[!_]*.html")
}
NO_PARTS: Files = {f"templates/{path.name}": "" for path in _THEME.glob("_*.html")}
QUICK: Files = {**TELL_ALL, **NO_PARTS}


def an_estate() -> Estate:
    """Every kind of record, hidden for every reason that there is, and public records that refer to all of them."""
    canaries = Canaries()
    hidden_files: dict[str, str | bytes] = {}
    keys: list[tuple[str, str]] = []
    refs: dict[str, list[str]] = {
        "actor": ["open-one"],
        "topic": ["open-top"],
        "publisher": ["open-press"],
        "page": ["about"],
        "brief": ["open-0"],
        "source": ["1"],
    }
    hidden: dict[str, list[str]] = {kind: [] for kind in MODELS}
    for kind in ("publisher", "page", "topic", "actor"):
        for marking in ("TLP:GREEN", "TLP:RED"):
            place = f"{kind} {marking}"
            given: dict[str, object] = {"tlp": marking}
            if kind == "actor":
                sings = f"Canary {canaries.token(f'{place}.aliases')} sings"
                given["aliases"] = [sings, f"Shadow actor {marking[4:].lower()}", "Mirror Group"]
            if place == "publisher TLP:RED":
                given["domains"] = ["deep.press.example", f"{canaries.token(f'{place}.domains')}.example"]
            id, path, text = record(kind, canaries, place, _with_hidden(refs, hidden), given)
            hidden_files[path] = text
            hidden[kind].append(id)
            keys.append((kind, id))
    for reason, why in REASONS.items():
        place = f"brief {reason}"
        day = canaries.moment(why.get("date", "2025-04-04"), f"{place}.date")
        given = {"status": "published", "tlp": "TLP:CLEAR", "embargo_until": OMIT, "expires": OMIT, **why, "date": day}
        id, path, text = record("brief", canaries, place, _with_hidden(refs, hidden), given)
        hidden_files[path] = text
        hidden["brief"].append(id)
        keys.append(("brief", id))
    hidden_files |= {f"content/{path}": data for path, data in canaries.pictures.items()}
    return Estate(open_files(), referring(hidden), hidden_files, tuple(keys), canaries)


def _with_hidden(refs: Mapping[str, Sequence[str]], hidden: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {kind: [*ids, *hidden.get(kind, [])[-2:]] for kind, ids in refs.items()}


def open_files() -> Files:
    """Public records, enough of them for several pages of every list."""
    briefs = {
        f"content/briefs/open-{number}.md": document(
            {
                "title": f"Open brief {number}",
                "date": f"2025-{1 + number % 5:02}-{1 + number:02}",
                "bluf": f"What happened on day {number}.",
                "actors": ["open-one"] if number % 2 else ["open-one", "open-two"],
                "topics": ["open-leaf" if number % 3 else "open-root"],
                "sources": [{"title": "A report", "url": f"https://deep.press.example/{number}"}],
            },
            "The Shadow actor red and the Mirror Group met.\n",
        )
        for number in range(26)
    }
    return {
        "site.yaml": SETTINGS_SMALL_PAGES,
        "content/publishers.yaml": "open-press: {name: Open Press, domains: [press.example], reliability: B}\n",
        **briefs,
        **referring({}),
    }


def referring(hidden: Mapping[str, Sequence[str]]) -> Files:
    """The public records that refer to hidden ones, in every way that there is."""
    ids = {kind: list(hidden.get(kind, ())) for kind in MODELS}

    def links(words: str) -> str:
        """Links to all of them; without any, the words that such links leave behind."""
        if not hidden:
            return f"See {words} and .\n"
        named = [(kind, id) for kind, some in ids.items() for id in some]
        marked = words + "".join(
            f"[](<{kind}:{id}>)[]({kind}:{id.upper()})[]({kind}:{id}#heading)" for kind, id in named
        )
        first = named[0]
        return f"See [{words}]({first[0]}:{first[1]}){marked.removeprefix(words)} and .\n"

    brief = {
        "title": "Open brief that refers",
        "date": "2025-05-15",
        "bluf": links("the bottom line").strip(),
        "actors": [
            *ids["actor"],
            {"id": "open-one", "role": "host"},
            *({"id": one, "role": "r"} for one in ids["actor"]),
        ],
        "topics": [{"id": one, "role": "main"} for one in ids["topic"]] + ["open-leaf"],
        "follows": [*ids["brief"], "open-1"],
        "key_points": [links("a point").strip()],
        "why_it_matters": links("why"),
        "whats_next": links("next"),
        "sources": [
            {"title": "First", **({"publisher": ids["publisher"][0]} if hidden else {})},
            {"title": "Second", "url": "https://press.example/2"},
            {"title": "Third", "url": "https://press.example/3"}
            | ({"publisher": ids["publisher"][1]} if hidden else {}),
            {"title": "Fourth", "publisher": "A name without a record"},
        ],
        "claims": [
            *({"by": one, "on": "open-leaf", "stance": "opposes", "text": "No."} for one in ids["actor"]),
            {"by": "open-one", "on": "open-leaf", "stance": "supports", "text": "Yes.", "sources": ["1"]},
            *({"by": "open-one", "on": one, "stance": "opposes", "text": "No."} for one in ids["topic"]),
        ],
    }
    two = {
        "name": "Open Two",
        "kind": "public-body",
        "summary": "A body.",
        "aliases": ["Mirror Group"],
        "offices": [{"title": "Head"} | ({"of": one} if one else {}) for one in (ids["actor"] or ["", ""])],
        "relations": [{"type": "owns", "to": one} for one in ids["actor"]] + [{"type": "member of", "to": "open-one"}],
    }
    root = {"name": "Open root", "summary": "A topic."} | ({"parent": ids["topic"][0]} if hidden else {})
    leaf = {"name": "Open leaf", "summary": "A topic.", "parent": "open-root"}
    return {
        "content/briefs/referring.md": document(
            brief, links("the body") + "\nThe Mirror Group and Shadow actor red.\n"
        ),
        "content/actors/open-two.md": document(two, links("the profile")),
        "content/actors/open-one.md": document({"name": "Open One", "kind": "state", "summary": "A state."}, ""),
        "content/topics/open-top.md": document({"name": "Open top", "summary": "A topic."}, ""),
        "content/topics/open-root.md": document(root, links("the background")),
        "content/topics/open-leaf.md": document(leaf, links("the background")),
        "content/pages/about.md": document({"title": "About", "menu": 1}, links("the page")),
    }


@pytest.fixture(scope="module")
def estate() -> Estate:
    return an_estate()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, estate: Estate) -> Path:
    """The estate with templates that tell all."""
    return write_site(tmp_path_factory.mktemp("estate"), {**estate.files, **QUICK})


def test_no_canary_is_in_the_public_site(tmp_path: Path, estate: Estate) -> None:
    write_site(tmp_path, estate.files)
    build_site(tmp_path)
    assert found_in(estate.canaries, tree(tmp_path / "output")) == {}
    assert found_in(estate.canaries, tree(tmp_path / "state")) == {}


def test_no_template_can_reach_a_canary(site: Path, estate: Estate) -> None:
    build_site(site)
    assert found_in(estate.canaries, tree(site / "output")) == {}
    assert found_in(estate.canaries, tree(site / "state")) == {}


@pytest.mark.parametrize("theme", ["default", "tell all"])
def test_the_public_site_is_the_one_without_hidden_records(tmp_path: Path, estate: Estate, theme: str) -> None:
    templates = {} if theme == "default" else QUICK
    built = []
    for name, files in (("with", estate.files), ("without", estate.open_files)):
        root = write_site(tmp_path / name, {**files, **templates})
        build_site(root)
        built.append((tree(root / "output"), tree(root / "state")))
    assert differing(*(output for output, _ in built)) == []
    assert built[0][1] == built[1][1]


def test_a_public_build_takes_away_what_a_restricted_one_left(tmp_path: Path, estate: Estate) -> None:
    write_site(tmp_path, {**estate.files, **QUICK})
    build_site(tmp_path, **EVERYONE)
    build_site(tmp_path)
    assert found_in(estate.canaries, tree(tmp_path / "output")) == {}


@pytest.mark.parametrize("viewer", VIEWERS)
def test_each_option_lets_in_what_it_is_for_and_nothing_else(
    site: Path, tmp_path: Path, estate: Estate, viewer: str
) -> None:
    options, reasons = VIEWERS[viewer]
    audience = options.get("audience", "TLP:CLEAR")
    shown = {f"brief {reason}" for reason in reasons}
    shown |= {
        f"{kind} {marking}"
        for kind in MODELS
        for marking in TLP_ORDER[1 : TLP_ORDER.index(audience) + 1]
        if kind != "brief" and marking in ("TLP:GREEN", "TLP:RED")
    }
    before = tree(site / "state")
    build_site(site, output=tmp_path / "output", **options)
    found = found_in(estate.canaries, tree(tmp_path / "output"))
    assert {record_of(estate.canaries.places[token]) for token in found} == shown
    assert tree(site / "state") == before, "only a build for the public writes state"


def test_every_canary_sings_where_it_may(site: Path, tmp_path: Path, estate: Estate) -> None:
    """The sealed tests are worth something: each canary that they look for would be found."""
    found: set[str] = set()
    for as_of in (LATER, EARLIER):
        build_site(site, output=tmp_path / "output", as_of=as_of, **EVERYONE)
        found |= found_in(estate.canaries, tree(tmp_path / "output")).keys()
    silent = {place for token, place in estate.canaries.places.items() if token not in found}
    assert {place for place in silent if not any(part in place for part in NEVER_SHOWN)} == set()


def test_every_hidden_reference_is_reported_where_it_stands(site: Path, estate: Estate) -> None:
    problems = [one for one in problems_of(site) if one.code == "hidden-reference"]
    told = "\n".join(one.message for one in problems)
    assert [id for _, id in estate.keys if f"'{id}'" not in told] == []
    for one in problems:
        line = (site / one.path).read_text().splitlines()[one.line - 1]
        assert one.column > 0
        assert any(id in line for kind, id in estate.keys if f"the {kind} '{id}'" in one.message), (str(one), line)
    assert set(problems) <= set(build_site(site).problems)


# Planted faults, each of which the tests above must catch.


def _expired_passes(patch: pytest.MonkeyPatch) -> None:
    _let_in(patch, lambda _record, reason: "expired" in reason)


def _review_passes(patch: pytest.MonkeyPatch) -> None:
    _let_in(patch, lambda _record, reason: "review" in reason)


def _actors_pass(patch: pytest.MonkeyPatch) -> None:
    _let_in(patch, lambda record, _reason: isinstance(record, Actor))


def _let_in(patch: pytest.MonkeyPatch, passes: Callable[[Record, str], bool]) -> None:
    def reason(record: Record, viewer: Viewer) -> str:
        genuine = hidden_because(record, viewer)
        return "" if passes(record, genuine) else genuine

    patch.setattr("dateline.content.gate.hidden_because", reason)


def _words_keep_links(patch: pytest.MonkeyPatch) -> None:
    """Links lose their targets and stay in the texts."""

    def only_targets(document: AnyDocument, hidden: Mapping[Key, str]) -> AnyDocument:
        return replace(document, targets=tuple(one for one in document.targets if (one[0], one[2]) not in hidden))

    patch.setattr("dateline.content.gate._without_links", only_targets)


def _feeds_know_all(patch: pytest.MonkeyPatch) -> None:
    """Feeds are filled from briefs that passed no gate."""
    library = _seen_library(patch)
    genuine: Callable[..., Iterator[File]] = vars(plan_lists)["feeds_of"]

    def feeds(site: Site, owner: str, url: str, title: str, description: str, briefs: Iterable[str]) -> Iterator[File]:
        everything = Published.of(library[-1])
        picture = Picture("/assets/p.png", 4, 3, "png", (), ())
        pictures = {path: picture for one in everything for path in one.images}
        whole = make_site(site.config, everything, derive(everything, LATER.day), pictures, {})
        return genuine(whole, owner, url, title, description, [*briefs, *everything.briefs])

    for room in (plan_lists, plan_overviews):
        patch.setattr(room, "feeds_of", feeds)


def _mentions_know_all(patch: pytest.MonkeyPatch) -> None:
    """Mentions are found by the names of all records, and cards are made for all."""
    library = _seen_library(patch)

    def cards(published: Published, pictures: Mapping[str, Picture], locale: Locale) -> Cards:
        known = make_cards(published, pictures, locale)
        others = Published.of(one for one in library[-1] if one.kind != "brief")
        all_others = make_cards(others, {}, locale)
        return replace(
            known,
            records={**all_others.records, **known.records},
            targets={**all_others.targets, **known.targets},
        )

    patch.setattr("dateline.site.site.make_cards", cards)
    patch.setattr("dateline.analysis.derive.name_index", lambda _published: name_index(library[-1]))


def _actors_are_listed_by_their_cards(patch: pytest.MonkeyPatch) -> None:
    """The index lists every actor of the library."""
    _mentions_know_all(patch)
    library = _seen_library(patch)

    def index(analysis: Analysis, published: Published, cards: Cards) -> ActorIndexView:
        return actor_index(analysis, replace(published, actors=library[-1].actors), cards)

    patch.setattr("dateline.site.index_pages.actor_index", index)


def _all_pictures_are_published(patch: pytest.MonkeyPatch) -> None:
    def cards(published: Published, pictures: Mapping[str, Picture], locale: Locale) -> Cards:
        return replace(make_cards(published, pictures, locale), images=pictures)

    patch.setattr("dateline.site.site.make_cards", cards)


def _old_addresses_of_all(patch: pytest.MonkeyPatch) -> None:
    library = _seen_library(patch)
    patch.setattr(
        "dateline.prepare.asked_for",
        lambda settings, _published, *others: asked_for(settings, Published.of(library[-1]), *others),
    )


def _seen_library(patch: pytest.MonkeyPatch) -> list[Library]:
    """Where the library of each build is put, before its gate."""
    seen: list[Library] = []

    def resolved(*parts: Any) -> tuple[Library, tuple[Problem, ...]]:
        library, problems = genuine(*parts)
        seen.append(library)
        return library, problems

    genuine: Callable[..., tuple[Library, tuple[Problem, ...]]] = vars(prepare_room)["resolve"]
    patch.setattr("dateline.prepare.resolve", resolved)
    return seen


MUTANTS = (
    _expired_passes,
    _review_passes,
    _words_keep_links,
    _feeds_know_all,
    _mentions_know_all,
    _actors_are_listed_by_their_cards,
    _actors_pass,
    _all_pictures_are_published,
    _old_addresses_of_all,
)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__.strip("_"))
def test_a_planted_leak_is_caught(tmp_path: Path, estate: Estate, mutant: Callable[[pytest.MonkeyPatch], None]) -> None:
    site = write_site(tmp_path / "site", {**estate.files, **QUICK})  # of its own, as a leak reaches state/ as well
    with pytest.MonkeyPatch.context() as patch:
        mutant(patch)
        build_site(site, output=tmp_path / "output", clean=True)
    leaked = tree(tmp_path / "output")
    build_site(site, output=tmp_path / "sound")
    assert found_in(estate.canaries, leaked) or differing(leaked, tree(tmp_path / "sound"))


# Single facts, with their data in sight.

LEDE = """\
---
title: A brief
date: 2025-04-30
bluf: What happened.
topics: [minerals]
sources: [{title: A text}]
"""


def shows(root: Path, word: str, **options: Any) -> bool:
    """Whether a build's output holds a word anywhere."""
    build_site(root, output=root / "seen", **options)
    files = tree(root / "seen")
    return any(word in path or word.encode() in data for path, data in files.items())


def with_brief(root: Path, fields: str) -> Path:
    """The minimal site with a brief `secret` that has further fields."""
    return write_site(root, {**MINIMAL, **QUICK, "content/briefs/secret.md": f"{LEDE}{fields}---\nText.\n"})


@pytest.mark.parametrize(
    ("fields", "is_shown"),
    [
        ("embargo_until: 2025-06-01\n", True),
        ("embargo_until: 2025-06-02\n", False),
        ("embargo_until: 2025-06-01T12:00Z\n", True),
        ("embargo_until: 2025-06-01T12:00:01Z\n", False),
        ("embargo_until: 2025-06-01T14:00+02:00\n", True),
        ("embargo_until: 2025-06-01T14:01+02:00\n", False),
        ("embargo_until: 2025-06-02T01:00+14:00\n", True),
        ("embargo_until: 2025-06-01T01:00-12:00\n", False),
        ("expires: 2025-06-01\n", False),
        ("expires: 2025-06-02\n", True),
        ("expires: 2025-06-01T12:00Z\n", False),
        ("expires: 2025-06-01T12:00:01Z\n", True),
        ("expires: 2025-06-01T07:59-04:00\n", False),
        ("expires: 2025-06-01T08:01-04:00\n", True),
    ],
)
def test_embargo_and_expiry_at_noon_of_1_june(tmp_path: Path, fields: str, is_shown: bool) -> None:
    assert shows(with_brief(tmp_path, fields), "/briefs/secret/") == is_shown


@pytest.mark.parametrize(
    ("written", "is_shown"),
    [
        ("2025-06-01", True),
        ("2025-06-02", False),
        ("2025-06-01T12:00Z", True),
        ("2025-06-01T12:01Z", False),
        ("2025-06-02T00:30+13:00", True),
        ("2025-06-01T00:30-12:00", False),
    ],
)
def test_date_of_publication_at_noon_of_1_june(tmp_path: Path, written: str, is_shown: bool) -> None:
    root = with_brief(tmp_path, "")
    text = f"{LEDE}---\nText.\n".replace("2025-04-30", written)
    write_site(root, {"content/briefs/secret.md": text})
    assert shows(root, "/briefs/secret/") == is_shown


@pytest.mark.parametrize(
    ("written", "is_shown"),
    [
        ("2025-05-31T23:59:59Z", True),
        ("2025-06-01T00:00Z", False),
        ("2025-06-01T01:59+02:00", True),
        ("2025-05-31T20:00-04:00", False),
        ("2025-05-31", True),
        ("2025-06-01", False),
    ],
)
def test_as_of_a_day_means_until_its_end_in_utc(tmp_path: Path, written: str, is_shown: bool) -> None:
    root = with_brief(tmp_path, f"embargo_until: {written}\n")
    assert shows(root, "/briefs/secret/", as_of=AsOf.end_of(date(2025, 5, 31))) == is_shown


@pytest.mark.parametrize("audience", TLP_ORDER)
@pytest.mark.parametrize("way", ["site.yaml", "--audience"])
def test_an_audience_sees_its_marking_and_those_before(tmp_path: Path, audience: Tlp, way: str) -> None:
    marked = {
        f"content/topics/marked-{number}.md": f"---\nname: Marked {number}\nsummary: A topic.\ntlp: {marking}\n---\n"
        for number, marking in enumerate(TLP_ORDER)
    }
    write_site(tmp_path, {**MINIMAL, **QUICK, **marked})
    if way == "site.yaml":
        write_site(tmp_path, {"site.yaml": f"{SETTINGS}audience: {audience}\n"})
    build_site(tmp_path, **({"audience": audience} if way == "--audience" else {}))
    seen = {path.split("/")[1] for path in tree(tmp_path / "output") if path.startswith("topics/marked-")}
    assert seen == {f"marked-{number}" for number in range(TLP_ORDER.index(audience) + 1)}


def test_an_audience_can_be_narrower_than_that_of_the_site(tmp_path: Path) -> None:
    root = with_brief(tmp_path, "tlp: TLP:AMBER\n")
    write_site(root, {"site.yaml": f"{SETTINGS}audience: TLP:RED\n"})
    assert shows(root, "/briefs/secret/")
    assert not shows(root, "/briefs/secret/", audience="TLP:GREEN")


LATER_CHANGES = """\
revisions:
  - {date: 2025-05-31, kind: update, note: Reached note.}
  - {date: 2025-06-02, kind: correction, note: Secret note.}
judgements:
  - text: It will hold.
    likelihood: remote
    basis: Secret basis.
    history:
      - {date: 2025-05-01, likelihood: likely, confidence: high, reason: Reached reason.}
      - {date: 2025-06-03, likelihood: unlikely, reason: Secret reason.}
    outcome: {date: 2025-06-04, result: no, note: Secret outcome.}
  - text: Secret judgement.
    likelihood: almost certain
    history: [{date: 2025-06-05, likelihood: unlikely, reason: Secret start.}]
  - text: It will be signed.
    likelihood: very likely
    basis: Known basis.
    outcome: {date: 2025-06-01, result: yes, note: Known outcome.}
"""


def told_by(root: Path, *, but: tuple[str, ...] = ()) -> str:
    """All that a site's files say, but for those whose paths start with one of `but`."""
    files = tree(root / "output")
    return b"\n".join(data for path, data in files.items() if not path.startswith(but)).decode(errors="replace")


SCALES = ("data/schema/", "data/datapackage.json", "judgements/index.html")
"""They name every term of likelihood that there is."""


def test_changes_of_later_days_are_not_known_yet(tmp_path: Path) -> None:
    root = with_brief(tmp_path, LATER_CHANGES)
    build_site(root)
    told = told_by(root)
    for term in ("remote", "almost certain"):
        assert term not in told_by(root, but=SCALES)
    for word in ("Secret", "2025-06-02", "2025-06-03", "2025-06-04", "2025-06-05"):
        assert word not in told, word
    for word in ("Reached note", "likely", "Reached reason", "Known basis", "Known outcome"):
        assert word in told, word


def test_changes_of_later_days_come_with_their_day(tmp_path: Path) -> None:
    root = with_brief(tmp_path, LATER_CHANGES)
    build_site(root, as_of=LATER)
    told = told_by(root)
    for word in ("Secret note", "Secret basis", "remote", "Secret reason", "Secret outcome", "Secret judgement"):
        assert word in told, word


def test_a_reference_to_a_hidden_record_is_a_warning_at_its_place(tmp_path: Path) -> None:
    hidden = {
        "content/actors/bureau.md": "---\nname: Bureau\nkind: company\nsummary: A firm.\ntlp: TLP:RED\n---\n",
        "content/briefs/secret.md": f"{LEDE}actors: [bureau]\nfollows: [first]\n---\nSee [it](actor:bureau).\n",
    }
    write_site(tmp_path, {**MINIMAL, **QUICK, **hidden})
    expected = [
        (
            "content/briefs/secret.md:7:10: warning[hidden-reference]: "
            "the actor 'bureau' is not published (it is marked TLP:RED), so it is left out here\n"
            "    publish it, or drop the reference"
        ),
        (
            "content/briefs/secret.md:10:10: warning[hidden-reference]: "
            "the actor 'bureau' is not published (it is marked TLP:RED), so it is left out here\n"
            "    publish it, or drop the reference"
        ),
    ]
    assert [str(one) for one in problems_of(tmp_path)] == expected
    assert [str(one) for one in build_site(tmp_path).problems] == expected


def test_a_link_to_a_hidden_record_leaves_its_words_which_may_name_others(tmp_path: Path) -> None:
    hidden = {
        "content/actors/bureau.md": "---\nname: Bureau\nkind: company\nsummary: A firm.\ntlp: TLP:RED\n---\n",
        "content/briefs/secret.md": f"{LEDE}---\nSee [Ukraine](actor:bureau) and [](actor:bureau).\n",
    }
    write_site(tmp_path, {**MINIMAL, **hidden})
    build_site(tmp_path)
    page = (tmp_path / "output/briefs/secret/index.html").read_text()
    assert 'See <a class="mention actor" href="../../actors/ukraine/">Ukraine</a> and .' in page


def test_a_hidden_publisher_of_a_narrower_domain_leaves_the_wider_one(tmp_path: Path) -> None:
    files = {
        "content/publishers.yaml": "press: {name: Press, domains: [press.example]}\n"
        "deep: {name: Deep, domains: [deep.press.example], tlp: 'TLP:RED'}\n",
        "content/briefs/secret.md": f"{LEDE}---\nText.\n".replace("title: A text", "url: https://deep.press.example/1"),
    }
    write_site(tmp_path, {**MINIMAL, **QUICK, **files})
    assert problems_of(tmp_path) == ()
    build_site(tmp_path)
    assert "publisher&#39;, id=&#39;press" in (tmp_path / "output/briefs/secret/index.html").read_text()


def test_every_field_of_every_record_has_a_canary() -> None:
    canaries = Canaries()
    refs = {kind: ["x"] for kind in (*MODELS, "source")}
    for kind, model in MODELS.items():
        record(kind, canaries, kind, refs, {})
        covered = {place.partition(".")[2].partition(".")[0].partition(" ")[0] for place in canaries.places.values()}
        named = {info.alias or name for name, info in model.model_fields.items()}
        assert named - covered <= CHOICES, "a field without a canary"


CHOICES = {"tlp", "status", "kind", "menu", "type", "reliability", "country", "parent", "follows"}
"""Fields that hold a word of a list, a number or nothing but a reference."""


def record_of(place: str) -> str:
    """`brief draft` for `brief draft.sources.0.title`."""
    return place.replace(" (file name)", "").partition(".")[0]


def differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))
