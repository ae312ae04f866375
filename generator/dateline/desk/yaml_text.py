"""Texts as YAML scalars that read back as the same text, whatever they hold."""

from __future__ import annotations

_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def quoted(text: str) -> str:
    r"""Put `text` between double quotes, on one line; what is not printable is escaped.

    >>> quoted('Yes: "no"\n')
    '"Yes: \\"no\\"\\n"'
    """
    return '"' + "".join(_SHORT.get(char) or (char if char.isprintable() else _escape(char)) for char in text) + '"'


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
