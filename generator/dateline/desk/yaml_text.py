"""Texts as YAML scalars that read back as the same text, whatever they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}

_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9 _./-]*[A-Za-z0-9_./-])?")
_NOT_TEXT = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
"""Words that one or the other reader of YAML takes for something else."""


def quoted(text: str) -> str:
    r"""Put `text` between double quotes, on one line; what is not printable is escaped.

    >>> quoted('Yes: "no"\n')
    '"Yes: \\"no\\"\\n"'
    """
    return '"' + "".join(_SHORT.get(char) or (char if char.isprintable() else _escape(char)) for char in text) + '"'


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def block(value: object) -> str:
    r"""A mapping or list of texts, numbers, truth values and more of them, as YAML in lines.

    >>> block({"name": "a b", "is": True, "list": [1, {"x": "no"}], "none": []})
    'name: a b\nis: true\nlist:\n  - 1\n  - x: "no"\nnone: []\n'
    """
    return "".join(f"{line}\n" for line in _lines(value))


def _lines(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from _entry(f"{_scalar(key)}:", one)
    elif isinstance(value, Sequence):
        for one in value:
            if isinstance(one, Mapping) and one:
                first, *rest = _lines(one)
                yield f"- {first}"
                yield from (f"  {line}" for line in rest)
            else:
                yield from _entry("-", one)


def _entry(start: str, value: object) -> Iterator[str]:
    if isinstance(value, str) or not isinstance(value, Mapping | Sequence):
        yield f"{start} {_scalar(value)}"
    elif value:
        yield start
        yield from (f"  {line}" for line in _lines(value))
    else:
        yield f"{start} {'{}' if isinstance(value, Mapping) else '[]'}"


def _scalar(value: object) -> str:
    if not isinstance(value, str):
        return str(value).lower() if isinstance(value, bool) else str(value)
    return value if _PLAIN.fullmatch(value) and value.lower() not in _NOT_TEXT else quoted(value)
