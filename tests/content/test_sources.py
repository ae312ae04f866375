from __future__ import annotations

import builtins
import hashlib
import io
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.content.sources import SourceFile, Sources, read_sources, read_text

PNG = b"\x89PNG\r\n\x1a\n\x00"


def site(root: Path, files: Mapping[str, str | bytes]) -> Sources:
    """A site with these files below `content/`, read."""
    for path, content in files.items():
        file = root / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_sources(root)


def shown(sources: Sources) -> list[str]:
    return [str(problem) for problem in sources.problems]


def paths(sources: Sources) -> list[str]:
    return [file.path for file in sources.files]


# --- which files are records


def test_every_folder_of_records_is_read_with_its_kind(tmp_path: Path) -> None:
    sources = site(
        tmp_path,
        {
            "briefs/2025/b.md": "B",
            "actors/x/y/z.md": "A",
            "topics/t.yaml": "name: T",
            "pages/about.md": "P",
            "publishers/wire.yml": "name: W",
            "publishers.yaml": "wire: {name: W}",
        },
    )

    assert shown(sources) == []
    assert sources.files == (
        source("content/actors/x/y/z.md", "actor", text="A"),
        source("content/briefs/2025/b.md", "brief", text="B"),
        source("content/pages/about.md", "page", text="P"),
        source("content/publishers.yaml", "publisher", meta="wire: {name: W}", many=True),
        source("content/publishers/wire.yml", "publisher", meta="name: W"),
        source("content/topics/t.yaml", "topic", meta="name: T"),
    )


def source(
    path: str,
    kind: str,
    *,
    text: str | None = None,
    meta: str | None = None,
    meta_path: str | None = None,
    is_plain: bool = False,
    many: bool = False,
) -> SourceFile:
    alone = path if meta is not None else None
    parts = (None if part is None else part.encode() for part in (text, meta))
    return SourceFile(path, kind, next(parts), meta_path or alone, next(parts), is_plain, many)  # type: ignore[arg-type]


@pytest.mark.parametrize("extension", ["yaml", "yml"])
def test_a_sidecar_belongs_to_the_text_of_its_stem(tmp_path: Path, extension: str) -> None:
    sources = site(
        tmp_path,
        {
            "briefs/a.b.md": "Text",
            f"briefs/a.b.{extension}": "title: A",
            "briefs/c.txt": "C",
            "briefs/c.yml": "title: C",
        },
    )

    assert shown(sources) == []
    assert sources.files == (
        source(
            "content/briefs/a.b.md", "brief", text="Text", meta="title: A", meta_path=f"content/briefs/a.b.{extension}"
        ),
        source(
            "content/briefs/c.txt", "brief", text="C", meta="title: C", meta_path="content/briefs/c.yml", is_plain=True
        ),
    )


def test_two_files_that_would_be_one_record_are_a_problem_and_the_first_counts(tmp_path: Path) -> None:
    sources = site(
        tmp_path,
        {"briefs/a.md": "md", "briefs/a.txt": "txt", "briefs/a.yaml": "x: yaml", "briefs/a.yml": "x: yml"},
    )

    (file,) = sources.files
    assert (file.path, file.text, file.meta) == ("content/briefs/a.md", b"md", b"x: yaml")
    assert shown(sources) == [
        (
            "content/briefs/a.txt: error[duplicate-id]: 'a.txt' and 'a.md' would be one record\n"
            "    rename or remove one of them"
        ),
        (
            "content/briefs/a.yml: error[duplicate-id]: 'a.yml' and 'a.yaml' would be one record\n"
            "    rename or remove one of them"
        ),
    ]


def test_two_lists_of_publishers_are_a_problem(tmp_path: Path) -> None:
    sources = site(tmp_path, {"publishers.yaml": "a: {}", "publishers.yml": "b: {}"})

    assert [(file.path, file.many) for file in sources.files] == [("content/publishers.yaml", True)]
    assert shown(sources) == [
        (
            "content/publishers.yml: error[duplicate-id]: 'publishers.yml' and 'publishers.yaml' would be one record\n"
            "    rename or remove one of them"
        )
    ]


