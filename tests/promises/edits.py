"""A made-up desk and what it may do next: the random edits after which a build must still be right.

`Desk` holds a small site as values and keeps the files on the disk equal to them; each function in `EDITS` changes it
in one way and leaves it a site without errors.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import yaml

from dateline.content.dates import AsOf
from dateline.draft import Request
from support import png

Key = tuple[str, str]
"""A record's kind and id."""

_FOLDERS = {"brief": "briefs", "actor": "actors", "topic": "topics", "publisher": "publishers", "page": "pages"}
_WORDS = (
    "talks on the grid went on while ministers signed a harbour lease and the envoy left Kyiv before the vote ; "
    'traders priced the grain corridor ; a court froze two funds & the bank said <nothing> about "terms" — Zürich, '
    "Łódź and Київ watched"
).split()
_ALIASES = ("the envoy", "grain corridor", "harbour", "Kyiv", "the bank", "Київ", "Zürich", "two funds", "the vote")
_COLOURS = ("teal", "crimson", "olive", "navy")


@dataclass
class Record:
    """One record: its fields as YAML holds them, its text, and the files that it lies in."""

    fields: dict[str, Any]
    body: str = ""
    stem: str = ""
    form: str = "front-matter"
    """`front-matter`, `sidecar` (text and YAML apart), `plain` (a `.txt` and YAML) or `shared` (publishers.yaml)."""


