"""A portable build, opened from the disk: pages lead to pages, and look as they do on a host."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich_site import RICH
from support import build_site, write_site


def test_a_portable_site_is_read_from_the_disk(browser: Any, tmp_path: Path) -> None:
    build_site(write_site(tmp_path, RICH), portable=True)
    page = browser.new_page()
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))

    page.goto((tmp_path / "output" / "index.html").as_uri())
    for name, heading in [
        ("Topics", "Topics"),
        ("Lithium", "Lithium"),
        ("Minerals", "Minerals"),
        ("Sources", "Sources"),
    ]:
        page.get_by_role("link", name=name, exact=True).first.click()
        assert page.get_by_role("heading", level=1).inner_text() == heading
        assert page.url.startswith("file:///")
        assert page.url.endswith("/index.html")
        assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--accent')"), (
            "no style sheet"
        )
    page.goto((tmp_path / "output" / "search" / "index.html").as_uri())
    assert page.get_by_role("link", name="Lithium", exact=True).is_visible()
    page.close()
    assert [url for url in failed if not url.endswith(".js")] == []