def test_pictures_anywhere_are_media_with_the_digest_of_their_bytes(tmp_path: Path) -> None:
    names = ["a.jpg", "images/b.JPEG", "briefs/2025/c.png", "d.gif", "e.webp", "f.avif"]
    sources = site(tmp_path, {name: PNG + name.encode() for name in names})

    assert shown(sources) == []
    assert sources.files == ()
    assert [medium.path for medium in sources.media] == sorted(names)
    for medium in sources.media:
        assert medium.file.read_bytes() == PNG + medium.path.encode()
        assert medium.digest == hashlib.blake2b(PNG + medium.path.encode(), digest_size=16).digest()


def test_what_editors_and_systems_leave_about_is_passed_over(tmp_path: Path) -> None:
    names = [".hidden/a.md", "briefs/.a.md", "_drafts/a.md", "briefs/_a.md", "briefs/a.md~", "briefs/.a.md.swp"]
    names += ["briefs/a.swp", "images/Thumbs.db", ".DS_Store", "README.md"]

    assert site(tmp_path, dict.fromkeys(names, b"\xff\x00")) == Sources((), (), ())


@pytest.mark.parametrize(
    ("path", "message", "hint"),
    [
        ("images/a.svg", "a file of this kind is not published", "export it as PNG or WebP: an SVG may hold scripts"),
        ("brief/a.md", "records of no kind lie in this folder", "did you mean 'briefs'?"),
        (
            "a.md",
            "records of no kind lie in this folder",
            "records lie in content/briefs/, content/actors/, content/topics/, content/pages/ or content/publishers/",
        ),
        (
            "publishers.md",
            "records of no kind lie in this folder",
            "records lie in content/briefs/, content/actors/, content/topics/, content/pages/ or content/publishers/",
        ),
        (
            "briefs/a.docx",
            "a file of this kind is not published",
            "records are .md, .txt, .yaml or .yml, pictures .avif, .gif, .jpeg, .jpg, .png or .webp files",
        ),
        (
            "briefs/a.b/noextension",
            "a file of this kind is not published",
            "records are .md, .txt, .yaml or .yml, pictures .avif, .gif, .jpeg, .jpg, .png or .webp files",
        ),
    ],
)
def test_any_other_file_is_a_warning(tmp_path: Path, path: str, message: str, hint: str) -> None:
    sources = site(tmp_path, {path: "x", "briefs/README.md": "x"})

    assert shown(sources) == [f"content/{path}: warning[misplaced-file]: {message}\n    {hint}"]
    assert paths(sources) == ["content/briefs/README.md"]  # only at the top does this name mean something else


# --- what they hold


def test_line_ends_and_byte_order_marks_are_normalised(tmp_path: Path) -> None:
    sources = site(
        tmp_path, {"briefs/a.md": b"\xef\xbb\xbfa\r\nb\rc\n\r\n\xef\xbb\xbfd", "briefs/a.yaml": b"\xef\xbb\xbfx: 1\r\n"}
    )

    assert [(file.text, file.meta) for file in sources.files] == [("a\nb\nc\n\n\ufeffd".encode(), b"x: 1\n")]


@pytest.mark.parametrize(
    ("data", "place", "message"),
    [
        (b"a\r\n\xc3\xa4b\xe9c", "2:3", "the byte 0xE9 that stands here is not UTF-8"),
        (b"\xef\xbb\xbf\xc3\xa4\xff", "1:2", "the byte 0xFF that stands here is not UTF-8"),
        (b"a\rb\x80", "2:2", "the byte 0x80 that stands here is not UTF-8"),
        (b"a\xc3", "1:2", "the byte 0xC3 that stands here is not UTF-8"),
        (b"\xed\xa0\x80", "1:1", "the byte 0xED that stands here is not UTF-8"),
        (b"a\n\n\x00\xff", "3:1", "a NUL byte stands here: this is UTF-16 text or no text at all"),
        (b"\xff\x00", "1:1", "the byte 0xFF that stands here is not UTF-8"),
        ("ä".encode("utf-16-le") + "b".encode("utf-16-le"), "1:1", "the byte 0xE4 that stands here is not UTF-8"),
        ("\ufeffa".encode("utf-16-le"), "1:1", "this is UTF-16 text"),
        ("\ufeffa".encode("utf-16-be"), "1:1", "this is UTF-16 text"),
    ],
)
def test_what_is_no_utf_8_text_is_a_problem_at_its_first_byte(
    tmp_path: Path, data: bytes, place: str, message: str
) -> None:
    sources = site(tmp_path, {"briefs/a.md": data, "briefs/b.md": "B"})

    assert shown(sources) == [f"content/briefs/a.md:{place}: error[not-text]: {message}\n    save it as UTF-8 text"]
    assert paths(sources) == ["content/briefs/b.md"]


