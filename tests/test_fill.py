"""Filling: what is as it was is kept, and everything else is rendered, once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from dateline.fill import Ahead, fill, render, template_faults
from dateline.problems import Problem
from dateline.publish.output import OutputFolder
from dateline.site.page import File, Output, Page
from dateline.site.render import Renderer
from dateline.site.theme import Theme
from dateline.site.urls import output_path
from dateline.site.values import digest_of
from dateline.site.views import NotFoundView, PageMeta
from made_views import made_site
from support import tree


def _renderer(templates: Mapping[str, str], assets: Mapping[str, bytes] | None = None, title: str = "Desk") -> Renderer:
    assets = assets or {}
    theme = Theme("made", templates, {}, assets, digest_of((dict(templates), dict(assets))))
    return Renderer(theme, made_site(title=title))


def _page(url: str, title: str = "Title", template: str = "a.html") -> Page:
    return Page(PageMeta(url=url, canonical="", description=""), template, NotFoundView(title))


class Folder:
    """An output folder that is filled again and again, and what was rendered for it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.written: list[str] = []

    def fill(
        self,
        outputs: tuple[Output, ...],
        renderer: Renderer,
        ahead: Iterable[Output] = (),
        jobs: int = 1,
        **fields: Any,
    ) -> tuple[Problem, ...]:
        with (
            OutputFolder(self.root / "output", self.root / "manifest.json") as folder,
            Ahead(folder, jobs=jobs) as begun,
        ):
            for output in ahead:
                begun.begin(output, renderer)
            problems = fill(folder, outputs, renderer, lambda done, total: None, begun.begun, jobs=jobs, **fields)
            self.written = list(folder.publish().written)
        return problems


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses of pages that are rendered."""
    urls: list[str] = []
    genuine = Renderer.render

    def noted(self: Renderer, template: str, page: object, meta: PageMeta) -> bytes:
        urls.append(meta.url)
        return genuine(self, template, page, meta)

    monkeypatch.setattr(Renderer, "render", noted)
    return urls


TEMPLATES = {"a.html": "{{ site.title }}: {{ page.title }}", "b.html": "B {{ page.title }}"}


def test_everything_is_written_where_a_server_looks_for_it(folder: Folder) -> None:
    outputs = (_page("/"), _page("/x/", "X", "b.html"), File("/x.txt", "text", str.encode))
    assert folder.fill(outputs, _renderer(TEMPLATES, {"site.css": b"css"})) == ()
    css = f"assets/site.{blake2b(b'css', digest_size=4).hexdigest()}.css"
    assert tree(folder.root / "output") == {
        "index.html": b"Desk: Title\n",
        "x/index.html": b"B X\n",
        "x.txt": b"text",
        css: b"css",
    }


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_takes_long_is_made_from_when_it_is_planned_and_kept_like_the_rest(folder: Folder, jobs: int) -> None:
    done = []
    for text in ("old", "old", "new"):
        outputs = (_page("/"), File("/short.txt", "short", str.encode), File("/long.txt", text, str.encode))
        folder.fill(outputs, _renderer(TEMPLATES), ahead=outputs[2:], jobs=jobs)
        done.append(folder.written)
    assert done == [["index.html", "long.txt", "short.txt"], [], ["long.txt"]]
    assert tree(folder.root / "output") == {"index.html": b"Desk: Title\n", "short.txt": b"short", "long.txt": b"new"}


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_fault_in_what_was_begun_ahead_is_a_problem_as_any_other(folder: Folder, jobs: int) -> None:
    bad = _page("/bad/", template="bad.html")
    renderer = _renderer({**TEMPLATES, "bad.html": "{{ page.nothing }}"})
    problems = folder.fill((_page("/"), bad), renderer, ahead=[bad], jobs=jobs)
    assert [problem.path for problem in problems] == ["templates/bad.html"]


def test_what_was_begun_ahead_of_a_build_that_ends_early_leaves_nothing(tmp_path: Path) -> None:
    long = File("/long.txt", "long", str.encode)
    with OutputFolder(tmp_path / "output", tmp_path / "manifest.json") as folder, Ahead(folder, jobs=2) as ahead:
        ahead.begin(long, _renderer(TEMPLATES))
    assert list(tmp_path.iterdir()) == []


def test_what_is_as_it_was_is_not_rendered_again(folder: Folder, rendered: list[str]) -> None:
    outputs = (_page("/"), _page("/x/"))
    folder.fill(outputs, _renderer(TEMPLATES))
    folder.fill((outputs[0], _page("/x/", "Other")), _renderer(TEMPLATES))
    assert rendered == ["/", "/x/", "/x/"]
    assert folder.written == ["x/index.html"]


@pytest.mark.parametrize(
    "renderer",
    [
        _renderer({**TEMPLATES, "b.html": "Other"}),
        _renderer(TEMPLATES, {"site.css": b"css"}),
        _renderer(TEMPLATES, title="Another desk"),
    ],
    ids=["template", "asset", "settings"],
)
def test_another_theme_or_setting_renders_every_page(folder: Folder, rendered: list[str], renderer: Renderer) -> None:
    outputs = (_page("/"), _page("/x/"))
    folder.fill(outputs, _renderer(TEMPLATES))
    folder.fill(outputs, renderer)
    assert rendered == ["/", "/x/"] * 2


def test_pages_that_come_out_the_same_are_not_written_again(folder: Folder) -> None:
    folder.fill((_page("/"),), _renderer(TEMPLATES))
    folder.fill((_page("/"),), _renderer({**TEMPLATES, "b.html": "Other"}))
    assert folder.written == []


def test_anew_means_that_everything_is_rendered(folder: Folder, rendered: list[str]) -> None:
    for _ in range(2):
        folder.fill((_page("/"),), _renderer(TEMPLATES), anew=True)
    assert rendered == ["/", "/"]
    assert folder.written == []


def test_other_code_renders_every_page(folder: Folder, rendered: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    folder.fill((_page("/"),), _renderer(TEMPLATES))
    monkeypatch.setattr("dateline.fill.toolchain", lambda *rooms, libraries: b"another version of Dateline")
    folder.fill((_page("/"),), _renderer(TEMPLATES))
    assert rendered == ["/", "/"]


def test_every_template_that_fails_is_told_and_the_others_are_rendered(folder: Folder, rendered: list[str]) -> None:
    templates = {**TEMPLATES, "bad.html": "\n{{ page.nothing }}", "worse.html": "{{ 1 / 0 }}"}
    outputs = (_page("/1/", template="bad.html"), _page("/2/", template="worse.html"), _page("/3/"))
    problems = folder.fill(outputs, _renderer(templates))
    assert [(one.path, one.line, one.code) for one in problems] == [
        ("templates/bad.html", 2, "template-error"),
        ("templates/worse.html", 1, "template-error"),
    ]
    assert rendered == ["/1/", "/2/", "/3/"]
    assert template_faults(outputs, _renderer(templates)) == problems


@pytest.mark.parametrize("jobs", [1, 2])
def test_progress_goes_up_to_the_number_of_outputs(tmp_path: Path, jobs: int) -> None:
    pages = tuple(_page(f"/{number}/") for number in range(500))
    told: list[tuple[int, int]] = []
    with OutputFolder(tmp_path / "output", tmp_path / "manifest.json") as folder:
        fill(folder, pages, _renderer(TEMPLATES), lambda *numbers: told.append(numbers), jobs=jobs)
    assert told == sorted(told)
    assert len(told) > 2
    assert told[-1] == (500, 500)


def test_several_processes_write_what_one_writes_and_name_the_same_problems(tmp_path: Path) -> None:
    templates = {**TEMPLATES, "bad.html": "{{ page.nothing }}"}
    pages = [_page(f"/{number}/") for number in range(500)]
    pages[300] = replace(pages[300], template="bad.html")
    outcomes = []
    for jobs in (1, 3):
        with OutputFolder(tmp_path / f"output-{jobs}", tmp_path / f"manifest-{jobs}.json") as folder:
            problems = fill(folder, tuple(pages), _renderer(templates), lambda *_: None, jobs=jobs)
            report = folder.publish()
        outcomes.append((problems, report.written, tree(tmp_path / f"output-{jobs}")))
    assert outcomes[0] == outcomes[1]
    assert len(outcomes[0][1]) == 499
    assert [problem.path for problem in outcomes[0][0]] == ["templates/bad.html"]


def test_a_view_is_made_only_when_its_page_is_rendered(folder: Folder) -> None:
    made: list[object] = []

    def view(inputs: object) -> object:
        made.append(inputs)
        return inputs

    page = replace(_page("/"), view=view)
    for _ in range(2):
        folder.fill((page,), _renderer(TEMPLATES))
    assert made == [page.inputs]


def test_an_output_is_rendered_by_its_own_kind() -> None:
    assert render(_page("/"), _renderer(TEMPLATES)) == b"Desk: Title\n"
    assert render(File("/x.txt", "text", str.encode), _renderer(TEMPLATES)) == b"text"
    assert output_path("/x.txt") == "x.txt"