@dataclass
class Desk:
    """A site at `root`, changed by whoever holds it and brought to the disk by `save`."""

    root: Path
    random: Random
    now: datetime = datetime(2025, 6, 1, 12, tzinfo=UTC)
    settings: dict[str, Any] = field(default_factory=dict)
    records: dict[Key, Record] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    """Templates, assets and pictures, by path."""
    made: int = 0

    def request(self, **changes: Any) -> Request:
        return Request(**{"root": self.root, "now": AsOf.at(self.now), **changes})

    def fresh(self, prefix: str) -> str:
        """A name that was never used."""
        self.made += 1
        return f"{prefix}{self.made:03}"

    def ids(self, kind: str) -> list[str]:
        return sorted(id_ for known, id_ in self.records if known == kind)

    def pick(self, kind: str) -> tuple[str, Record]:
        id_ = self.random.choice(self.ids(kind))
        return id_, self.records[kind, id_]

    def some(self, kind: str, most: int, least: int = 0) -> list[str]:
        known = self.ids(kind)
        return self.random.sample(known, min(len(known), self.random.randint(least, most)))

    def save(self) -> None:
        """Make the files on the disk equal to the desk's; files that are right are not touched."""
        wanted = {"site.yaml": _yaml(self.settings), **self.files, **dict(self._record_files())}
        for path, data in wanted.items():
            file = self.root / path
            if not file.is_file() or file.read_bytes() != data:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
        # What readers were told before is not remembered: a label on every edit would hide what else it changes.
        shutil.rmtree(self.root / "state" / "texts", ignore_errors=True)
        for folder in ("content", "templates", "assets", "themes"):
            for file in list((self.root / folder).rglob("*")):
                if file.is_file() and file.relative_to(self.root).as_posix() not in wanted:
                    file.unlink()

    def _record_files(self) -> Iterator[tuple[str, bytes]]:
        shared: dict[str, Any] = {}
        for (kind, id_), record in self.records.items():
            fields = {**({"id": id_} if record.stem else {}), **record.fields}
            path = f"content/{_FOLDERS[kind]}/{record.stem or id_}"
            if record.form == "shared":
                shared[id_] = record.fields
            elif record.form == "front-matter":
                yield f"{path}.md", b"---\n" + _yaml(fields) + b"---\n" + record.body.encode()
            else:
                yield f"{path}.yaml", _yaml(fields)
                yield f"{path}.{'txt' if record.form == 'plain' else 'md'}", record.body.encode()
        if shared:
            yield "content/publishers.yaml", _yaml(shared)

    # what texts are made of

    def words(self, least: int = 3, most: int = 9) -> str:
        text = " ".join(self.random.choice(_WORDS) for _ in range(self.random.randint(least, most)))
        return text[0].upper() + text[1:]

    def day(self, first: str = "2025-01-05", days: int = 210) -> str:
        return str(date.fromisoformat(first) + timedelta(days=self.random.randrange(days)))

    def sentence(self) -> str:
        """Words among which there may be the name of a record."""
        named = [str(self.records[key].fields["name"]) for key in sorted(self.records) if key[0] in ("actor", "topic")]
        return f"{self.words()} {self.random.choice([*named, *_ALIASES])} {self.words(1, 4)}."

    def body(self, cited: Iterable[str] = ()) -> str:
        """Some Markdown, with all that leads elsewhere."""
        blocks = [self.sentence()]
        cited = list(cited)
        for _ in range(self.random.randint(1, 4)):
            choices: list[Callable[[], str]] = [
                self.sentence,
                lambda: f"## {self.words(1, 3)}",
                lambda: f"- {self.sentence()}\n- *{self.words()}*",
                lambda: f"`code of {self.sentence()}`",
                lambda: f"> {self.sentence()}",
                lambda: f"![{self.words()}](images/{self.random.choice(self.pictures())})",
                self.link,
            ]
            if cited:
                choices += [lambda: f"{self.sentence()} [@{self.random.choice(cited)}]"] * 2
            blocks.append(self.random.choice(choices)())
        return "\n\n".join(blocks) + "\n"

    def link(self) -> str:
        kind = self.random.choice(sorted({kind for kind, _ in self.records}))
        label = self.random.choice(["", self.words(1, 3)])
        return f"{self.words()} [{label.replace('<nothing>', '')}]({kind}:{self.pick(kind)[0]}) {self.words(1, 2)}."

    def pictures(self) -> list[str]:
        start = "content/images/"
        return sorted(path.removeprefix(start) for path in self.files if path.startswith(start))

    # what briefs are made of

    def source(self) -> dict[str, Any]:
        source: dict[str, Any] = {"key": self.fresh("s"), "title": self.words()}
        domain = self.random.choice(["wire.example", "press.example", "nobody.example"])
        chosen = self.random.choice([{"url": f"https://{domain}/{self.made}"}, {"publisher": self.words(1, 2)}])
        grade = self.random.choice([{}, {"credibility": self.random.randint(1, 6), "published": self.day()}])
        return {**source, **chosen, **grade}

    def brief(self) -> Record:
        sources = [self.source() for _ in range(self.random.randint(0, 3))]
        keys = [one["key"] for one in sources]
        fields: dict[str, Any] = {"title": self.words(), "date": self.day(), "topics": self.some("topic", 3, 1)}
        optional = {
            "bluf": self.sentence(),
            "actors": [{"id": id_, "role": self.words(1, 2)} for id_ in self.some("actor", 3)],
            "event_date": f"{self.day()}",
            "key_points": [self.sentence(), self.sentence()],
            "why_it_matters": self.body(keys),
            "places": ["Zürich"],
            "author": "The desk",
            "follows": self.some("brief", 2),
            "x_note": {"list": [1, 2.5, None, True], "text": self.words()},
        }
        fields |= {name: value for name, value in optional.items() if self.random.random() < 0.6}
        if sources:
            fields["sources"] = sources
        if self.random.random() < 0.3:
            fields["claims"] = [self.claim(keys)]
        if self.random.random() < 0.3:
            fields["judgements"] = [self.judgement()]
        return Record(fields, self.body(keys))

    def claim(self, cited: list[str]) -> dict[str, Any]:
        by, on = self.pick("actor")[0], self.pick("topic")[0]
        stance = self.random.choice(["supports", "conditional", "neutral", "opposes"])
        return {"by": by, "on": on, "stance": stance, "text": self.words(), "sources": cited[:1]}

    def judgement(self) -> dict[str, Any]:
        outcome = {"date": self.day("2025-05-20", 60), "result": "yes", "note": self.words()}
        return {"text": self.words(), "likelihood": "likely", "confidence": "low", "outcome": outcome}

    def revision(self, day: str) -> dict[str, str]:
        return {"date": day, "kind": "correction", "note": self.words()}

    # what deletions must take with them

    def forget(self, key: Key) -> None:
        """Delete a record, every reference to it, and give up the addresses that it ever had."""
        kind, id_ = key
        urls = self.root / "state" / "urls.tsv"
        lines = urls.read_text(encoding="utf-8").splitlines() if urls.exists() else []
        given_up = [line.partition("\t")[0] for line in lines if line.endswith(f"\t{kind}:{id_}")]
        self.settings["gone"] = sorted({*self.settings.get("gone", ()), *given_up})
        del self.records[key]
        for record in self.records.values():
            record.body = _unlinked(record.body, key)
            record.fields = _without(record.fields, key)
        for other, record in self.records.items():
            if other[0] == "brief" and not record.fields.get("topics") and not record.fields.get("actors"):
                record.fields["topics"] = [self.pick("topic")[0]]


