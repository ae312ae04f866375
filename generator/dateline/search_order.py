"""One order and short names for an index, so that it is the same in every run and light to load.

Pagefind writes filters in the order of a hash map, which is another in every run, and names each page's fragment by a
long hash; every search loads all of these names, and hashes do not compress. So the filters are sorted, the fragments
get names that are just long enough to tell them apart (and still made of their content, so that an edit renames one),
and what refers to either is written again under a name made of its new bytes.
The files are gzipped CBOR behind a mark (see pagefind's source, `index`).
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import cbor2

_MARK = b"pagefind_dcd"
_ENTRY = "pagefind-entry.json"
_LEAST = 6
"""Letters of a fragment's name, at least; two of them are those of its language."""
_PAGES, _FILTERS = 1, 3
"""Where a `.pf_meta` lists its pages, each as hash and number of words, and its filters, each as name and hash."""


def ordered(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of an index with filters in order. Raises ValueError where they are not what they used to be."""
    try:
        return _ordered(files)
    except (KeyError, IndexError, TypeError, OSError, EOFError, ValueError, cbor2.CBORDecodeError) as error:
        raise ValueError(f"the index of this Pagefind cannot be read: {error}") from error


def _ordered(files: Mapping[str, bytes]) -> dict[str, bytes]:
    made = dict(files)
    entry = json.loads(made[_ENTRY])
    for language, described in entry["languages"].items():
        meta = _unpacked(made.pop(f"pagefind.{described['hash']}.pf_meta"))
        fragments = {page[0]: made.pop(f"fragment/{page[0]}.pf_fragment") for page in meta[_PAGES]}
        names = short_names({old: f"{language}{_hash(data)}" for old, data in fragments.items()})
        for page in meta[_PAGES]:
            made[f"fragment/{names[page[0]]}.pf_fragment"] = fragments[page[0]]
            page[0] = names[page[0]]
        filters = []
        for name, old in meta[_FILTERS]:
            found, values = _unpacked(made.pop(f"filter/{old}.pf_filter"))
            data = _packed([found, sorted(values)])
            new = f"{language}_{_hash(data)}"
            filters.append([name, new])
            made[f"filter/{new}.pf_filter"] = data
        meta[_FILTERS] = sorted(filters)
        data = _packed(meta)
        described["hash"] = f"{language}_{_hash(data)}"
        made[f"pagefind.{described['hash']}.pf_meta"] = data
    made[_ENTRY] = json.dumps(entry, separators=(",", ":")).encode()
    return made


def _unpacked(data: bytes) -> Any:
    raw = gzip.decompress(data)
    if not raw.startswith(_MARK):
        raise ValueError("its files have another mark")
    return cbor2.loads(raw[len(_MARK) :])


def _packed(value: Any) -> bytes:
    return gzip.compress(_MARK + cbor2.dumps(value), mtime=0)


def _hash(data: bytes) -> str:
    return blake2b(data, digest_size=8).hexdigest()


def short_names(names: Mapping[str, str]) -> dict[str, str]:
    """For each key the start of its name, as long as it must be to be nobody else's, in the order of whole names.

    >>> short_names({"x": "en0123456789", "y": "en0123999999"})
    {'x': 'en0123', 'y': 'en01239'}
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for key, name in sorted(names.items(), key=lambda pair: pair[1]):
        short = next(name[:length] for length in range(_LEAST, len(name) + 1) if name[:length] not in taken)
        taken.add(short)
        found[key] = short
    return found
