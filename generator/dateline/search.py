"""The search index: Pagefind makes it from the published texts, and its files become part of the site.

The index is part of the same publication as the pages. Where its inputs are those of the build before, its files are
kept and Pagefind is not asked. Where Pagefind is missing or fails, the site is published without an index, and the
search page offers its A-Z.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePosixPath

from dateline.memo import toolchain
from dateline.publish.output import OutputFolder
from dateline.site.search_docs import SearchInputs
from dateline.site.urls import SEARCH_INDEX, output_path

MISSING = (
    "the site has no full-text search: Pagefind is not installed (pip install 'dateline[search]'), "
    "so the search page offers its A-Z only"
)
_LIBRARIES = ("pagefind", "pagefind_bin", "pagefind_bin_extended", "cbor2", "zopfli")
_SECONDS = 3600
_OF_OTHER_PAGES = (
    "pagefind-worker.",
    "pagefind-ui.",
    "pagefind-modular-ui.",
    "pagefind-component-ui.",
    "pagefind-highlight.",
)
"""What Pagefind adds for search pages of its own; ours asks its index directly, and without a worker."""


class IndexFault(Exception):
    """There is no index; the message says why."""


def add_search_index(folder: OutputFolder, inputs: SearchInputs, *, anew: bool = False) -> str:
    """Keep or write the files of the index; empty, or the reason why there is none, for the author."""
    if pagefind() is None:
        return MISSING
    digest = blake2b(
        toolchain(libraries=tuple(filter(_is_installed, _LIBRARIES))) + inputs.digest, digest_size=16
    ).digest()
    known = () if anew else folder.made_from(digest)
    if known and all(folder.is_current(path, digest) for path in known):
        for path in known:
            folder.keep(path)
        return ""
    try:
        files = search_index(inputs)
    except IndexFault as fault:
        return str(fault)
    for path, data in files.items():
        folder.write(path, data, digest)
    return ""


def search_index(inputs: SearchInputs) -> dict[str, bytes]:
    """The files of a new index, by their paths in the site. Raises IndexFault.

    It depends on nothing but its inputs and writes nothing that stays, so it may run beside a build or a server.
    """
    program = pagefind()
    if program is None:
        raise IndexFault(MISSING)
    from dateline.search_order import ordered  # noqa: PLC0415  (needs a part of the extra `search`)

    with tempfile.TemporaryDirectory(prefix="dateline-search-") as place:
        try:
            make_index(program, inputs, Path(place))
            files = ordered(dict(_files(Path(place) / "index")))
        except (IndexFault, ValueError) as fault:
            raise IndexFault(f"the site has no full-text search: {fault}") from fault
    return {output_path(SEARCH_INDEX + path): data for path, data in files.items()}


def make_index(program: Path, inputs: SearchInputs, place: Path) -> None:
    """Have the index made in the folder `index` of `place`. Raises IndexFault."""
    pages, index = place / "pages", place / "index"
    pages.mkdir()
    for url, html in inputs.documents():
        file = pages / output_path(url)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(html, encoding="utf-8")
    # One index for all languages: a reader who asks in one finds what is written in another.
    language = inputs.lang.partition("-")[0]
    line: list[Path | str] = [program, "--site", pages, "--output-path", index, "--force-language", language, "--quiet"]
    try:
        done = subprocess.run(line, cwd=place, capture_output=True, text=True, timeout=_SECONDS, check=False)  # noqa: S603
    except OSError as error:
        raise IndexFault(f"Pagefind cannot be run: {error.strerror or error}") from error
    except subprocess.TimeoutExpired as error:
        raise IndexFault("Pagefind did not end within an hour") from error
    if done.returncode or not (index / "pagefind.js").is_file():
        said = (done.stderr or done.stdout).strip().splitlines()
        raise IndexFault(f"Pagefind failed with code {done.returncode}" + (f": {said[-1][:200]}" if said else ""))


@cache
def pagefind() -> Path | None:
    """The program, as its Python package brings it; None where it is not installed."""
    try:
        import cbor2  # noqa: F401, PLC0415
        import zopfli  # type: ignore[import-untyped]  # noqa: F401, PLC0415
        from pagefind.service import get_executable  # noqa: PLC0415  (an extra, and only builds need it)
    except ImportError:
        return None
    found: Path | None = get_executable()
    return found.resolve() if found else None


def _is_installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of every file of the index that a search needs."""
    for file in sorted(folder.rglob("*")):
        path = PurePosixPath(file.relative_to(folder).as_posix())
        if file.is_file() and not path.name.startswith(_OF_OTHER_PAGES):
            yield str(path), file.read_bytes()
