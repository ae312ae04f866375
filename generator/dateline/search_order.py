"""An index that is the same in every run and light to load.

For a first search a reader loads Pagefind's program, a list of all pages, and the part of the index in which the word
lies. Pagefind names pages by hashes, which do not compress, cuts the index into parts of a hundred kilobytes, and
writes filters in the order of a hash map, which is another in every run. So pages take the names under which they were
handed in, which are in order, the index is cut into smaller parts, filters are sorted, and what refers to any of them
is written again under a name made of its new bytes.
The files are gzipped CBOR or JSON behind a mark (see pagefind's source, `index`).
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import blake2b
from itertools import takewhile
from typing import Any

import cbor2
import zopfli.gzip  # type: ignore[import-untyped]

_MARK = b"pagefind_dcd"
_ENTRY = "pagefind-entry.json"
_META = "pagefind.{}.pf_meta"
_FRAGMENT = "fragment/{}.pf_fragment"
_PART = "index/{}.pf_index"
_FILTER = "filter/{}.pf_filter"
_PROGRAM = "wasm.{}.pagefind"
_PAGES, _PARTS, _FILTERS = 1, 2, 3
"""Where the list of all pages has these: pages as name and number of words; the parts of the index as the beginnings
of their first and last word, and name; filters as name and name of the file."""
_PLACES = 3000
"""A part is full when each of its words, counted once for every page that has it, makes so many. A word on more pages
has a part to itself. In smaller parts a reader would save less than the longer list of them costs."""
_BYTES = 20_000
"""A word whose places take more stands on thousands of pages, and tells them apart only where it is in their titles: of
others we keep that it is there."""
_WORDS = 32
"""Ranking asks only how long pages are beside each other; counted in steps of 32 words, a length is one byte."""


def ordered(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of an index, in order and light. Raises ValueError where they are not what they used to be."""
    try:
        return _ordered(files)
    except (KeyError, IndexError, TypeError, OSError, EOFError, ValueError, cbor2.CBORDecodeError) as error:
        raise ValueError(f"the index of this Pagefind cannot be read: {error}") from error


def _ordered(files: Mapping[str, bytes]) -> dict[str, bytes]:
    made = {path: data for path, data in files.items() if path.endswith(".js")}
    entry = json.loads(files[_ENTRY])
    for described in entry["languages"].values():
        meta = cbor2.loads(_unpacked(files[_META.format(described["hash"])]))
        fragments = [files[_FRAGMENT.format(name)] for name, _ in meta[_PAGES]]
        parts = [cbor2.loads(_unpacked(files[_PART.format(name)])) for *_, name in meta[_PARTS]]
        filters = [cbor2.loads(_unpacked(files[_FILTER.format(name)])) for _, name in meta[_FILTERS]]

        names = [page_name(json.loads(_unpacked(data))["url"]) for data in fragments]
        made |= {_FRAGMENT.format(name): data for name, data in zip(names, fragments, strict=True)}
        lengths = [-(-words // _WORDS) for _, words in meta[_PAGES]]
        meta[_PAGES] = [[name, length] for name, length in zip(names, lengths, strict=True)]
        meta[_PARTS] = [
            [first, last, _put(made, _PART, _part(words))]
            for first, last, words in small_parts([word for part in parts for word in part[0]])
        ]
        meta[_FILTERS] = [
            [name, _put(made, _FILTER, _packed([name, sorted(values)]))] for name, values in sorted(filters)
        ]
        described["hash"] = _put(made, _META, _pressed(_MARK + cbor2.dumps(meta)))
        program = _PROGRAM.format(described["wasm"] or "unknown")
        made[program] = _pressed(gzip.decompress(files[program]))
    made[_ENTRY] = json.dumps(entry, separators=(",", ":")).encode()
    return made


def page_name(url: str) -> str:
    """The name of a page: the folder in which it was handed to Pagefind.

    >>> page_name("/b0012/briefs/x/")
    'b0012'
    """
    return url.split("/", 2)[1]


def small_parts(words: list[Any]) -> Iterator[tuple[str, str, list[Any]]]:
    """The words of an index in parts, each with the beginnings of its first and last word that tell it from others."""
    groups: list[list[Any]] = []
    places = 0
    for word in words:
        places += len(word[1])
        if not groups or places > _PLACES:
            groups.append([])
            places = len(word[1])
        groups[-1].append(word)
    around = [None, *groups, None]
    for before, group, after in zip(around, groups, around[2:], strict=False):
        first = _apart(group[0][0], before[-1][0] if before else "")
        last = _apart(group[-1][0], after[0][0]) if after else group[-1][0]
        yield first, last, group


def _part(words: list[Any]) -> bytes:
    data = _packed([words])
    if len(words) > 1 or len(data) <= _BYTES:
        return data
    [[word, pages, variants]] = words
    return _packed([[[word, _without_places(pages), [[form, _without_places(its)] for form, its in variants]]]])


def _without_places(pages: list[Any]) -> list[Any]:
    """Pages of a word, each as its distance from the one before, the places in its text, and those in its title."""
    return [[distance, [], titles] for distance, _, titles in pages]


def _apart(word: str, other: str) -> str:
    """The beginning of a word by which it is not the other."""
    shared = takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False))
    return word[: len(list(shared)) + 1]


def _put(files: dict[str, bytes], path: str, data: bytes) -> str:
    """The name that bytes have made of them, under which they are put among the files."""
    name = blake2b(data, digest_size=4).hexdigest()
    files[path.format(name)] = data
    return name


def _unpacked(data: bytes) -> bytes:
    raw = gzip.decompress(data)
    if not raw.startswith(_MARK):
        raise ValueError("its files have another mark")
    return raw[len(_MARK) :]


def _packed(value: Any) -> bytes:
    return gzip.compress(_MARK + cbor2.dumps(value), 6, mtime=0)


@cache
def _pressed(data: bytes) -> bytes:
    """Bytes gzipped as small as can be. It takes a second, so it is for what every search loads."""
    made: bytes = zopfli.gzip.compress(data)
    return made
