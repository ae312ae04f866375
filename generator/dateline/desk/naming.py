"""Naming: what the words of one run name: a person with an office, a ministry, a company, a state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dateline.desk.lexicon.words import Lexicon, NameKind
from dateline.desk.runs import Run, Token

_LONGEST_NAME = 4


class Named(NamedTuple):
    """One name in a run: its words, its kind if the run itself tells, and the office that stands before it."""

    tokens: Sequence[Token]
    kind: NameKind
    office: str = ""
    known: bool = False
    meaning: str = ""
    """The name of the state or union that is meant, where that is not what is written."""
    is_hint: bool = False
    """Whether it is only hinted at, as a state by an adjective."""

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end


def names_in(text: str, run: Run, words: Lexicon) -> Iterator[Named]:
    """What a run names, in order; `run` starts with no word that only begins a sentence."""
    if not run:
        return
    place = _title(run, words)
    if place is not None:
        yield from _person(text, run, place, words)
        return
    head = _head(run)
    if head is not None:
        yield from _body(text, run, head, words)
        return
    yield from _loose(run, words)


def _title(run: Run, words: Lexicon) -> int | None:
    """The last title that has a person's name after it."""
    for place in range(len(run) - 1, -1, -1):
        if run[place].tag == "title" and _name(run, _office_end(run, place, words)):
            return place
    return None


def _office_end(run: Run, place: int, words: Lexicon) -> int:
    """Where the office ends whose title stands at `place`: after "of State" in "Secretary of State Jane Roe"."""
    end = place + 1
    while words.lang == "uk" and end < len(run) and run[end].meaning:
        end += 1  # "Посол США Іван Ніхто"
    if end < len(run) and run[end].gap.strip() not in ("", "."):
        end += 1
        while end < len(run) and run[end].key in words.portfolios:
            end += 1
    return end


def _name(run: Run, start: int) -> list[Token]:
    """The tokens of a person's name from `start` on."""
    name: list[Token] = []
    for token in run[start : start + _LONGEST_NAME]:
        is_part = token.tag in ("word", "known", "common") or (token.tag == "acronym" and len(token.text) <= 2)
        if name and token.tag in ("title", "capital"):
            is_part = token.gap.isspace()
        if not is_part or (name and name[-1].tag == "known"):
            break
        name.append(token)
    after = start + len(name)
    if name and after < len(run) and run[after].tag == "head" and run[after].gap.isspace():
        name.pop()  # "President Roe Library"
    return name


def _person(text: str, run: Run, place: int, words: Lexicon) -> Iterator[Named]:
    end = _office_end(run, place, words)
    name = _name(run, end)
    stop = text[run[end - 1].end : name[0].start].rstrip()
    office = " ".join(text[run[0].start : run[end - 1].end].split()) + stop
    # The first words may tell of a body or state that the office belongs to: "U.S. Treasury Secretary".
    first = next(index for index, token in enumerate(run) if token.tag == "title")
    yield from names_in(text, run[:first], words)
    if not name[0].text[0].islower():
        yield Named(name, "person", _plain_office(office, words), known=name[-1].tag == "known")
    yield from names_in(text, run[end + len(name) :], words)


def _plain_office(office: str, words: Lexicon) -> str:
    return "" if words.key(office) in _FORMS_OF_ADDRESS else office.rstrip(",")


_FORMS_OF_ADDRESS = frozenset("mr mrs ms miss sir dame lord lady пан пані".split())


def _head(run: Run) -> int | None:
    """The token that says what body the run names, if one does."""
    chain = next((place for place in range(1, len(run)) if run[place].gap.strip() not in ("", ".", "-")), None)
    heads = [place for place, token in enumerate(run) if token.tag == "head"]
    if chain is not None and any(place < chain for place in heads):
        return max(place for place in heads if place < chain)
    return heads[-1] if heads else None


def _body(text: str, run: Run, head: int, words: Lexicon) -> Iterator[Named]:
    end = head + 1
    is_chain = end < len(run) and run[end].gap.strip() not in ("", ".", "-")
    if is_chain or (words.lang == "uk" and head == 0 and " " not in run[0].text):
        while end < len(run) and (run[end].tag != "title" or run[end].gap.strip()):
            end += 1
    elif head == 0 and len(run) > 1:
        yield from _loose(run, words)
        return
    body = run[:end]
    while body[0].tag == "title" and body[1].gap.strip() in words.connectors:
        body, head = body[1:], head - 1  # "Director of the Institute for Peace"
    parts = _parts(text, body, head, words)
    if parts:
        yield from names_in(text, body[:parts], words)
        body, head = body[parts:], head - parts
    if len(body) > 1 or " " in body[0].text:
        yield Named(body, _kind_of_body(body, head, words))
    for place, token in enumerate(body):
        if place != head and token.meaning and token.meaning.sense == "name":
            yield _of_meaning(token)
    yield from names_in(text, run[end:], words)


def _parts(text: str, body: Run, head: int, words: Lexicon) -> int:
    """How many tokens at the start of a body's name are another body's: 2 in "White House Security Council".

    That is so where they are known, or stand alone elsewhere in the text.
    """
    for place, token in enumerate(body[: max(0, head - 1)]):
        if token.tag == "known" and " " in token.text:
            return place + 1
        if token.tag == "head" and place and words.heads[token.key] != "place":
            first, whole = text[body[0].start : token.end], text[body[0].start : body[-1].end]
            if text.count(first) > text.count(whole):
                return place + 1
    return 0


def _kind_of_body(body: Sequence[Token], head: int, words: Lexicon) -> NameKind:
    key = body[head].key
    rest = {token.key for place, token in enumerate(body) if place != head}
    if key in words.public_heads and (rest & words.public_words or _is_of_state(body, head)):
        return "public-body"
    return words.heads[key]


def _is_of_state(body: Sequence[Token], head: int) -> bool:
    """Whether a body is that of a state, as in "Bank of England"."""
    return any(token.meaning is not None for token in body[head + 1 :])


def _loose(run: Run, words: Lexicon) -> Iterator[Named]:
    """The names in a run without a title or head: known ones by themselves, other words together."""
    group: list[Token] = []
    for token in run:
        if token.tag in ("word", "common", "title") or (token.tag == "acronym" and group):
            group.append(token)
            continue
        if token.tag == "proper":
            owner = [*group] or [one for one in run if one.meaning and one.end < token.start <= one.end + 1]
            yield Named([*owner, token], words.proper[token.key])
            group = []
            continue
        yield from _group(group, words)
        group = []
        if token.tag == "known":
            yield Named([token], "unknown", known=True)
        elif token.tag == "acronym":
            yield from _group([token], words)
        elif token.meaning:
            yield _of_meaning(token)
    yield from _group(group, words)


def _group(group: list[Token], words: Lexicon) -> Iterator[Named]:
    while group and (group[0].tag == "title" or group[0].key in words.not_names):
        group.pop(0)
    while group and group[-1].key in words.not_names:
        group.pop()
    if not all(_is_office(token, words) for token in group):
        yield Named(group, "company" if any(token.gap.strip() == "&" for token in group[1:]) else "unknown")


def _is_office(token: Token, words: Lexicon) -> bool:
    return token.tag == "title" or token.key in words.title_modifiers or token.key in words.portfolios


def _of_meaning(token: Token) -> Named:
    assert token.meaning is not None
    return Named([token], token.meaning.kind, meaning=token.meaning.name, is_hint=token.meaning.sense != "name")
