"""Languages: every text in a catalogue, complete in Ukrainian, and dates and numbers as a language writes them."""

from __future__ import annotations

import importlib.util
import re
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.localedata import locale_identifiers
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from lxml import html  # type: ignore[import-untyped]
from msgspec.structs import replace

from dateline.content.dates import Period
from dateline.content.fields import CREDIBILITY_WORDS, LIKELIHOOD_RANGES, RELIABILITY_WORDS
from dateline.site.catalogue import make_locale, places_of
from dateline.site.date_words import DateWords
from dateline.site.locale import ENGLISH, Locale
from dateline.site.render import Renderer
from dateline.site.theme import load_theme
from made_views import TEMPLATES, made, made_meta, made_site
from support import MINIMAL, SETTINGS, build_site, check_site, tree, write_site

ROOT = Path(__file__).resolve().parents[2]
LOCALES = ROOT / "themes/default/locales"


def _catalogues() -> Any:
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / "themes/catalogues.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# Catalogues


def test_catalogues_hold_the_texts_of_templates_and_code_and_no_others() -> None:
    """Run `make catalogues` after a change of interface texts, then fill in what is new in `uk.po`."""
    for path, text in _catalogues().refreshed():
        assert path.read_text(encoding="utf-8") == text, path.name


def test_ukrainian_is_complete_with_the_values_of_the_english_texts() -> None:
    catalogue = read_po(BytesIO((LOCALES / "uk.po").read_bytes()))
    assert catalogue.num_plurals == 3
    for message in catalogue:
        if not message.id:
            continue
        english, ukrainian = (
            [text] if isinstance(text, str) else list(text or ()) for text in (message.id, message.string)
        )
        assert len(ukrainian) == (3 if message.pluralizable else 1), message.id
        assert all(ukrainian), message.id
        assert not message.fuzzy, message.id
        for text in ukrainian:
            assert sorted(places_of(text)) == sorted(places_of(english[-1])), message.id


def test_words_of_the_vocabularies_have_a_translation() -> None:
    theme, _ = load_theme(ROOT, "default", "uk")
    assert theme is not None
    for word in (*LIKELIHOOD_RANGES, *RELIABILITY_WORDS.values(), *CREDIBILITY_WORDS.values()):
        assert theme.locale.term(word) != word


