"""What a build writes for its host."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import html5lib  # type: ignore[import-untyped]
import pytest

from dateline.publish.manifest import manifest_path, read_manifest
from dateline.site.host_files import CONTENT_SECURITY_POLICY, MOST_REDIRECTS
from support import MINIMAL, build_site, tree, write_site

REDIRECTS = "redirects: {/old: /briefs/first/, /older.html: /}\n"
STRICT = "default-src 'self'; style-src 'self'; script-src 'self' 'wasm-unsafe-eval'"


def site(root: Path, host: str, *, base_url: str = "https://desk.example", more: str = "") -> dict[str, bytes]:
    write_site(root, {**MINIMAL, "site.yaml": f"title: Desk\nbase_url: {base_url}\nhost: {host}\n{more}"})
    build_site(root)
    return tree(root / "output")


@pytest.mark.parametrize("host", ["netlify", "cloudflare-pages"])
def test_headers_are_strict_and_keep_assets_for_ever(tmp_path: Path, host: str) -> None:
    text = site(tmp_path, host)["_headers"].decode()

    rules = {block.split("\n")[0]: block.split("\n")[1:] for block in text.strip().split("\n\n")}
    assert list(rules) == ["/*", "/assets/*"]
    assert f"  Content-Security-Policy: {CONTENT_SECURITY_POLICY}" in rules["/*"]
    assert CONTENT_SECURITY_POLICY.startswith(STRICT)
    assert rules["/assets/*"] == ["  Cache-Control: public, max-age=31536000, immutable"]
    # Two values of one header would be joined.
    assert not any("Cache-Control" in line for line in rules["/*"])


def test_every_file_that_is_kept_for_ever_has_a_hash_in_its_name(tmp_path: Path) -> None:
    assets = [path for path in site(tmp_path, "netlify") if path.startswith("assets/")]

    assert assets
    assert all(re.fullmatch(r"assets/.+\.[0-9a-f]{8}\.[a-z0-9]+", path) for path in assets)


def test_pages_keep_to_the_policy(tmp_path: Path) -> None:
    """No style and no script stands in a page itself, and nothing comes from elsewhere."""
    pages = {path: data for path, data in site(tmp_path, "netlify").items() if path.endswith(".html")}

    assert pages
    for path, data in pages.items():
        for element in html5lib.parse(data, namespaceHTMLElements=False).iter():
            assert not {name for name in element.attrib if name == "style" or name.startswith("on")}, path
            assert element.tag not in ("style", "base", "iframe", "object"), path
            if element.tag == "script" and element.get("type") not in ("application/ld+json", "application/json"):
                assert element.get("src"), path
            if element.tag in ("script", "img", "source"):
                assert "//" not in (element.get("src") or ""), path


@pytest.mark.parametrize(("host", "status"), [("netlify", "301!"), ("cloudflare-pages", "301")])
def test_redirects_are_rules_of_the_host_and_pages_all_the_same(tmp_path: Path, host: str, status: str) -> None:
    files = site(tmp_path, host, more=REDIRECTS)

    assert files["_redirects"].decode() == f"/old/ /briefs/first/ {status}\n/older.html / {status}\n"
    assert {"old/index.html", "older.html"} <= files.keys()


def test_redirects_below_a_base_path_lead_to_the_whole_address(tmp_path: Path) -> None:
    files = site(tmp_path, "netlify", base_url="https://desk.example/news", more=REDIRECTS)

    assert files["_redirects"].decode().splitlines()[0] == "/old/ https://desk.example/news/briefs/first/ 301!"


def test_address_that_a_record_once_had_leads_on_by_a_rule(tmp_path: Path) -> None:
    site(tmp_path, "netlify")
    brief = tmp_path / "content/briefs/first.md"
    brief.write_text(brief.read_text().replace("---\n", "---\nslug: minerals-deal\n", 1))
    build_site(tmp_path)

    assert tree(tmp_path / "output")["_redirects"] == b"/briefs/first/ /briefs/minerals-deal/ 301!\n"


def test_rules_are_no_more_than_hosts_take(tmp_path: Path) -> None:
    many = "".join(f"  /old-{number:05}: /\n" for number in range(MOST_REDIRECTS + 5))

    rules = site(tmp_path, "cloudflare-pages", more=f"redirects:\n{many}")["_redirects"].decode().splitlines()

    assert len(rules) == MOST_REDIRECTS
    assert rules[-1] == f"/old-{MOST_REDIRECTS - 1:05}/ / 301"


@pytest.mark.parametrize(
    ("base_url", "name"),
    [
        ("https://desk.example", b"desk.example\n"),
        ("https://desk.github.io", None),
        ("https://desk.github.io/project", None),
        ("https://desk.example/project", None),
    ],
)
def test_github_gets_the_name_of_the_site_where_it_is_the_desks_own(
    tmp_path: Path, base_url: str, name: bytes | None
) -> None:
    files = site(tmp_path, "github-pages", base_url=base_url, more=REDIRECTS)

    assert files[".nojekyll"] == b""
    assert files.get("CNAME") == name
    assert not {"_headers", "_redirects"} & files.keys()


@pytest.mark.parametrize("host", ["gitlab-pages", "s3", "rsync", "none"])
def test_other_hosts_need_no_file(tmp_path: Path, host: str) -> None:
    assert not {"_headers", "_redirects", "CNAME", ".nojekyll"} & site(tmp_path, host, more=REDIRECTS).keys()


def test_build_records_for_whom_it_was_made(tmp_path: Path) -> None:
    site(tmp_path, "none", more=REDIRECTS)

    def made_for() -> object:
        manifest = read_manifest(manifest_path(tmp_path / ".dateline", tmp_path / "output"), tmp_path / "output")
        assert manifest is not None
        return manifest.made_for

    public = made_for()
    assert "TLP:CLEAR" in str(public)
    assert "'/old/': '/briefs/first/'" in str(public)
    build_site(tmp_path, drafts=True)
    drafts = made_for()
    assert drafts != public
    build_site(tmp_path)
    assert made_for() == public


TOOLS = Path(os.environ.get("DATELINE_HOST_TOOLS", "no such folder"))
"""A folder with the hosts' own tools, as CONTRIBUTING says."""
needs_tools = pytest.mark.skipif(not TOOLS.is_dir(), reason="NOT TESTED: the hosts' own tools (DATELINE_HOST_TOOLS)")
READ_AS_NETLIFY = """
import { parseAllHeaders } from "@netlify/headers-parser";
import { parseAllRedirects } from "@netlify/redirect-parser";
const folder = process.argv[2];
const headers = await parseAllHeaders({ headersFiles: [`${folder}/_headers`], configHeaders: [], minimal: true });
const rules = await parseAllRedirects({ redirectsFiles: [`${folder}/_redirects`], configRedirects: [], minimal: true });
console.log(JSON.stringify({ headers, rules }));
"""


