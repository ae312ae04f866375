"""Hostile values: whatever stands in a text, pages stay the same pages, and run, load and forge nothing."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sqlite3
import unicodedata
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from functools import cache, partial
from itertools import accumulate
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import html5lib  # type: ignore[import-untyped]
import pytest
import yaml
from lxml import etree  # type: ignore[import-untyped]
from pydantic import TypeAdapter, ValidationError

from dateline.content.fields import Url
from dateline.content.schema import MODELS
from dateline.problems import SiteProblems
from promises.canaries import OMIT, Canaries, document, filled
from promises.quick import quick
from support import MINIMAL, SETTINGS, Files, build_site, problems_of, tree, write_site

__all__ = ["quick"]

SOAK = bool(os.environ.get("DATELINE_SOAK"))

# Texts that mean something to some reader of pages, feeds, tables or terminals.
VECTORS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<script\n>alert(1)</script\n>",
    "<img src=x onerror=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    '" onmouseover="alert(1)" x="',
    "' onfocus='alert(1)' autofocus='",
    "` onclick=`alert(1)`",
    '"/><link rel=stylesheet href=//evil.example/x.css>',
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext></p><style><img src=x onerror=alert(1)></style>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<object data=javascript:alert(1)>",
    "<embed src=//evil.example/x.swf>",
    "<base href=//evil.example/>",
    '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
    "<form action=//evil.example/><button>go</button>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href=&#106;avascript:alert(1)>x</a>",
    "<a href=data:text/html;base64,PHNjcmlwdD4=>x</a>",
    "<a href=vbscript:msgbox(1)>x</a>",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "</title><script>alert(1)</script>",
    "</h1></main></body></html>",
    "</textarea></style></noscript><b>",
    "<!-- a comment",
    "--><!--",
    "--!><img src=x onerror=alert(1)>",
    "<![CDATA[ x ]]>",
    "]]>",
    "]]><script>alert(1)</script>",
    "<!DOCTYPE html>",
    '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>',
    "&y; &lol9; &#x0; &#xd800;",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;amp;lt;",
    "&nbsp;&zwj;&shy;",
    '<?xml version="1.0"?>',
    "<?php echo 1 ?>",
    "{{ 7*7 }}",
    "{{ site.__class__.__mro__ }}",
    "{% raw %}{% include 'base.html' %}",
    "{# a comment #}",
    "{% endblock %}{% for x in y %}",
    "${7*7} #{7*7} <%= 7*7 %>",
    "%s %d %(x)s {0} {x}",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1,1)",
    "\u202edesrever\u202c",
    "\u2066isolated\u2069\u200f",
    "zero\u200bwidth\u200djoined\ufeff",
    "\u200b",
    "line\u2028and paragraph\u2029ends",
    "first\nSet-Cookie: x=y\n\nsecond",
    "a\ttab",
    "a\u00a0space\u3000of another\u2009kind",
    "e\u0301 and \u212b and \ufb01",
    "Z̸̨͙a̷͇l̶̰g̵̣o",
    "👩‍👩‍👧‍👦 🏳️‍🌈 \U000e0001",
    "\ufdd0 a noncharacter",
    "\\u003cscript\\u003e \\x3c \\",
    "a\\",
    '"',
    "'",
    "<",
    "&",
    "%00%0d%0a%3Cscript%3E",
    "../../../../etc/passwd",
    "//evil.example/x",
    "https://evil.example/<script>",
    "CON",
    "null",
    "# heading",
    "---\ntitle: forged\n---",
    "[x](javascript:alert(1)) ![y](https://evil.example/pixel.png)",
    "[@nobody] [^nobody]",
    "A" * 300,
    "漢" * 300,
    "<" * 300,
)

# Characters that no feed could hold: they are refused, and the problem says so in one line.
UNFIT = (
    "\x00",
    "\x07",
    "\x08",
    "\x0b",
    "\x1b[31mred",
    "\x7f",
    "\x85",
    "\x9f",
    "\ud800",
    "a\rb",
    "a\r\nSet-Cookie: x=y",
)

# Addresses that run, load or mislead: a field for an address refuses them.
BAD_URLS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    " javascript:alert(1)",
    "\x01javascript:alert(1)",
    "javascript://host.example/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "blob:https://host.example/1",
    "ftp://host.example/",
    "//evil.example/",
    "/relative",
    "https:///x",
    "https://",
    "http:evil.example",
    "https://host.example:99999/",
    "https://host.example:x/",
    "https://[::1/",
    'https://host.example/" onclick="alert(1)',
    "https://host.example/<script>",
    "https://host.example/\\@evil.example",
    "https://host.example/a b",
    "https://host.example/\u2028",
    "https://host.example/\x7f",
    "https://host.example/{{7*7}}",
    "https://host.example/`",
    "",
)

# Markdown and HTML of authors who mean harm: what is left of it must be harmless.
MARKUP = (
    "[x](javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](JAVASCRIPT&colon;alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A&#x61lert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x]( vbscript:msgbox(1) 'title')",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "[x](https://host.example/ '\" onmouseover=\"alert(1)')",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.png)",
    "![x](//evil.example/pixel.png)",
    "![x](data:image/png;base64,AAAA)",
    '![" onerror="alert(1)](x.png)',
    "<img src='https://evil.example/x.png' srcset='https://evil.example/y.png 2x' onerror=alert(1)>",
    "<video src=//evil.example/x.mp4 onloadstart=alert(1)></video>",
    "<audio><source src=//evil.example/x.mp3></audio>",
    "<style>@import '//evil.example/x.css'</style>",
    "<b style='background:url(//evil.example/x.png)'>x</b>",
    "<div style='position:fixed;top:0' class='bluf' id='main'>over all</div>",
    "<p id=main class=notice hidden>x</p>",
    "<a name=main target=_blank ping=//evil.example/ href=https://host.example/>x</a>",
    "<a href=' &#14; javascript:alert(1)'>x</a>",
    "<a href='brief:first' onclick=alert(1)>x</a>",
    "<input onfocus=alert(1) autofocus>",
    "<details open ontoggle=alert(1)><summary>x</summary>y</details>",
    "<table background=javascript:alert(1)><tr><td>x</table>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<math href=javascript:alert(1)>x</math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea><img title='</textarea><script>alert(1)</script>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<template><script>alert(1)</script></template>",
    "<x-custom onclick=alert(1)>x</x-custom>",
    "`<script>alert(1)</script>`",
    '```html" onclick="alert(1)\n<script>alert(1)</script>\n```',
    "# <script>alert(1)</script> heading",
    "## heading {#main onclick=alert(1)}",
    "a | b\n--|--\n<script>alert(1)</script> | [x](javascript:alert(1))",
    "a[^1]\n\n[^1]: <script>alert(1)</script>",
    "*[HTML]: <script>\n\nHTML",
    "<!-- --><script>alert(1)</script><!-- -->",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<<script>script>alert(1)<</script>/script>",
    '<a href="https://host.example/"onclick="alert(1)">x</a>',
    "\\<script>alert(1)\\</script>",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "{{ 7*7 }} {% raw %}",
)

MARKED_UP = {"bluf", "key_points", "why_it_matters", "whats_next"}
"""Fields in which Markdown means something; all others are plain."""


class Voice(Canaries):
    """Puts one text into every field that can hold it."""

    def __init__(self, text: str, marked_up: str) -> None:
        super().__init__()
        self._text, self._marked_up = text, marked_up
        self.filled = 0

    def text(self, place: str, annotation: Any) -> str:
        value = self._marked_up if place.split(".")[1] in MARKED_UP else self._text
        try:
            TypeAdapter(annotation).validate_python(value)
        except ValidationError:
            return super().text(place, annotation)
        if annotation is Url or _is_name(annotation):
            return super().text(place, annotation)
        self.filled += 1
        return value


def _is_name(annotation: Any) -> bool:
    """Whether a field takes parts of addresses only, which must be the same for all texts."""
    try:
        TypeAdapter(annotation).validate_python("a b")
    except ValidationError:
        return True
    return False


def records(number: int, text: str, marked_up: str = "Plain words.", body: str = "Plain words.\n") -> Files:
    """A record of each kind, each with `text` in all its fields; they refer to each other and to no others."""
    name = f"v{number:02}"
    refs: dict[str, list[str]] = {**{kind: [name] for kind in MODELS}, "source": ["1"]}
    common: dict[str, Any] = {
        "id": name,
        "slug": name,
        "tlp": "TLP:CLEAR",
        "redirect_from": OMIT,
        "image": OMIT,
        "image_alt": OMIT,
    }
    given: dict[str, dict[str, Any]] = {
        "brief": {
            "date": f"2025-{1 + number % 5:02}-{1 + number % 28:02}",
            "status": "published",
            "embargo_until": OMIT,
            "expires": OMIT,
            "follows": OMIT,
            "lang": OMIT,
        },
        "topic": {"parent": OMIT},
        "page": {"menu": OMIT},
        "actor": {"offices": OMIT, "relations": [{"type": text, "to": "ukraine"}]},
    }
    files = {}
    for kind, model in MODELS.items():
        voice = Voice(text, marked_up)
        values = filled(model, voice, f"{kind} {name}", refs, {**common, **given.get(kind, {})})
        values["x_free"] = {text[:50]: [text]}
        files[f"content/{kind}s/{name}.md"] = document(values, body)
        assert voice.filled >= (1 if kind == "page" else 2)
    return files


def harmless(number: int) -> str:
    return f"harmless{number:02}word"


@pytest.fixture(scope="module")
def plain_pages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Mapping[str, bytes], Mapping[str, bytes]]:
    """The outputs of one site with hostile texts and with harmless ones in their places."""
    outputs = []
    for texts in (VECTORS, [harmless(number) for number in range(len(VECTORS))]):
        root = tmp_path_factory.mktemp("plain")
        write_site(root, {**MINIMAL, "site.yaml": f"{SETTINGS}feed_text: full\npage_size: 10\nfeed_size: 100\n"})
        for number, text in enumerate(texts):
            write_site(root, records(number, text))
        build_site(root)
        outputs.append(tree(root / "output"))
    return outputs[0], outputs[1]


@cache
def elements(data: bytes) -> list[ET.Element]:
    """All elements of a page, as a browser sees them."""
    root: ET.Element = html5lib.parse(data.decode(), namespaceHTMLElements=False)
    return [one for one in root.iter() if isinstance(one.tag, str)]


FORM = "action class data-actor data-index data-names data-names-only data-nothing data-results data-root data-topic"
FORM_NAMES = frozenset(f"{FORM} data-unreadable hidden id role".split())


def is_the_themes(one: etree._Element) -> bool:
    """Whether an element is exactly a script of the theme, its data for programs, or its search form."""
    if one.tag == "script" and dict(one.attrib) == {"type": "application/ld+json"}:
        return isinstance(json.loads(one.text or ""), dict)
    if one.tag == "script":
        source = re.fullmatch(
            r"(?:/|\./|(?:\.\./)+)assets/(?:cards|copy|filter|search|theme)\.[0-9a-f]{8}\.js", one.get("src", "")
        )
        return source is not None and not (one.text or "") and set(one.attrib) <= {"type", "src"}
    return one.tag == "form" and one.get("action") == "../search/" and set(one.attrib) == FORM_NAMES


SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {
    (f"{SVG}{tag}", frozenset(names.split()))
    for tag, names in (
        ("svg", "width height role aria-labelledby"),
        ("svg", "class viewBox preserveAspectRatio aria-hidden"),
        ("title", ""),
        ("title", "id"),
        ("desc", "id"),
        ("line", "class x1 y1 x2 y2"),
        ("line", "class x1 y1 x2 y2 stroke-width"),
        ("circle", "class cx cy r"),
        ("circle", "cx cy r"),
        ("rect", "x y width height"),
        ("rect", "x width height"),
        ("rect", "class y width height"),
        ("rect", "width height"),
        ("path", "d"),
        ("text", "x y"),
        ("text", "x y text-anchor"),
        ("text", "x y dx text-anchor"),
        ("text", "class x y"),
        ("text", "class x y text-anchor"),
        ("text", "y text-anchor paint-order"),
        ("text", "class y text-anchor paint-order"),
        ("tspan", "x"),
        ("tspan", "x dx"),
        ("tspan", "x dy"),
        ("tspan", "x dx dy"),
    )
}
"""What the theme's own drawings consist of: no other element, and none with other attributes, is drawn."""


