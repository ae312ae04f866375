from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html  # type: ignore[import-untyped]
from PIL import Image, ImageChops, ImageDraw

from dateline.site.pictures.card import draw_card
from dateline.site.pictures.icons import draw_png
from dateline.site.pictures.lettering import cut, draw, drawable, font, lines_of, width_of
from dateline.site.pictures.palette import TEXT, blank, coloured
from dateline.site.pictures.values import Card, Colours, Icon, colours_of, toolkit
from support import MINIMAL, Files, build_site, check_site, tree, write_site

COLOURS = Colours("#fffefb", "#101418", "#a42f16")
BRIEF = "---\ntitle: Brief {number}\ndate: 2025-05-{number:02}\nactors: [ukraine]\n---\nText.\n"
SITE: Files = {
    **MINIMAL,
    "site.yaml": "title: Test Desk\nbase_url: https://desk.example/below\nsocial_cards: 2\n",
    **{f"content/briefs/b{number}.md": BRIEF.format(number=number) for number in (1, 2)},
}


def card(**parts: str) -> bytes:
    texts = {"site": "", "title": "", "summary": "", "note": "", "marking": ""} | parts
    return draw_card(Card(**texts, colours=COLOURS, toolkit=toolkit()))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(tmp_path_factory.mktemp("site"), SITE)


@pytest.fixture(scope="module")
def output(root: Path) -> Path:
    return build_site(root).output


def image_of(output: Path, url: str) -> str:
    (image,) = html.fromstring((output / url / "index.html").read_bytes()).xpath(
        "//meta[@property='og:image']/@content"
    )
    return str(image)


def test_the_newest_briefs_have_cards_of_their_own_and_other_pages_the_site_s(output: Path) -> None:
    base = "https://desk.example/below"
    assert image_of(output, "briefs/b2") == f"{base}/briefs/b2/card.png"
    assert image_of(output, "briefs/b1") == f"{base}/briefs/b1/card.png"
    assert image_of(output, "briefs/first") == f"{base}/card.png"
    assert image_of(output, "topics/minerals") == f"{base}/topics/minerals/card.png"
    assert image_of(output, "archive") == f"{base}/card.png"
    assert sorted(path for path in tree(output) if path.endswith("card.png")) == [
        "actors/ukraine/card.png",
        "briefs/b1/card.png",
        "briefs/b2/card.png",
        "card.png",
        "topics/minerals/card.png",
    ]


def test_a_card_has_the_size_that_networks_ask_for_and_few_bytes(output: Path) -> None:
    for path in output.rglob("card.png"):
        with Image.open(path) as image:
            assert (image.format, image.size) == ("PNG", (1200, 630))
        assert path.stat().st_size < 60_000


def test_a_second_build_draws_nothing_and_a_new_summary_draws_one_card(root: Path, output: Path) -> None:
    before = tree(output)
    assert build_site(root).report.written == ()
    path = root / "content/topics/minerals.md"
    path.write_text(path.read_text().replace("Ores", "Stones"))
    build_site(root)
    after = tree(output)
    path.write_text(path.read_text().replace("Stones", "Ores"))
    build_site(root)
    changed = [path for path in before if path.endswith(".png") and before[path] != after[path]]
    assert changed == ["topics/minerals/card.png"]
    assert tree(output) == before


def test_a_theme_s_colours_are_those_of_its_cards_and_icons(tmp_path: Path) -> None:
    files = {**MINIMAL, "assets/site.css": ":root { --ground: #102030; --text: light-dark(#AABBCC, #000000) }"}
    output = build_site(write_site(tmp_path, files)).output
    with Image.open(output / "card.png") as image:
        colours = {colour for _, colour in image.convert("RGB").getcolors() or []}
    assert {(0x10, 0x20, 0x30), (0xAA, 0xBB, 0xCC)} <= colours
    assert json.loads((output / "site.webmanifest").read_text())["theme_color"] == "#102030"


def test_colours_that_a_theme_does_not_name_are_dateline_s() -> None:
    assert colours_of(b"") == colours_of(b":root { --accent: red }") == Colours()


def test_the_colours_of_a_site_s_own_settings_win() -> None:
    css = b":root { --text: light-dark(#111111, #eeeeee) } @media screen { :root { --text: light-dark(#abc, #fff); } }"
    assert colours_of(css).text == "#aabbcc"
    assert colours_of(
        b":root { --text: #123456 } @media (prefers-color-scheme: dark) { :root { --text: #fff } }"
    ).text == ("#123456")


