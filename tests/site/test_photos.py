from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html  # type: ignore[import-untyped]
from PIL import Image, ImageDraw

from dateline.site.pictures.photos import PictureFault, measure
from support import MINIMAL, Files, build_site, check_site, png, tree, write_site

BRIEF = """\
---
title: Ministers meet
date: 2025-05-01
bluf: They met.
actors: [ukraine]
image: images/lead.jpg
image_alt: A port & its "cranes"
sources: [{title: Text}]
---
Text.

![A map](images/map.png)

![A small one](images/small.png)
"""
PLACE = b"50.4501 N"


def photo(size: tuple[int, int], kind: str = "JPEG", mode: str = "RGB", **extra: Any) -> bytes:
    """A picture with a white half at its left, as the bytes of a file."""
    image = Image.new(mode, size)
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2 - 1, size[1]), fill="white")
    file = BytesIO()
    image.save(file, kind, **extra)
    return file.getvalue()


def exif(turn: int) -> Image.Exif:
    """What a telephone writes into a photo: which side is up, its maker, and where it was taken."""
    told = Image.Exif()
    told[0x0112] = turn
    told[0x010F] = "Telephone"
    told.get_ifd(0x8825)[1] = PLACE.decode()
    return told


SITE: Files = {
    **MINIMAL,
    "content/briefs/meet.md": BRIEF,
    "content/images/lead.jpg": photo((1600, 1200), exif=exif(6), comment=b"Secret remark"),
    "content/images/map.png": photo((700, 100), "PNG", "RGBA"),
    "content/images/small.png": png(4, 3, 0, b"tEXtComment\0Secret remark"),
    "content/images/unused.png": png(),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(tmp_path_factory.mktemp("site"), SITE)


@pytest.fixture(scope="module")
def output(root: Path) -> Path:
    return build_site(root).output


@pytest.fixture(scope="module")
def pictures(output: Path) -> dict[str, html.HtmlElement]:
    """The pictures of the brief, by their texts."""
    page = html.fromstring((output / "briefs/meet/index.html").read_bytes())
    return {image.get("alt"): image for image in page.xpath("//main//img")}


def copies(output: Path, srcset: str) -> list[tuple[str, int, tuple[int, int]]]:
    """Format, width as told and true size of each file that a `srcset` names."""
    found = []
    for entry in srcset.split(", "):
        url, _, width = entry.partition(" ")
        with Image.open(output / "briefs/meet" / url) as image:
            found.append((str(image.format), int(width.removesuffix("w")), image.size))
    return found


def test_a_photo_is_shown_upright_in_several_widths_and_as_webp(output: Path, pictures: dict[str, Any]) -> None:
    lead = pictures['A port & its "cranes"']
    assert copies(output, lead.get("srcset")) == [
        ("JPEG", 480, (480, 640)),
        ("JPEG", 960, (960, 1280)),
        ("JPEG", 1200, (1200, 1600)),
    ]
    assert (lead.get("width"), lead.get("height")) == ("1200", "1600")
    (source,) = lead.xpath("./ancestor::picture//source")
    assert source.get("type") == "image/webp"
    assert [one[:2] for one in copies(output, source.get("srcset"))] == [("WEBP", 480), ("WEBP", 960), ("WEBP", 1200)]
    with Image.open(output / "briefs/meet" / lead.get("src")) as image:  # its white half, once left, is on top
        top, bottom = image.getpixel((480, 100)), image.getpixel((480, 1200))
    assert (sum(top), sum(bottom)) > (700, 0)  # type: ignore[arg-type]
    assert sum(bottom) < 60  # type: ignore[arg-type]


def test_the_picture_of_a_brief_comes_at_once_and_those_in_its_text_late(pictures: dict[str, Any]) -> None:
    assert pictures['A port & its "cranes"'].get("loading") is None
    assert {pictures[text].get("loading") for text in ("A map", "A small one")} == {"lazy"}


def test_a_drawing_keeps_its_transparency_and_a_small_one_its_size(output: Path, pictures: dict[str, Any]) -> None:
    assert copies(output, pictures["A map"].get("srcset")) == [("PNG", 480, (480, 69)), ("PNG", 700, (700, 100))]
    small = pictures["A small one"]
    assert (small.get("srcset"), small.get("width"), small.get("height")) == (None, "4", "3")
    with Image.open(output / "briefs/meet" / pictures["A map"].get("src")) as image:
        assert image.mode == "RGBA"


def test_no_file_tells_where_and_with_what_a_photo_was_taken(output: Path) -> None:
    files = [data for path, data in tree(output).items() if path.startswith("assets/")]
    assert not [data for data in files if PLACE in data or b"Telephone" in data or b"Secret" in data or b"Exif" in data]


def test_only_pictures_that_a_page_shows_are_published(output: Path) -> None:
    assert not [path for path in tree(output) if "unused" in path]


def test_a_second_build_makes_no_copy_again_and_a_clean_one_makes_the_same(root: Path, output: Path) -> None:
    assert build_site(root).report.written == ()
    before = tree(output)
    build_site(root, clean=True)
    assert tree(output) == before


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (photo((9, 6), "WEBP"), "webp"),
        (photo((9, 6), "AVIF"), "jpg"),
        (photo((9, 6), "GIF"), "png"),
        (photo((9, 6), "JPEG", "CMYK"), "jpg"),
        (photo((9, 6), "PNG", "I;16"), "png"),
        (photo((9, 6), "GIF", save_all=True, append_images=[Image.new("RGB", (9, 6), "red")], duration=90), "gif"),
    ],
    ids=["webp", "avif", "gif", "cmyk", "16-bit", "moving"],
)
def test_pictures_of_every_kind_are_shown(tmp_path: Path, data: bytes, kind: str) -> None:
    files = {
        **MINIMAL,
        "content/p.gif": data,
        "content/pages/a.md": "---\ntitle: A\n---\n![P](p.gif)\n",
    }
    output = build_site(write_site(tmp_path, files)).output
    (image,) = html.fromstring((output / "a/index.html").read_bytes()).xpath("//main//img")
    assert image.get("src").endswith(f".{kind}")
    with Image.open(output / "a" / image.get("src")) as written:
        assert written.size == (9, 6)
        assert getattr(written, "n_frames", 1) == (2 if kind == "gif" else 1)


def test_what_is_no_picture_is_a_problem_whether_it_is_shown_or_not(tmp_path: Path) -> None:
    files = {
        **MINIMAL,
        "content/a.png": photo((30, 30))[:200],
        "content/b.jpg": b"%PDF-1.7",
        "content/c.png": png(9, 9),
    }
    assert [line for line in check_site(write_site(tmp_path, files)) if "bad-picture" in line] == [
        f"content/{name}: error[bad-picture]: the file is damaged, or is no picture of a kind that browsers show\n"
        "    export it anew from the program that made it"
        for name in ("a.png", "b.jpg")
    ]


def test_a_small_file_that_claims_to_be_huge_is_not_opened() -> None:
    for side in (8_000, 10_000, 100_000):
        with pytest.raises(PictureFault, match="more than 60 million pixels"):
            measure(png(claimed=side))


@settings(max_examples=200)
@given(st.data())
def test_damaged_files_are_faults_and_never_errors(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([photo((12, 9), kind) for kind in ("JPEG", "PNG", "GIF", "WEBP")]))
    cut = data.draw(st.integers(0, len(whole)))
    junk = data.draw(st.binary(max_size=20))
    try:
        measures = measure(whole[:cut] + junk + whole[cut + len(junk) :])
    except PictureFault:
        return
    assert measures.width > 0