def dangers(data: bytes) -> list[str]:
    """What a page would run, or load from elsewhere."""
    found = []
    for one in elements(data):
        if is_the_themes(one):
            continue
        if one.tag in ("script", "iframe", "object", "embed", "base", "style", "form"):
            found.append(f"<{one.tag}>")
        if one.tag.startswith("{") and (one.tag, frozenset(one.attrib)) not in DRAWN:
            found.append(f"<{one.tag}> that the theme does not draw")
        for name, value in one.attrib.items():
            address = "".join(char for char in value if char > " ").lower()
            if name.startswith("on") or name in ("style", "srcset", "ping", "formaction"):
                found.append(f"{one.tag} {name}")
            if name in ("href", "src", "action") and address.startswith(("javascript:", "data:", "vbscript:")):
                found.append(f"{one.tag} {name}={value}")
            is_loaded = name in ("src", "poster", "background") or (
                name == "href" and one.tag == "link" and one.get("rel") != "canonical"
            )
            if is_loaded and urlsplit(value).netloc:
                found.append(f"{one.tag} {name}={value}")
        if one.tag == "meta" and one.get("http-equiv"):
            found.append("meta http-equiv")
    return found


def said(data: bytes, text: str) -> tuple[int, int]:
    """How often a text stands in the texts and in the attributes of a page, spaces aside.

    Data for programs is JSON, so its texts are counted as a program reads them.
    """
    found = elements(data)
    texts = ["".join(one.itertext()) for one in found[:1]]
    for one in found:
        if one.tag == "script" and one.text:
            texts = [text.replace(one.text, "\0".join(_strings(json.loads(one.text)))) for text in texts]
    words = " ".join("\0".join(texts).split())
    values = " ".join("\0".join(value for one in found for value in one.attrib.values()).split())
    return words.count(text), values.count(text)


