"""Search finds what is published, by any name, in a real browser and under a strict policy; without it, pages work."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dateline import search
from dateline.cli import dateline as command
from dateline.site.host_files import CONTENT_SECURITY_POLICY
from rich_site import RICH
from support import Files, build_site, tree, write_site

EPOCH = "1748779200"  # noon of 1 June 2025, UTC

FILES: Files = {
    **RICH,
    "content/actors/zelenskyy.md": (
        "---\nname: Volodymyr Zelenskyy\nkind: person\nsummary: President of Ukraine.\n"
        "aliases: [Zelensky, Зеленський]\n---\n"
    ),
    "content/briefs/harbour.md": (
        "---\ntitle: Harbour opens\ndate: 2024-03-01\nkind: background\nactors: [zelenskyy]\ntopics: [minerals]\n"
        "sources: [{title: A wire report, url: https://wire.example/h}]\n---\nZelensky opened the harbour of Odesa.\n"
    ),
    "content/briefs/kyiv.md": (
        "---\ntitle: Угода підписана\ndate: 2025-05-20\nlang: uk\nactors: [ukraine]\ntopics: [lithium]\n---\n"
        "Президент підписав угоду про корисні копалини <b>&amp;</b> мир.\n"
    ),
}

needs_pagefind = pytest.mark.skipif(search.pagefind() is None, reason="NOT TESTED: Pagefind is not installed")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_site(tmp_path_factory.mktemp("searched"), FILES)
    assert build_site(root, search=True).search_fault == ""
    return root


@needs_pagefind
def test_the_index_is_the_same_in_every_run_and_holds_nothing_unpublished(site: Path, tmp_path: Path) -> None:
    write_site(tmp_path, FILES)
    build_site(tmp_path, search=True)
    first = {path: data for path, data in tree(site / "output").items() if path.startswith("pagefind/")}
    second = {path: data for path, data in tree(tmp_path / "output").items() if path.startswith("pagefind/")}
    assert first
    assert first == second
    fragments = [gzip.decompress(data) for path, data in first.items() if path.endswith("fragment")]
    assert any("Одеса" in part.decode() or "Odesa" in part.decode() for part in fragments)
    for data in first.values():
        raw = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
        assert b"Canary" not in raw
        assert b"canary" not in raw


@needs_pagefind
def test_pagefind_is_asked_only_when_content_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    make = search.make_index

    def count(*arguments: Any) -> None:
        asked.append("once")
        make(*arguments)

    monkeypatch.setattr(search, "make_index", count)
    write_site(tmp_path, FILES)
    build_site(tmp_path, search=True)
    write_site(tmp_path, {"site.yaml": str(FILES["site.yaml"]) + "page_size: 7\n"})
    assert build_site(tmp_path, search=True).report.removed == ()
    assert asked == ["once"]
    write_site(tmp_path, {"content/topics/minerals.md": "---\nname: Ores\nsummary: Ores.\n---\n"})
    build_site(tmp_path, search=True)
    assert asked == ["once", "once"]
    incremental = tree(tmp_path / "output")
    build_site(tmp_path, search=True, clean=True)
    assert tree(tmp_path / "output") == incremental


@needs_pagefind
def test_a_page_of_the_index_that_somebody_damaged_is_made_again(tmp_path: Path) -> None:
    write_site(tmp_path, FILES)
    build_site(tmp_path, search=True)
    before = tree(tmp_path / "output")
    (tmp_path / "output/pagefind/pagefind.js").write_text("damaged")
    build_site(tmp_path, search=True)
    assert tree(tmp_path / "output") == before


@needs_pagefind
def test_no_search_leaves_no_index(tmp_path: Path) -> None:
    write_site(tmp_path, FILES)
    run = partial(CliRunner(env={"SOURCE_DATE_EPOCH": EPOCH}).invoke, command, catch_exceptions=False)
    assert run(["build", str(tmp_path)]).exit_code == 0
    assert (tmp_path / "output/pagefind/pagefind.js").is_file()
    assert run(["build", str(tmp_path), "--no-search"]).exit_code == 0
    assert not (tmp_path / "output/pagefind").exists()


def test_without_pagefind_the_site_is_built_and_one_line_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "pagefind", lambda: None)
    write_site(tmp_path, FILES)
    result = CliRunner(env={"SOURCE_DATE_EPOCH": EPOCH}).invoke(command, ["build", str(tmp_path)])
    assert result.exit_code == 0
    assert f"{search.MISSING}\n" in result.stderr
    page = (tmp_path / "output/search/index.html").read_text()
    assert re.search('<a href="../actors/zelenskyy/"[^>]*>Volodymyr Zelenskyy</a>', page)


@pytest.mark.parametrize("script", ["#!/bin/sh\necho no space left >&2\nexit 3\n", "#!/bin/sh\nexit 0\n"])
def test_a_pagefind_that_fails_costs_the_index_and_not_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    program = tmp_path / "broken"
    program.write_text(script)
    program.chmod(0o755)
    monkeypatch.setattr(search, "pagefind", lambda: program)
    built = build_site(write_site(tmp_path / "site", FILES), search=True)
    assert built.search_fault.startswith("the site has no full-text search: Pagefind failed with code")
    assert (tmp_path / "site/output/search/index.html").is_file()


def test_names_are_all_in_one_small_file(site: Path) -> None:
    rows = json.loads((site / "output/data/names.json").read_text())
    assert ["actor", "actors/zelenskyy/", "Volodymyr Zelenskyy", "Zelensky", "Зеленський"] in rows
    assert ["topic", "topics/lithium/", "Lithium"] in rows


class _Strict(SimpleHTTPRequestHandler):
    """A host with a strict policy, below /project/."""

    asked: list[str]

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        super().end_headers()

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix("/project"))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        self.asked.append(self.path)


Visit = Callable[..., Any]


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []
    handler = type("Handler", (_Strict,), {"asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(site / "output"))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/project/", asked
        server.shutdown()


def _browser(*, with_script: bool = True) -> Any:
    webdriver = pytest.importorskip("selenium.webdriver", reason="NOT TESTED IN A BROWSER: selenium is not installed")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("NOT TESTED IN A BROWSER: there is no Chromium with its chromedriver on the path")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    if not with_script:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    return webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    driver = _browser()
    yield driver
    driver.quit()


@pytest.fixture
def page(browser: Any, host: tuple[str, list[str]]) -> Any:
    browser.get(f"{host[0]}search/")
    return browser


def _wait(page: Any, script: str) -> Any:
    from selenium.webdriver.support.ui import WebDriverWait  # noqa: PLC0415

    return WebDriverWait(page, 30).until(lambda driver: driver.execute_script(f"return {script}"))


def _type(page: Any, text: str) -> None:
    page.find_element("id", "search-words").send_keys(text)


def _choose(page: Any, name: str, value: str) -> None:
    page.execute_script(
        "const one = document.querySelector(`select[name=${arguments[0]}]`); one.value = arguments[1];"
        "one.dispatchEvent(new Event('change', {bubbles: true}))",
        name,
        value,
    )


def _titles(page: Any) -> list[str]:
    _wait(page, "document.getElementById('search-status').textContent")
    page.implicitly_wait(0)
    found: list[str] = page.execute_script(
        "return [...document.querySelectorAll('#search-results .title')].map((one) => one.textContent)"
    )
    return found


def _results(page: Any, status: str) -> list[str]:
    """Titles of the results, once the page says `status` and shows them."""
    count = int(status.removeprefix("Results: ")) if status.startswith("Results: ") else 0
    _wait(
        page,
        f"document.getElementById('search-status').textContent === {json.dumps(status)}"
        f" && document.querySelectorAll('#search-results li').length === {count}",
    )
    return _titles(page)


@needs_pagefind
def test_words_of_a_text_find_its_brief_which_opens_below_any_path(page: Any, host: tuple[str, list[str]]) -> None:
    _type(page, "odesa")
    assert _results(page, "Results: 1") == ["Harbour opens"]
    page.find_element("css selector", "#search-results a").send_keys("\n")
    _wait(page, "document.title === 'Harbour opens – Test Desk'")
    assert page.current_url == f"{host[0]}briefs/harbour/"


@needs_pagefind
@pytest.mark.parametrize("query", ["Zelensky", "Зеленський", "zelenskyy", "VOLODYMYR"])
def test_any_name_of_an_actor_finds_it_first(page: Any, query: str) -> None:
    _type(page, query)
    _wait(page, "document.querySelector('#search-names a')")
    assert page.find_element("css selector", "#search-names a").text == "Volodymyr Zelenskyy"
    _wait(page, "document.querySelector('#search-results a')")
    assert _titles(page)[0] == "Volodymyr Zelenskyy"


@needs_pagefind
def test_a_ukrainian_query_finds_what_is_written_in_ukrainian_and_texts_stay_texts(page: Any) -> None:
    _type(page, "копалини")
    assert _results(page, "Results: 1") == ["Угода підписана"]
    item = page.find_element("css selector", "#search-results li")
    assert item.get_attribute("lang") == "uk"
    assert "копалини & мир" in item.text


@needs_pagefind
def test_filters_and_order_narrow_and_sort(page: Any) -> None:
    _type(page, "deal")
    _wait(page, "!document.getElementById('search-filters').hidden")
    page.find_element("css selector", "#search-filters summary").send_keys("\n")
    _wait(page, "document.querySelector('select[name=year]').length > 1")
    for name, value, expected in (
        ("year", "2025", {'Ministers sign a deal, "at last"', "Retracted: The deal is off"}),
        ("kind", "Analysis", {"Retracted: The deal is off"}),
    ):
        _choose(page, name, value)
        assert set(_results(page, f"Results: {len(expected)}")) == expected


@needs_pagefind
def test_without_words_results_come_newest_first_or_as_asked(page: Any) -> None:
    page.find_element("tag name", "body").send_keys("/")
    _wait(page, "!document.getElementById('search-filters').hidden")
    page.find_element("css selector", "#search-filters summary").send_keys("\n")
    _wait(page, "document.querySelector('select[name=year]').length > 1")
    newest = ["Угода підписана", "Retracted: The deal is off", 'Ministers sign a deal, "at last"']
    _choose(page, "year", "2025")
    assert _results(page, "Results: 3") == newest
    for order, expected in (("asc", newest[::-1]), ("desc", newest)):
        _choose(page, "sort", order)
        _wait(page, f"document.querySelector('#search-results .title').textContent === {json.dumps(expected[0])}")
        assert _results(page, "Results: 3") == expected


@needs_pagefind
def test_nothing_found_is_said(page: Any) -> None:
    _type(page, "xylophone")
    assert _results(page, "Nothing is found. Try fewer or other words.") == []


@needs_pagefind
def test_keys_lead_to_names_and_results_and_back(page: Any) -> None:
    from selenium.webdriver.common.keys import Keys  # noqa: PLC0415

    page.find_element("tag name", "body").send_keys("/")
    page.switch_to.active_element.send_keys("zelensky")
    _wait(page, "document.querySelector('#search-results a')")
    page.switch_to.active_element.send_keys(Keys.ARROW_DOWN)
    assert page.switch_to.active_element.text == "Volodymyr Zelenskyy"
    page.switch_to.active_element.send_keys(Keys.ARROW_UP)
    assert page.switch_to.active_element.get_attribute("id") == "search-words"
    page.switch_to.active_element.send_keys(Keys.ESCAPE)
    _wait(page, "!document.querySelector('#search-names a') && !document.querySelector('#search-results a')")
    assert page.find_element("id", "search-words").get_attribute("value") == ""


@needs_pagefind
def test_nothing_is_loaded_before_somebody_asks_and_nothing_breaks_the_policy(
    page: Any, host: tuple[str, list[str]]
) -> None:
    page.execute_cdp_cmd("Network.clearBrowserCache", {})
    page.get_log("browser")
    host[1].clear()
    page.refresh()
    _wait(page, "!document.getElementById('search').hidden")
    assert not [path for path in host[1] if "pagefind" in path or "names.json" in path]
    _type(page, "odesa")
    _results(page, "Results: 1")
    assert [path for path in host[1] if path.endswith("names.json")] == ["/project/data/names.json"]
    assert [entry for entry in page.get_log("browser") if "favicon" not in entry["message"]] == []


@needs_pagefind
def test_a_search_loads_little_besides_the_program(page: Any, site: Path, host: tuple[str, list[str]]) -> None:
    """Lists for filters only when they are opened, one piece of the index for a word, and no second Pagefind."""
    page.execute_cdp_cmd("Network.clearBrowserCache", {})
    page.refresh()
    host[1].clear()
    _type(page, "odesa")
    _results(page, "Results: 1")
    loaded = [path.removeprefix("/project/") for path in host[1] if not path.endswith(".svg")]
    kinds = sorted(path.partition("?")[0].rpartition(".")[2] for path in loaded)
    assert kinds == ["js", "json", "json", "pagefind", "pf_fragment", "pf_index", "pf_meta"], loaded
    program = [
        (site / "output" / path.partition("?")[0]).read_bytes() for path in loaded if path.endswith(("js", "find"))
    ]
    sent = [data if data.startswith(b"\x1f\x8b") else gzip.compress(data) for data in program]
    assert sum(map(len, sent)) <= 82_000  # most of what a first search may weigh: see test_search_order


@needs_pagefind
def test_a_query_in_the_address_is_answered(page: Any, host: tuple[str, list[str]]) -> None:
    page.get(f"{host[0]}search/?q=odesa")
    assert _results(page, "Results: 1") == ["Harbour opens"]


def test_without_script_the_page_lists_every_name_and_says_why(host: tuple[str, list[str]]) -> None:
    driver = _browser(with_script=False)
    try:
        driver.get(f"{host[0]}search/")
        assert not driver.find_element("id", "search").is_displayed()
        assert "takes JavaScript" in driver.find_element("id", "search-without").text
        assert driver.find_element("link text", "Volodymyr Zelenskyy").is_displayed()
    finally:
        driver.quit()


def test_where_there_is_no_index_names_are_found_and_the_page_says_so(browser: Any, tmp_path: Path) -> None:
    build_site(write_site(tmp_path, FILES))
    handler = type("Handler", (_Strict,), {"asked": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(tmp_path / "output"))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser.get(f"http://127.0.0.1:{server.server_port}/project/search/")
        _type(browser, "zelensky")
        assert _results(browser, "This site has no full-text index, so only names can be found.") == []
        assert browser.find_element("css selector", "#search-names a").text == "Volodymyr Zelenskyy"
        server.shutdown()