def _yaml(values: Any) -> bytes:
    text: str = yaml.safe_dump(values, sort_keys=False, allow_unicode=True)
    return text.encode()


def _unlinked(text: str, key: Key) -> str:
    return re.sub(rf"\[([^]]*)\]\({key[0]}:{re.escape(key[1])}\)", r"\1 gone", text)


_REFERENCES = {"brief": ("follows",), "actor": ("actors", "by", "of", "to"), "topic": ("topics", "on", "parent")}


def _without(fields: dict[str, Any], key: Key) -> dict[str, Any]:
    """The fields of a record without any that name another one."""
    kind, id_ = key
    names = _REFERENCES.get(kind, ())
    left: dict[str, Any] = {}
    for name, value in fields.items():
        if name in names and value == id_:
            continue
        if isinstance(value, str):
            left[name] = _unlinked(value, key)
        elif isinstance(value, list):
            kept = [one for one in value if one != id_ or name not in names]
            kept = [one for one in kept if not isinstance(one, dict) or not _names(one, name, key)]
            left[name] = [_unlinked(one, key) if isinstance(one, str) else one for one in kept]
        else:
            left[name] = value
    return left


def _names(part: dict[str, Any], name: str, key: Key) -> bool:
    kind, id_ = key
    if name in _REFERENCES.get(kind, ()):
        return part.get("id") == id_
    return any(part.get(inner) == id_ for inner in _REFERENCES.get(kind, ()) if inner in ("by", "on", "of", "to"))