def _strings(value: object) -> Iterator[str]:
    """All texts in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)


def normal(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def pages_of(output: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    return ((path, data) for path, data in output.items() if path.endswith(".html"))


def test_no_plain_text_runs_or_loads_anything(plain_pages: tuple[Mapping[str, bytes], ...]) -> None:
    assert {path: found for path, data in pages_of(plain_pages[0]) if (found := dangers(data))} == {}


def test_pages_have_the_elements_of_harmless_ones(plain_pages: tuple[Mapping[str, bytes], ...]) -> None:
    hostile, plain = plain_pages
    assert hostile.keys() == plain.keys()
    for path, data in pages_of(hostile):
        found, wanted = shape(data), shape(plain[path])
        if path == "search/index.html":  # an A-Z has a heading for each letter that there is
            assert set(found) == set(wanted)
            continue
        if any(tag == f"{SVG}circle" for tag, _ in wanted):  # a drawing has the names for which there is room
            found, wanted = without_drawn_names(found), without_drawn_names(wanted)
        assert found == wanted, path


def without_drawn_names(shape: Counter[tuple[str, tuple[str, ...]]]) -> Counter[tuple[str, tuple[str, ...]]]:
    """A page's elements but for the names in its drawings, of which some may have no room or take several lines."""
    return Counter({one: times for one, times in shape.items() if one[0] not in (f"{SVG}text", f"{SVG}tspan")})


