"""The whole flow: what a build promises to whoever calls it."""

from __future__ import annotations

import fcntl
import os
import threading
from pathlib import Path
from typing import Any

import pytest

from dateline.build import check
from dateline.content.dates import AsOf, PartialDate
from dateline.draft import Request
from dateline.prepare import prepare
from dateline.problems import SiteProblems
from dateline.publish.errors import OutputError
from promises.quick import quick
from support import MINIMAL, NOW, SETTINGS, build_site, png, problems_of, request_for, tree, write_site

__all__ = ["quick"]

BRIEF = str(MINIMAL["content/briefs/first.md"])


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path / "site", MINIMAL)


def _day(text: str) -> AsOf:
    return AsOf.end_of(PartialDate.parse(text).first)


def test_a_site_is_built_into_its_output_folder(site: Path) -> None:
    built = build_site(site)
    output = tree(site / "output")
    assert built.output == site / "output"
    assert built.report.written == tuple(sorted(output))
    assert b"The deal creates a joint fund." in output["briefs/first/index.html"]
    assert built.problems == ()


def test_a_build_writes_output_private_folder_and_state_and_nothing_else(site: Path) -> None:
    before = tree(site)
    build_site(site)
    after = tree(site)
    assert {path.split("/")[0] for path in after.keys() - before.keys()} == {"output", ".dateline", "state"}
    assert {path: after[path] for path in before} == before


def test_a_build_goes_where_it_is_told(site: Path, tmp_path: Path) -> None:
    build_site(site, output=tmp_path / "deep" / "er")
    assert "index.html" in tree(tmp_path / "deep" / "er")
    assert not (site / "output").exists()


def test_errors_are_all_told_and_leave_the_output_as_it_was(site: Path) -> None:
    build_site(site)
    before = tree(site)
    write_site(site, {"content/briefs/first.md": BRIEF.replace("ukraine", "ukrain").replace("minerals]", "mineral]")})
    with pytest.raises(SiteProblems) as stop:
        build_site(site)
    assert [problem.code for problem in stop.value.problems] == ["unknown-actor", "unknown-topic"]
    assert {path: data for path, data in tree(site).items() if not path.startswith(("content/", ".dateline/memo"))} == {
        path: data for path, data in before.items() if not path.startswith(("content/", ".dateline/memo"))
    }


def test_problems_of_settings_theme_state_and_content_are_told_in_one_run(site: Path) -> None:
    files = {
        "site.yaml": f"{SETTINGS}theme: nothing\n",
        "state/urls.tsv": "rubbish\n",
        "content/briefs/first.md": BRIEF.replace("[ukraine]", "[nobody]"),
        "content/actors/broken.md": "---\nname: [\n---\n",
    }
    codes = {problem.code for problem in problems_of(write_site(site, files))}
    assert {"unknown-theme", "bad-state", "unknown-actor", "bad-yaml"} <= codes


def test_settings_with_errors_are_told_alone(site: Path) -> None:
    write_site(site, {"site.yaml": "title: T\npage_size: many\n", "content/actors/broken.md": "---\nname: [\n---\n"})
    assert {problem.path for problem in problems_of(site)} == {"site.yaml"}


def test_warnings_do_not_stop_a_build(site: Path) -> None:
    write_site(site, {"content/briefs/first.md": "---\ntitle: T\ndate: 2025-04-30\nactors: [ukraine]\n---\nText.\n"})
    assert [problem.code for problem in build_site(site).problems] == ["no-bluf", "no-sources"]


def test_templates_that_fail_are_all_told_and_leave_the_output_as_it_was(site: Path) -> None:
    build_site(site)
    before = tree(site / "output")
    write_site(site, {"templates/actor.html": "{{ page.nothing }}", "templates/brief.html": "\n{{ 1 / 0 }}"})
    with pytest.raises(SiteProblems) as stop:
        build_site(site)
    assert [(one.path, one.line, one.code) for one in stop.value.problems] == [
        ("templates/actor.html", 1, "template-error"),
        ("templates/brief.html", 2, "template-error"),
    ]
    assert tree(site / "output") == before
    assert problems_of(site) == stop.value.problems


def test_checking_writes_no_output_and_no_state(site: Path) -> None:
    assert check(request_for(site)) == ()
    assert not (site / "output").exists()
    assert not (site / "state").exists()


def test_checking_tells_what_building_tells(site: Path) -> None:
    write_site(site, {"content/briefs/first.md": BRIEF.replace("[@text]", "[@tex]")})
    with pytest.raises(SiteProblems) as stop:
        build_site(site)
    assert problems_of(site) == stop.value.problems


@pytest.mark.parametrize(
    ("fields", "is_public"),
    [
        ({}, True),
        ({"base_url": "https://preview.example"}, True),
        ({"clean": True}, True),
        ({"drafts": True}, False),
        ({"as_of": _day("2025-05-01")}, False),
        ({"audience": "TLP:CLEAR"}, False),
    ],
    ids=["plain", "base-url", "clean", "drafts", "as-of", "audience"],
)
def test_only_some_builds_are_those_that_the_world_sees(site: Path, fields: dict[str, Any], is_public: bool) -> None:
    assert prepare(request_for(site, **fields)).made_for.is_public is is_public
    build_site(site, **fields)
    assert (site / "state").exists() is is_public