def test_a_record_with_a_bad_sidecar_is_left_out_and_both_files_are_told(tmp_path: Path) -> None:
    sources = site(
        tmp_path, {"briefs/a.md": b"\xff", "briefs/a.yaml": b"\xfe", "briefs/b.md": "B", "briefs/b.yml": b"\x00"}
    )

    assert paths(sources) == []
    assert [problem.path for problem in sources.problems] == [
        "content/briefs/a.md",
        "content/briefs/a.yaml",
        "content/briefs/b.yml",
    ]


def test_a_file_too_large_for_a_record_is_not_read(tmp_path: Path) -> None:
    sources = site(tmp_path, {"briefs/a.md": b"x" * 5_000_000, "briefs/b.md": b"\xff" * 5_000_001})

    assert paths(sources) == ["content/briefs/a.md"]
    assert shown(sources) == [
        "content/briefs/b.md: error[too-long]: the file has 5.0 MB; a record may have 5\n    is it a record at all?"
    ]


def test_the_digest_tells_apart_all_that_a_source_file_says() -> None:
    base = source("content/briefs/a.md", "brief", text="ab", meta="c", meta_path="content/briefs/a.yaml")
    others = [
        source("content/briefs/b.md", "brief", text="ab", meta="c", meta_path="content/briefs/a.yaml"),
        source("content/briefs/a.md", "page", text="ab", meta="c", meta_path="content/briefs/a.yaml"),
        source("content/briefs/a.md", "brief", text="a", meta="bc", meta_path="content/briefs/a.yaml"),
        source("content/briefs/a.md", "brief", text="ab", meta="c", meta_path="content/briefs/a.yml"),
        source("content/briefs/a.md", "brief", text="ab", meta="c", meta_path="content/briefs/a.yaml", is_plain=True),
        source("content/briefs/a.md", "brief", text="ab", meta="c", meta_path="content/briefs/a.yaml", many=True),
        source("content/briefs/a.md", "brief", text="", meta="c", meta_path="content/briefs/a.yaml"),
        source("content/briefs/a.md", "brief", text=None, meta="c", meta_path="content/briefs/a.yaml"),
        source("content/briefs/a.md", "brief", text="ab"),
    ]

    assert len({base.digest, *(other.digest for other in others)}) == len(others) + 1
    again = source("content/briefs/a.md", "brief", text="ab", meta="c", meta_path="content/briefs/a.yaml")
    assert again == base
    assert len(base.digest) == 16