def shape(data: bytes) -> Counter[tuple[str, tuple[str, ...]]]:
    return Counter((one.tag, tuple(sorted(one.attrib))) for one in elements(data))


@pytest.mark.parametrize("kind", MODELS)
def test_texts_arrive_as_they_were_written(plain_pages: tuple[Mapping[str, bytes], ...], kind: str) -> None:
    hostile, plain = plain_pages
    folder = {"brief": "briefs/", "actor": "actors/", "topic": "topics/", "publisher": "sources/", "page": ""}[kind]
    for number, text in enumerate(VECTORS):
        path = f"{folder}v{number:02}/index.html"
        wanted, counted = said(plain[path], harmless(number)), said(hostile[path], normal(text))
        within = [0, 0]  # how often it stands there as a part of other texts
        for other, longer in enumerate(VECTORS):
            if other != number and (times := normal(longer).count(normal(text))):
                shown = said(plain[path], harmless(other))
                within = [so_far + times * more for so_far, more in zip(within, shown, strict=True)]
        assert wanted[0] > 0
        if len(normal(text)) > 5:
            assert counted == (wanted[0] + within[0], wanted[1] + within[1]), (path, text)
        else:  # a page's own words may hold it as well
            assert counted[0] >= wanted[0], (path, text)


def test_feeds_and_sitemap_are_xml_with_the_texts_in_it(plain_pages: tuple[Mapping[str, bytes], ...]) -> None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    titles: set[str] = set()
    for path, data in plain_pages[0].items():
        if path.endswith(".xml"):
            root = etree.fromstring(data, parser)
            assert not root.getroottree().docinfo.internalDTD
            titles |= {normal(one.text or "") for one in root.iter("{http://www.w3.org/2005/Atom}title")}
    assert {normal(text) for text in VECTORS} <= titles


