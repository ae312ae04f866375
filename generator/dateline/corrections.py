"""The corrections gate: what readers are told otherwise than before needs a revision that says so.

The last published text of every brief lies in `state/texts/`. A brief whose text is the recorded one costs a digest;
only the others are compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

from dateline.analysis.edition import Edition
from dateline.analysis.materiality import Material, is_labelled, material_changes
from dateline.analysis.terms import NameBook
from dateline.content.dates import AsOf
from dateline.content.document import Document, Key
from dateline.content.gate import Gated, Published
from dateline.content.library import Library, names_of
from dateline.content.places import Places
from dateline.content.schema import Brief
from dateline.jobs import spread
from dateline.memo import Memo, toolchain
from dateline.problems import Problem
from dateline.publish.texts import Kept, Recording, bad_text, read_texts, text_digest, text_path

_SHOWN = 5
"""How many changes of one brief a message tells."""


class Desk(Struct, frozen=True):
    """What the gate has to know of the site besides its briefs."""

    state: Path
    """The folder with what was published."""
    memo: Path
    """Where to remember digests of texts."""
    lang: str
    """The language of briefs that name none."""
    as_of: AsOf


def compare_with_published(
    desk: Desk, library: Library, gated: Gated, places: Places, jobs: int = 1
) -> tuple[Recording, tuple[Problem, ...]]:
    """What to record of this build's texts, and a problem for each brief that changed without a label.

    Briefs that nobody sees now stay recorded as they were last seen; those that are no more are forgotten.
    At most `jobs` processes compare.
    """
    kept, problems = read_texts(desk.state)
    published = gated.published
    digests = _digests([brief for id, brief in published.briefs.items() if id in kept], desk.memo, jobs)
    changed = [brief for id, brief in published.briefs.items() if id not in kept or kept[id].digest != digests[id]]
    names = _names(published) if any(brief.id in kept for brief in changed) else NameBook({})
    found = list(problems)
    for brief in changed:
        if brief.id in kept:
            found += _uncorrected(desk, kept[brief.id], brief, (library, gated.hidden, names, places))
    return _recording(kept, changed, library), tuple(found)


def _digests(briefs: Sequence[Document[Brief]], memo_path: Path, jobs: int) -> dict[str, bytes]:
    """The digest of each brief's text, remembered by that of its document."""
    code = toolchain("analysis", "content", libraries=("pydantic",))
    keys = [blake2b(code + brief.digest, digest_size=16).digest() for brief in briefs]
    with Memo(memo_path) as memo:
        told = memo.get_all(keys)
        known = [told.get(key) for key in keys]
        new = [brief for brief, digest in zip(briefs, known, strict=True) if digest is None]
        made = iter(spread(lambda start, stop: [_digest(brief) for brief in new[start:stop]], len(new), jobs))
        digests = [digest if digest is not None else next(made) for digest in known]
        for key, before, digest in zip(keys, known, digests, strict=True):
            if before is None:
                memo.put(key, digest)
    return {brief.id: digest for brief, digest in zip(briefs, digests, strict=True)}


def _digest(brief: Document[Brief]) -> bytes:
    return text_digest(Edition.of(brief).format())


def _names(published: Published) -> NameBook:
    """Who is meant by each name that only one actor or publisher has."""
    owners: dict[str, set[str]] = {}
    for document in (*published.actors.values(), *published.publishers.values()):
        for name in names_of(document):
            owners.setdefault(name, set()).add(f"{document.kind}:{document.id}")
    return NameBook({name: next(iter(ids)) for name, ids in owners.items() if len(ids) == 1})


_Site = tuple[Library, Mapping[Key, str], NameBook, Places]


def _uncorrected(desk: Desk, kept: Kept, brief: Document[Brief], site: _Site) -> Iterable[Problem]:
    library, hidden, names, places = site
    try:
        old = Edition.parse((desk.state / kept.path).read_bytes())
    except (OSError, ValueError):
        yield bad_text(kept)
        return
    new = Edition.of(brief)
    if is_labelled(old, new):
        return
    found = material_changes(old, new, names, desk.lang, [id_ for kind, id_ in hidden if kind in ("actor", "topic")])
    if not found:
        return
    told = [str(one) for one in found[:_SHOWN]]
    more = [f"and {len(found) - _SHOWN} more"] if len(found) > _SHOWN else []
    message = f"{'; '.join([*told, *more])}: readers were told otherwise, and no new revision says so"
    place = _place(brief, found[0], places)
    yield Problem(*place, "uncorrected-change", message, _hint(desk, kept, brief, library))


def _place(brief: Document[Brief], material: Material, places: Places) -> tuple[str, int, int]:
    change = material.change
    if material.loc:
        return places.of(brief.path, (*brief.at, *material.loc))
    words = change.after if change.after and change.kind != "source" else " ".join(change.near.split()[:3])
    return places.nearest(brief.path, words, change.near)


def _hint(desk: Desk, kept: Kept, brief: Document[Brief], library: Library) -> str:
    waiting = [one.date for one in library.briefs[brief.id].fields.revisions if not desk.as_of.has_reached(one.date)]
    if waiting:
        return f"its revision of {waiting[0]} counts from that day on: date it {desk.as_of.day} or earlier"
    return (
        f"add to `revisions:` an entry such as {{date: {desk.as_of.day}, kind: correction, note: what was wrong}};"
        " the kind may be update, clarification, correction or retraction. If both texts mean the same, or nobody saw"
        f" the old one, delete state/{kept.path} instead"
    )


def _recording(kept: Mapping[str, Kept], changed: Iterable[Document[Brief]], library: Library) -> Recording:
    writes: dict[str, Callable[[], bytes]] = {}
    removes = [text.path for id_, text in kept.items() if id_ not in library.briefs]
    for brief in changed:
        path = text_path(brief.fields.date.first.year, brief.id)
        writes[path] = partial(_text, brief)
        if brief.id in kept and kept[brief.id].path != path:
            removes.append(kept[brief.id].path)
    return Recording(writes, tuple(removes))


def _text(brief: Document[Brief]) -> bytes:
    return Edition.of(brief).format()
