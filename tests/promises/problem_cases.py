"""For every code of problem, small sites that have it, and all that `check` then prints."""

# ruff: noqa: E501 (expected lines are as long as they are printed)
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from support import MINIMAL, SETTINGS, Files, png, write_site


@dataclass(frozen=True)
class Case:
    """A site that differs from the minimal one in `files`, and the lines that `check` prints for it."""

    code: str
    what: str
    files: Files
    expected: tuple[str, ...]
    links: Mapping[str, str] = field(default_factory=dict)
    """Targets of symbolic links, by path."""


def lay_out(root: Path, case: Case) -> Path:
    """Write the site of a case into the folder `root`."""
    write_site(root, {**MINIMAL, **case.files})
    for path, target in case.links.items():
        (root / path).symlink_to(target)
    return root


def record(fields: Mapping[str, str | None], body: str, changes: Mapping[str, str | None]) -> str:
    """A record's text; a change to None leaves the field out."""
    lines = [f"{name}: {value}" for name, value in {**fields, **changes}.items() if value is not None]
    return "\n".join(["---", *lines, "---", body, ""])


def brief(body: str = "They met in Kyiv.", **changes: str | None) -> str:
    """A sound brief, its fields on lines 2 to 7, but for some changes; new fields come from line 8 on."""
    fields = {
        "title": "Ministers meet",
        "date": "2025-05-01",
        "bluf": "They met.",
        "actors": "[ukraine]",
        "topics": "[minerals]",
        "sources": "[{key: note, title: A note}]",
    }
    return record(fields, body, changes)


def actor(**changes: str | None) -> str:
    """A sound actor, its fields on lines 2 to 4, but for some changes."""
    return record({"name": "NATO", "kind": "alliance", "summary": "A military alliance."}, "Profile.", changes)


def topic(**changes: str | None) -> str:
    """A sound topic, its fields on lines 2 and 3, but for some changes."""
    return record({"name": "Lithium", "summary": "A light metal."}, "Background.", changes)


SECOND = "content/briefs/second.md"
THIRD = "content/briefs/third.md"
NATO = "content/actors/nato.md"


PUBLISHED = """\
{
 "title": "Ministers sign a deal on minerals",
 "date": "2025-04-30",
 "bluf": ["The deal creates a joint fund."],
 "body": ["The fund has three owners [1]."],
 "actors": [{"id": "ukraine"}],
 "sources": [{"title": "Text of the agreement", "url": "https://agreement.example/text"}]
}
"""
"""What readers were shown of the minimal site's brief."""


