"""Copies: the sizes and formats in which pages show pictures of authors, and the files that hold them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

from dateline.content.sources import MediaFile
from dateline.content.walk import CONTENT
from dateline.memo import Memo, toolchain
from dateline.problems import Problem
from dateline.site.page import File
from dateline.site.pictures.values import Copy, Picture

WIDTHS = (480, 960, 1440)
WIDEST = 1920
MAX_BYTES = 50_000_000
_USUAL = 960
"""The copy that is shown where a browser cannot choose."""


class CopyInputs(Struct, frozen=True, dict=True):
    """What a copy is made from; the bytes of the file are known by their digest."""

    file: Path
    of: bytes
    width: int
    """0 for a picture that moves, which keeps its size."""
    kind: str
    code: bytes

    @cached_property
    def digest(self) -> bytes:
        return blake2b(self.of + self.code + f"{self.width}.{self.kind}".encode(), digest_size=16).digest()


def pictures_of(media: Iterable[MediaFile], memo: Memo) -> tuple[dict[str, Picture], tuple[Problem, ...]]:
    """The pictures of a site, by path in content/, and a problem for each file that is none."""
    pictures: dict[str, Picture] = {}
    problems: list[Problem] = []
    for one in media:
        width, height, kind, is_moving, fault = _measured(one, memo)
        if fault:
            hint = "export it anew from the program that made it"
            problems.append(Problem(f"{CONTENT}/{one.path}", 0, 0, "bad-picture", fault, hint))
        else:
            pictures[one.path] = _picture(one, (width, height), kind, is_moving=is_moving)
    return pictures, tuple(problems)


def copy_files(media: Iterable[MediaFile], shown: Mapping[str, Picture]) -> Iterator[File]:
    """The files of all copies of the pictures that are shown; pictures that are one share them."""
    done: set[str] = set()
    for one in media:
        if one.path in shown:
            picture = shown[one.path]
            for kind, copies in ((picture.kind, picture.copies), ("webp", picture.webp)):
                for copy in copies:
                    if copy.url not in done:
                        done.add(copy.url)
                        width = 0 if picture.is_moving else copy.width
                        inputs = CopyInputs(one.file, one.digest, width, kind, _code())
                        yield File(copy.url, inputs, _write_copy, origin=f"{CONTENT}/{one.path}")


def asset_url(path: str, digest: bytes, width: int, kind: str) -> str:
    """The address of a copy, under a name that changes with the picture's bytes.

    >>> asset_url("images/Port.JPG", bytes(8), 480, "webp")
    '/assets/port.00000000-480.webp'
    """
    stem = path.rpartition("/")[2].rpartition(".")[0]
    return f"/assets/{stem.lower()}.{digest.hex()[:8]}-{width}.{kind}"


def _picture(one: MediaFile, size: tuple[int, int], kind: str, *, is_moving: bool) -> Picture:
    width, height = size
    widest = width if is_moving else min(width, WIDEST)
    widths = [widest] if is_moving else [*(one for one in WIDTHS if one < widest), widest]

    def copies(kind: str) -> tuple[Copy, ...]:
        return tuple(Copy(asset_url(one.path, one.digest, width, kind), width) for width in widths)

    plain = copies(kind)
    return Picture(
        url=next((copy.url for copy in reversed(plain) if copy.width <= _USUAL), plain[0].url),
        width=widest,
        height=max(1, round(height * widest / width)),
        kind=kind,
        copies=plain,
        webp=() if is_moving or kind == "webp" else copies("webp"),
        is_moving=is_moving,
    )


def _measured(one: MediaFile, memo: Memo) -> tuple[int, int, str, bool, str]:
    """Width, height, kind, whether it moves, and what is wrong with it; remembered by its bytes."""
    key = blake2b(b"picture" + one.digest + _code(), digest_size=16).digest()
    known = memo.get(key)
    if known is None:
        known = json.dumps(_measure(one.file)).encode()
        memo.put(key, known)
    width, height, kind, is_moving, fault = json.loads(known)
    return int(width), int(height), str(kind), bool(is_moving), str(fault)


def _measure(file: Path) -> tuple[int, int, str, bool, str]:
    from dateline.site.pictures.photos import PictureFault, measure  # noqa: PLC0415  (Pillow loads slowly)

    if file.stat().st_size > MAX_BYTES:
        return 0, 0, "", False, f"the file has more than {MAX_BYTES // 1_000_000} MB"
    try:
        return *measure(file.read_bytes()), ""
    except PictureFault as fault:
        return 0, 0, "", False, str(fault)


def _write_copy(inputs: CopyInputs) -> bytes:
    from dateline.site.pictures.photos import moving, shrunk  # noqa: PLC0415  (Pillow loads slowly)

    if not inputs.width:
        return moving(inputs.file)
    return shrunk(inputs.file, inputs.of, inputs.width, inputs.kind)


def _code() -> bytes:
    return toolchain("site/pictures", libraries=("pillow",))