def test_the_icons_come_in_the_sizes_that_are_asked_for(output: Path) -> None:
    sizes = {"apple-touch-icon.png": 180, "icon-192.png": 192, "icon-512.png": 512}
    for name, size in sizes.items():
        with Image.open(output / name) as image:
            assert image.size == (size, size)
    with Image.open(output / "favicon.ico") as image:
        assert image.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    assert ">T</text>" in (output / "icon.svg").read_text()
    manifest = json.loads((output / "site.webmanifest").read_text())
    assert all((output / icon["src"]).is_file() for icon in manifest["icons"])
    root = html.fromstring((output / "briefs/b2/index.html").read_bytes())
    links = root.xpath("//link[@rel='icon' or @rel='apple-touch-icon' or @rel='manifest']/@href")
    assert len(links) == 4
    assert all((output / "briefs/b2" / link).resolve().is_file() for link in links)


def test_a_picture_of_the_theme_s_takes_the_place_of_the_letter(tmp_path: Path) -> None:
    file = BytesIO()
    Image.new("RGB", (600, 400), (1, 2, 3)).save(file, "PNG")
    files = {
        **MINIMAL,
        "assets/icon.png": file.getvalue(),
        "assets/icon.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    }
    output = build_site(write_site(tmp_path, files)).output
    with Image.open(output / "icon-192.png") as image:
        assert image.convert("RGB").getcolors() == [(192 * 192, (1, 2, 3))]
    assert (output / "icon.svg").read_bytes() == b"<svg xmlns='http://www.w3.org/2000/svg'/>"


def test_a_picture_for_icons_that_is_none_is_a_problem(tmp_path: Path) -> None:
    assert check_site(write_site(tmp_path, {**MINIMAL, "assets/icon.png": b"<svg/>"})) == [
        "assets/icon.png: error[bad-picture]: the file is damaged, or is no picture of a kind that browsers show\n"
        "    make it a square PNG of 512 pixels"
    ]


def test_a_title_in_letters_that_the_font_lacks_leaves_the_card_of_the_site() -> None:
    assert card(site="Desk", title="鉱物の協定", summary="Text.") == card(site="Desk")
    assert card(site="Desk", title="Угода про надра, ΑΒΓ, Łódź") != card(site="Desk")
    assert drawable("a\u00a0b\n c\u200d\u00ad") == "a b c"
    assert draw_png(Icon("鉱", COLOURS, b"", 32, toolkit()))


@pytest.mark.parametrize("text", ["Toy jff fi “f”] WAVA", "Угода про надра: Їжак", "Αθήνα, ΰώ ΑΒΓ"])
def test_texts_look_as_if_they_were_drawn_as_a_whole(text: str) -> None:
    whole, by_letters = blank(900, 80), blank(900, 80)
    pen = ImageDraw.Draw(whole)
    pen.fontmode = "L"
    pen.text((20, 0), text, font=font(50), fill=TEXT)
    draw(by_letters, (20, 0), text, 50, TEXT)
    drawings = [image.convert("L") for image in (whole, by_letters)]
    assert max(ImageChops.difference(*drawings).tobytes()) <= 1
    assert width_of(text, 50) == font(50).getlength(text)


@pytest.mark.parametrize("size", [(1, 1), (17, 3), (48, 48)])
def test_a_drawing_in_colours_is_a_picture_of_the_same_pixels(size: tuple[int, int]) -> None:
    drawing = blank(*size)
    drawing.putpixel((size[0] - 1, size[1] - 1), TEXT)
    with Image.open(BytesIO(coloured(drawing, "#ffffff", "#123456", "#ff0000"))) as image:
        assert (image.format, image.mode) == ("PNG", "P")
        assert image.tobytes() == drawing.tobytes()
        assert image.convert("RGB").getpixel((size[0] - 1, size[1] - 1)) == (0x12, 0x34, 0x56)


def test_a_marking_stands_on_the_card() -> None:
    assert card(title="A", marking="TLP:GREEN") != card(title="A")


@settings(max_examples=25)
@given(st.text(max_size=400), st.text(max_size=600), st.text(max_size=60))
def test_any_text_makes_a_card(title: str, summary: str, site: str) -> None:
    with Image.open(BytesIO(card(site=site, title=title, summary=summary))) as image:
        assert image.size == (1200, 630)


@given(st.lists(st.text("abcWi", min_size=1, max_size=60), max_size=12), st.integers(60, 600))
def test_lines_fit_their_width_and_keep_every_letter(words: list[str], width: int) -> None:
    lines = lines_of(" ".join(words), 40, width)
    assert "".join(lines).replace(" ", "") == "".join(words)
    assert all(font(40).getlength(line) <= width + 6 or len(line) == 1 for line in lines)
    assert len(cut(lines, 3)) <= 3
