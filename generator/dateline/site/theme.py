"""Themes: template texts and assets as values, looked up file by file from the site down to Dateline's own theme."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, NamedTuple, Self

from msgspec import Struct, field
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

import dateline
from dateline.content.fields import Line, Text
from dateline.content.schema import Part
from dateline.content.strict_yaml import read_yaml
from dateline.content.validate import validate
from dateline.problems import Problem, did_you_mean, has_errors, quote
from dateline.site.catalogue import CATALOGUE, make_locale
from dateline.site.locale import ENGLISH, SOURCE_LANG, Locale, tags_of
from dateline.site.theme_settings import ThemeSetting
from dateline.site.values import digest_of

DEFAULT_THEME = "default"

_SETTINGS = "site.yaml"
_MANIFEST = "theme.yaml"
_THEME_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_ASSET_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")


class ThemeManifest(Part):
    """What a theme says of itself (`theme.yaml`)."""

    name: Line
    """Name of the theme, for people."""
    description: Text
    """What it is made for, in a sentence."""
    stylesheet: Line = "site.css"
    """The asset at whose end a site's settings are put."""
    settings: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")], ThemeSetting] = Field(default_factory=dict)
    """What a site may set in `theme_settings`, by name; each becomes a custom property of CSS, as in `--accent`."""

    @model_validator(mode="after")
    def _knows_its_grounds(self) -> Self:
        for name, setting in self.settings.items():
            for ground in setting.on:
                if ground not in self.settings or self.settings[ground].type != "color" or setting.type != "color":
                    context = {"hint": "`on` names colours among the settings"}
                    raise PydanticCustomError("bad_value", f"{name} cannot stand on '{ground}'", context)
        return self


