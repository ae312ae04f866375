"""What a site sets in its theme without touching a template: colours, fonts, lengths and interface texts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from dateline.config import Shades
from dateline.content.strict_yaml import read_yaml
from dateline.site.theme import ThemeManifest
from dateline.site.theme_settings import ThemeSetting, contrast, read
from support import MINIMAL, SETTINGS, build_site, check_site, tree, write_site

THEME = Path(__file__).resolve().parents[2] / "themes/default"


def _style(root: Path) -> str:
    return next(
        data for path, data in tree(root / "output").items() if re.match(r"assets/site\.\w+\.css", path)
    ).decode()


def test_settings_stand_at_the_end_of_the_style_sheet_under_a_name_of_their_own(tmp_path: Path) -> None:
    plain = write_site(tmp_path / "plain", MINIMAL)
    own = write_site(
        tmp_path / "own",
        {
            **MINIMAL,
            "site.yaml": SETTINGS
            + "theme_settings:\n"
            + '  accent: {light: "#063", dark: "#AFD"}\n'
            + "  link: '#0050a0'\n"
            + '  font-text: Georgia, "Noto Serif", serif\n'
            + "  wide: 60rem\n",
        },
    )
    build_site(plain)
    build_site(own)

    assert _style(own) == _style(plain) + (
        '\n:root { --font-text: "Georgia", "Noto Serif", serif; --wide: 60rem; }\n'
        "\n@media screen { :root { --link: light-dark(#0050a0, #0050a0); --accent: light-dark(#006633, #aaffdd); } }\n"
    )
    names = [{path for path in tree(root / "output") if path.startswith("assets/site.")} for root in (plain, own)]
    assert not names[0] & names[1]


def test_what_is_no_setting_or_no_value_is_told_with_its_place(tmp_path: Path) -> None:
    settings = """\
theme_settings:
  acent: "#000"
  accent: "#000; } body { display: none"
  font-text: "Georgia; } @import url(//evil.example)"
  wide: calc(1px)
  radius: {light: "#000", dark: "#fff"}
"""
    root = write_site(tmp_path, {**MINIMAL, "site.yaml": SETTINGS + settings})

    problems = "\n".join(check_site(root))
    assert re.findall(r"site.yaml:(\d+):\d+: error\[(.*?)\]", problems) == [
        ("4", "unknown-setting"),
        ("5", "bad-value"),
        ("6", "bad-value"),
        ("7", "bad-value"),
        ("8", "bad-value"),
    ]
    assert "did you mean 'accent'?" in problems


def test_text_too_faint_to_be_read_is_a_warning_with_its_contrast(tmp_path: Path) -> None:
    settings = (
        'theme_settings:\n  soft: {light: "#bbbbbb", dark: "#a7b0b9"}\n  ground: {light: "#ffffff", dark: "#13171c"}\n'
    )
    root = write_site(tmp_path, {**MINIMAL, "site.yaml": SETTINGS + settings})

    problems = [line for line in check_site(root) if "low-contrast" in line]
    assert len(problems) == 2
    assert problems[0].startswith(
        "site.yaml:4:9: warning[low-contrast]: soft (#bbbbbb) on ground (#ffffff) has a contrast of 1.92 on light pages"
    )


def test_labels_take_the_place_of_interface_texts(tmp_path: Path) -> None:
    labels = 'labels:\n  Topics: Files & "dossiers"\n  "Briefs of %(month)s": "In %(month)s"\n'
    root = write_site(tmp_path, {**MINIMAL, "site.yaml": SETTINGS + labels})
    build_site(root)

    pages = tree(root / "output")
    assert b"Files &amp; &#34;dossiers&#34;</a>" in pages["index.html"]
    assert b"<h1>In April 2025</h1>" in pages["archive/2025/04/index.html"]


def test_labels_of_no_text_and_with_other_values_are_told(tmp_path: Path) -> None:
    labels = 'labels:\n  Topcis: Files\n  "Briefs of %(month)s": "In %(year)s"\n  "%(num)s briefs": "many"\n'
    root = write_site(tmp_path, {**MINIMAL, "site.yaml": SETTINGS + labels})

    problems = check_site(root)
    assert [line.partition(": ")[2] for line in "\n".join(problems).splitlines() if "unknown-label" in line] == [
        "error[unknown-label]: the theme has no interface text 'Topcis'",
        "error[unknown-label]: 'In %(year)s' has an unknown value 'year'",
        "error[unknown-label]: '%(num)s briefs' has a form for every number",
    ]


def test_the_default_theme_tells_the_values_that_its_style_sheet_has_and_they_are_readable() -> None:
    document, _ = read_yaml((THEME / "theme.yaml").read_text(encoding="utf-8"), "theme.yaml")
    settings = ThemeManifest.model_validate(document.values).settings
    css = (THEME / "assets/site.css").read_text(encoding="utf-8")
    named = dict(re.findall(r"--([a-z-]+): (.*?);", css.partition("\n}")[0]))
    for name, setting in settings.items():
        default = setting.default
        told = f"light-dark({default.light}, {default.dark})" if isinstance(default, Shades) else default
        assert named[name] == told, name
        for ground in setting.on:
            pairs = zip(read(setting, default), read(settings[ground], settings[ground].default), strict=True)
            assert all(contrast(text, behind) >= 4.5 for text, behind in pairs), (name, ground)


@given(st.text(max_size=40), st.sampled_from(["color", "font", "length"]))
def test_no_value_gets_anything_into_a_style_sheet_but_a_value(text: str, kind: str) -> None:
    default = {"color": "#000000", "font": "serif", "length": "1rem"}[kind]
    setting = ThemeSetting.model_validate({"type": kind, "default": default, "meaning": "Any."})
    try:
        value = read(setting, text)
    except PydanticCustomError:
        return
    for part in [value] if isinstance(value, str) else value:
        assert re.fullmatch(r'[#A-Za-z0-9 ,."_-]+', part)
        assert part.count('"') % 2 == 0


@pytest.mark.parametrize(("one", "other", "ratio"), [("#ffffff", "#767676", 4.54), ("#000000", "#000000", 1.0)])
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert round(contrast(one, other), 2) == round(contrast(other, one), 2) == ratio