def make_desk(root: Path, random: Random, briefs: int = 25) -> Desk:
    """A desk with a site of some size in which everything occurs."""
    desk = Desk(root, random)
    desk.settings = {
        "title": "The Desk",
        "base_url": "https://desk.example/site",
        "description": "What happened, & why.",
        "page_size": 4,
        "feed_size": 6,
    }
    desk.files = {f"content/images/p{number}.png": png(shade=number) for number in range(3)}
    desk.files["themes/plain/theme.yaml"] = b"name: Plain\ndescription: Another look.\n"
    desk.files["themes/plain/assets/site.css"] = b"body { color: black }\n"
    desk.files["templates/page.html"] = _template("page.html", "First")
    desk.files["assets/site.css"] = b"body { color: teal }\n"
    for number in range(10):
        id_ = desk.fresh("a")
        kind = ["person", "organization", "state", "company"][number % 4]
        desk.records["actor", id_] = Record({"name": f"Actor {id_}", "kind": kind, "summary": desk.words()})
    for number in range(6):
        parent = {"parent": desk.pick("topic")[0]} if number else {}
        id_ = desk.fresh("t")
        desk.records["topic", id_] = Record({"name": f"Topic {id_}", "summary": desk.words(), **parent}, "Background.")
    for name, domain in (("wire", "wire.example"), ("press", "press.example")):
        fields = {"name": f"The {name}", "domains": [domain], "reliability": "B", "why": desk.words()}
        desk.records["publisher", name] = Record(fields, form="shared" if name == "wire" else "front-matter")
    for number in range(briefs):
        desk.records["brief", desk.fresh("b")] = desk.brief()
        if number % 6 == 5:
            record = desk.pick("brief")[1]
            record.form = ["sidecar", "plain"][number % 12 // 6]
    for id_, menu in (("about", 1), ("methods", 2)):
        desk.records["page", id_] = Record({"title": id_.title(), "menu": menu}, desk.body())
    for make in (
        page_body,
        alias_added,
        office_added,
        relation_added,
        revisions_now_and_then,
        marking,
        embargo,
        expiry,
    ):
        make(desk)
    for id_ in desk.ids("actor")[:4]:
        desk.records["actor", id_].body = desk.body()
    desk.save()
    return desk


Edit = Callable[[Desk], None]
EDITS: dict[str, Edit] = {}
"""All that a desk may do, by name."""


def edit(function: Edit) -> Edit:
    EDITS[function.__name__] = function
    return function


def _cited(record: Record) -> list[str]:
    return [one["key"] for one in record.fields.get("sources", ()) if one.get("key")]


@edit
def brief_body(desk: Desk) -> None:
    record = desk.pick("brief")[1]
    record.body = desk.body(_cited(record))


@edit
def brief_title(desk: Desk) -> None:
    desk.pick("brief")[1].fields["title"] = desk.words()


@edit
def title_of_a_continued_brief(desk: Desk) -> None:
    """Its title stands on the pages of others."""
    continued = [id_ for record in desk.records.values() for id_ in record.fields.get("follows", ())]
    id_ = desk.random.choice(sorted(continued) or desk.ids("brief"))
    desk.records["brief", id_].fields["title"] = desk.words()


@edit
def brief_bottom_line(desk: Desk) -> None:
    for _ in range(3):
        desk.pick("brief")[1].fields["bluf"] = desk.sentence()


@edit
def brief_bottom_line_dropped(desk: Desk) -> None:
    desk.pick("brief")[1].fields.pop("bluf", None)


@edit
def brief_date(desk: Desk) -> None:
    desk.pick("brief")[1].fields["date"] = desk.day()


@edit
def brief_time(desk: Desk) -> None:
    record = desk.pick("brief")[1]
    record.fields["date"] = f"{desk.day()}T23:30:00-11:00"


@edit
def event_date(desk: Desk) -> None:
    record = desk.pick("brief")[1]
    day = desk.day()
    record.fields["event_date"] = desk.random.choice([day, day[:7], day[:4], f"{day}/2026-01"])


@edit
def event_date_dropped(desk: Desk) -> None:
    desk.pick("brief")[1].fields.pop("event_date", None)


@edit
def brief_slug(desk: Desk) -> None:
    desk.pick("brief")[1].fields["slug"] = desk.fresh("slug-")


@edit
def brief_slug_dropped(desk: Desk) -> None:
    """Back to the first address, which redirected meanwhile, if no other brief has it now."""
    id_, record = desk.pick("brief")
    if not any(one.fields.get("slug") == id_ for (kind, _), one in desk.records.items() if kind == "brief"):
        record.fields.pop("slug", None)


@edit
def slugs_swapped(desk: Desk) -> None:
    (first, one), (second, other) = desk.pick("brief"), desk.pick("brief")
    slugs = one.fields.get("slug", first), other.fields.get("slug", second)
    other.fields["slug"], one.fields["slug"] = slugs


@edit
def brief_added(desk: Desk) -> None:
    record = desk.brief()
    record.fields["date"] = str(desk.now.date())
    desk.records["brief", desk.fresh("b")] = record


@edit
def brief_added_at_an_old_address(desk: Desk) -> None:
    """Where another brief was, which has moved on."""
    id_, record = desk.pick("brief")
    old = record.fields.get("slug", id_)
    record.fields["slug"] = desk.fresh("slug-")
    heir = desk.brief()
    heir.fields["slug"] = old
    desk.records["brief", desk.fresh("b")] = heir


@edit
def brief_deleted(desk: Desk) -> None:
    desk.forget(("brief", desk.pick("brief")[0]))


@edit
def brief_file_renamed(desk: Desk) -> None:
    desk.pick("brief")[1].stem = desk.fresh("2025/file-")


@edit
def brief_form(desk: Desk) -> None:
    desk.pick("brief")[1].form = desk.random.choice(["front-matter", "sidecar", "plain"])


@edit
def brief_kind(desk: Desk) -> None:
    desk.pick("brief")[1].fields["kind"] = desk.random.choice(["update", "analysis", "background"])


@edit
def brief_language(desk: Desk) -> None:
    desk.pick("brief")[1].fields["lang"] = desk.random.choice(["uk", "ar", "en"])


@edit
def brief_picture(desk: Desk) -> None:
    desk.pick("brief")[1].fields |= {"image": f"images/{desk.pictures()[0]}", "image_alt": desk.words()}


@edit
def key_points(desk: Desk) -> None:
    desk.pick("brief")[1].fields["key_points"] = [desk.sentence() for _ in range(desk.random.randint(1, 3))]


@edit
def free_field(desk: Desk) -> None:
    desk.pick("brief")[1].fields["x_note"] = {"text": desk.words(), "1": [desk.random.random(), "<b>"]}


@edit
def retagged_actors(desk: Desk) -> None:
    desk.pick("brief")[1].fields["actors"] = desk.some("actor", 4, 1)


@edit
def retagged_topics(desk: Desk) -> None:
    desk.pick("brief")[1].fields["topics"] = desk.some("topic", 3, 1)


@edit
def source_added(desk: Desk) -> None:
    desk.pick("brief")[1].fields.setdefault("sources", []).append(desk.source())


@edit
def claim_added(desk: Desk) -> None:
    record = desk.pick("brief")[1]
    record.fields.setdefault("claims", []).append(desk.claim(_cited(record)))


@edit
def judgement_added(desk: Desk) -> None:
    desk.pick("brief")[1].fields.setdefault("judgements", []).append(desk.judgement())


@edit
def judgement_changed_now_and_then(desk: Desk) -> None:
    """Held otherwise before, and changed again in days that may be yet to come."""
    days = sorted({desk.day("2025-02-01") for _ in range(3)})
    judgement = desk.judgement() | {"since": days[-1], "horizon": desk.day("2025-06-01", 90)}
    judgement["history"] = [
        {"date": day, "likelihood": desk.random.choice(["unlikely", "likely"]), "reason": desk.words()}
        for day in days[:-1]
    ]
    desk.pick("brief")[1].fields["judgements"] = [judgement]


@edit
def revision_added(desk: Desk) -> None:
    record = desk.pick("brief")[1]
    record.fields.setdefault("revisions", []).append(desk.revision(str(desk.now.date())))


@edit
def revisions_now_and_then(desk: Desk) -> None:
    """One that is known and one that only the next days bring."""
    later = str(desk.now.date() + timedelta(days=3))
    for _ in range(3):
        record = desk.pick("brief")[1]
        record.fields |= {"date": "2025-02-03", "status": "published"}
        record.fields["revisions"] = [desk.revision("2025-04-01"), desk.revision(later)]


@edit
def continued(desk: Desk) -> None:
    """By later ones, so that no circle comes of it."""
    briefs = desk.ids("brief")
    for later in briefs[-3:]:
        desk.records["brief", later].fields["follows"] = desk.random.sample(briefs[:-3], min(2, len(briefs) - 3))


@edit
def unpublished(desk: Desk) -> None:
    desk.pick("brief")[1].fields["status"] = desk.random.choice(["draft", "review"])


@edit
def published(desk: Desk) -> None:
    for id_ in desk.ids("brief"):
        desk.records["brief", id_].fields.pop("status", None)


@edit
def marking(desk: Desk) -> None:
    for kind in ("brief", "actor", "topic"):
        desk.pick(kind)[1].fields["tlp"] = desk.random.choice(["TLP:CLEAR", "TLP:GREEN", "TLP:RED"])


@edit
def markings_lifted(desk: Desk) -> None:
    for record in desk.records.values():
        record.fields.pop("tlp", None)


@edit
def everything_published(desk: Desk) -> None:
    """Nothing is hidden any more, but for what has yet to come."""
    for record in desk.records.values():
        for name in ("status", "tlp", "embargo_until", "expires"):
            record.fields.pop(name, None)
    for id_ in desk.ids("brief"):
        fields = desk.records["brief", id_].fields
        fields["date"] = min(str(fields["date"]), str(desk.now.date()))


@edit
def embargo(desk: Desk) -> None:
    day = desk.now.date() + timedelta(days=desk.random.randint(0, 5))
    desk.pick("brief")[1].fields["embargo_until"] = f"{day}T12:00Z"


@edit
def expiry(desk: Desk) -> None:
    day = desk.now.date() + timedelta(days=desk.random.randint(0, 5))
    desk.pick("brief")[1].fields["expires"] = str(day)


@edit
def old_address(desk: Desk) -> None:
    kind = desk.random.choice(["brief", "actor", "topic", "page"])
    desk.pick(kind)[1].fields["redirect_from"] = [f"/legacy/{desk.fresh('x')}.html"]


@edit
def actor_added(desk: Desk) -> None:
    id_ = desk.fresh("a")
    desk.records["actor", id_] = Record(
        {"name": f"Actor {id_}", "kind": "person", "summary": desk.words()}, desk.body()
    )
    desk.pick("brief")[1].fields["actors"] = [id_]


@edit
def actor_deleted(desk: Desk) -> None:
    desk.forget(("actor", desk.pick("actor")[0]))


@edit
def actor_slug(desk: Desk) -> None:
    for _ in range(2):
        desk.pick("actor")[1].fields["slug"] = desk.fresh("slug-")


@edit
def actor_name(desk: Desk) -> None:
    desk.pick("actor")[1].fields["name"] = desk.fresh("Renamed ")


@edit
def actor_summary(desk: Desk) -> None:
    desk.pick("actor")[1].fields["summary"] = desk.words()


@edit
def actor_kind(desk: Desk) -> None:
    desk.pick("actor")[1].fields["kind"] = desk.random.choice(["person", "alliance", "armed-group"])


@edit
def actor_profile(desk: Desk) -> None:
    desk.pick("actor")[1].body = desk.body()


@edit
def actor_picture(desk: Desk) -> None:
    desk.pick("actor")[1].fields |= {"image": f"images/{desk.pictures()[-1]}", "image_alt": desk.words()}


@edit
def alias_added(desk: Desk) -> None:
    for kind in ("actor", "topic"):
        desk.pick(kind)[1].fields["aliases"] = [desk.random.choice(_ALIASES)]


@edit
def aliases_dropped(desk: Desk) -> None:
    for id_ in desk.ids("actor"):
        desk.records["actor", id_].fields.pop("aliases", None)


@edit
def office_added(desk: Desk) -> None:
    holder, body = desk.random.sample(desk.ids("actor"), 2)
    desk.records["actor", holder].fields["offices"] = [{"title": desk.words(1, 2), "of": body, "from": "2024"}]


@edit
def terms_that_begin_and_end(desk: Desk) -> None:
    """An office and a relation of which some days are yet to come."""
    one, other = desk.random.sample(desk.ids("actor"), 2)
    spans = [dict(zip(("from", "until"), sorted((desk.day(), desk.day())), strict=True)) for _ in range(2)]
    desk.records["actor", one].fields |= {
        "offices": [{"title": desk.words(1, 2), "of": other, **spans[0]}],
        "relations": [{"type": "member of", "to": other, **spans[1]}],
    }


@edit
def relation_added(desk: Desk) -> None:
    one, other = desk.random.sample(desk.ids("actor"), 2)
    desk.records["actor", one].fields["relations"] = [{"type": "member of", "to": other, "until": "2025-02"}]


@edit
def topic_added(desk: Desk) -> None:
    parent, id_ = desk.pick("topic")[0], desk.fresh("t")
    desk.records["topic", id_] = Record({"name": f"Topic {id_}", "summary": desk.words(), "parent": parent})
    desk.pick("brief")[1].fields["topics"] = [id_]


@edit
def topic_deleted(desk: Desk) -> None:
    if len(desk.ids("topic")) > 2:
        desk.forget(("topic", desk.pick("topic")[0]))


@edit
def topic_slug(desk: Desk) -> None:
    desk.pick("topic")[1].fields["slug"] = desk.fresh("slug-")


@edit
def topic_name(desk: Desk) -> None:
    desk.pick("topic")[1].fields["name"] = desk.fresh("Subject ")


@edit
def widest_topic(desk: Desk) -> None:
    """Its summary describes the further pages of its list, which show nothing else of it."""
    desk.records["topic", desk.ids("topic")[0]].fields["summary"] = desk.words()


@edit
def topic_parent(desk: Desk) -> None:
    known = desk.ids("topic")
    place = desk.random.randrange(1, len(known))
    desk.records["topic", known[place]].fields["parent"] = desk.random.choice(known[:place])


@edit
def topic_moved_to_the_top(desk: Desk) -> None:
    desk.pick("topic")[1].fields.pop("parent", None)


@edit
def topic_background(desk: Desk) -> None:
    desk.pick("topic")[1].fields |= {"status": "dormant", "questions": [desk.words()], "watch": [desk.words()]}


@edit
def publisher_grade(desk: Desk) -> None:
    desk.pick("publisher")[1].fields["reliability"] = desk.random.choice("ABCDEF")


@edit
def publisher_name(desk: Desk) -> None:
    desk.pick("publisher")[1].fields["name"] = desk.fresh("Paper ")


@edit
def publisher_domain(desk: Desk) -> None:
    first, second = (desk.records["publisher", id_].fields for id_ in desk.ids("publisher")[:2])
    first["domains"], second["domains"] = second["domains"], first["domains"]


@edit
def page_added(desk: Desk) -> None:
    desk.records["page", desk.fresh("page-")] = Record({"title": desk.words(), "menu": 0}, desk.body())


@edit
def page_deleted(desk: Desk) -> None:
    if len(desk.ids("page")) > 1:
        desk.forget(("page", desk.ids("page")[-1]))


@edit
def page_body(desk: Desk) -> None:
    desk.pick("page")[1].body = desk.body()


@edit
def page_out_of_the_menu(desk: Desk) -> None:
    desk.pick("page")[1].fields.pop("menu", None)


@edit
def site_title(desk: Desk) -> None:
    desk.settings["title"] = desk.words(1, 3)


@edit
def site_description(desk: Desk) -> None:
    desk.settings["description"] = desk.words()


@edit
def site_publisher(desk: Desk) -> None:
    desk.settings["publisher"] = desk.words(1, 3)


@edit
def site_language(desk: Desk) -> None:
    desk.settings["lang"] = desk.random.choice(["en", "en-GB", "ar"])


@edit
def site_audience(desk: Desk) -> None:
    desk.settings["audience"] = desk.random.choice(["TLP:CLEAR", "TLP:GREEN"])


@edit
def page_size(desk: Desk) -> None:
    desk.settings["page_size"] = desk.random.choice([2, 3, 5])


@edit
def feed_size(desk: Desk) -> None:
    desk.settings["feed_size"] = desk.random.choice([1, 4, 9])


@edit
def markdown_engine(desk: Desk) -> None:
    """A list right below a line, which only one of the engines takes for one."""
    desk.files.setdefault("content/pages/listed.md", b"---\ntitle: Listed\n---\nA line\n- one\n- two\n")
    engines = ("python-markdown", "commonmark")
    now = desk.settings.get("markdown", {"engine": engines[0]})["engine"]
    desk.settings["markdown"] = {"engine": engines[now == engines[0]]}


@edit
def feed_text(desk: Desk) -> None:
    desk.settings["feed_text"] = "summary" if desk.settings.get("feed_text") == "full" else "full"


@edit
def base_url(desk: Desk) -> None:
    desk.settings["base_url"] = f"https://{desk.fresh('host')}.example"


@edit
def redirect_added(desk: Desk) -> None:
    desk.settings.setdefault("redirects", {})[f"/{desk.fresh('moved-')}"] = "/timeline/"


@edit
def theme_switched(desk: Desk) -> None:
    desk.files.pop("assets/site.css", None)
    desk.settings["theme"] = "default" if desk.settings.get("theme") == "plain" else "plain"


def _template(name: str, text: str) -> bytes:
    title = "{{ page.title }}"
    links = '{% for link in site.menu %}<a href="{{ href(link.url) }}">{{ link.text }}</a>{% endfor %}'
    extra = "{{ page.extra.x_note|tojson if page.extra.x_note is defined else '' }}" if name == "brief.html" else ""
    body = "{{ page.body|prose if page.body else '' }}" if name in ("brief.html", "page.html", "actor.html") else ""
    css = '<link rel="stylesheet" href="{{ asset("site.css") }}">'
    return f"<!doctype html><title>{title}</title>{css}<p>{text}</p>{links}{extra}{body}\n".encode()


@edit
def template_of_briefs(desk: Desk) -> None:
    desk.files["templates/brief.html"] = _template("brief.html", desk.fresh("Look "))


@edit
def template_added(desk: Desk) -> None:
    name = desk.random.choice(["actor.html", "month.html", "404.html", "gone.html", "redirect.html", "older.html"])
    desk.files[f"templates/{name}"] = _template(name, desk.fresh("Look "))


@edit
def template_changed(desk: Desk) -> None:
    desk.files["templates/page.html"] = _template("page.html", desk.fresh("Look "))


@edit
def templates_dropped(desk: Desk) -> None:
    for path in [path for path in desk.files if path.startswith("templates/")]:
        del desk.files[path]


@edit
def style_changed(desk: Desk) -> None:
    desk.files["assets/site.css"] = f"body {{ color: {desk.random.choice(_COLOURS)}; top: {desk.made}px }}\n".encode()


@edit
def asset_added(desk: Desk) -> None:
    desk.files[f"assets/fonts/{desk.fresh('f')}.woff2"] = desk.random.randbytes(20)


@edit
def assets_dropped(desk: Desk) -> None:
    for path in [path for path in desk.files if path.startswith("assets/")]:
        del desk.files[path]


@edit
def picture_changed(desk: Desk) -> None:
    desk.files[f"content/images/{desk.random.choice(desk.pictures())}"] = png(shade=desk.random.randrange(256))


@edit
def days_pass(desk: Desk) -> None:
    desk.now += timedelta(days=desk.random.randint(1, 6), hours=desk.random.randint(0, 23))


def _outputs(desk: Desk) -> list[Path]:
    return sorted(path for path in (desk.root / "output").rglob("*") if path.is_file())


@edit
def output_tampered_with(desk: Desk) -> None:
    for file in desk.random.sample(_outputs(desk), 3):
        file.write_bytes(file.read_bytes()[:-1] + b"!")


@edit
def output_deleted(desk: Desk) -> None:
    for file in desk.random.sample(_outputs(desk), 3):
        file.unlink()


@edit
def output_folder_deleted(desk: Desk) -> None:
    shutil.rmtree(desk.root / "output")


@edit
def private_folder_deleted(desk: Desk) -> None:
    shutil.rmtree(desk.root / ".dateline")


@edit
def private_folder_damaged(desk: Desk) -> None:
    for file in list((desk.root / ".dateline").iterdir()):
        if file.is_dir():  # links to the output's files: what is written there is written in the output
            shutil.rmtree(next(path for path in file.rglob("*") if path.is_dir()))
        else:
            data = file.read_bytes()
            file.write_bytes(data[: len(data) // 2])


@edit
def memo_replaced_by_rubbish(desk: Desk) -> None:
    (desk.root / ".dateline" / "memo.sqlite").write_bytes(b"rubbish" * 99)


@edit
def files_touched(desk: Desk) -> None:
    for file in (desk.root / "content").rglob("*.md"):
        file.touch()


@edit
def many_things(desk: Desk) -> None:
    for name in desk.random.sample(sorted(EDITS.keys() - _ALONE), 4):
        EDITS[name](desk)


# A build that has lost its record cannot know the files of pages that went in the same moment: they are nobody's.
_ALONE = {
    "many_things",
    "private_folder_deleted",
    "private_folder_damaged",
    "output_deleted",
    "output_tampered_with",
    "output_folder_deleted",
}