def test_a_file_of_the_site_is_read_as_records_are(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_bytes(b"\xef\xbb\xbftitle: A\r\n")
    (tmp_path / "bad.yaml").write_bytes(b"title: \xff")

    assert read_text(tmp_path / "site.yaml", "site.yaml") == ("title: A\n", ())
    text, problems = read_text(tmp_path / "bad.yaml", "shown.yaml")
    assert text is None
    assert [(problem.path, problem.line, problem.column) for problem in problems] == [("shown.yaml", 1, 8)]
    assert read_text(tmp_path / "none.yaml", "none.yaml")[1][0].code == "unreadable-file"


# --- links


def test_links_that_stay_inside_are_followed(tmp_path: Path) -> None:
    site(tmp_path, {"_shared/t.md": "T", "briefs/a.md": "A", "images/x.png": PNG})
    content = tmp_path / "content"
    (content / "topics").symlink_to("_shared")
    (content / "briefs" / "b.md").symlink_to(content / "briefs" / "a.md")
    (content / "briefs" / "y.png").symlink_to("../images/x.png")

    sources = read_sources(tmp_path)

    assert shown(sources) == []
    assert [(file.path, file.text) for file in sources.files] == [
        ("content/briefs/a.md", b"A"),
        ("content/briefs/b.md", b"A"),
        ("content/topics/t.md", b"T"),
    ]
    assert [medium.path for medium in sources.media] == ["briefs/y.png", "images/x.png"]


def test_links_that_lead_out_or_nowhere_are_problems_and_are_not_read(tmp_path: Path) -> None:
    site(tmp_path, {"briefs/a.md": "A"})
    outside = tmp_path / "content-of-others"
    outside.mkdir()
    (outside / "secret.md").write_text("secret")
    briefs = tmp_path / "content" / "briefs"
    (briefs / "b.md").symlink_to(outside / "secret.md")
    (briefs / "c").symlink_to(outside)
    (briefs / "d.md").symlink_to("nothing.md")
    (briefs / "e.md").symlink_to("e.md")

    sources = read_sources(tmp_path)

    assert paths(sources) == ["content/briefs/a.md"]
    leads_out = (
        "error[outside-link]: this link leads out of the content folder\n    copy what it leads to into the folder"
    )
    assert shown(sources)[:3] == [
        f"content/briefs/b.md: {leads_out}",
        f"content/briefs/c: {leads_out}",
        (
            "content/briefs/d.md: error[unreadable-file]: cannot be read: nothing is there\n"
            "    mend or remove the file or link"
        ),
    ]
    assert shown(sources)[3].startswith("content/briefs/e.md: error[unreadable-file]: cannot be read: ")


def test_links_in_circles_end(tmp_path: Path) -> None:
    site(tmp_path, {"briefs/a.md": "A"})
    briefs = tmp_path / "content" / "briefs"
    (briefs / "up").symlink_to("..")
    (briefs / "again").symlink_to(".")

    sources = read_sources(tmp_path)

    assert paths(sources) == ["content/briefs/a.md"]
    message = "this link leads to a folder that is read already, so it is not followed\n    remove the link"
    assert shown(sources) == [
        f"content/briefs/again: warning[misplaced-file]: {message}",
        f"content/briefs/up: warning[misplaced-file]: {message}",
    ]


def test_folders_that_link_to_each_other_do_not_multiply(tmp_path: Path) -> None:
    names = [f"n{number}" for number in range(12)]
    site(tmp_path, {f"briefs/{name}/{name}.md": name for name in names})
    for name in names:
        for other in names:
            if other != name:
                (tmp_path / "content" / "briefs" / name / other).symlink_to(f"../{other}")

    sources = read_sources(tmp_path)

    assert {file.text for file in sources.files} == {name.encode() for name in names}
    assert len(sources.files) <= 2 * len(names)
    assert len(sources.problems) <= 2 * len(names) ** 2


def test_the_content_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    site(tmp_path / "elsewhere", {"briefs/a.md": "A"})
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "content").symlink_to(tmp_path / "elsewhere" / "content")

    assert paths(read_sources(tmp_path / "site")) == ["content/briefs/a.md"]


# --- what the machine refuses


def test_a_site_without_content_is_one_problem(tmp_path: Path) -> None:
    assert shown(read_sources(tmp_path)) == [
        (
            "content: error[unreadable-file]: there is no folder 'content'\n"
            "    name the folder that holds 'content', or make a site with `dateline init`"
        )
    ]


def test_a_file_in_place_of_the_content_folder_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "content").write_text("x")

    assert [(problem.path, problem.code) for problem in read_sources(tmp_path).problems] == [
        ("content", "unreadable-file")
    ]


