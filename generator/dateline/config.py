"""Settings: site.yaml to a SiteConfig, or to the problems that it has."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from msgspec import Struct
from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from dateline.analysis.house_rules.settings import Rules
from dateline.content.fields import Language, Line, MarkdownEngine, SitePath, Text, Tlp, Url
from dateline.content.schema import Part
from dateline.content.sources import read_text
from dateline.content.strict_yaml import YamlDocument, read_yaml
from dateline.content.validate import Loc, validate
from dateline.problems import Problem, has_errors

SETTINGS_FILE = "site.yaml"

Size = Annotated[int, Field(strict=True, ge=1, le=1000)]


def _base(url: str) -> str:
    """The address without a slash at its end, so that a page's own can follow."""
    if "?" in url or "#" in url:
        context = {"hint": "leave out what stands from '?' or '#' on"}
        raise PydanticCustomError("bad_url", "is not an address that pages can lie below", context)
    return url.rstrip("/")


Host = Literal["github-pages", "gitlab-pages", "netlify", "cloudflare-pages", "s3", "rsync", "none"]

_NEEDED = {"folder": "path", "rsync": "to", "s3": "bucket", "github-pages": "remote"}
"""What a target of each type must name; what else it may name is in `_OPTIONAL`."""
_OPTIONAL = {"s3": ("prefix", "endpoint", "region"), "github-pages": ("branch",)}


def _not_an_option(text: str) -> str:
    """What is handed to a program must not be taken for one of its options."""
    if text.startswith("-"):
        raise PydanticCustomError("bad_value", "starts with '-', as an option does", {"hint": "write ./ before it"})
    return text


def _without_secret(text: str) -> str:
    """This file is shared and kept for ever, so it is no place for a password or a token."""
    scheme, _, rest = text.partition("://")
    user, at, _ = rest.partition("/")[0].rpartition("@")
    if at and (":" in user or scheme in ("http", "https")):
        context = {"hint": "leave it out, and let the tool find it in the environment or in your profile"}
        raise PydanticCustomError("bad_value", "holds a user name or a password", context)
    return text


_Argument = Annotated[Line, AfterValidator(_not_an_option), AfterValidator(_without_secret)]


class Target(Part):
    """A place that `dateline deploy` sends the site to. Keys and passwords have no place here."""

    type: Literal["folder", "rsync", "s3", "github-pages"]
    """How the files get there."""
    audience: Tlp = "TLP:CLEAR"
    """The widest marking that may be sent there."""
    path: Line | None = None
    """`folder`: where it is, seen from the site."""
    to: _Argument | None = None
    """`rsync`: where to, as rsync takes it: `name@host.example:/srv/www/` or `rsync://host.example/module/`."""
    bucket: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")] | None = None
    """`s3`: name of the bucket."""
    prefix: Annotated[str, Field(pattern=r"^([A-Za-z0-9_-][A-Za-z0-9._~-]*(/|$))*$")] | None = None
    """`s3`: folder in the bucket; the whole bucket where it is left out."""
    endpoint: Annotated[Url, AfterValidator(_without_secret)] | None = None
    """`s3`: address of a store other than Amazon's."""
    region: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")] | None = None
    """`s3`: region of the bucket; that of your profile where it is left out."""
    remote: _Argument | None = None
    """`github-pages`: name of a git remote of the site's repository, or an address of one."""
    branch: Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9._/-]*$")] = "gh-pages"
    """`github-pages`: branch that holds the site."""

    @model_validator(mode="after")
    def _fits_its_type(self) -> Self:
        own = _NEEDED[self.type]
        if not getattr(self, own):
            raise PydanticCustomError(
                "bad_value", f"a target of type {self.type} needs '{own}'", {"hint": f"add `{own}:`"}
            )
        known = {"type", "audience", own, *_OPTIONAL.get(self.type, ())}
        for name in sorted(self.model_fields_set - known):
            context = {"hint": f"known here: {', '.join(sorted(known))}"}
            raise PydanticCustomError("bad_value", f"a target of type {self.type} has no '{name}'", context)
        return self


Color = Annotated[str, Field(pattern=r"^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$")]


class Shades(Part):
    """A colour for light pages and one for dark pages."""

    light: Color
    """On light pages: `#1a2b3c`."""
    dark: Color
    """On dark pages."""


class Markdown(Part):
    """How the Markdown of records is read."""

    engine: MarkdownEngine = "python-markdown"
    """`python-markdown`, or `commonmark`: the CommonMark specification with tables and footnotes, read five times as
    fast."""


