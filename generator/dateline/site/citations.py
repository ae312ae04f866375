"""How to cite a brief: CSL-JSON, BibTeX and RIS files beside its page, for reference managers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dateline.content.dates import PartialDate
from dateline.content.schema import Brief
from dateline.site.card_views import BriefCard
from dateline.site.data_formats import as_json
from dateline.site.locale import Locale
from dateline.site.page import File
from dateline.site.urls import owner_name
from dateline.site.values import Digested

if TYPE_CHECKING:
    from dateline.site.site import Site

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{char: f"\\{char}" for char in "&%$#_{}"},
    }
)


class Imprint(Digested, frozen=True):
    """Where briefs appear; one value for all of them."""

    title: str
    publisher: str
    base_url: str
    locale: Locale


class Citation(Digested, frozen=True):
    """All that a brief is cited by."""

    imprint: Imprint
    card: BriefCard
    author: str
    is_retracted: bool

    @property
    def writer(self) -> str:
        """Its author, or the publisher where nobody is named."""
        return self.author or self.imprint.publisher

    @property
    def title(self) -> str:
        """Its title; that of a retracted brief says so, for who cites it should know."""
        return titled(self.card.title, self.imprint.locale, is_retracted=self.is_retracted)

    @property
    def url(self) -> str:
        return self.imprint.base_url + self.card.url


def titled(title: str, locale: Locale, *, is_retracted: bool) -> str:
    """The title of a brief where no notice beside it can say that it was retracted."""
    return locale.gettext("Retracted: %(title)s", title=title) if is_retracted else title


def is_retracted(brief: Brief) -> bool:
    return any(revision.kind == "retraction" for revision in brief.revisions)


def plan_citations(site: Site) -> Iterator[File]:
    """The files by which each brief is cited."""
    config = site.config
    imprint = Imprint(config.title, config.publisher or config.title, config.base_url, site.locale)
    for id, brief in site.published.briefs.items():
        citation = Citation(imprint, site.cards.briefs[id], brief.fields.author or "", is_retracted(brief.fields))
        for name, write in WRITERS.items():
            yield File(citation.card.url + name, citation, write, owner_name(brief.key), brief.path)


def write_csl(citation: Citation) -> bytes:
    """The brief as CSL-JSON (citationstyles.org)."""
    card, imprint = citation.card, citation.imprint
    item: dict[str, Any] = {
        "id": card.id,
        "type": "webpage",
        "title": citation.title,
        "author": [{"literal": citation.writer}],
        "container-title": imprint.title,
        "publisher": imprint.publisher,
        "issued": {"date-parts": [_parts(card.date)]},
        "URL": citation.url,
        "language": card.lang,
        **({"abstract": card.summary} if card.summary else {}),
    }
    return as_json([item])


def write_bibtex(citation: Citation) -> bytes:
    """The brief as a BibTeX entry; doubled braces keep names and letter case as they are."""
    year, month, day = _parts(citation.card.date)
    fields = [
        ("author", f"{{{_tex(citation.writer)}}}"),
        ("title", f"{{{_tex(citation.title)}}}"),
        ("howpublished", _tex(citation.imprint.title)),
        ("year", str(year)),
        ("day", str(day)),
        ("url", citation.url),
        ("language", citation.card.lang),
    ]
    lines = [f"  {name} = {{{value}}}," for name, value in fields]
    lines.insert(4, f"  month = {_MONTHS[month - 1]},")
    return "\n".join([f"@misc{{{citation.card.id},", *lines, "}\n"]).encode()


def write_ris(citation: Citation) -> bytes:
    """The brief in the format of reference managers that is called RIS."""
    year, month, day = _parts(citation.card.date)
    fields = [
        ("TY", "ELEC"),
        ("ID", citation.card.id),
        ("AU", citation.writer),
        ("TI", citation.title),
        ("T2", citation.imprint.title),
        ("PB", citation.imprint.publisher),
        ("PY", str(year)),
        ("DA", f"{year:04}/{month:02}/{day:02}"),
        ("UR", citation.url),
        ("LA", citation.card.lang),
        *([("AB", citation.card.summary)] if citation.card.summary else []),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {_one_line(value)}\r\n" for tag, value in fields).encode()


WRITERS = {"cite.json": write_csl, "cite.bib": write_bibtex, "cite.ris": write_ris}
"""By file name."""


def _parts(date: PartialDate) -> tuple[int, int, int]:
    return date.first.year, date.first.month, date.first.day


def _tex(text: str) -> str:
    return _one_line(text).translate(_TEX)


def _one_line(text: str) -> str:
    return " ".join(text.split())
