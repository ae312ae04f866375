"""What a theme lets a site set without touching a template: colours, fonts and lengths, as custom properties of CSS.

Values are read by a grammar of their own and written anew, so that nothing else can get into a style sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from dateline.config import Shades
from dateline.content.fields import Text
from dateline.content.schema import Part

MIN_CONTRAST = 4.5
"""The least contrast of text on its ground (WCAG 2.2, 1.4.3, level AA)."""

_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_FAMILY = re.compile(r"[A-Za-z][A-Za-z0-9 _-]{0,60}")
_LENGTH = re.compile(r"(?:[0-9]{1,4}(?:\.[0-9]{1,3})?|\.[0-9]{1,3})(?:rem|em|ch|px)|0")
_GENERIC = frozenset(
    "serif sans-serif monospace system-ui ui-serif ui-sans-serif ui-monospace ui-rounded -apple-system".split()
)


def _color(text: str) -> str:
    if not _HEX.fullmatch(text):
        context = {"hint": "write # and 3 or 6 hex digits"}
        raise PydanticCustomError("bad_value", "is not a colour such as #1a2b3c", context)
    digits = text[1:] if len(text) == 7 else "".join(digit * 2 for digit in text[1:])
    return f"#{digits.lower()}"


def _font(text: str) -> str:
    families = [name.strip() for name in text.split(",")]
    plain = [name[1:-1] if re.fullmatch(r"""(["']).*\1""", name) else name for name in families]
    bad = next((name for name in plain if name not in _GENERIC and not _FAMILY.fullmatch(name)), None)
    if bad is not None:
        context = {"name": repr(bad), "hint": 'write names of fonts, with commas between: Georgia, "Noto Serif", serif'}
        raise PydanticCustomError("bad_value", "{name} is not the name of a font", context)
    return ", ".join(name if name in _GENERIC else f'"{name}"' for name in plain)


def _length(text: str) -> str:
    if not _LENGTH.fullmatch(text):
        context = {"hint": "write a number and rem, em, ch or px"}
        raise PydanticCustomError("bad_value", "is not a length such as 1.5rem", context)
    return text


Value = str | Shades


class ThemeSetting(Part):
    """One thing that a site may set (`settings` of `theme.yaml`)."""

    type: Literal["color", "font", "length"]
    """What kind of value it takes."""
    default: Value
    """Its value where the site sets none: a colour `#1a2b3c` or `{light: ..., dark: ...}`, font names, or a length."""
    meaning: Text
    """What it is for, in a sentence."""
    on: tuple[str, ...] = ()
    """Names of the colours on which text of this colour stands; `check` warns where the contrast is too low."""

    @model_validator(mode="after")
    def _fits_its_type(self) -> Self:
        read(self, self.default)
        return self


Settings = Mapping[str, ThemeSetting]


def read(setting: ThemeSetting, value: Value) -> str | tuple[str, str]:
    """A value in the words of CSS; two for a colour, for light and for dark pages. Raises PydanticCustomError."""
    if setting.type == "color":
        light, dark = (value.light, value.dark) if isinstance(value, Shades) else (value, value)
        return _color(light), _color(dark)
    if isinstance(value, Shades):
        raise PydanticCustomError("bad_value", "has no light and dark here", {"hint": "write one value"})
    return _font(value) if setting.type == "font" else _length(value)


def as_css(settings: Settings, chosen: Mapping[str, Value]) -> str:
    """The custom properties that a site sets, to stand at the end of a style sheet; empty where it sets none.

    Colours are for screens: on paper those of the theme hold.
    """
    read_ones = {name: read(settings[name], chosen[name]) for name in settings if name in chosen}
    colors = [
        f"--{name}: light-dark({light}, {dark});"
        for name, value in read_ones.items()
        if isinstance(value, tuple)
        for light, dark in [value]
    ]
    others = [f"--{name}: {value};" for name, value in read_ones.items() if isinstance(value, str)]
    rules = [f":root {{ {' '.join(others)} }}"] if others else []
    rules += [f"@media screen {{ :root {{ {' '.join(colors)} }} }}"] if colors else []
    return "".join(f"\n{rule}\n" for rule in rules)


def faint(settings: Settings, chosen: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    """The settings whose text is too faint on its ground since the site set one of the two, and how faint."""

    def shades(name: str) -> Any:
        return read(settings[name], chosen.get(name, settings[name].default))

    for name, setting in settings.items():
        for ground in setting.on:
            if name not in chosen and ground not in chosen:
                continue
            for mode, text, behind in zip(("light", "dark"), shades(name), shades(ground), strict=True):
                ratio = contrast(text, behind)
                if ratio < MIN_CONTRAST:
                    fact = f"{name} ({text}) on {ground} ({behind}) has a contrast of {ratio:.2f} on {mode} pages"
                    yield (name if name in chosen else ground), fact


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.2), 1 to 21.

    >>> contrast("#ffffff", "#000000")
    21.0
    """
    lighter, darker = sorted(map(_luminance, (one, other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    channels = (int(color[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
