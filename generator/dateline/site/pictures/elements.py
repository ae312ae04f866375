"""Elements: the HTML that shows a picture in the sizes and formats that there are."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from dateline.site.pictures.values import Copy, Picture

SIZES = "(min-width: 48rem) 43rem, 94vw"
"""How wide a picture is in a text of the default theme."""


def picture_element(
    picture: Picture, own: str, href: Callable[[str], str], *, sizes: str = "", is_late: bool = False
) -> str:
    """A picture with its measures, so that the page does not move when it comes.

    `own` are attributes that go before these, such as ` alt="..."`; `is_late` lets browsers wait until it is near.
    """
    late = ' loading="lazy" decoding="async"' if is_late else ""
    choice = _choice(picture.copies, href, sizes) if len(picture.copies) > 1 else ""
    image = (
        f'<img{own} src="{escape(href(picture.url))}"{choice} width="{picture.width}" height="{picture.height}"{late}>'
    )
    if not picture.webp:
        return image
    return f'<picture><source type="image/webp"{_choice(picture.webp, href, sizes)}>{image}</picture>'


def _choice(copies: tuple[Copy, ...], href: Callable[[str], str], sizes: str) -> str:
    """The attributes from which a browser chooses a copy that fits."""
    if len(copies) == 1:
        return f' srcset="{escape(href(copies[0].url))}"'
    listed = ", ".join(f"{href(copy.url)} {copy.width}w" for copy in copies)
    return f' srcset="{escape(listed)}" sizes="{escape(sizes or SIZES)}"'