class _Marked(NullTranslations):
    """A language that says everything as English does, but between marks."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def pgettext(self, _context: str, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, one: str, many: str, number: int) -> str:
        return f"⟦{one if number == 1 else many}⟧"


_SHOWN = ("aria-label", "title", "alt", "placeholder")
_UNTRANSLATED = re.compile(
    r"\b(Text|TLP:[A-Z+]+|ICD|SQLite|CSV|JSON(?: Schema)?|CSL-JSON|BibTeX|RIS|API|February|UTC|[A-F][1-6]?|briefs_fts"
    r"|[a-z.]+\.(?:sqlite|json|ics|opml)|Wikidata Q1|https?://\S+|outside\.example\S+)\b"
)


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_text_of_a_page_goes_through_the_catalogue(template: str) -> None:
    theme, _ = load_theme(ROOT, "default")
    assert theme is not None
    theme = replace(theme, locale=Locale("en", _Marked(), b"marked"))
    view = made(TEMPLATES[template], "Text")
    root = html.document_fromstring(Renderer(theme, made_site("Text")).render(template, view, made_meta()).decode())
    for one in root.xpath("//head/title | //script"):
        one.text = ""
    shown = [*root.itertext(), *(value for name in _SHOWN for value in root.xpath(f"//@{name}"))]
    whole, marked = "\n".join(shown), 1
    while marked:  # texts may hold others as their values
        whole, marked = re.subn(r"⟦[^⟦⟧]*⟧", "", whole)
    bare = {text.strip() for text in _UNTRANSLATED.sub("", whole).splitlines() if re.search(r"[A-Za-z]{2}", text)}
    assert bare == set()


def _catalogue(text: str) -> str:
    head = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    return head + text


def test_a_site_speaks_its_language_everywhere(tmp_path: Path) -> None:
    revised = "revisions:\n  - {date: 2025-05-02, kind: correction, note: Назву виправлено.}\n"
    brief = MINIMAL["content/briefs/first.md"]
    assert isinstance(brief, str)
    files = {**MINIMAL, "content/briefs/first.md": brief.replace("sources:", f"{revised}sources:")}
    root = write_site(tmp_path, {**files, "site.yaml": f"{SETTINGS}lang: uk\n"})
    build_site(root)

    pages = {path: data.decode(errors="replace") for path, data in tree(root / "output").items()}
    assert '<html lang="uk">' in pages["index.html"]
    assert '<time datetime="2025-04-30">30 квітня 2025\u202fр.</time>' in pages["briefs/first/index.html"]
    assert "<h1>Зведення за квітень 2025\u202fр.</h1>" in pages["archive/2025/04/index.html"]
    assert "<title>Виправлення: Ministers sign a deal on minerals</title>" in pages["corrections/feed.xml"]
    assert "1 зведення" in pages["actors/ukraine/index.html"]
    assert "Сторінку не знайдено" in pages["404.html"]
    assert "Це стрічка." in pages["feeds.css"]


def test_a_site_without_a_catalogue_has_dates_of_its_own_and_is_told(tmp_path: Path) -> None:
    root = write_site(tmp_path, {**MINIMAL, "site.yaml": f"{SETTINGS}lang: de-AT\n"})

    assert check_site(root) == [
        "site.yaml: warning[no-catalogue]: there are no interface texts in the language 'de-AT': they stay English\n"
        "    add locales/de-AT.po; docs/themes.md tells how"
    ]
    build_site(root)
    assert ">30. April 2025</time>" in tree(root / "output")["briefs/first/index.html"].decode()


def test_catalogues_are_heard_text_by_text_from_the_site_down_to_the_default_theme(tmp_path: Path) -> None:
    files = {
        "site.yaml": f"{SETTINGS}lang: uk\n",
        "locales/uk.po": _catalogue('msgid "Actors"\nmsgstr "Дійові особи & інші"\n'),
    }
    root = write_site(tmp_path, {**MINIMAL, **files})
    build_site(root)
    home = tree(root / "output")["index.html"].decode()
    assert "Дійові особи &amp; інші</a>" in home
    assert "Теми</a>" in home


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            'msgid "Older"\nmsgstr "%(who)s"\n',
            ":5: error[bad-catalogue]: '%(who)s' has the value 'who', which is not known",
        ),
        ('msgid "Older"\nmsgstr "100 %"\n', ":5: error[bad-catalogue]: '100 %' has a lone '%'"),
        ('msgid "Older\n', ":5: error[bad-catalogue]: this catalogue cannot be read"),
    ],
)
def test_a_catalogue_that_would_break_pages_is_told_with_its_line(tmp_path: Path, text: str, problem: str) -> None:
    files = {"site.yaml": f"{SETTINGS}lang: uk\n", "locales/uk.po": _catalogue(text)}
    root = write_site(tmp_path, {**MINIMAL, **files})

    assert any(f"locales/uk.po{problem}" in line for line in check_site(root)), check_site(root)


def test_an_edited_catalogue_is_seen_by_the_next_build(tmp_path: Path) -> None:
    files = {"site.yaml": f"{SETTINGS}lang: uk\n", "locales/uk.po": _catalogue('msgid "Actors"\nmsgstr "Перші"\n')}
    root = write_site(tmp_path, {**MINIMAL, **files})
    build_site(root)
    write_site(root, {"locales/uk.po": _catalogue('msgid "Actors"\nmsgstr "Другі"\n')})
    build_site(root)
    whole = tree(root / "output")
    build_site(root, clean=True)

    assert tree(root / "output") == whole
    assert "Другі</a>" in whole["index.html"].decode()


# Dates and numbers


@pytest.mark.parametrize(
    ("lang", "written", "shown"),
    [
        ("en", "2025-02-12/2025-02-15", "12–15 February 2025"),
        ("en-GB", "2025-02-21", "21 February 2025"),
        ("en-US", "2025-02-21T09:30Z", "February 21, 2025, 09:30 UTC"),
        ("uk", "2025", "2025"),
        ("uk", "2025-02", "лютий 2025 р."),
        ("uk", "2025-02-21", "21 лютого 2025 р."),
        ("uk", "2025-02-21T09:30+02:00", "21 лютого 2025 р., 09:30 +02:00"),
        ("uk", "2025-02-12/2025-02-15", "12–15 лютого 2025 р."),
        ("uk", "2025-02-28/2025-03-03", "28 лютого – 3 березня 2025 р."),
        ("uk", "2024-12-28/2025-01-03", "28 грудня 2024 р. – 3 січня 2025 р."),
        ("uk", "2025-02/2025-03", "лютий–березень 2025 р."),
        ("es", "2025-02-28/2025-03-03", "28 de febrero – 3 de marzo de 2025"),
        ("zh-Hant", "2024-12/2025-01", "2024年12月至2025年1月"),
        ("qaa", "2025-02-21", "21 February 2025"),
    ],
)
def test_dates_are_written_as_the_language_writes_them(lang: str, written: str, shown: str) -> None:
    assert DateWords(lang).text(Period.parse(written)).replace("\u202f", " ") == shown


_SPANS = st.lists(st.dates(), min_size=2, max_size=2).map(sorted)


@given(st.sampled_from(sorted(locale_identifiers())), _SPANS, st.sampled_from([4, 7, 10]))
def test_every_language_tells_both_ends_of_a_span_with_their_years(lang: str, ends: list[Any], size: int) -> None:
    start, end = (one.isoformat()[:size] for one in ends)
    words = DateWords(lang.replace("_", "-")).ends(Period.parse(f"{start}/{end}"))[0]
    assert [one.date.text for one in words] == ([start] if start == end else [start, end])
    assert all(one.words for one in words)


def test_numbers_have_the_marks_of_the_language_and_keep_their_decimals() -> None:
    ukrainian, _ = make_locale("uk", [])
    assert [ENGLISH.number(one) for one in (7, 1234, "0.125", "-1234.50")] == ["7", "1,234", "0.125", "-1,234.50"]
    assert [ukrainian.number(one) for one in (1234, "2.5")] == ["1\xa0234", "2,5"]


@pytest.mark.parametrize(
    ("number", "form"), [(1, "зведення"), (2, "зведення"), (5, "зведень"), (21, "зведення"), (11, "зведень")]
)
def test_counted_things_stand_in_the_form_of_their_number(number: int, form: str) -> None:
    theme, _ = load_theme(ROOT, "default", "uk")
    assert theme is not None
    assert theme.locale.ngettext("%(num)s brief", "%(num)s briefs", number) == f"{number} {form}"