def test_what_may_not_be_read_is_told_and_the_rest_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site(tmp_path, {"briefs/a.md": "A", "briefs/b.md": "B", "topics/t.md": "T", "images/x.png": PNG})
    really_open, really_scan = open, os.scandir

    def open_unless_forbidden(path: str | Path, *args: object, **kwargs: object) -> object:
        if str(path).endswith(("b.md", "x.png")):
            raise PermissionError(13, "Permission denied", str(path))
        return really_open(path, *args, **kwargs)  # type: ignore[call-overload]

    def scan_unless_forbidden(path: str) -> object:
        if path.endswith("topics"):
            raise PermissionError(13, "Permission denied", path)
        return really_scan(path)

    for module in (builtins, io):
        monkeypatch.setattr(module, "open", open_unless_forbidden)
    monkeypatch.setattr(os, "scandir", scan_unless_forbidden)
    sources = read_sources(tmp_path)

    assert paths(sources) == ["content/briefs/a.md"]
    assert sources.media == ()
    assert shown(sources) == [
        (
            f"content/{path}: error[unreadable-file]: cannot be read: Permission denied\n"
            "    mend or remove the file or link"
        )
        for path in ("briefs/b.md", "images/x.png", "topics")
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    site(tmp_path, {"briefs/a.md": "A"})
    os.mkfifo(tmp_path / "content" / "briefs" / "b.md")

    sources = read_sources(tmp_path)

    assert paths(sources) == ["content/briefs/a.md"]
    assert shown(sources) == ["content/briefs/b.md: warning[misplaced-file]: this is no ordinary file\n    remove it"]


# --- names and order


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not take such names")
def test_names_that_are_no_text_are_shown_escaped(tmp_path: Path) -> None:
    site(tmp_path, {})
    briefs = os.fsencode(tmp_path) + b"/content/briefs/"
    Path(os.fsdecode(briefs)).mkdir(parents=True)
    for name in (b"a\xff.md", b"b\nc.md", b"d\xe2\x80\xaee.md", b"\x1b[31m.docx", b"f\xe2\x80\xa8g.md"):
        Path(os.fsdecode(briefs + name)).write_text("x")

    sources = read_sources(tmp_path)

    assert paths(sources) == [
        "content/briefs/a\\xff.md",
        "content/briefs/b\\x0ac.md",
        "content/briefs/d\\u202ee.md",
        "content/briefs/f\\u2028g.md",
    ]
    assert [problem.path for problem in sources.problems] == ["content/briefs/\\x1b[31m.docx"]


@pytest.mark.skipif(sys.platform == "darwin", reason="the system itself normalises names")
def test_paths_are_in_nfc_and_names_that_differ_only_in_form_clash(tmp_path: Path) -> None:
    sources = site(
        tmp_path,
        {
            "briefs/e\u0301.md": "NFD",
            "topics/\u00e9.md": "NFC",
            "topics/e\u0301.md": "NFD",
            "\u00e9.png": PNG,
            "e\u0301.png": PNG,
        },
    )

    assert paths(sources) == ["content/briefs/\u00e9.md", "content/topics/\u00e9.md"]
    assert [medium.path for medium in sources.media] == ["\u00e9.png"]
    clash = (
        "error[duplicate-id]: two files have this name; they differ only in how their letters are encoded\n"
        "    rename or remove one of them"
    )
    assert shown(sources) == [f"content/topics/\u00e9.md: {clash}", f"content/\u00e9.png: {clash}"]


def test_the_order_is_the_paths_whatever_order_the_disk_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["briefs/b.md", "briefs/a/z.md", "briefs/a.md", "briefs/B.md", "actors/a.md", "x.png", "a/y.png", "odd.bin"]
    names += ["o.bin", "topics/a.YAML", "topics/a.Z.md", "topics/a.md", "_shared/s.md"]
    site(tmp_path, dict.fromkeys(names, "x"))
    for name in ("one", "two"):
        (tmp_path / "content" / "pages" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "content" / "pages" / name).symlink_to("../_shared")
    expected = read_sources(tmp_path)
    assert paths(expected) == sorted(paths(expected))
    assert "content/pages/one/s.md" in paths(expected)  # the first link to a folder is the one that is followed
    really_scan = os.scandir

    class Backwards:
        def __init__(self, path: str) -> None:
            with really_scan(path) as entries:
                self.entries = sorted(entries, key=lambda entry: entry.name, reverse=True)

        def __enter__(self) -> list[os.DirEntry[str]]:
            return self.entries

        def __exit__(self, *error: object) -> None:
            pass

    monkeypatch.setattr(os, "scandir", Backwards)

    assert read_sources(tmp_path) == expected


@given(
    st.lists(
        st.binary(max_size=40) | st.text(max_size=20).map(lambda text: text.encode("utf-8", "surrogatepass")),
        max_size=3,
    )
)
def test_no_bytes_raise_and_each_file_is_a_text_or_a_problem(contents: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        sources = site(
            Path(folder), {f"briefs/{number}.md": data for number, data in enumerate(contents)} | {"a.png": b""}
        )

    for number, data in enumerate(contents):
        path = f"content/briefs/{number}.md"
        texts = [file.text for file in sources.files if file.path == path]
        problems = [problem for problem in sources.problems if problem.path == path]
        assert len(texts) + len(problems) == 1
        if texts:
            universal = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
            assert texts == [universal.encode()]
        else:
            assert problems[0].code == "not-text"
