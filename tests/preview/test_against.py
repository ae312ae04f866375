"""What the preview says would change on the published site."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.cli import dateline as command
from dateline.deploy.deploy import Order, deploy
from dateline.preview.against import AgainstError, Differences, read_published
from dateline.preview.session import Session, View
from support import MINIMAL, NOW, build_site, forget_texts, request_for, write_site

FIRST = str(MINIMAL["content/briefs/first.md"])
SETTINGS = f"{MINIMAL['site.yaml']!s}targets: {{live: {{type: folder, path: live}}}}\n"
SITE = {
    **MINIMAL,
    "site.yaml": SETTINGS,
    "content/briefs/old.md": FIRST.replace("title: ", "title: Old "),
    "content/pages/about.md": "---\ntitle: About\n---\nText.\n",
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site that was built and deployed, search index and all."""
    root = write_site(tmp_path, SITE)
    build_site(root, search=True)
    deploy(Order(root=root, target="live", environment={}), tell=lambda _done, _total: None)
    return forget_texts(root)


def seen(site: Path, view: View | None = None) -> Differences:
    published = read_published(str(site / "live"))
    request = request_for(site, output=site / ".dateline/preview", is_preview=True)
    state = Session(request, lambda: NOW, view or View(), published).rebuild()
    assert state.differences is not None, state
    return state.differences


def test_nothing_would_change_where_nothing_did(site: Path) -> None:
    assert seen(site) == Differences()


def test_new_changed_and_gone_pages_are_told_apart(site: Path) -> None:
    write_site(
        site,
        {
            "content/pages/about.md": "---\ntitle: About\n---\nAnother text.\n",
            "content/pages/methods.md": "---\ntitle: Methods\n---\nText.\n",
        },
    )
    (site / "content/briefs/old.md").unlink()

    found = seen(site)

    assert found.added == ("/methods/",)
    assert {"/about/", "/briefs/", "/404.html"} & set(found.changed) == {"/about/", "/briefs/"}
    assert found.deleted == ("/briefs/old/",)
    assert found.others > 0


def test_a_redirect_of_an_old_address_is_no_page_that_is_gone(site: Path) -> None:
    settings = {"site.yaml": SETTINGS + "redirects: {/briefs/old/: /briefs/first/}\n"}
    (site / "content/briefs/old.md").unlink()
    write_site(site, settings)
    build_site(site, search=True)
    deploy(Order(root=site, target="live", environment={}), tell=lambda _done, _total: None)

    assert seen(site) == Differences()


def test_a_renamed_record_keeps_its_address_by_the_ledger(site: Path) -> None:
    old = site / "content/briefs/old.md"
    old.write_text(old.read_text(encoding="utf-8").replace("date:", "slug: older\ndate:"), encoding="utf-8")

    found = seen(site)

    assert "/briefs/older/" in found.added
    assert "/briefs/old/" in found.changed
    assert found.deleted == ()


def test_drafts_of_the_view_count(site: Path) -> None:
    write_site(site, {"content/briefs/draft.md": FIRST.replace("date:", "status: draft\ndate:")})

    assert "/briefs/draft/" not in seen(site).added
    assert "/briefs/draft/" in seen(site, View(drafts=True)).added


def test_the_record_is_read_from_an_address(site: Path) -> None:
    handler = partial(SimpleHTTPRequestHandler, directory=str(site / "live"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        published = read_published(f"http://127.0.0.1:{server.server_address[1]}/")
        server.shutdown()

    assert published.record == read_published(str(site / "live")).record


@pytest.mark.parametrize("damage", [None, "", "[]", '{"format": 9}'])
def test_where_there_is_no_record_the_command_says_so(tmp_path: Path, damage: str | None) -> None:
    site = write_site(tmp_path, MINIMAL)
    if damage is not None:
        write_site(tmp_path, {"live/.dateline-deploy.json": damage})

    run = CliRunner().invoke(command, ["serve", str(site), "--port", "0", "--against", str(tmp_path / "live")])

    assert run.exit_code == 3
    assert "error: " in run.stderr
    with pytest.raises(AgainstError):
        read_published(str(tmp_path / "live"))
