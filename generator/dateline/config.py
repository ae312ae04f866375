"""Settings: site.yaml to a SiteConfig, or to the problems that it has."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from dateline.content.fields import Language, Line, SitePath, Text, Tlp, Url
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
    audience: Tlp = "TLP:CLEAR"
    """The widest marking that a public build shows."""
    theme: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")] = "default"
    """Name of the theme: a folder in `themes/`, or one that comes with Dateline."""
    page_size: Size = 20
    """Briefs on one page of a list, at least; older ones follow on further pages."""
    feed_size: Size = 30
    """Entries in one feed."""
    feed_text: Literal["summary", "full"] = "summary"
    """What feeds tell of a brief: its bottom line and key points, or the full text."""
    redirects: dict[SitePath, SitePath] = Field(default_factory=dict)
    """Old addresses and the addresses of the site that take their place."""
    gone: tuple[SitePath, ...] = ()
    """Addresses that were published once and now show a tombstone."""
    tag_authority: Annotated[str, Field(pattern=r"^[a-z0-9.-]+(,[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$")] | None = None
    """Who mints the ids of feeds (RFC 4151), such as `name.example,2025`; else the host of `base_url`."""

    @property
    def base_path(self) -> str:
        """The path under which the site lies, with a slash at both ends: `/` or `/project/`."""
        return urlsplit(self.base_url).path.rstrip("/") + "/"

    def absolute(self, url: str) -> str:
        """The full address of a page of the site: `/actors/` becomes `https://name.example/project/actors/`."""
        return self.base_url + url


@dataclass(frozen=True, slots=True)
class Settings:
    """The site's settings, and where each stands in site.yaml."""

    config: SiteConfig
    document: YamlDocument

    def place(self, loc: Loc) -> tuple[str, int, int]:
        """Path, line and column of a setting, for problems."""
        return (SETTINGS_FILE, *self.document.locate(loc))


def load_settings(root: Path, *, base_url: str | None = None) -> tuple[Settings | None, tuple[Problem, ...]]:
    """The settings of the site at `root`, or every problem they have.

    A `base_url` given here takes the place of the site's own in links, but not in the ids of feeds: those are minted
    under the address that the desk chose for good.
    """
    text, problems = read_text(root / SETTINGS_FILE, SETTINGS_FILE)
    if text is None:
        return None, problems
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


def _as_given(problem: Problem) -> Problem:
    """A problem of the `base_url` that was given by hand, which stands nowhere in site.yaml."""
    if not problem.message.startswith("base_url"):
        return problem
    message = problem.message.replace("base_url", "the given base URL", 1)
    return replace(problem, line=0, column=0, message=message)