class Theme(Struct, frozen=True, eq=False):
    """All that pages are drawn with, as texts and bytes: nothing is read from the disk after this.

    Themes are equal if they draw alike: if their digests are equal, and those of their words.
    """

    name: str
    templates: Mapping[str, str]
    """Text by name, such as `brief.html`."""
    origins: Mapping[str, str]
    """Path of each template, as an author would look for it."""
    assets: Mapping[str, bytes]
    """Bytes by name, such as `site.css`."""
    digest: bytes
    """Of names, templates, assets and words: equal for equal themes, wherever they lie."""
    locale: Locale = ENGLISH
    """The language that it speaks."""
    settings: Mapping[str, ThemeSetting] = field(default_factory=dict)
    """What a site may set, by name."""
    stylesheet: str = "site.css"
    messages: tuple[str, ...] = ()
    """Texts of the lists of its interface texts (`locales/messages.pot`)."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Theme) and (self.digest, self.locale.digest) == (other.digest, other.locale.digest)

    def __hash__(self) -> int:
        return hash((self.digest, self.locale.digest))


class _Layer(NamedTuple):
    """A folder with `templates/`, `assets/`, `locales/`: its path as problems show it, and what bounds its links."""

    shown: str
    folder: Path
    bound: Path


def load_theme(root: Path, name: str, lang: str = SOURCE_LANG) -> tuple[Theme | None, tuple[Problem, ...]]:
    """The theme called `name` for the site at `root`, or every problem that it has.

    Each template and asset is the first found in: the site's own `templates/` and `assets/`, its
    `themes/<name>/`, the theme of that name that comes with Dateline, Dateline's default theme. Interface texts are
    looked up in the same order, one by one, in `locales/<lang>.po`.
    """
    reader = _Reader()
    layers = _layers(root, name)
    named = [layer for layer in layers if layer.folder.name == name and layer.folder.parent.name == "themes"]
    manifest = next((layer for layer in named if (layer.folder / _MANIFEST).is_file()), None)
    if manifest is None:
        return None, (_unknown(root, name, named),)
    said = reader.manifest(manifest)
    templates: dict[str, str] = {}
    origins: dict[str, str] = {}
    assets: dict[str, bytes] = {}
    for layer in layers:
        for found, path, data in reader.files(layer, "templates"):
            if found not in templates:
                templates[found], origins[found] = reader.text(path, data), path
        for found, path, data in reader.files(layer, "assets"):
            if not _ASSET_NAME.fullmatch(found):
                hint = "use letters a-z, digits, '.', '-' and '_'"
                reader.note(path, "bad-id", f"{quote(found)} cannot be a part of an address", hint)
            assets.setdefault(found, data)
    locale, faults = make_locale(lang, reader.catalogues(layers, lang))
    reader.problems += faults
    if has_errors(reader.problems) or said is None:
        return None, tuple(sorted(reader.problems))
    templates, assets = dict(sorted(templates.items())), dict(sorted(assets.items()))
    digest = digest_of((name, templates, assets, locale.digest))
    theme = Theme(
        name, templates, origins, assets, digest, locale, said.settings, said.stylesheet, tuple(reader.listings)
    )
    return theme, tuple(sorted(reader.problems))


def _own_themes() -> Path:
    """The themes that come with Dateline: inside the installed package, or beside it in a checkout."""
    package = Path(dateline.__file__).resolve().parent
    shipped = package / "themes"
    return shipped if shipped.is_dir() else package.parents[1] / "themes"


def _layers(root: Path, name: str) -> list[_Layer]:
    own, root = _own_themes(), root.resolve()
    layers = [_Layer("", root, root)]
    if _THEME_NAME.fullmatch(name):
        layers.append(_Layer(f"themes/{name}/", root / "themes" / name, root))
        layers.append(_Layer(f"dateline/themes/{name}/", own / name, own))
    layers.append(_Layer(f"dateline/themes/{DEFAULT_THEME}/", own / DEFAULT_THEME, own))
    return [
        layer for place, layer in enumerate(layers) if layer.folder not in [other.folder for other in layers[:place]]
    ]


def _unknown(root: Path, name: str, named: list[_Layer]) -> Problem:
    folder = next((layer for layer in named if layer.folder.is_dir()), None)
    if folder:
        message = f"the theme {quote(name)} has no {_MANIFEST}"
        return Problem(
            folder.shown + _MANIFEST, 0, 0, "unknown-theme", message, "add one with `name:` and `description:`"
        )
    known = [path.parent.name for themes in (root / "themes", _own_themes()) for path in themes.glob(f"*/{_MANIFEST}")]
    hint = did_you_mean(name, known) or f"themes that are there: {', '.join(sorted(set(known)))}"
    return Problem(_SETTINGS, 0, 0, "unknown-theme", f"there is no theme {quote(name)}", hint)


class _Reader:
    """Reads the files of themes, and notes what is wrong with them."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.listings: list[str] = []

    def note(self, path: str, code: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(path, 0, 0, code, message, hint))

    def manifest(self, layer: _Layer) -> ThemeManifest | None:
        path = layer.shown + _MANIFEST
        data = self._bytes(layer.folder / _MANIFEST, path)
        if data is None:
            return None
        before = len(self.problems)
        text = self.text(path, data, code="not-text")
        if len(self.problems) > before:
            return None
        document, problems = read_yaml(text, path)
        self.problems += problems
        if has_errors(problems):
            return None
        manifest, problems = validate(ThemeManifest, document.values, document, path, noun="theme")
        self.problems += problems
        return manifest

    def catalogues(self, layers: Iterable[_Layer], lang: str) -> tuple[tuple[str, str], ...]:
        """Path and text of each catalogue that fits a language: the nearest language first, then the nearest layer."""
        found = {
            (name, number): (path, self.text(path, data, code="not-text"))
            for number, layer in enumerate(layers)
            for name, path, data in self.files(layer, "locales")
        }
        self.listings += [text for (name, _), (_, text) in found.items() if name == CATALOGUE]
        names = [f"{tag}.po" for tag in tags_of(lang)]
        return tuple(found[key] for name in names for key in sorted(found) if key[0] == name)

    def files(self, layer: _Layer, kind: str) -> Iterator[tuple[str, str, bytes]]:
        """Name, path as shown and bytes of each file in the `templates`, `assets` or `locales` of a layer, by name."""
        top = layer.folder / kind
        if not top.is_dir():
            return
        if not _is_inside(top, layer.bound):
            self._outside(layer.shown + kind)
            return
        for folder, folders, files in os.walk(top):
            folders[:] = sorted(name for name in folders if not _is_passed_over(name))
            for file in sorted(map(Path(folder).joinpath, [*files, *folders])):
                name = unicodedata.normalize("NFC", file.relative_to(top).as_posix())
                path = f"{layer.shown}{kind}/{name}"
                if _is_passed_over(file.name) or (file.is_dir() and not file.is_symlink()):
                    continue
                if not _is_inside(file, top):
                    self._outside(path)
                elif file.is_dir():
                    self.note(path, "misplaced-file", "links to folders are not followed", "copy the folder")
                elif (data := self._bytes(file, path)) is not None:
                    yield name, path, data

    def text(self, path: str, data: bytes, code: str = "template-error") -> str:
        try:
            return data.removeprefix(b"\xef\xbb\xbf").decode().replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            message = f"the byte 0x{data[error.start]:02X} that stands here is not UTF-8"
            self.problems.append(Problem(path, line, 0, code, message, "save the file as UTF-8 text"))
            return ""

    def _bytes(self, file: Path, path: str) -> bytes | None:
        try:
            return file.read_bytes()
        except OSError as error:
            reason = error.strerror or "it cannot be opened"
            self.note(path, "unreadable-file", f"cannot be read: {reason}", "mend or remove the file or link")
            return None

    def _outside(self, path: str) -> None:
        self.note(path, "outside-link", "this link leads out of the theme's folder", "copy what it leads to into it")


def _is_inside(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _is_passed_over(name: str) -> bool:
    """Whether a name is one of those that editors and systems leave about."""
    return name.startswith(".") or name.endswith(("~", ".swp")) or name == "Thumbs.db"