def test_json_feeds_hold_the_texts(plain_pages: tuple[Mapping[str, bytes], ...]) -> None:
    titles: set[str] = set()
    for path, data in plain_pages[0].items():
        if path.endswith("feed.json"):
            feed = json.loads(data)
            assert not any(dangers(item["content_html"].encode()) for item in feed["items"])
            titles |= {normal(item["title"]) for item in feed["items"]}
    assert {normal(text) for text in VECTORS} <= titles


def test_tables_hold_the_texts_and_no_formulas(plain_pages: tuple[Mapping[str, bytes], ...]) -> None:
    for name, column in (("briefs", "title"), ("actors", "name"), ("topics", "name"), ("publishers", "name")):
        rows = list(csv.DictReader(io.StringIO(plain_pages[0][f"data/{name}.csv"].decode(), newline="")))
        assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t"))]
        shown = {normal(row[column].removeprefix("'")) for row in rows}
        stored = {normal(row[column]) for row in json.loads(plain_pages[0][f"data/{name}.json"])}
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(plain_pages[0]["data/briefing.sqlite"])
            kept = {normal(row[0]) for row in database.execute(f"SELECT {column} FROM {name}")}
        assert {normal(text) for text in VECTORS} <= shown & stored & kept, name


def test_citations_are_one_entry_each(plain_pages: tuple[Mapping[str, bytes], ...]) -> None:
    paths = [path for path in plain_pages[0] if path.startswith("briefs/v") and "/cite." in path]
    assert len(paths) == 3 * len(VECTORS)
    for path in paths:
        text = plain_pages[0][path].decode()
        if path.endswith(".json"):
            assert len(json.loads(text)) == 1
        elif path.endswith(".ris"):
            lines = text.splitlines()
            assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines if line), path
            assert [line[:2] for line in lines if line[:2] in ("TY", "ER")] == ["TY", "ER"], path
        else:
            assert len(re.findall(r"^\s*@", text, re.MULTILINE)) == 1, path
            depth = accumulate({"{": 1, "}": -1}[brace] for brace in re.findall(r"(?<!\\)[{}]", text))
            assert [at for at, level in enumerate(depth) if level <= 0] == [
                len(re.findall(r"(?<!\\)[{}]", text)) - 1
            ], path