class SiteConfig(Part):
    """What the desk sets for the whole site (`site.yaml`)."""

    title: Line
    """Name of the site."""
    base_url: Annotated[Url, AfterValidator(_base)]
    """Address at which it will be published, for feeds and canonical links: `https://name.example/project`."""
    description: Text | None = None
    """What the site is about, in a sentence or two."""
    lang: Language = "en"
    """Language of the interface and of records that name none (BCP 47), such as `en` or `pt-BR`."""
    publisher: Line | None = None
    """The organization behind the site; feeds name it as their author. The title where it is left out."""
    licence: Line | None = None
    """What others may do with texts and data: the name of a licence, such as `CC-BY-4.0`, or its address."""
    audience: Tlp = "TLP:CLEAR"
    """The widest marking that a public build shows."""
    markdown: Markdown = Markdown()
    """Which Markdown records are written in."""
    theme: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")] = "default"
    """Name of the theme: a folder in `themes/`, or one that comes with Dateline."""
    theme_settings: dict[Line, Line | Shades] = Field(default_factory=dict)
    """Colours, fonts and lengths of the theme, by the names that it gives them: `accent: "#0a4d7c"`."""
    labels: dict[Line, Line] = Field(default_factory=dict)
    """Interface texts in other words, by the English that the theme has: `Key points: In brief`."""
    page_size: Size = 20
    """Briefs on one page of a list, at least; older ones follow on further pages."""
    feed_size: Size = 30
    """Entries in one feed."""
    feed_text: Literal["summary", "full"] = "summary"
    """What feeds tell of a brief: its bottom line and key points, or the full text."""
    social_cards: Annotated[int, Field(strict=True, ge=0, le=100_000)] = 200
    """Pages of each kind with a social card of their own, the picture that is shown where an address is shared: the
    newest briefs, and the actors and topics in most briefs. A card takes about 8 ms and 20 kB."""
    redirects: dict[SitePath, SitePath] = Field(default_factory=dict)
    """Old addresses and the addresses of the site that take their place."""
    gone: tuple[SitePath, ...] = ()
    """Addresses that were published once and now show a tombstone."""
    tag_authority: Annotated[str, Field(pattern=r"^[a-z0-9.-]+(,[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$")] | None = None
    """Who mints the ids of feeds (RFC 4151), such as `name.example,2025`; else the host of `base_url`."""

    host: Host = "none"
    """Where the site is served from: the output gets the files that this host reads, such as `_headers`."""
    rules: Rules = Rules()
    """House rules: `off`, `warning` or `error` for each."""
    targets: dict[Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")], Target] = Field(default_factory=dict)
    """Places to which `dateline deploy NAME` sends the site, by name."""

    @property
    def base_path(self) -> str:
        """The path under which the site lies, with a slash at both ends: `/` or `/project/`."""
        return urlsplit(self.base_url).path.rstrip("/") + "/"

    def absolute(self, url: str) -> str:
        """The full address of a page of the site: `/actors/` becomes `https://name.example/project/actors/`."""
        return self.base_url + url


class Settings(Struct, frozen=True):
    """The site's settings, and where each stands in site.yaml."""

    config: SiteConfig
    document: YamlDocument

    def place(self, loc: Loc) -> tuple[str, int, int]:
        """Path, line and column of a setting, for problems."""
        return (SETTINGS_FILE, *self.document.locate(loc))


def load_settings(root: Path, *, base_url: str | None = None) -> tuple[Settings | None, tuple[Problem, ...]]:
    """The settings of the site at `root`, or every problem they have; `base_url` as in `settings_in`."""
    text, problems = read_text(root / SETTINGS_FILE, SETTINGS_FILE)
    return (None, problems) if text is None else settings_in(text, base_url=base_url)


def settings_in(text: str, *, base_url: str | None = None) -> tuple[Settings | None, tuple[Problem, ...]]:
    """The settings in the text of site.yaml, or every problem they have.

    A `base_url` given here takes the place of the site's own in links, but not in the ids of feeds: those are minted
    under the address that the desk chose for good.
    """
    document, problems = read_yaml(text, SETTINGS_FILE)
    if has_errors(problems):
        return None, problems
    values = document.values
    if base_url is not None:
        own = values.get("base_url")
        host = urlsplit(own).hostname if isinstance(own, str) else None
        values = {**({"tag_authority": host} if host else {}), **values, "base_url": base_url}
    config, problems = validate(SiteConfig, values, document, SETTINGS_FILE, noun="settings file")
    if base_url is not None:
        problems = tuple(map(_as_given, problems))
    return (Settings(config, document) if config else None), problems


def markdown_engine(root: Path) -> MarkdownEngine:
    """What reads the Markdown of the site at `root`: the usual engine where its settings cannot be read."""
    settings, _ = load_settings(root)
    return (settings.config.markdown if settings else Markdown()).engine


def _as_given(problem: Problem) -> Problem:
    """A problem of the `base_url` that was given by hand, which stands nowhere in site.yaml."""
    if not problem.message.startswith("base_url"):
        return problem
    message = problem.message.replace("base_url", "the given base URL", 1)
    return replace(problem, line=0, column=0, message=message)