CASES: tuple[Case, ...] = (
    Case(
        "unreadable-file",
        "a link that leads to nothing",
        {},
        (
            "content/briefs/second.md: error[unreadable-file]: cannot be read: nothing is there",
            "    mend or remove the file or link",
        ),
        links={SECOND: "nothing.md"},
    ),
    Case(
        "not-text",
        "bytes that are not UTF-8",
        {SECOND: b"---\ntitle: Caf\xe9\n---\n"},
        (
            "content/briefs/second.md:2:11: error[not-text]: the byte 0xE9 that stands here is not UTF-8",
            "    save it as UTF-8 text",
        ),
    ),
    Case(
        "not-text",
        "text in UTF-16",
        {SECOND: brief().encode("utf-16")},
        (
            "content/briefs/second.md:1:1: error[not-text]: this is UTF-16 text",
            "    save it as UTF-8 text",
        ),
    ),
    Case(
        "outside-link",
        "a link to a file beside the site",
        {},
        (
            "content/briefs/second.md: error[outside-link]: this link leads out of the content folder",
            "    copy what it leads to into the folder",
        ),
        links={SECOND: "../../.."},
    ),
    Case(
        "misplaced-file",
        "files of no kind, and in no record's folder",
        {
            "content/briefs/notes.docx": b"x",
            "content/briefing/x.md": "x",
            "content/logo.svg": "<svg/>",
            "content/x.md": "x",
        },
        (
            "content/briefing/x.md: warning[misplaced-file]: records of no kind lie in this folder",
            "    did you mean 'briefs'?",
            "content/briefs/notes.docx: warning[misplaced-file]: a file of this kind is not published",
            "    records are .md, .txt, .yaml or .yml, pictures .avif, .gif, .jpeg, .jpg, .png or .webp files",
            "content/logo.svg: warning[misplaced-file]: a file of this kind is not published",
            "    export it as PNG or WebP: an SVG may hold scripts",
            "content/x.md: warning[misplaced-file]: records of no kind lie in this folder",
            "    records lie in content/briefs/, content/actors/, content/topics/, content/pages/ or content/publishers/",
        ),
    ),
    Case(
        "missing-front-matter",
        "a text alone",
        {SECOND: "They met.\n"},
        (
            "content/briefs/second.md:1:1: error[missing-front-matter]: there is no front matter",
            "    start the file with a line `---`, then `key: value` lines, then a line `---`, then the text",
        ),
    ),
    Case(
        "missing-front-matter",
        "an empty file",
        {SECOND: ""},
        (
            "content/briefs/second.md:1:1: error[missing-front-matter]: there is no front matter",
            "    start the file with a line `---`, then `key: value` lines, then a line `---`, then the text",
        ),
    ),
    Case(
        "missing-front-matter",
        "front matter that does not end",
        {SECOND: "---\ntitle: A\n\nThey met.\n"},
        (
            "content/briefs/second.md:1:1: error[missing-front-matter]: the front matter is opened here and never closed",
            "    close it with a line `---`",
        ),
    ),
    Case(
        "missing-front-matter",
        "a plain text without a sidecar",
        {"content/briefs/second.txt": "They met.\n"},
        (
            "content/briefs/second.txt:1:1: error[missing-front-matter]: a plain text needs its fields in a sidecar file",
            "    write them in 'second.yaml' beside it: title, date, and actors or topics",
        ),
    ),
    Case(
        "two-front-matters",
        "front matter and a sidecar",
        {SECOND: brief(), "content/briefs/second.yaml": "title: A\n"},
        (
            "content/briefs/second.md:1:1: error[two-front-matters]: has front matter, and a sidecar file 'second.yaml' as well",
            "    move the fields into one of the two",
        ),
    ),
    Case(
        "bad-yaml",
        "a colon in a text",
        {SECOND: brief(title="Talks: the next round")},
        (
            "content/briefs/second.md:2:13: error[bad-yaml]: a text that holds ': ' must be in quotes",
            "    write title: 'Talks: the next round'",
        ),
    ),
    Case(
        "bad-yaml",
        "nesting without end",
        {SECOND: brief(x_note="[" * 60 + "]" * 60)},
        ("content/briefs/second.md:8:58: error[bad-yaml]: lists and mappings nest deeper than 50 levels",),
    ),
    Case(
        "duplicate-key",
        "a field twice, and another problem beside it",
        {SECOND: brief(kind="news", x_note="1\ntitle: Again")},
        (
            "content/briefs/second.md:8:7: error[not-a-choice]: kind cannot be 'news'",
            "    allowed: update, analysis or background",
            "content/briefs/second.md:10:1: error[duplicate-key]: the key 'title' is there already, on line 2",
            "    keep one of the two",
        ),
    ),
    Case(
        "yaml-alias",
        "aliases that multiply",
        {
            SECOND: brief(
                x_a="&a [1, 2, 3, 4, 5, 6, 7, 8, 9]",
                **{f"x_{new}": f"&{new} [{', '.join(['*' + old] * 9)}]" for old, new in pairwise("abcdef")},
            )
        },
        (
            "content/briefs/second.md:12:6: error[yaml-alias]: aliases add more than 50,000 values to this, or nest it deeper than 50 levels",
            "    write the values out instead of `*name`",
        ),
    ),
    Case(
        "yaml-tag",
        "a tag that asks for Python",
        {SECOND: brief(title="!!python/name:os.system x")},
        (
            "content/briefs/second.md:2:8: error[yaml-tag]: the tag '!!python/name:os.system' is not read",
            "    remove the tag, or put a text that starts with '!' in quotes",
        ),
    ),
    Case(
        "missing-field",
        "a brief without title and date",
        {SECOND: brief(title=None, date=None)},
        (
            "content/briefs/second.md:2:1: error[missing-field]: the brief has no 'date'",
            "    add `date:`. When it is published; a day, or a time with its offset. Later dates wait for their day.",
            "content/briefs/second.md:2:1: error[missing-field]: the brief has no 'title'",
            "    add `title:`. Headline.",
        ),
    ),
    Case(
        "missing-field",
        "in the second claim",
        {
            SECOND: brief(
                claims="\n- {by: ukraine, on: minerals, stance: supports, text: Yes.}\n- {by: ukraine, on: minerals, text: No.}"
            )
        },
        (
            "content/briefs/second.md:10:3: error[missing-field]: claims[2] has no 'stance'",
            "    add `stance:`. Where the actor stands.",
        ),
    ),
    Case(
        "missing-field",
        "settings without a title",
        {"site.yaml": "base_url: https://desk.example\n"},
        (
            "site.yaml:1:1: error[missing-field]: the settings file has no 'title'",
            "    add `title:`. Name of the site.",
        ),
    ),
    Case(
        "unknown-field",
        "a field misspelt, and one that is nowhere near",
        {SECOND: brief(titel="Again", mood="good"), NATO: actor(offices="[{title: A, off: x}, {name: B}]")},
        (
            "content/actors/nato.md:5:22: error[unknown-field]: 'off' is not a field of offices[1]",
            "    did you mean 'of'?",
            "content/actors/nato.md:5:31: error[missing-field]: offices[2] has no 'title'",
            "    add `title:`. Name of the post, such as `Treasury secretary`.",
            "content/actors/nato.md:5:32: error[unknown-field]: 'name' is not a field of offices[2]",
            "    known here: title, of, from, until",
            "content/briefs/second.md:8:1: error[unknown-field]: 'titel' is not a field of the brief",
            "    did you mean 'title'?",
            "content/briefs/second.md:9:1: error[unknown-field]: 'mood' is not a field of the brief",
            "    remove it, or write x_mood: fields of your own start with x_",
        ),
    ),
    Case(
        "unknown-field",
        "a setting misspelt",
        {"site.yaml": SETTINGS + "page_sise: 10\n"},
        (
            "site.yaml:3:1: error[unknown-field]: 'page_sise' is not a field of the settings file",
            "    did you mean 'page_size'?",
        ),
    ),
    Case(
        "wrong-type",
        "lists, texts and mappings in the place of each other",
        {
            SECOND: brief(
                title="[Talks]",
                key_points="one",
                why_it_matters="false",
                sources="[note, {title: A, credibility: '2'}]",
                whats_next="{a: 1}",
            )
        },
        (
            "content/briefs/second.md:2:8: error[wrong-type]: title is a list, and needs text",
            "    put the text in quotes if it starts with [ or {",
            "content/briefs/second.md:7:11: error[wrong-type]: sources[1] is 'note', and needs a mapping of fields",
            "    write its fields: {key: …, title: …}",
            "content/briefs/second.md:7:41: error[wrong-type]: sources[2].credibility is '2', and needs a whole number",
            "    write it without quotes: 2",
            "content/briefs/second.md:8:13: error[wrong-type]: key_points is 'one', and needs a list",
            "    write it as a list: [one]",
            "content/briefs/second.md:9:17: error[wrong-type]: why_it_matters is false, and needs text",
            '    put it in quotes: "false"',
            "content/briefs/second.md:10:13: error[wrong-type]: whats_next is a mapping, and needs text",
            "    put the text in quotes if it starts with [ or {",
        ),
    ),
    Case(
        "wrong-type",
        "a record that is a list, and a publisher that is none",
        {SECOND: "---\n- a\n---\nB\n", "content/publishers.yaml": "reuters: wire\n"},
        (
            "content/briefs/second.md:2:1: error[wrong-type]: this is a list, not `key: value` lines",
            "    write one `key: value` on each line",
            "content/publishers.yaml:1:10: error[wrong-type]: the publisher 'reuters' needs a mapping of fields",
            "    write its fields below its id, indented",
        ),
    ),
    Case(
        "not-a-choice",
        "near and far from the words that are allowed",
        {
            SECOND: brief(
                kind="news",
                tlp="TLP:WHITE",
                status="Draft",
                judgements="[{text: A, likelihood: very likly}, {text: B, likelihood: maybe}]",
            )
        },
        (
            "content/briefs/second.md:8:7: error[not-a-choice]: kind cannot be 'news'",
            "    allowed: update, analysis or background",
            "content/briefs/second.md:9:6: error[not-a-choice]: tlp cannot be 'TLP:WHITE'",
            "    allowed: TLP:CLEAR, TLP:GREEN, TLP:AMBER, TLP:AMBER+STRICT or TLP:RED",
            "content/briefs/second.md:10:9: error[not-a-choice]: status cannot be 'Draft'",
            "    write it as draft",
            "content/briefs/second.md:11:36: error[not-a-choice]: judgements[1].likelihood cannot be 'very likly'",
            "    did you mean 'very likely'?",
            "content/briefs/second.md:11:71: error[not-a-choice]: judgements[2].likelihood cannot be 'maybe'",
            "    allowed: almost no chance, remote, very unlikely, highly improbable, unlikely, improbable, roughly even chance, roughly even odds, likely, probable, very likely, highly probable, almost certain or nearly certain",
        ),
    ),
    Case(
        "bad-date",
        "in another form, not in the calendar, not precise, without offset, backwards",
        {
            SECOND: brief(
                date="2025-05",
                sources="[{key: note, title: A}, {title: B, published: 3 May 2025}]",
                review_by="2025-02-30",
                embargo_until="2025-05-01T10:00",
                event_date="2025-05-03/2025-05-01",
            )
        },
        (
            "content/briefs/second.md:3:7: error[bad-date]: date: '2025-05' must name a day, as in 2025-02-21",
            "content/briefs/second.md:7:56: error[bad-date]: sources[2].published: '3 May 2025' is not a date such as 2025, 2025-02, 2025-02-21 or 2025-02-21T09:30+02:00",
            "content/briefs/second.md:8:12: error[bad-date]: review_by: '2025-02-30' is not a day of the calendar",
            "content/briefs/second.md:9:16: error[bad-date]: embargo_until: '2025-05-01T10:00' has a time without its offset; write it as 2025-05-01T10:00Z or 2025-05-01T10:00+02:00",
            "content/briefs/second.md:10:13: error[bad-date]: event_date: '2025-05-03/2025-05-01' ends before it starts",
        ),
    ),
    Case(
        "bad-url",
        "addresses and paths that lead nowhere",
        {
            SECOND: brief(
                sources="[{key: note, url: www.nato.int/a}, {title: B, url: 'https://nato.int/a b'}]",
                redirect_from="[briefs/old]",
                image="../a.jpg",
                image_alt="A port.",
            )
        },
        (
            "content/briefs/second.md:7:28: error[bad-url]: sources[1].url: 'www.nato.int/a' is not an absolute http or https address",
            "    write https://www.nato.int/a",
            "content/briefs/second.md:7:61: error[bad-url]: sources[2].url: 'https://nato.int/a b' is not an absolute http or https address",
            "    start it with https:// and leave no spaces in it",
            "content/briefs/second.md:8:17: error[bad-url]: redirect_from[1]: 'briefs/old' is not a path of the site such as /briefs/old-name/",
            "    start it at the root of the site with '/', and leave the host out",
            "content/briefs/second.md:9:8: error[bad-url]: image: '../a.jpg' is not the path of a file in content/, such as images/port.jpg",
            "    put the picture into content/, and write its path from there: a-z, 0-9, '.', '-' and '_'",
        ),
    ),
    Case(
        "bad-url",
        "a base_url without its start",
        {"site.yaml": "title: Desk\nbase_url: desk.example\n"},
        (
            "site.yaml:2:11: error[bad-url]: base_url: 'desk.example' is not an absolute http or https address",
            "    write https://desk.example",
        ),
    ),
    Case(
        "bad-url",
        "a base_url with a query",
        {"site.yaml": "title: Desk\nbase_url: https://desk.example/?a=b\n"},
        (
            "site.yaml:2:11: error[bad-url]: base_url: 'https://desk.example/?a=b' is not an address that pages can lie below",
            "    leave out what stands from '?' or '#' on",
        ),
    ),
    Case(
        "bad-url",
        "redirects from and to no path",
        {"site.yaml": SETTINGS + "redirects:\n  old: /briefs/first/\n  /older/: briefs\ngone: [/a/, b]\n"},
        (
            "site.yaml:4:3: error[bad-url]: redirects.old: 'old' is not a path of the site such as /briefs/old-name/",
            "    start it at the root of the site with '/', and leave the host out",
            "site.yaml:5:12: error[bad-url]: redirects[/older/]: 'briefs' is not a path of the site such as /briefs/old-name/",
            "    start it at the root of the site with '/', and leave the host out",
            "site.yaml:6:13: error[bad-url]: gone[2]: 'b' is not a path of the site such as /briefs/old-name/",
            "    start it at the root of the site with '/', and leave the host out",
        ),
    ),
    Case(
        "bad-id",
        "slugs and ids that no folder may have",
        {
            SECOND: brief(slug="../../x"),
            THIRD: brief(id="Talks in Kyiv"),
            "content/briefs/fourth.md": brief(sources="[{key: My Note, title: A}]"),
        },
        (
            "content/briefs/fourth.md:7:17: error[bad-id]: sources[1].key: 'My Note' holds 'M', and may hold only a-z, 0-9, '-', '_' and '.'",
            "    write my-note",
            "content/briefs/second.md:8:7: error[bad-id]: slug: '../../x' holds '/', and may hold only a-z, 0-9, '-', '_' and '.'",
            "    write x",
            "content/briefs/third.md:8:5: error[bad-id]: id: 'Talks in Kyiv' holds 'T', and may hold only a-z, 0-9, '-', '_' and '.'",
            "    write talks-in-kyiv",
        ),
    ),
    Case(
        "bad-id",
        "from the name of the file",
        {"content/briefs/Talks in Kyiv.md": brief(), "content/briefs/con.md": brief()},
        (
            "content/briefs/Talks in Kyiv.md: error[bad-id]: the file's name gives the id 'Talks in Kyiv', which holds 'T', and may hold only a-z, 0-9, '-', '_' and '.'",
            "    rename the file to talks-in-kyiv.md, or give the record an `id:` of its own",
            "content/briefs/con.md: error[bad-id]: the file's name gives the id 'con', which is a name that some systems keep for devices",
            "    rename the file, or give the record an `id:` of its own",
        ),
    ),
    Case(
        "bad-id",
        "in publishers.yaml",
        {"content/publishers.yaml": "Kyiv Post:\n  name: Kyiv Post\n"},
        (
            "content/publishers.yaml:1:1: error[bad-id]: id: 'Kyiv Post' holds 'K', and may hold only a-z, 0-9, '-', '_' and '.'",
            "    write kyiv-post",
        ),
    ),
    Case(
        "too-long",
        "a title",
        {SECOND: brief(title="x" * 301)},
        (
            "content/briefs/second.md:2:8: error[too-long]: title is longer than 300 characters",
            "    shorten it",
        ),
    ),
    Case(
        "too-short",
        "texts without a letter",
        {SECOND: brief(title="''", key_points="[One, ' ']")},
        (
            "content/briefs/second.md:2:8: error[too-short]: title is empty",
            "    write something",
            "content/briefs/second.md:8:19: error[too-short]: key_points[2] is empty",
            "    write something, or leave it out",
        ),
    ),
    Case(
        "bad-value",
        "values of another form or size",
        {
            SECOND: brief(title='"A\\u0007B"', lang="English!", sources="[{key: note}, {title: B, credibility: 7}]"),
            NATO: actor(country="Norway", wikidata="22", aliases="[Atlantic Alliance]"),
        },
        (
            "content/actors/nato.md:5:10: error[bad-value]: country cannot be 'Norway'",
            "    ISO 3166-1 code of its country, such as `NO`.",
            "content/actors/nato.md:6:11: error[wrong-type]: wikidata is 22, and needs text",
            "    Wikidata item, such as `Q22686`.",
            "content/briefs/second.md:2:8: error[bad-value]: title: holds the control character U+0007",
            "    delete it; most editors do not show it",
            "content/briefs/second.md:7:11: error[bad-value]: sources[1]: a source needs a title or a url",
            "    add `title:` or `url:`",
            "content/briefs/second.md:7:48: error[bad-value]: sources[2].credibility is 7, and must be 6 or less",
            "    Admiralty credibility of the information: 1 confirmed, 6 cannot be judged.",
            "content/briefs/second.md:8:7: error[bad-value]: lang cannot be 'English!'",
            "    Language of the text (BCP 47), such as `uk` or `pt-BR`; the site's where it is left out.",
        ),
    ),
    Case(
        "bad-value",
        "Markdown that no person writes",
        {SECOND: brief("> " * 200 + "x")},
        (
            "content/briefs/second.md:9:1: error[bad-value]: the Markdown cannot be read: lists or quotations are nested deeper than 100",
            "    write it more plainly, or in parts",
        ),
    ),
    Case(
        "bad-value",
        "settings out of their range",
        {"site.yaml": SETTINGS + "page_size: 0\nfeed_size: many\n"},
        (
            "site.yaml:3:12: error[bad-value]: page_size is 0, and must be 1 or more",
            "    Briefs on one page of a list, at least; older ones follow on further pages.",
            "site.yaml:4:12: error[wrong-type]: feed_size is 'many', and needs a whole number",
            "    Entries in one feed.",
        ),
    ),
    Case(
        "left-out-markup",
        "scripts, frames, pictures from elsewhere, links to nothing good",
        {
            SECOND: brief(
                "![Port](https://nato.int/a.jpg)\n\n<script>x</script>\n\nSee [this](javascript:x).",
                bluf="See <iframe src=x></iframe> this.",
            )
        },
        (
            "content/briefs/second.md:4:11: warning[left-out-markup]: '<iframe>' is left out: no page may hold it",
            "    pictures must lie in content/, and links lead to http, https or mailto addresses or to records",
            "content/briefs/second.md:9:9: warning[left-out-markup]: 'https://nato.int/a.jpg' is left out: no page may hold it",
            "    pictures must lie in content/, and links lead to http, https or mailto addresses or to records",
            "content/briefs/second.md:11:1: warning[left-out-markup]: '<script>' is left out: no page may hold it",
            "    pictures must lie in content/, and links lead to http, https or mailto addresses or to records",
            "content/briefs/second.md:13:5: warning[left-out-markup]: '[this]' is left out: no page may hold it",
            "    pictures must lie in content/, and links lead to http, https or mailto addresses or to records",
        ),
    ),
    Case(
        "bad-picture",
        "what is no picture, what is cut off and what is far too large",
        {
            "content/images/a.jpg": b"GIF",
            "content/images/b.png": png(40, 40)[:50],
            "content/images/c.png": png(claimed=100_000),
        },
        (
            "content/images/a.jpg: error[bad-picture]: the file is damaged, or is no picture of a kind that browsers show",
            "    export it anew from the program that made it",
            "content/images/b.png: error[bad-picture]: the file is damaged, or is no picture of a kind that browsers show",
            "    export it anew from the program that made it",
            "content/images/c.png: error[bad-picture]: the picture has more than 60 million pixels",
            "    export it anew from the program that made it",
        ),
    ),
    Case(
        "missing-alt",
        "pictures without words",
        {
            SECOND: brief("A ![](images/port.png) and ![Port](images/port.png).", image="images/port.png"),
            "content/images/port.png": png(),
        },
        (
            "content/briefs/second.md:8:8: error[missing-alt]: the picture has no `image_alt`",
            "    say in words what it shows",
            "content/briefs/second.md:10:3: error[missing-alt]: the picture 'images/port.png' has no text for readers who cannot see it",
            "    write ![what it shows](images/port.png)",
        ),
    ),
    Case(
        "no-subject",
        "neither actors nor topics",
        {SECOND: brief(actors=None, topics=None)},
        (
            "content/briefs/second.md:2:1: error[no-subject]: the brief names no actor and no topic",
            "    add `actors:` or `topics:`",
        ),
    ),
    Case(
        "unfinished-draft",
        "neither actors nor topics yet",
        {SECOND: brief(actors=None, topics=None, status="draft")},
        (
            "content/briefs/second.md:2:1: warning[unfinished-draft]: the brief names no actor and no topic",
            "    before you publish it, add `actors:` or `topics:`",
        ),
    ),
    Case(
        "empty-brief",
        "neither body nor bottom line",
        {SECOND: brief("", bluf=None)},
        (
            "content/briefs/second.md:2:1: error[empty-brief]: the brief has no text",
            "    write a body below the fields, or a `bluf:`",
        ),
    ),
    Case(
        "unknown-actor",
        "everywhere that an actor can be named",
        {
            SECOND: brief(
                "See [it](actor:ukrain), [him](actor:kellogg) and [again](actor:ukrain).",
                bluf="They met [him](actor:kellogg).",
                actors="[ukraine, ukrain, {id: nato, role: host}]",
                claims="[{by: usa, on: minerals, stance: opposes, text: No.}]",
            ),
            "content/actors/russia.md": actor(
                name="Russia",
                kind="state",
                offices="[{title: Host, of: un}]",
                relations="\n- {type: ally of, to: ukraine}\n- {type: foe of, to: un}",
            ),
        },
        (
            "content/actors/russia.md:5:29: error[unknown-actor]: no actor 'un'",
            "    add it with: dateline new actor un",
            "content/actors/russia.md:8:22: error[unknown-actor]: no actor 'un'",
            "    add it with: dateline new actor un",
            "content/briefs/second.md:4:22: error[unknown-actor]: no actor 'kellogg'",
            "    add it with: dateline new actor kellogg",
            "content/briefs/second.md:5:19: error[unknown-actor]: no actor 'ukrain'",
            "    did you mean 'ukraine'?",
            "content/briefs/second.md:5:32: error[unknown-actor]: no actor 'nato'",
            "    add it with: dateline new actor nato",
            "content/briefs/second.md:8:15: error[unknown-actor]: no actor 'usa'",
            "    add it with: dateline new actor usa",
            "content/briefs/second.md:10:10: error[unknown-actor]: no actor 'ukrain'",
            "    did you mean 'ukraine'?",
            "content/briefs/second.md:10:31: error[unknown-actor]: no actor 'kellogg'",
            "    add it with: dateline new actor kellogg",
            "content/briefs/second.md:10:58: error[unknown-actor]: no actor 'ukrain'",
            "    did you mean 'ukraine'?",
        ),
    ),
    Case(
        "unknown-topic",
        "everywhere that a topic can be named",
        {
            SECOND: brief(
                "See [it](topic:gold).",
                topics="[minerals, mineral]",
                claims="\n- by: ukraine\n  on: gold\n  stance: opposes\n  text: No.",
            ),
            "content/topics/lithium.md": topic(parent="metals"),
        },
        (
            "content/briefs/second.md:6:20: error[unknown-topic]: no topic 'mineral'",
            "    did you mean 'minerals'?",
            "content/briefs/second.md:10:7: error[unknown-topic]: no topic 'gold'",
            "    add it with: dateline new topic gold",
            "content/briefs/second.md:14:10: error[unknown-topic]: no topic 'gold'",
            "    add it with: dateline new topic gold",
            "content/topics/lithium.md:4:9: error[unknown-topic]: no topic 'metals'",
            "    did you mean 'minerals'?",
        ),
    ),
    Case(
        "unknown-brief",
        "followed and linked",
        {SECOND: brief("After [it](brief:frist#a).", follows="[first, frist]")},
        (
            "content/briefs/second.md:8:18: error[unknown-brief]: no brief 'frist'",
            "    did you mean 'first'?",
            "content/briefs/second.md:10:12: error[unknown-brief]: no brief 'frist'",
            "    did you mean 'first'?",
        ),
    ),
    Case(
        "unknown-publisher",
        "linked; a name alone may stand for one",
        {SECOND: brief("See [it](publisher:reuters).", sources="[{title: A, publisher: Reuters}]")},
        (
            "content/briefs/second.md:9:10: error[unknown-publisher]: no publisher 'reuters'",
            "    add it in content/publishers/",
        ),
    ),
    Case(
        "unknown-page",
        "linked",
        {SECOND: brief("See [us](page:abuot)."), "content/pages/about.md": "---\ntitle: About\n---\nWe.\n"},
        (
            "content/briefs/second.md:9:10: error[unknown-page]: no page 'abuot'",
            "    did you mean 'about'?",
        ),
    ),
    Case(
        "unknown-page",
        "the target of a redirect",
        {"site.yaml": SETTINGS + "redirects:\n  /old/: /briefs/first/\n  /older/: /briefs/frist/\n"},
        (
            "site.yaml:5:12: error[unknown-page]: the redirect from '/older/' leads to '/briefs/frist/', where no page is",
            "    did you mean '/briefs/first/'?",
        ),
    ),
    Case(
        "unknown-source",
        "cited and claimed",
        {
            SECOND: brief(
                "A [@note], b [@noet], c [^3], d [@note; @x].",
                bluf="They met [@noet].",
                claims="\n- by: ukraine\n  on: minerals\n  stance: opposes\n  text: No.\n- by: ukraine\n  on: minerals\n  stance: opposes\n  text: No.\n  sources: [note, 2]",
            )
        },
        (
            "content/briefs/second.md:4:17: error[unknown-source]: no source 'noet' in this brief",
            "    did you mean 'note'?",
            "content/briefs/second.md:17:19: error[unknown-source]: no source '2' in this brief",
            "    known: note",
            "content/briefs/second.md:19:15: error[unknown-source]: no source 'noet' in this brief",
            "    did you mean 'note'?",
            "content/briefs/second.md:19:25: error[unknown-source]: no source '3' in this brief",
            "    known: note",
            "content/briefs/second.md:19:41: error[unknown-source]: no source 'x' in this brief",
            "    known: note",
        ),
    ),
    Case(
        "unknown-source",
        "what another source is based on; an address will do",
        {SECOND: brief(sources="[{title: A, based_on: [b]}, {title: C, based_on: ['https://b.example/1', 1]}]")},
        (
            "content/briefs/second.md:7:33: error[unknown-source]: no source 'b' in this brief",
            "    give the source a `key:`",
        ),
    ),
    Case(
        "bad-url",
        "of what a source is based on",
        {SECOND: brief(sources="[{title: A, based_on: ['https://b example/1']}]")},
        (
            "content/briefs/second.md:7:33: error[bad-url]: sources[1].based_on[1]: 'https://b example/1' is not an absolute http or https address",
            "    start it with https:// and leave no spaces in it",
        ),
    ),
    Case(
        "unknown-image",
        "in a field and in the text",
        {
            SECOND: brief("![Port](images/prot.png)", image="images/none.jpg", image_alt="A port."),
            "content/images/port.png": png(),
        },
        (
            "content/briefs/second.md:8:8: error[unknown-image]: no picture 'images/none.jpg' in content/",
            "    put the file into content/, and write its path from there",
            "content/briefs/second.md:11:9: error[unknown-image]: no picture 'images/prot.png' in content/",
            "    did you mean 'images/port.png'?",
        ),
    ),
    Case(
        "unknown-heading",
        "in the text itself and in another record",
        {SECOND: brief("## Terms\n\nSee [a](#trems), [b](brief:first#terms) and [c](brief:second#terms).")},
        (
            "content/briefs/second.md:11:9: error[unknown-heading]: no heading 'trems' in this text",
            "    did you mean 'terms'?",
            "content/briefs/second.md:11:22: error[unknown-heading]: the brief 'first' has no heading 'terms'",
            "    the target has no headings",
        ),
    ),
    Case(
        "duplicate-id",
        "two files of one name, two ids, two keys",
        {
            "content/briefs/a/second.md": brief(),
            "content/briefs/b/second.md": brief(),
            THIRD: brief(id="first"),
            NATO: actor(),
            "content/briefs/fourth.md": brief(
                sources="[{key: note, title: A}, {key: note, title: B}, {key: 1, title: C}]"
            ),
        },
        (
            "content/briefs/b/second.md:2:1: error[duplicate-id]: the id 'second' is already that of content/briefs/a/second.md",
            "    give one of them another `id:`, or rename its file",
            "content/briefs/fourth.md:7:40: error[duplicate-id]: the key 'note' is already that of source 1",
            "    give each source a key of its own",
            "content/briefs/fourth.md:7:63: error[duplicate-id]: the key '1' is the number of another source",
            "    use a key with a letter in it",
            "content/briefs/third.md:8:5: error[duplicate-id]: the id 'first' is already that of content/briefs/first.md",
            "    give one of them another `id:`, or rename its file",
        ),
    ),
    Case(
        "duplicate-id",
        "a text in two formats",
        {SECOND: brief(), "content/briefs/second.txt": "They met."},
        (
            "content/briefs/second.txt: error[duplicate-id]: 'second.txt' and 'second.md' would be one record",
            "    rename or remove one of them",
        ),
    ),
    Case(
        "url-clash",
        "two slugs",
        {SECOND: brief(slug="first")},
        (
            "content/briefs/second.md:8:7: error[url-clash]: the slug 'first' is already that of content/briefs/first.md",
            "    give one of them another `slug:`",
        ),
    ),
    Case(
        "url-clash",
        "a page in the place of a list, a redirect in that of a page",
        {"content/pages/briefs.md": "---\ntitle: Briefs\n---\nAll.\n", SECOND: brief(redirect_from="[/briefs/first/]")},
        (
            "content/briefs/second.md: error[url-clash]: two pages would have the address /briefs/first/ (the other one is from content/briefs/first.md)",
            "    give one of them another `slug:`",
            "content/pages/briefs.md: error[url-clash]: two pages would have the address /briefs/ (the other one is from site.yaml)",
            "    give one of them another `slug:`",
        ),
    ),
    Case(
        "reference-cycle",
        "of topics and of briefs",
        {
            SECOND: brief(follows="[first, third]"),
            THIRD: brief(follows="[second]"),
            "content/topics/lithium.md": topic(parent="titanium"),
            "content/topics/titanium.md": topic(name="Titanium", parent="lithium"),
        },
        (
            "content/briefs/second.md:8:18: error[reference-cycle]: briefs follow each other in a circle: second, third",
            "    let the later brief follow the earlier one only",
            "content/topics/lithium.md:4:9: error[reference-cycle]: the topic is its own ancestor: lithium > titanium > lithium",
            "    give one of them another parent",
        ),
    ),
    Case(
        "ambiguous-alias",
        "of two actors",
        {
            NATO: actor(aliases="[Atlantic Alliance, the Alliance]"),
            "content/actors/opec.md": actor(name="OPEC", kind="organization", aliases="[the Alliance]"),
        },
        (
            "content/actors/nato.md:5:30: warning[ambiguous-alias]: 'the Alliance' may also mean the actor 'opec'; texts link it only where a brief lists one of them",
            "    make it one of the `weak_aliases`, or use a longer name",
            "content/actors/opec.md:5:11: warning[ambiguous-alias]: 'the Alliance' may also mean the actor 'nato'; texts link it only where a brief lists one of them",
            "    make it one of the `weak_aliases`, or use a longer name",
        ),
    ),
    Case(
        "hidden-reference",
        "to a draft",
        {SECOND: brief("After [it](brief:third).", follows="[third]"), THIRD: brief(status="draft")},
        (
            "content/briefs/second.md:8:11: warning[hidden-reference]: the brief 'third' is not published (its status is draft), so it is left out here",
            "    publish it, or drop the reference",
            "content/briefs/second.md:10:12: warning[hidden-reference]: the brief 'third' is not published (its status is draft), so it is left out here",
            "    publish it, or drop the reference",
        ),
    ),
    Case(
        "no-bluf",
        "a body alone",
        {SECOND: brief(bluf=None)},
        (
            "content/briefs/second.md:2:1: warning[no-bluf]: the brief has no bottom line; its first paragraph serves",
            "    add `bluf:`, one or two sentences",
        ),
    ),
    Case(
        "no-sources",
        "nothing to rest on",
        {SECOND: brief(sources=None)},
        (
            "content/briefs/second.md:2:1: warning[no-sources]: the brief lists no source",
            "    add `sources:` with a title or url each",
        ),
    ),
    Case(
        "long-bluf",
        "more words than the desk allows",
        {
            "site.yaml": SETTINGS + "rules: {long-bluf: {words: 5}}\n",
            SECOND: brief(bluf="They met in Kyiv, once more."),
        },
        (
            "content/briefs/first.md:4:7: warning[long-bluf]: the bottom line has 6 words, and should have at most 5",
            "    keep what a reader in a hurry needs; the rest belongs in the text",
            "content/briefs/second.md:4:7: warning[long-bluf]: the bottom line has 6 words, and should have at most 5",
            "    keep what a reader in a hurry needs; the rest belongs in the text",
        ),
    ),
    Case(
        "few-origins",
        "two copies of one report",
        {
            "site.yaml": SETTINGS + "rules: {few-origins: {minimum: 2}, no-sources: off}\n",
            "content/briefs/first.md": brief(sources=None),
            SECOND: brief(sources="[{title: A copy, via: Reuters}, {title: Another, via: Reuters}]"),
            THIRD: brief(sources="[{title: A copy, via: Reuters}, {title: The text, publisher: The ministry}]"),
        },
        (
            "content/briefs/second.md:7:10: warning[few-origins]: the sources go back to one independent origin ('reuters'), and the desk wants 2",
            "    add a source that repeats none of these",
        ),
    ),
    Case(
        "unlisted-actor",
        "named after a link and a code of the same name",
        {
            "site.yaml": SETTINGS + "rules: {unlisted-actor: warning}\n",
            NATO: actor(),
            SECOND: brief("See [NATO](https://nato.example) and `NATO`.\n\nThen NATO met; NATO parted."),
            THIRD: brief("NATO met.", actors="[nato]"),
        },
        (
            "content/briefs/second.md:11:6: warning[unlisted-actor]: the text names 'NATO', and `actors` does not list 'nato'",
            "    add nato to `actors:` if the brief is about it",
        ),
    ),
    Case(
        "overdue-review",
        "a month that is over",
        {SECOND: brief(review_by="2025-05"), THIRD: brief(review_by="2025-06")},
        (
            "content/briefs/second.md:8:12: warning[overdue-review]: the brief was to be reviewed by 2025-05",
            "    look at it again, then set a later `review_by` or remove it",
        ),
    ),
    Case(
        "unsourced-claim",
        "one of two",
        {
            SECOND: brief(
                claims="\n- {by: ukraine, on: minerals, stance: supports, text: Yes., sources: [1]}"
                "\n- by: ukraine\n  on: minerals\n  stance: opposes\n  text: No."
            )
        },
        (
            "content/briefs/second.md:10:7: warning[unsourced-claim]: the claim by 'ukraine' names no source",
            "    add `sources:` with the keys or numbers of the brief's sources that show it",
        ),
    ),
    Case(
        "no-basis",
        "one of two",
        {
            SECOND: brief(
                judgements="\n- {text: It holds., likelihood: likely, basis: Both want it.}"
                "\n- {text: It grows., likelihood: likely}"
            )
        },
        (
            "content/briefs/second.md:10:10: warning[no-basis]: the judgement 'It grows.' has no basis",
            "    add `basis:`, the evidence and the reasoning it rests on",
        ),
    ),
    Case(
        "vague-judgement",
        "a statement that cannot be false",
        {SECOND: brief(judgements="[{text: It may hold until 31 May., likelihood: likely, basis: Both want it.}]")},
        (
            "content/briefs/second.md:8:24: warning[vague-judgement]: the judgement says 'may', so it cannot turn out false",
            "    say plainly what will be so by the horizon, and leave to `likelihood` how sure you are",
        ),
    ),
    Case(
        "likelihood-and-confidence",
        "in a text, after sentences with one of them",
        {
            SECOND: brief(
                "We hold this with high confidence. It is likely.\n\n"
                "That it holds is very likely, and we say so with **high\nconfidence**."
            )
        },
        (
            "content/briefs/second.md:11:52: warning[likelihood-and-confidence]: 'very likely' and 'high confidence' stand in one sentence",
            "    tell in one sentence how likely it is, and in another how sure you are",
        ),
    ),
    Case(
        "mixed-terms",
        "of the field and of the text",
        {
            SECOND: brief(
                "It will probably hold.", judgements="[{text: It holds., likelihood: likely, basis: Both want it.}]"
            ),
            THIRD: brief("It will probably hold, which is likely."),
        },
        (
            "content/briefs/second.md:10:9: warning[mixed-terms]: 'probably' and 'likely' are of different rows of ICD 203",
            "    keep to one row: the other term for the same range is 'likely'",
        ),
    ),
    Case(
        "overdue-judgement",
        "a horizon past, without an outcome",
        {
            SECOND: brief(
                judgements="\n- {text: It holds., likelihood: likely, basis: Both want it., horizon: 2025-05}"
                "\n- {text: It grows., likelihood: likely, basis: Both want it., horizon: 2025-06}"
            )
        },
        (
            "content/briefs/second.md:9:72: warning[overdue-judgement]: the judgement spoke up to 2025-05, and has no outcome",
            "    add `outcome: {date: …, result: yes}`, or `no`, or `void` where the question lapsed",
        ),
    ),
    Case(
        "quiet-topic",
        "a topic that was not heard of for a month, and one that is closed",
        {
            "site.yaml": SETTINGS + "rules: {quiet-topic: {days: 31}}\n",
            "content/topics/lithium.md": topic(status="closed"),
            SECOND: brief(topics="[lithium]", date="2025-01-01"),
        },
        (
            "content/topics/minerals.md:2:1: warning[quiet-topic]: the topic is active, and its last brief is 32 days old",
            "    write what has become of it, or set `status: dormant` or `status: closed`",
        ),
    ),
    Case(
        "orphan",
        "an actor, a topic and a publisher that only texts about themselves name",
        {
            "site.yaml": SETTINGS + "rules: {orphan: warning}\n",
            NATO: actor(),
            "content/topics/lithium.md": topic(),
            "content/publishers.yaml": "afp: {name: AFP}\nap: {name: AP}\n",
            SECOND: brief(sources="[{title: A copy, via: AP}]"),
        },
        (
            "content/actors/nato.md:2:7: warning[orphan]: no published record names the actor 'nato'",
            "    name it where it belongs, or remove its file",
            "content/publishers.yaml:1:13: warning[orphan]: no published record names the publisher 'afp'",
            "    name it where it belongs, or remove its entry",
            "content/topics/lithium.md:2:7: warning[orphan]: no published record names the topic 'lithium'",
            "    name it where it belongs, or remove its file",
        ),
    ),
    Case(
        "vanished-url",
        "a record that is no more",
        {"state/urls.tsv": "/briefs/old/\tbrief:old\n"},
        (
            "state/urls.tsv:1:1: error[vanished-url]: /briefs/old/ was published (brief 'old'), and nothing is there now",
            "    give the record that replaces it `redirect_from: [/briefs/old/]`, or list /briefs/old/ under `gone:` in site.yaml, or if the file was only renamed, add `id: old` to it",
        ),
    ),
    Case(
        "withdrawn-url",
        "a brief that is a draft again",
        {
            "state/urls.tsv": "/briefs/first/\tbrief:first\n/briefs/second/\tbrief:second\n",
            SECOND: brief(status="draft"),
        },
        (
            "state/urls.tsv:2:1: warning[withdrawn-url]: /briefs/second/ was published (brief 'second') and is not public now; a tombstone is there",
            "    if it is meant to stay, look at the record's status, dates and marking",
        ),
    ),
    Case(
        "bad-state",
        "a merge left open, and spaces for a tab",
        {"state/urls.tsv": "/briefs/first/\tbrief:first\n<<<<<<< HEAD\n/briefs/a/ brief:a\n"},
        (
            "state/urls.tsv:2:1: error[bad-state]: holds the mark of a merge conflict, '<<<<<<< HEAD'",
            "    a merge was left open: keep the entries of both sides, delete the lines that mark them, and commit",
            "state/urls.tsv:3:1: error[bad-state]: is not of the form /url/<TAB>kind:id: '/briefs/a/ brief:a'",
            "    restore the line from the history of the file",
        ),
    ),
    Case(
        "uncorrected-change",
        "a number that readers saw otherwise",
        {"state/texts/2025/first.json": PUBLISHED},
        (
            "content/briefs/first.md:10:14: error[uncorrected-change]: 'three' became 'two': readers were told otherwise, and no new revision says so",
            "    add to `revisions:` an entry such as {date: 2025-06-01, kind: correction, note: what was wrong}; the kind may be update, clarification, correction or retraction. If both texts mean the same, or nobody saw the old one, delete state/texts/2025/first.json instead",
        ),
    ),
    Case(
        "unknown-setting",
        "a colour misspelt",
        {"site.yaml": SETTINGS + "theme_settings:\n  lnk: '#123456'\n"},
        (
            "site.yaml:4:8: error[unknown-setting]: the theme 'default' has no setting 'lnk'",
            "    did you mean 'link'?",
        ),
    ),
    Case(
        "low-contrast",
        "links as light as the page",
        {"site.yaml": SETTINGS + "theme_settings:\n  link: '#eeeeee'\n"},
        (
            "site.yaml:4:9: warning[low-contrast]: link (#eeeeee) on ground (#fffefb) has a contrast of 1.15 on light pages",
            "    WCAG AA asks for 4.5: make the one darker or the other lighter",
            "site.yaml:4:9: warning[low-contrast]: link (#eeeeee) on panel (#f6f3ec) has a contrast of 1.05 on light pages",
            "    WCAG AA asks for 4.5: make the one darker or the other lighter",
        ),
    ),
    Case(
        "unknown-label",
        "a text misspelt",
        {"site.yaml": SETTINGS + "labels:\n  Key pionts: In short\n"},
        (
            "site.yaml:4:15: error[unknown-label]: the theme has no interface text 'Key pionts'",
            "    did you mean 'Key points'?",
        ),
    ),
    Case(
        "no-catalogue",
        "a site in Dutch",
        {"site.yaml": SETTINGS + "lang: nl\n"},
        (
            "site.yaml: warning[no-catalogue]: there are no interface texts in the language 'nl': they stay English",
            "    add locales/nl.po; docs/themes.md tells how",
        ),
    ),
    Case(
        "bad-catalogue",
        "a translation with a value that the English text has not",
        {
            "site.yaml": SETTINGS + "lang: nl\n",
            "locales/nl.po": 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Key points"\nmsgstr "%(count)s punten"\n',
        },
        (
            "locales/nl.po:4: error[bad-catalogue]: '%(count)s punten' has the value 'count', which is not known here",
            "    the English text has no such value",
        ),
    ),
    Case(
        "template-error",
        "a name that its view has not",
        {"templates/brief.html": "<p>\n{{ page.titel }}\n"},
        (
            "templates/brief.html:2: error[template-error]: BriefView has no 'titel'",
            "    did you mean 'title'?",
        ),
    ),
    Case(
        "unknown-theme",
        "a name misspelt",
        {"site.yaml": SETTINGS + "theme: defualt\n"},
        (
            "site.yaml: error[unknown-theme]: there is no theme 'defualt'",
            "    did you mean 'default'?",
        ),
    ),
)