@pytest.mark.parametrize("texts", [VECTORS, MARKUP], ids=["plain", "markup"])
def test_no_marked_up_text_runs_or_loads_anything(tmp_path: Path, texts: tuple[str, ...]) -> None:
    write_site(tmp_path, {**MINIMAL, "site.yaml": f"{SETTINGS}feed_text: full\n"})
    for number, text in enumerate(texts):
        line = "".join(char for char in text if char.isprintable() or char == "\n") or "x"
        files = records(number, "A plain text", line[:300], f"{text}\n\nand *more* of it: {text}\n")
        write_site(tmp_path, {path: data for path, data in files.items() if SOAK or path.startswith(_QUICK_KINDS)})
    refused = {one.path for one in problems_of(tmp_path) if one.severity == "error"}
    assert len(refused) < len(texts)
    for path in refused:
        (tmp_path / path).unlink()
    build_or_say(tmp_path)
    output = tree(tmp_path / "output")
    assert {path: found for path, data in pages_of(output) if (found := dangers(data))} == {}
    for path, data in output.items():
        if path.endswith(".xml"):
            for entry in etree.fromstring(data).iter("{http://www.w3.org/2005/Atom}content"):
                assert dangers((entry.text or "").encode()) == [], path


_QUICK_KINDS = ("content/briefs/", "content/actors/", "content/topics/")


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>",
        "<p onclick=x>",
        "<a href=' java\tscript:x'>",
        "<img src=//evil.example/x>",
        "<link rel=stylesheet href=https://evil.example/x>",
        "<svg onload=x>",
        "<svg><script>x</script></svg>",
        "<svg><style>@import 'x'</style></svg>",
        "<svg><a xlink:href=javascript:x><text>y</text></a></svg>",
        "<svg><image href=//evil.example/x></image></svg>",
        "<svg viewBox='0 0 1 1' role=img aria-labelledby=x><use href=//evil.example/x></use></svg>",
        "<math><mi>x</mi></math>",
        "<video poster=//evil.example/x></video>",
        "<table background=//evil.example/x></table>",
        "<meta http-equiv=refresh content=0>",
        "<b style=x>",
    ],
)
def test_dangers_are_seen(html: str) -> None:
    assert dangers(html.encode())


def build_or_say(root: Path) -> None:
    try:
        build_site(root)
    except SiteProblems as stop:
        raise AssertionError([str(one) for one in stop.problems if one.severity == "error"]) from None


@pytest.mark.parametrize("start", range(0, len(VECTORS), 1 if SOAK else 4))
def test_settings_are_as_harmless_as_records(tmp_path: Path, start: int) -> None:
    texts = [VECTORS[(start + step) % len(VECTORS)] for step in range(3)]
    names = ("title", "description", "publisher")
    shapes = []
    for place, values in (("hostile", texts), ("plain", ["One", "Two", "Three"])):
        settings = {**yaml.safe_load(SETTINGS), **dict(zip(names, values, strict=True))}
        root = write_site(tmp_path / place, {**MINIMAL, "site.yaml": yaml.safe_dump(settings, allow_unicode=True)})
        build_site(root)
        output = tree(root / "output")
        shapes.append({path: shape(data) for path, data in pages_of(output)})
        for path, data in output.items():
            if path.endswith(".xml"):
                etree.fromstring(data)
            if path.endswith(".json"):
                json.loads(data)
    assert shapes[0] == shapes[1]
    home = (tmp_path / "hostile/output/index.html").read_bytes()
    assert dangers(home) == []
    assert said(home, normal(texts[0]))[0] > 0


