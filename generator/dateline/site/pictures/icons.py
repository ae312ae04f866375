"""Icons: what browsers and phones show for the site, drawn from its title or from a picture of the theme's."""

from __future__ import annotations

from io import BytesIO

from msgspec.structs import replace
from PIL import IcoImagePlugin, Image

from dateline.site.pictures.lettering import draw, drawable, font
from dateline.site.pictures.palette import TEXT, blank, coloured
from dateline.site.pictures.values import Icon

_ICO = (16, 32, 48)


def draw_png(icon: Icon) -> bytes:
    """The icon as a PNG. Raises OSError where the theme's picture is none."""
    if icon.picture:
        file = BytesIO()
        _fitted(icon.picture, icon.size).save(file, "PNG", optimize=True)
        return file.getvalue()
    return coloured(_lettered(icon), icon.colours.accent, icon.colours.ground, icon.colours.ground)


def draw_ico(icon: Icon) -> bytes:
    """The icon in the sizes that browsers ask for, as one file. Raises OSError where the theme's picture is none."""
    pictures = [Image.open(BytesIO(draw_png(replace(icon, size=size)))) for size in _ICO]
    file = BytesIO()
    sizes = [(size, size) for size in _ICO]
    # Named by what writes it, or Pillow loads all its forty plugins to find that
    pictures[-1].save(file, IcoImagePlugin.IcoImageFile.format, sizes=sizes, append_images=pictures[:-1])
    return file.getvalue()


def _lettered(icon: Icon) -> Image.Image:
    drawing = blank(icon.size, icon.size)
    letter, size = drawable(icon.letter), icon.size * 3 // 4
    left, top, right, bottom = font(size).getbbox(letter) if letter else (0, 0, 0, 0)
    place = (round((icon.size - right - left) / 2), round((icon.size - bottom - top) / 2))
    draw(drawing, place, letter, size, TEXT)
    return drawing


def _fitted(picture: bytes, size: int) -> Image.Image:
    """The middle of a picture, as a square of a size."""
    with Image.open(BytesIO(picture)) as image:
        whole = image.convert("RGBA")
    side = min(whole.size)
    left, top = (whole.width - side) // 2, (whole.height - side) // 2
    return whole.resize((size, size), Image.Resampling.LANCZOS, (left, top, left + side, top + side))
