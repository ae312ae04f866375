"""The types of single fields: texts, ids, URLs and references, each with its checks."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from msgspec import Struct
from pydantic import AfterValidator, Field, GetJsonSchemaHandler, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError

from dateline.content.dates import DAY_PATTERN, PartialDate
from dateline.problems import CODES, SOFT_CODES, did_you_mean, quote

Kind = Literal["brief", "actor", "topic", "publisher", "page"]
KINDS: tuple[Kind, ...] = ("brief", "actor", "topic", "publisher", "page")
MarkdownEngine = Literal["python-markdown", "commonmark"]
"""What reads the Markdown of a site."""

# Names that Windows keeps for devices: a folder of that name cannot be checked out or served there.
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
_ID = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?")
_ORDINARY_URL = re.compile(r"https?://[A-Za-z0-9.-]+(?:/[A-Za-z0-9._~/-]*)?")
"""Most addresses: sound without being taken apart."""
MAX_ID = 100
REF_KEYWORD = "x-ref"
"""The keyword under which the JSON Schema of what authors write carries a `Ref`."""
IMAGE_KEYWORD = "x-image"
"""The keyword by which it tells the path of a picture from other texts."""
# XML 1.0 has no place for other control characters, nor for two that are none, so no feed could carry them.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Ref(Struct, frozen=True):
    """Marks a field that names another record (`kind`), or a source of the same brief (`source`).

    A `soft` reference may also be a plain name that no record has; where it names a source, an address.
    """

    kind: Kind | Literal["source"]
    soft: bool = False

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        mark = {REF_KEYWORD: {"kind": self.kind, "soft": self.soft}} if handler.mode == "validation" else {}
        return handler(schema) | mark


def _clean_text(text: str) -> str:
    is_plain = text.isascii() and text.isprintable()  # as most are: nothing to compose, nothing to refuse
    cleaned = (text if is_plain else unicodedata.normalize("NFC", text)).strip()
    if not cleaned:
        raise PydanticCustomError("empty_text", "is empty", {})
    if not is_plain and (fault := text_fault(cleaned)):
        raise PydanticCustomError(
            "bad_text", "{fault}", {"fault": fault, "hint": "delete it; most editors do not show it"}
        )
    return cleaned


def text_fault(text: str) -> str:
    """Which character keeps `text` from being shown; empty if none does."""
    bad = _UNFIT.search(text)
    return f"holds the control character U+{ord(bad[0]):04X}" if bad else ""


def id_fault(text: str) -> str:
    """What keeps `text` from being a part of an address and a file name everywhere; empty if nothing does."""
    if not _ID.fullmatch(text):
        if bad := re.search(r"[^a-z0-9._-]", text):
            code = "" if bad[0].isascii() else f" (U+{ord(bad[0]):04X})"
            return f"holds {bad[0]!r}{code}, and may hold only a-z, 0-9, '-', '_' and '.'"
        return "must start and end with a letter or digit"
    if len(text) > MAX_ID:
        return f"is longer than {MAX_ID} characters"
    if text.split(".", maxsplit=1)[0] in _RESERVED:
        return "is a name that some systems keep for devices"
    return ""


def id_like(text: str) -> str:
    """The nearest id to a text, for hints; empty where none is near.

    >>> id_like("Zelenskyy, Volodymyr"), id_like("Київ")
    ('zelenskyy-volodymyr', '')
    """
    letters = [char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)]
    if any(char.isalnum() and not char.isascii() for char in letters):
        return ""
    words = "-".join(re.findall(r"[a-z0-9._]+", "".join(letters).lower()))[:MAX_ID].strip("._-")
    return "" if id_fault(words) else words


def _check_id(text: str) -> str:
    if fault := id_fault(text):
        near = id_like(text)
        raise PydanticCustomError("bad_id", "{fault}", {"fault": fault, "hint": f"write {near}" if near else ""})
    return text


def _check_url(text: str) -> str:
    """An absolute http(s) address with a host: what a reader can follow and a page can link to safely."""
    if _ORDINARY_URL.fullmatch(text):
        return text
    try:
        parts = urlsplit(text)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        sound = False
    if not sound or re.search(r"[\s<>\"\\^`{|}\x00-\x20\x7f]", text):
        bare = re.fullmatch(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/\S*)?", text, re.IGNORECASE)
        context = {"hint": f"write https://{text}" if bare else "start it with https:// and leave no spaces in it"}
        raise PydanticCustomError("bad_url", "is not an absolute http or https address", context)
    return text


def is_address(text: str) -> bool:
    return text.startswith(("http://", "https://"))


def _check_basis(text: str) -> str:
    return _check_url(text) if is_address(text) else text


def _check_path(text: str) -> str:
    """A path of the site, such as `/old/page/`: what a redirect can lead from."""
    segments = text.split("/")[1:]
    if not re.fullmatch(r"/[A-Za-z0-9._~/-]*", text) or ".." in segments or "." in segments or "" in segments[:-1]:
        context = {"hint": "start it at the root of the site with '/', and leave the host out"}
        raise PydanticCustomError("bad_url", "is not a path of the site such as /briefs/old-name/", context)
    return text


def _check_image(text: str) -> str:
    segments = text.split("/")
    if not re.fullmatch(r"[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*", text) or ".." in segments or "." in segments:
        context = {"hint": "put the picture into content/, and write its path from there: a-z, 0-9, '.', '-' and '_'"}
        raise PydanticCustomError("bad_url", "is not the path of a file in content/, such as images/port.jpg", context)
    return text


def _need_day(value: PartialDate) -> PartialDate:
    if not value.is_day:
        raise PydanticCustomError("bad_date", "{text} must name a day, as in 2025-02-21", {"text": repr(value.text)})
    return value


def _written(pattern: str, limit: int, error: str, *types: str, **more: object) -> WithJsonSchema:
    """The JSON Schema of what authors write: it tells editors what the validators of a field would say."""
    said = {"pattern": pattern, "patternErrorMessage": error, "maxLength": limit, **more}
    return WithJsonSchema({"type": list(types) or "string", **said}, mode="validation")


_TEXTS = ("string", "number")
ANY_TEXT = r"\S"
"""The pattern of a text that may hold anything but must hold something."""

# Numbers stand for their own text (`title: 1984`).
Line = Annotated[
    str,
    Field(max_length=300, coerce_numbers_to_str=True),
    AfterValidator(_clean_text),
    _written(ANY_TEXT, 300, "Write something.", *_TEXTS),
]
"""A name or title."""
Text = Annotated[
    str,
    Field(max_length=2_000, coerce_numbers_to_str=True),
    AfterValidator(_clean_text),
    _written(ANY_TEXT, 2_000, "Write something.", *_TEXTS),
]
"""A sentence or two."""
Prose = Annotated[
    str,
    Field(max_length=20_000, coerce_numbers_to_str=True),
    AfterValidator(_clean_text),
    _written(ANY_TEXT, 20_000, "Write something.", *_TEXTS),
]
"""Some paragraphs; Markdown."""
Id = Annotated[
    str,
    Field(coerce_numbers_to_str=True),
    AfterValidator(_check_id),
    _written(f"^{_ID.pattern}$", MAX_ID, "Write a-z, 0-9, '-', '_' and '.' only.", *_TEXTS),
]
Url = Annotated[
    str,
    Field(max_length=2_000),
    AfterValidator(_check_url),
    _written(r'^[Hh][Tt][Tt][Pp][Ss]?://[^\s<>"\\^`{|}]+$', 2_000, "Start it with https:// and leave no spaces in it."),
]
SitePath = Annotated[
    str,
    Field(max_length=500),
    AfterValidator(_check_path),
    _written(r"^/[A-Za-z0-9._~/-]*$", 500, "Start it at the root of the site, as in /briefs/old-name/."),
]
ImagePath = Annotated[
    str,
    Field(max_length=300),
    AfterValidator(_check_image),
    _written(
        r"^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*$",
        300,
        "Write the path of a picture in content/.",
        **{IMAGE_KEYWORD: True},
    ),
]
Language = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
"""A BCP 47 language tag."""
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
"""An ISO 3166-1 alpha-2 code."""
Domain = Annotated[str, Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")]
WikidataId = Annotated[str, Field(pattern=r"^Q[1-9][0-9]*$")]
Day = Annotated[
    PartialDate,
    AfterValidator(_need_day),
    _written(DAY_PATTERN, 40, "Write a day, as in 2025-02-21, or a time on it, as in 2025-02-21T09:30+02:00."),
]
"""A day, or a time on it."""


def _check_rule(text: str) -> str:
    if text not in SOFT_CODES:
        hint = "an error cannot be excused" if text in CODES else did_you_mean(text, SOFT_CODES)
        raise PydanticCustomError("bad_value", "{text} is no house rule", {"text": quote(text), "hint": hint})
    return text


RuleName = Annotated[
    str, AfterValidator(_check_rule), WithJsonSchema({"type": "string", "enum": list(SOFT_CODES)}, mode="validation")
]
"""The code of a problem that house rules may switch off."""

BriefRef = Annotated[Line, Ref("brief")]
ActorRef = Annotated[Line, Ref("actor")]
TopicRef = Annotated[Line, Ref("topic")]
PublisherRef = Annotated[Line, Ref("publisher", soft=True)]
SourceRef = Annotated[Line, Ref("source")]
BasisRef = Annotated[
    str,
    Field(max_length=2_000, coerce_numbers_to_str=True),
    AfterValidator(_clean_text),
    AfterValidator(_check_basis),
    Ref("source", soft=True),
    _written(ANY_TEXT, 2_000, "Write a key, a number or an address.", *_TEXTS),
]
"""A source of the brief, or the address of a text that the brief does not list."""

# The Traffic Light Protocol 2.0 (FIRST), from the widest audience to the narrowest; never translated.
Tlp = Literal["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"]
TLP_ORDER: tuple[Tlp, ...] = ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")

# ICD 203 (US Office of the Director of National Intelligence), table of likelihood terms: two rows, seven ranges.
LIKELIHOOD_RANGES: dict[str, tuple[int, int]] = {
    "almost no chance": (1, 5),
    "remote": (1, 5),
    "very unlikely": (5, 20),
    "highly improbable": (5, 20),
    "unlikely": (20, 45),
    "improbable": (20, 45),
    "roughly even chance": (45, 55),
    "roughly even odds": (45, 55),
    "likely": (55, 80),
    "probable": (55, 80),
    "very likely": (80, 95),
    "highly probable": (80, 95),
    "almost certain": (95, 99),
    "nearly certain": (95, 99),
}
Likelihood = Literal[
    "almost no chance",
    "remote",
    "very unlikely",
    "highly improbable",
    "unlikely",
    "improbable",
    "roughly even chance",
    "roughly even odds",
    "likely",
    "probable",
    "very likely",
    "highly probable",
    "almost certain",
    "nearly certain",
]

# The Admiralty (NATO) code: how far a publisher is to be relied on, and how far a piece of information is credible.
RELIABILITY_WORDS = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}
CREDIBILITY_WORDS = {
    1: "confirmed by other sources",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "truth cannot be judged",
}
Reliability = Literal["A", "B", "C", "D", "E", "F"]