def each_text_field() -> Iterator[tuple[str, str, Callable[[str], Files]]]:
    """Kind, key and a site in which that field has the given value, for every field with a text of a record."""
    for kind, model in MODELS.items():
        for name, info in model.model_fields.items():
            key = info.alias or name
            if "str" in str(info.annotation) and "Literal" not in str(info.annotation):
                yield kind, key, partial(with_value, kind, key)


def with_value(kind: str, key: str, text: str) -> Files:
    base: Mapping[str, Mapping[str, Any]] = {
        "brief": {"title": "T", "date": "2025-01-01", "topics": ["minerals"], "bluf": "B", "sources": [{"title": "S"}]},
        "actor": {"name": "N", "kind": "state", "summary": "S"},
        "topic": {"name": "N", "summary": "S"},
        "publisher": {"name": "N"},
        "page": {"title": "T"},
    }
    is_list = "tuple" in str(MODELS[kind].model_fields[key].annotation)  # type: ignore[index]
    values = {**base[kind], key: [text] if is_list else text}
    escaped = json.dumps(values).replace("\\ud800", "\\uD800")  # JSON is YAML, and keeps lone surrogates as escapes
    return {f"content/{kind}s/bad.md": f"---\n{escaped}\n---\nText.\n"}


@pytest.mark.parametrize("text", UNFIT, ids=ascii)
def test_characters_that_no_feed_can_hold_are_refused_in_every_field(tmp_path: Path, text: str) -> None:
    write_site(tmp_path, MINIMAL)
    for kind, key, files in each_text_field():
        if key in ("id", "slug") or kind == "A":
            continue
        write_site(tmp_path, files(f"x{text}y"))
        errors = [one for one in problems_of(tmp_path) if one.severity == "error"]
        assert errors, (kind, key)
        assert all(one.path == f"content/{kind}s/bad.md" and one.line for one in errors), errors
        assert all(char.isprintable() or char == "\n" for one in errors for char in str(one))
        (tmp_path / f"content/{kind}s/bad.md").unlink()


@pytest.mark.parametrize("text", BAD_URLS, ids=ascii)
def test_bad_addresses_are_refused_wherever_an_address_is_asked_for(tmp_path: Path, text: str) -> None:
    brief = with_value("brief", "sources", "")
    source: list[Any] = [{"title": "S", "url": text}, {"title": "S", "archived": text}]
    values = {"title": "T", "date": "2025-01-01", "topics": ["minerals"], "bluf": "B", "sources": source}
    actor: dict[str, Any] = {"name": "N", "kind": "state", "summary": "S", "same_as": [text]}
    actor["relations"] = [{"type": "owns", "to": "ukraine", "sources": [text]}]
    files = {**brief, "content/briefs/bad.md": f"---\n{json.dumps(values)}\n---\nText.\n"}
    files["content/actors/bad.md"] = f"---\n{json.dumps(actor)}\n---\n"
    write_site(tmp_path, {**MINIMAL, **files})
    errors = [one for one in problems_of(tmp_path) if one.severity == "error"]
    assert len(errors) == 4
    assert {one.code for one in errors} <= {"bad-url", "too-short", "bad-value"}


@pytest.mark.parametrize("text", ["\ufffe", "\uffff"], ids=ascii)
def test_noncharacters_that_no_xml_can_hold_are_refused(tmp_path: Path, text: str) -> None:
    write_site(tmp_path, {**MINIMAL, **with_value("actor", "name", f"x{text}y")})
    assert [one for one in problems_of(tmp_path) if one.severity == "error"]