@pytest.fixture
def script() -> Iterator[Path]:
    """A script beside the tools, for node looks for packages where the script lies."""
    path = TOOLS / f"dateline-{os.getpid()}.mjs"
    path.write_text(READ_AS_NETLIFY)
    yield path
    path.unlink()


@needs_tools
def test_netlifys_own_parsers_read_every_rule(tmp_path: Path, script: Path) -> None:
    site(tmp_path, "netlify", more=REDIRECTS)

    done = subprocess.run(["node", script, tmp_path / "output"], capture_output=True, text=True, check=True)
    read = json.loads(done.stdout)
    assert read["headers"]["errors"] == read["rules"]["errors"] == []
    assert read["headers"]["headers"][0]["values"]["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    rules = [(rule["from"], rule["to"], rule["status"], rule["force"]) for rule in read["rules"]["redirects"]]
    assert rules == [("/old/", "/briefs/first/", 301, True), ("/older.html", "/", 301, True)]


@needs_tools
def test_cloudflares_own_server_reads_every_rule(tmp_path: Path) -> None:
    site(tmp_path, "cloudflare-pages", more=REDIRECTS)

    line: list[str | Path] = [TOOLS / "node_modules/.bin/wrangler", "pages", "dev", tmp_path / "output", "--port", "0"]
    quiet = {**os.environ, "CI": "1", "WRANGLER_SEND_METRICS": "false", "HOME": str(tmp_path)}
    said = ""
    with subprocess.Popen(line, env=quiet, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        assert server.stdout is not None
        for text in server.stdout:
            said += text
            if "header rule" in text:
                break
        server.terminate()
    assert "Parsed 2 valid redirect rules." in said
    assert "Parsed 2 valid header rules." in said
    assert "invalid" not in said