def test_a_build_speaks_for_the_moment_that_it_is_asked_for(site: Path) -> None:
    build_site(site, as_of=_day("2025-04-29"))
    assert "briefs/first/index.html" not in tree(site / "output")
    build_site(site, as_of=_day("2025-04-30"))
    assert "briefs/first/index.html" in tree(site / "output")


def test_drafts_and_wider_markings_are_shown_where_they_are_asked_for(site: Path) -> None:
    draft = BRIEF.replace("title:", "status: draft\ntlp: TLP:AMBER\ntitle:", 1)
    write_site(site, {"content/briefs/draft.md": draft})
    asked: list[tuple[dict[str, Any], bool]] = [
        ({}, False),
        ({"drafts": True}, False),
        ({"audience": "TLP:AMBER"}, False),
        ({"drafts": True, "audience": "TLP:AMBER"}, True),
    ]
    for number, (fields, is_shown) in enumerate(asked):
        output = site / f"output-{number}"
        build_site(site, output=output, **fields)
        assert ("briefs/draft/index.html" in tree(output)) is is_shown, fields


def test_a_base_url_takes_the_place_of_the_sites_own(site: Path) -> None:
    build_site(site, base_url="https://preview.example/branch/")
    output = tree(site / "output")
    assert b'href="https://preview.example/branch/briefs/first/"' in output["briefs/first/index.html"]
    assert b"https://desk.example" not in b"".join(data for path, data in output.items() if path.endswith(".html"))


def test_a_clean_build_makes_everything_anew_and_the_same(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dateline.site.render import Renderer  # noqa: PLC0415

    build_site(site)
    before = tree(site / "output")
    rendered: list[str] = []
    render = Renderer.render

    def noted(self: Renderer, template: str, page: object, meta: object) -> bytes:
        rendered.append(template)
        return render(self, template, page, meta)  # type: ignore[arg-type]

    monkeypatch.setattr(Renderer, "render", noted)
    build_site(site)
    assert rendered == []
    report = build_site(site, clean=True).report
    assert len(rendered) > 10
    assert (report.written, report.removed) == ((), ())
    assert tree(site / "output") == before


def test_one_edit_renders_the_pages_that_show_it_only(site: Path) -> None:
    for day in range(1, 6):
        write_site(site, {f"content/briefs/b{day}.md": BRIEF.replace("2025-04-30", f"2025-03-0{day}")})
    build_site(site)
    write_site(
        site, {"content/briefs/b1.md": BRIEF.replace("2025-04-30", "2025-03-01").replace("two owners", "2 owners")}
    )
    pages = [path for path in build_site(site).report.written if path.endswith(".html")]
    assert pages == ["briefs/b1/index.html"]


def test_progress_is_told_up_to_the_end(site: Path) -> None:
    from dateline.build import build  # noqa: PLC0415

    told: list[tuple[int, int]] = []
    build(request_for(site), progress=lambda done, total: told.append((done, total)))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert {total for _, total in told} == {told[-1][0]}


def test_a_build_waits_for_another_one(site: Path) -> None:
    from dateline.build import build  # noqa: PLC0415

    holder = os.open(site, os.O_RDONLY)
    fcntl.flock(holder, fcntl.LOCK_EX)
    waiting, done = threading.Event(), threading.Event()

    def run() -> None:
        build(request_for(site), on_wait=waiting.set)
        done.set()

    thread = threading.Thread(target=run)
    thread.start()
    assert waiting.wait(30)
    assert not done.is_set()
    assert not (site / "output").exists()
    os.close(holder)
    thread.join(60)
    assert done.is_set()


def test_a_machine_in_the_way_is_told_as_such(site: Path) -> None:
    (site / "output").write_text("a file", encoding="utf-8")
    with pytest.raises(OutputError, match="not a folder"):
        build_site(site)
    assert (site / "output").read_text(encoding="utf-8") == "a file"
    assert not (site / "state").exists()


def test_the_site_cannot_be_its_own_output(site: Path) -> None:
    before = tree(site)
    with pytest.raises(OutputError):
        build_site(site, output=site)
    assert {path: data for path, data in tree(site).items() if not path.startswith(".dateline/")} == before


def test_a_picture_in_two_places_is_published_once(site: Path) -> None:
    body = "![One](a/port.png)\n\n![Two](b/Port.PNG)\n\n![Three](c/port.png)\n"
    pictures = {"content/a/port.png": png(), "content/b/Port.PNG": png(), "content/c/port.png": png(shade=9)}
    build_site(write_site(site, {**pictures, "content/briefs/first.md": BRIEF + body}))
    published = {path: data for path, data in tree(site / "output").items() if "/port." in path}
    assert sorted(path.rpartition(".")[2] for path in published) == ["png", "png", "webp", "webp"]
    assert len(set(published.values())) == 4


def test_a_request_names_the_sites_own_output_where_nothing_else_is_said(tmp_path: Path) -> None:
    assert Request(root=tmp_path, now=NOW).output_folder == tmp_path / "output"
    assert Request(root=tmp_path, now=NOW, output=tmp_path / "x").output_folder == tmp_path / "x"


def test_nothing_is_made_where_there_is_no_site(tmp_path: Path) -> None:
    with pytest.raises(SiteProblems) as stop:
        build_site(tmp_path / "site")
    assert [problem.path for problem in stop.value.problems] == ["site.yaml"]
    assert list(tmp_path.iterdir()) == []
