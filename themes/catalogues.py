"""Brings the catalogues of interface texts up to date: `python themes/catalogues.py`, or `make catalogues`.

`messages.pot` lists every text that the default theme and the code show to readers. Each `<lang>.po` gets those that
are new, for a translator to fill in, and loses those that are gone. A test fails where they differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from dateline.content.fields import CREDIBILITY_WORDS, LIKELIHOOD_RANGES, RELIABILITY_WORDS
from dateline.site.catalogue import CATALOGUE

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "themes/default/locales"
SOURCES = {
    "themes/default/templates": ("**.html", "jinja2.ext:babel_extract"),
    "generator/dateline": ("**.py", "python"),
}

_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}
_VOCABULARY = {
    "likelihood (ICD 203)": LIKELIHOOD_RANGES,
    "reliability of a source (Admiralty code)": RELIABILITY_WORDS.values(),
    "credibility of information (Admiralty code)": CREDIBILITY_WORDS.values(),
}
_NEVER = datetime(2025, 1, 1, tzinfo=UTC)
_CHANGING = re.compile(
    r'^"(Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|'
    r"Generated-By): .*\n",
    re.MULTILINE,
)
"""What git knows better: who changed a file with what, and when."""


def template() -> Catalog:
    """Every text in English, with where it is used."""
    head = "# Interface texts of Dateline's default theme; `make catalogues` renews this file."
    catalog = Catalog(header_comment=head, creation_date=_NEVER, revision_date=_NEVER, fuzzy=False)
    for folder, (pattern, method) in SOURCES.items():
        found = extract_from_dir(
            ROOT / folder, [(pattern, method)], {pattern: {"trim_blocks": "true"}}, _KEYWORDS, ("i18n:",)
        )
        for file, _, message, comments, context in found:
            catalog.add(message, locations=[(f"{folder}/{file}", 0)], auto_comments=comments, context=context)
    for meaning, words in _VOCABULARY.items():
        for word in words:
            catalog.add(word, auto_comments=[meaning])
    return catalog


def as_text(catalog: Catalog) -> str:
    """A catalogue as a PO file, the same for equal catalogues."""
    written = BytesIO()
    write_po(written, catalog, width=120, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return _CHANGING.sub("", written.getvalue().decode())


def refreshed() -> Iterator[tuple[Path, str]]:
    """Every file of the folder, as it is to be."""
    texts = template()
    yield FOLDER / CATALOGUE, as_text(texts)
    for path in sorted(FOLDER.glob("*.po")):
        catalog = read_po(BytesIO(path.read_bytes()), locale=path.stem.replace("-", "_"))
        catalog.update(texts, no_fuzzy_matching=True, update_header_comment=False)
        yield path, as_text(catalog)


def main() -> None:
    for path, text in refreshed():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
