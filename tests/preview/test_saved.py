"""What the preview shows of a text that was just saved, before the site is built again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.fill import fill
from dateline.preview.session import Session, View
from support import MINIMAL, NOW, request_for, write_site

BRIEF, ACTOR = "content/briefs/first.md", "content/actors/ukraine.md"
PAGE = "briefs/first/index.html"
SECOND = """\
---
title: A second deal
date: 2025-05-01
actors: [ukraine]
topics: [minerals]
sources:
  - {key: text, title: Text of the agreement, url: https://agreement.example/second}
---
A text without a bottom line [@text].
"""
POLAND = "---\nname: Poland\nkind: state\nsummary: A state in Central Europe.\n---\nProfile.\n"


@pytest.fixture
def session(tmp_path: Path) -> Session:
    files = {**MINIMAL, "content/briefs/second.md": SECOND, "content/actors/poland.md": POLAND}
    root = write_site(tmp_path / "site", files)
    session = Session(request_for(root, output=root / ".dateline/preview", is_preview=True), lambda: NOW, View())
    assert session.rebuild().is_built
    return session


def save(session: Session, path: str, old: str, new: str) -> Path:
    """Put `new` in the place of `old` in a file of the site; the file."""
    file = session.root / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return file


def shown(session: Session, path: str = PAGE) -> str:
    return (session.folder / path).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "page", "old", "new"),
    [
        (BRIEF, PAGE, "two owners", "two *new* owners & Poland"),
        (BRIEF, PAGE, "The fund has two owners [@text].", "## A heading\n\nUkraine owns it [@text]. Ukraine!"),
        (BRIEF, PAGE, "The fund has two owners [@text].\n", ""),
        (ACTOR, "actors/ukraine/index.html", "Profile.", "Its neighbour is Poland, for Minerals."),
        ("content/topics/minerals.md", "topics/minerals/index.html", "Background.", "<b onclick=x>Ores</b> of Ukraine"),
    ],
)
def test_saved_text_is_on_its_page_as_the_next_build_makes_it(
    session: Session, path: str, page: str, old: str, new: str
) -> None:
    before = shown(session, page)

    assert session.show([save(session, path, old, new)])

    soon = shown(session, page)
    assert soon != before
    assert session.state.early == {page: soon.encode()}
    assert session.state.version == 2
    state = session.rebuild()
    assert shown(session, page) == soon
    assert (state.version, dict(state.early)) == (3, {})


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(["Ukraine ", "Poland", "[@text] ", "*", "**", "# ", "\n\n", "- ", "<b>", "&", "`", "1"]))
)
def test_what_is_shown_early_is_what_the_next_build_makes(session: Session, parts: list[str]) -> None:
    file = session.root / BRIEF
    head = str(MINIMAL[BRIEF]).partition("The fund")[0]
    file.write_text(f"{head}{''.join(parts)}\n", encoding="utf-8")

    if session.show([file]):
        soon = shown(session)
        session.rebuild()
        assert shown(session) == soon


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (BRIEF, "title: Ministers sign", "title: Ministers did not sign"),
        (BRIEF, "[ukraine]", "[poland]"),
        (BRIEF, "two owners", "two owners, as [Poland](actor:poland) says"),
        (BRIEF, "two owners [@text]", "two owners [@nothing]"),
        (BRIEF, "date: 2025-04-30", "status: draft\ndate: 2025-04-30"),
        (BRIEF, "---\ntitle", "title"),
        ("content/briefs/second.md", "A text", "Another text"),
        ("site.yaml", "title:", "description: x\ntitle:"),
    ],
)
def test_whatever_changes_more_than_a_text_waits_for_the_build(session: Session, path: str, old: str, new: str) -> None:
    file = save(session, path, old, new)

    assert not session.show([file])
    assert not session.show([file.with_name("none.md")])

    assert (session.state.version, dict(session.state.early)) == (1, {})


def test_file_that_is_gone_or_a_link_by_now_waits_for_the_build(session: Session, tmp_path: Path) -> None:
    file = save(session, BRIEF, "two owners", "new owners")
    other = tmp_path / "elsewhere.md"
    file.rename(other)
    assert not session.show([file])

    file.symlink_to(other)
    assert not session.show([file])


def test_record_that_the_view_hides_has_no_page(session: Session) -> None:
    file = save(session, BRIEF, "date: 2025-04-30", "status: draft\ndate: 2025-04-30")
    session.rebuild()
    save(session, BRIEF, "two owners", "new owners")

    assert not session.show([file])
    assert not (session.folder / PAGE).exists()


def test_another_view_is_not_shown_what_this_one_was(session: Session) -> None:
    file = save(session, BRIEF, "two owners", "new owners")
    session.see(View(drafts=True))

    assert not session.show([file])


def test_text_that_is_saved_during_a_build_stays_when_the_build_is_over(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def saved_meanwhile(*args: Any, **options: Any) -> Any:
        assert session.show([save(session, BRIEF, "Second", "Third")])
        return fill(*args, **options)

    save(session, BRIEF, "The fund", "Second. The fund")
    with monkeypatch.context() as patch:
        patch.setattr("dateline.build.fill", saved_meanwhile)
        state = session.rebuild()

    assert "Third. The fund" in shown(session)
    assert list(state.early) == [PAGE]
    assert session.is_stale()
    assert dict(session.rebuild().early) == {}
    assert "Third. The fund" in shown(session)


def test_page_that_a_build_took_away_does_not_come_back(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def saved_meanwhile(*args: Any, **options: Any) -> Any:
        session._ahead = {"briefs/gone/index.html": b"gone"}  # noqa: SLF001 - as if it had been shown before it went
        return fill(*args, **options)

    save(session, BRIEF, "two owners", "new owners")
    monkeypatch.setattr("dateline.build.fill", saved_meanwhile)
    state = session.rebuild()

    assert not (session.folder / "briefs/gone").exists()
    assert dict(state.early) == {}
