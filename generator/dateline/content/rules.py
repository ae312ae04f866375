"""What is wrong with a record beyond the types of its fields: its sources' keys, its texts, what it must have."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence

from dateline.content.fields import Kind
from dateline.content.markup import Rendered
from dateline.content.places import OpenedFile
from dateline.content.validate import Loc
from dateline.problems import Problem, did_you_mean, listed, quote


def source_numbers(opened: OpenedFile, keys: Sequence[str | None]) -> tuple[dict[str, int], list[Problem]]:
    """The number of each source by its key and by its number."""
    numbers = {str(number): number for number in range(1, len(keys) + 1)}
    problems = []
    for number, key in enumerate(keys, start=1):
        if key is None or numbers.setdefault(key, number) == number:
            continue
        place = opened.place(("sources", number - 1, "key"))
        other = numbers[key]
        message = f"the key {quote(key)} is already that of source {other}"
        hint = "give each source a key of its own"
        if key == str(other):
            message, hint = f"the key {quote(key)} is the number of another source", "use a key with a letter in it"
        problems.append(Problem(*place, "duplicate-id", message, hint))
    return numbers, problems


def unknown_source(place: tuple[str, int, int], text: str, sources: Mapping[str, int]) -> Problem:
    keys = [key for key in sources if not key.isdigit()]
    hint = did_you_mean(text, sources) or (f"known: {listed(keys[:12])}" if keys else "give the source a `key:`")
    return Problem(*place, "unknown-source", f"no source {quote(text)} in this brief", hint)


def faults_of_text(opened: OpenedFile, loc: Loc, html: Rendered, sources: Mapping[str, int]) -> Iterable[Problem]:
    def found(code: str, message: str, hint: str, *needles: str) -> Iterable[Problem]:
        return (Problem(*place, code, message, hint) for place in opened.find(loc, *needles))

    for key in html.unknown_citations:
        needle = f"[{key}" if key.startswith("^") else f"@{key}"
        for place in opened.find(loc, needle):
            yield unknown_source(place, key.removeprefix("^"), sources)
    for image in html.images_without_alt:
        message = f"the picture {quote(image)} has no text for readers who cannot see it"
        yield from found("missing-alt", message, f"write ![what it shows]({image})", f"![]({image}", image)
    for fragment in html.unknown_fragments:
        known = [heading.id for heading in html.headings]
        hint = did_you_mean(fragment, known) or (
            f"known: {listed(known[:12])}" if known else "this text has no headings"
        )
        yield from found("unknown-heading", f"no heading {quote(fragment)} in this text", hint, f"#{fragment}")
    for refused in html.refused:
        message = f"{quote(refused)} is left out: no page may hold it"
        hint = "pictures must lie in content/, and links lead to http, https or mailto addresses or to records"
        yield from found("left-out-markup", message, hint, refused.removesuffix(">") if refused[0] == "<" else refused)


def rules(opened: OpenedFile, at: Loc, kind: Kind, filled: Container[str], *, is_draft: bool) -> Iterable[Problem]:
    """What one record must and should have beyond its fields' types, given the names of the fields that it has."""
    if "image" in filled and "image_alt" not in filled:
        message = "the picture has no `image_alt`"
        yield Problem(*opened.place((*at, "image")), "missing-alt", message, "say in words what it shows")
    if kind != "brief":
        return

    def lacks(code: str, message: str, hint: str) -> Problem:
        # However grave it is in a brief, a text that waits for the desk must not keep the site from being built.
        known = ("unfinished-draft", message, f"before you publish it, {hint}") if is_draft else (code, message, hint)
        return Problem(*opened.place(at), *known)

    if "actors" not in filled and "topics" not in filled:
        yield lacks("no-subject", "the brief names no actor and no topic", "add `actors:` or `topics:`")
    if "bluf" not in filled:
        if not opened.body.strip():
            hint = "write a body below the fields, or a `bluf:`"
            yield Problem(*opened.place(at), "empty-brief", "the brief has no text", hint)
        else:
            message = "the brief has no bottom line; its first paragraph serves"
            yield lacks("no-bluf", message, "add `bluf:`, one or two sentences")
    if "sources" not in filled:
        yield lacks("no-sources", "the brief lists no source", "add `sources:` with a title or url each")
