"""A reader: Debian's Chromium at work on the built showcase, served with the policy that hosts are told to set."""

from __future__ import annotations

import fcntl
import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, AnyStr

import pytest

from dateline.build import build
from dateline.content.dates import AsOf
from dateline.draft import Request
from dateline.site.host_files import CONTENT_SECURITY_POLICY

if TYPE_CHECKING:
    from _typeshed import SupportsRead, SupportsWrite

ROOT = Path(__file__).resolve().parents[2]
BASE = "/minerals/"
"""Where the showcase lies on its host."""
DAY = AsOf.at(datetime(2026, 11, 24, 12, tzinfo=UTC))

_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage"
).split()
_WATCH = """
window.seen = { violations: [], shifted: 0 };
document.addEventListener("securitypolicyviolation", (event) =>
  seen.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile ?? ""}`));
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


def page_kinds(output: Path) -> dict[str, str]:
    """By kind, the address of a page of it: of those that have it, the one with most to show."""
    patterns = {
        "home": "index.html",
        "brief": "briefs/*/index.html",
        "briefs": "briefs/index.html",
        "actor": "actors/*/index.html",
        "meeting": "actors/*/on/*/index.html",
        "actors": "actors/index.html",
        "topic": "topics/*/index.html",
        "topics": "topics/index.html",
        "timeline": "timeline/index.html",
        "positions": "positions/index.html",
        "judgements": "judgements/index.html",
        "network": "network/index.html",
        "sources": "sources/index.html",
        "publisher": "sources/*/index.html",
        "archive": "archive/index.html",
        "month": "archive/*/*/index.html",
        "corrections": "corrections/index.html",
        "search": "search/index.html",
        "data": "data/index.html",
        "page": "methods/index.html",
        "not found": "404.html",
    }
    largest = {
        kind: max(output.glob(pattern), key=lambda path: (path.stat().st_size, path.as_posix()))
        for kind, pattern in patterns.items()
    }
    return {kind: path.relative_to(output).as_posix().removesuffix("index.html") for kind, path in largest.items()}


KINDS = [
    *"home brief briefs actor meeting actors topic topics timeline positions judgements network".split(),
    *"sources publisher archive month corrections search data page".split(),
    "not found",
]


def showcase(basetemp: Path) -> Path:
    """The output folder of the showcase, built once for all the processes that share the tests."""
    shared = basetemp.parent if os.environ.get("PYTEST_XDIST_WORKER") else basetemp
    site = shared / "showcase"
    with (shared / "showcase.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (site / "output").is_dir():
            site.mkdir(exist_ok=True)
            for name in ("content", "state"):
                shutil.copytree(ROOT / name, site / name, dirs_exist_ok=True)
            shutil.copy(ROOT / "site.yaml", site)
            build(Request(root=site, now=DAY, search=True))
    return site / "output"


class _Handler(SimpleHTTPRequestHandler):
    """Files as a good host sends them: with the strict policy, and the page of the site for what is not there."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        super().end_headers()

    def translate_path(self, path: str) -> str:
        return super().translate_path("/" + path.removeprefix(BASE))

    def copyfile(self, source: SupportsRead[AnyStr], outputfile: SupportsWrite[AnyStr]) -> None:
        """A page that is asked for `?slowly` arrives a few lines at a time, as over a poor line."""
        if not self.path.endswith("?slowly"):
            super().copyfile(source, outputfile)
            return
        lines = source.read().splitlines(keepends=True)
        for number, line in enumerate(lines):
            outputfile.write(line)
            if number % -(-len(lines) // 16) == 0:
                time.sleep(0.03)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  its name above
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of the folder's site while it is served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{BASE}"
        server.shutdown()


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser of Playwright's that is the machine's Chromium; without one the tests are skipped, and say so."""
    driver = pytest.importorskip("playwright.sync_api", reason="NOT TESTED IN A BROWSER: playwright is not installed")
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        pytest.skip("NOT TESTED IN A BROWSER: there is no Chromium on the path")
    with driver.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield browser
        browser.close()


@dataclass
class Reader:
    """Opens pages of one site, each in a window of its own."""

    browser: Any
    base: str
    """The address of the site."""
    output: Path
    """Its files."""
    faults: list[str] = field(default_factory=list)
    """What the browser complained of since the last page was opened."""
    loaded: list[str] = field(default_factory=list)
    """Addresses of what the last page loaded, itself included."""

    @contextmanager
    def page(self, path: str, *, width: int = 1280, script: bool = True, **options: Any) -> Iterator[Any]:
        """A page in a window of some width; `options` are those of a context of Playwright's."""
        self.faults.clear()
        self.loaded.clear()
        size = {"width": width, "height": 900}
        context = self.browser.new_context(viewport=size, java_script_enabled=script, **options)
        if script:
            context.add_init_script(_WATCH)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda said: self.faults.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("requestfinished", lambda request: self.loaded.append(request.url))
        page.goto(self.base + path)
        yield page
        context.close()


def axe_faults(page: Any) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA and good practice: the rule, and the elements that break it."""
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate(
        "(tags) => axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })", tags
    )
    return [f"{one['id']}: {[node['target'] for node in one['nodes'][:3]]}" for one in found["violations"]]


def tab_to(page: Any, selector: str, limit: int = 400) -> None:
    """Press Tab until an element that fits has the focus; whoever has it on the way must show it."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        state = page.evaluate(
            """(selector) => {
              const one = document.activeElement, style = getComputedStyle(one);
              const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
              return [one.matches(selector), outlined || style.boxShadow !== "none", one.outerHTML.slice(0, 120)];
            }""",
            selector,
        )
        assert state[1] or "<body" in state[2], f"the focus cannot be seen on {state[2]}"
        if state[0]:
            return
    pytest.fail(f"no way with Tab to {selector}")
