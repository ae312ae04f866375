"""Photos: pictures of authors, checked, and written anew in the sizes and formats that pages ask for.

What is written is made of the pixels alone: where and when a photo was taken, and all else that its file tells, is left
behind. Colours of a wide gamut become those of the web.
"""

from __future__ import annotations

import struct
import warnings
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageCms, ImageOps

MAX_PIXELS = 60_000_000
"""The largest picture that is opened, all its frames together: a small file can claim to hold any number."""
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
_KINDS = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp", "AVIF": "jpg"}
"""How a picture is written beside its WebP, by its own format."""
_MOVING = frozenset({"GIF", "WEBP", "PNG"})
_DAMAGE = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, OverflowError, struct.error)
"""What Pillow raises for damaged files."""


class Measures(NamedTuple):
    """A picture that can be shown: its size as readers see it, how it is written, and whether it moves."""

    width: int
    height: int
    kind: str
    is_moving: bool


class PictureFault(ValueError):
    """A picture cannot be shown; says why."""


def measure(data: bytes) -> Measures:
    """The measures of a picture. Raises PictureFault: every pixel is read, so what is cut off is found."""
    try:
        with _opened(data) as image:
            image.load()
            turned = image.getexif().get(0x0112, 1) in range(5, 9)
            kind = _KINDS[str(image.format)]
            width, height = (image.height, image.width) if turned else image.size
            return Measures(width, height, _with_alpha(kind, image), _is_moving(image))
    except PictureFault:
        raise
    except Image.DecompressionBombError:
        raise PictureFault(_too_large()) from None
    except _DAMAGE:
        raise PictureFault("the file is damaged, or is no picture of a kind that browsers show") from None


def shrunk(file: Path, digest: bytes, width: int, kind: str) -> bytes:
    """A picture that was measured, `width` pixels wide, as a JPEG, PNG or WebP."""
    image, is_drawing = _pixels(file, digest)
    if image.width != width:
        size = (width, max(1, round(image.height * width / image.width)))
        image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    out = BytesIO()
    match kind:
        case "jpg":
            image.convert("RGB").save(out, "JPEG", quality=82, optimize=True, progressive=True)
        case "png":
            image.save(out, "PNG", optimize=True)
        case _:
            image.save(out, "WEBP", quality=80, method=4, lossless=is_drawing)
    return out.getvalue()


def moving(file: Path) -> bytes:
    """A picture that moves, in its own format and size, without anything but its frames."""
    with _opened(file.read_bytes()) as image:
        out = BytesIO()
        image.info = {key: image.info[key] for key in ("duration", "loop", "transparency") if key in image.info}
        image.save(out, str(image.format), save_all=True)
        return out.getvalue()


@lru_cache(maxsize=1)  # the sizes of a picture are made one after another
def _pixels(file: Path, _digest: bytes) -> tuple[Image.Image, bool]:
    """The upright pixels of a picture, as RGB or RGBA; and whether it is to be kept exactly."""
    with _opened(file.read_bytes()) as image:
        upright = _in_srgb(ImageOps.exif_transpose(image))
        pixels = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    pixels.info = {}  # remarks would go into the copies
    return pixels, image.format in ("PNG", "GIF")


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if not profile:
        return image
    mode = "RGBA" if image.has_transparency_data and image.mode != "CMYK" else "RGB"
    source = image if image.mode in ("RGB", "RGBA", "CMYK") else image.convert(mode)
    try:
        wide = ImageCms.ImageCmsProfile(BytesIO(profile))
        same = ImageCms.profileToProfile(source, wide, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return same or image


def _opened(data: bytes) -> Image.Image:
    """The picture, of which nothing but its head was read. Raises PictureFault where it has too many pixels."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit here is lower
        image = Image.open(BytesIO(data), formats=_FORMATS)
    if image.width * image.height * (getattr(image, "n_frames", 1) if _is_moving(image) else 1) > MAX_PIXELS:
        image.close()
        raise PictureFault(_too_large())
    return image


def _is_moving(image: Image.Image) -> bool:
    return image.format in _MOVING and bool(getattr(image, "is_animated", False))


def _with_alpha(kind: str, image: Image.Image) -> str:
    """JPEG has no transparency, and a GIF that stands still is better off as a PNG."""
    if kind == "gif" and not _is_moving(image):
        return "png"
    return "png" if kind == "jpg" and image.has_transparency_data else kind


def _too_large() -> str:
    return f"the picture has more than {MAX_PIXELS // 1_000_000} million pixels"
