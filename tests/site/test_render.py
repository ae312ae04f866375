from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import html5lib  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree  # type: ignore[import-untyped]
from msgspec.structs import fields, replace

from dateline.content.dates import PartialDate, Period
from dateline.memo import Memo
from dateline.site import analysis_views, brief_views, card_views, index_views, record_views, views
from dateline.site.prose import Prose
from dateline.site.render import Renderer, TemplateFault
from dateline.site.theme import Theme, load_theme
from dateline.site.values import digest_of
from made_views import OUTSIDE, SPAN, TEMPLATES, made, made_meta, made_site

HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}' onmouseover='x&lt;"
WHOLE_PAGES = [name for name in TEMPLATES if name != "redirect.html"]


@pytest.fixture(scope="module")
def default(tmp_path_factory: pytest.TempPathFactory) -> Theme:
    theme, problems = load_theme(tmp_path_factory.mktemp("site"), "default")
    assert theme is not None
    assert problems == ()
    return theme


def theme_of(**templates: str) -> Theme:
    """A theme made of nothing but these templates; `page` is `page.html`."""
    named = {f"{name}.html": text for name, text in templates.items()}
    origins = {name: f"templates/{name}" for name in named}
    return Theme("test", named, origins, {"site.css": b"p {}", "fonts/a.woff2": b"f"}, digest_of(named))


def drawn(
    template: str,
    page: object = None,
    *,
    url: str = "/briefs/one/",
    portable: bool = False,
    parts: Mapping[str, str] | None = None,
) -> str:
    """What a page of one template comes out as."""
    renderer = Renderer(theme_of(page=template, **(parts or {})), made_site(), portable=portable)
    return renderer.render("page.html", page, made_meta(url)).decode()


def fault(template: str, page: object = None, **more: str) -> str:
    with pytest.raises(TemplateFault) as raised:
        drawn(template, page, parts=more)
    return str(raised.value)


OWN_SCRIPT = re.compile(r"((\.\./)+|/base/)assets/(cards|copy|filter|search|theme)\.[0-9a-f]{8}\.js")


def tree(theme: Theme, template: str, text: str = HOSTILE, **site: Any) -> etree._Element:
    """The page of a filled view as a browser would read it; parsing fails on any error in the HTML."""
    renderer = Renderer(theme, made_site(text, **site))
    page = renderer.render(template, made(TEMPLATES[template], text), made_meta(text=text))
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("lxml"), namespaceHTMLElements=False, strict=True)
    return parser.parse(page.decode()).getroot()


# --- every template of the default theme


def test_every_template_has_a_view_and_is_drawn(default: Theme) -> None:
    named = {name for name in default.templates if not name.startswith("_") and name != "base.html"}

    assert named == set(TEMPLATES)


@pytest.mark.parametrize("template", TEMPLATES)
def test_hostile_texts_stay_texts(default: Theme, template: str) -> None:
    root = tree(default, template)

    assert root.xpath("//style") == []
    scripts = root.xpath("//script[not(@type='application/ld+json')]")
    assert all(OWN_SCRIPT.fullmatch(script.get("src", "")) and not script.text for script in scripts)
    assert not any("<" in data.text for data in root.xpath("//script[@type='application/ld+json']"))
    assert root.xpath("//img[@src='x']") == []
    names = {name for element in root.iter(etree.Element) for name in element.attrib}
    assert [name for name in names if name.startswith("on") or name == "style"] == []
    assert "49" not in "".join(root.itertext())


@pytest.mark.parametrize("template", WHOLE_PAGES)
def test_a_page_has_landmarks_and_one_heading_at_its_top(default: Theme, template: str) -> None:
    root = tree(default, template)

    assert len(root.xpath("//main[@id='main']")) == 1
    assert len(root.xpath("/html/body/header")) == 1
    assert len(root.xpath("/html/body/footer")) == 1
    assert root.xpath("//main//h1") == root.xpath("//h1")
    assert len(root.xpath("//h1")) == 1
    assert root.xpath("/html/body/a[1]/@href") == ["#main"]
    assert all(root.xpath("//nav/@aria-label"))
    assert len(set(root.xpath("//nav/@aria-label"))) == len(root.xpath("//nav"))


@pytest.mark.parametrize("template", TEMPLATES)
def test_headings_leave_out_no_level(default: Theme, template: str) -> None:
    levels = [int(heading.tag[1]) for heading in tree(default, template).xpath("//h1|//h2|//h3|//h4|//h5|//h6")]

    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


@pytest.mark.parametrize("template", TEMPLATES)
def test_ids_are_unique(default: Theme, template: str) -> None:
    ids = tree(default, template).xpath("//@id")

    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("template", [name for name in TEMPLATES if name != "404.html"])
def test_links_are_relative_or_lead_outside(default: Theme, template: str) -> None:
    root = tree(default, template)

    links = root.xpath("//*[not(@rel='canonical')]/@href | //@src")
    assert links
    for link in links:
        assert link.startswith(("../", "#")) or link in (OUTSIDE, "https://www.wikidata.org/wiki/Q1"), link
    outside = root.xpath("//a[starts-with(@href, 'http')]")
    assert all(link.get("rel") == "external" for link in outside)


@pytest.mark.parametrize("template", WHOLE_PAGES)
def test_a_restricted_marking_stands_at_head_and_foot(default: Theme, template: str) -> None:
    restricted = tree(default, template)
    public = tree(default, template, audience="TLP:CLEAR")

    assert restricted.xpath("string(//header//*[@class='marking'])").strip() == "TLP:AMBER+STRICT"
    assert restricted.xpath("string(//footer//*[@class='marking'])").strip() == "TLP:AMBER+STRICT"
    assert public.xpath("//header//*[@class='marking']") == []
    assert public.xpath("string(//footer//*[@class='marking'])").strip() == "TLP:CLEAR"


@pytest.mark.parametrize("template", TEMPLATES)
def test_tables_have_captions_and_scopes(default: Theme, template: str) -> None:
    root = tree(default, template)

    assert len(root.xpath("//table/caption")) == len(root.xpath("//table"))
    assert root.xpath("//th[not(@scope)]") == []
    assert root.xpath("//table[not(parent::div[@tabindex='0'][@role='region'][@aria-label])]") == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_template_leaves_gaps_of_empty_lines(default: Theme, template: str) -> None:
    page = Renderer(default, made_site()).render(template, made(TEMPLATES[template], "Text"), made_meta()).decode()

    assert "\n\n" not in page
    assert page.startswith("<!doctype html>\n")
    assert page.endswith("</html>\n")


@pytest.mark.parametrize("template", TEMPLATES)
def test_equal_views_give_equal_bytes_from_two_renderers(default: Theme, template: str) -> None:
    first, second = (
        Renderer(default, made_site()).render(template, made(TEMPLATES[template], "Text"), made_meta())
        for _ in range(2)
    )

    assert first == second


# --- what single pages say


def brief(**changes: Any) -> brief_views.BriefView:
    view: brief_views.BriefView = replace(made(brief_views.BriefView, "Text"), **changes)
    return view


def brief_tree(default: Theme, view: brief_views.BriefView, **meta: Any) -> etree._Element:
    page = Renderer(default, made_site(audience="TLP:CLEAR")).render("brief.html", view, made_meta(**meta)).decode()
    return html5lib.parse(page, treebuilder="lxml", namespaceHTMLElements=False).getroot()


def test_a_brief_has_the_classes_that_other_tools_read(default: Theme) -> None:
    root = brief_tree(default, brief())

    for name in ("bluf", "key-points", "body", "actors", "topics", "sources", "prev-next"):
        assert len(root.xpath(f"//*[contains(concat(' ', @class, ' '), ' {name} ')]")) == 1, name


@pytest.mark.parametrize(("kind", "told"), [("person", ["КраїнаНорвегія"]), ("state", [])])
def test_a_country_is_named_in_the_language_of_the_site(tmp_path: Path, kind: str, told: list[str]) -> None:
    ukrainian, _ = load_theme(tmp_path, "default", "uk")
    assert ukrainian is not None
    view = replace(made(record_views.ActorView, "Text"), kind=kind, country="NO")
    page = Renderer(ukrainian, made_site()).render("actor.html", view, made_meta()).decode()
    root = html5lib.parse(page, treebuilder="lxml", namespaceHTMLElements=False).getroot()
    profile = ["".join(one.itertext()) for one in root.xpath("//*[@class='profile']//dl/div")]
    assert [one for one in profile if one.startswith("Країна")] == told


def test_a_brief_leaves_out_what_it_does_not_have(default: Theme) -> None:
    full = brief()
    values = {part.name: getattr(full, part.name) for part in fields(full)}
    empty = {
        name: value
        for name, value in values.items()
        if isinstance(value, tuple | Prose | views.Image) and name not in ("actors", "topics")
    }
    bare = brief(author="", **{name: () if isinstance(value, tuple) else None for name, value in empty.items()})

    headings = [heading.text for heading in brief_tree(default, bare).xpath("//main//h2")]
    assert headings == ["Actors", "Topics", "How to cite"]


def test_a_judgement_prints_its_range_and_keeps_confidence_apart(default: Theme) -> None:
    judgement = replace(
        made(analysis_views.JudgementView, "It holds"), likelihood="likely", range="55-80%", confidence="low"
    )

    text = " ".join("".join(brief_tree(default, brief(judgements=(judgement,))).itertext()).split())
    assert "Judged likely (55-80%), up to 21 February 2025. Confidence in this judgement is low." in text


def test_a_judgement_says_since_when_it_is_held_and_what_was_held_before(default: Theme) -> None:
    earlier = analysis_views.JudgementChangeView(PartialDate.parse("2025-01-05"), "remote", "", "No tender is open.")
    judgement = replace(
        made(analysis_views.JudgementView, "It holds"), since=PartialDate.parse("2025-03-02"), history=(earlier,)
    )

    text = " ".join("".join(brief_tree(default, brief(judgements=(judgement,))).itertext()).split())
    assert "Held so since 2 March 2025. Held before: 5 January 2025: remote. No tender is open." in text


def test_sources_are_numbered_targets_with_their_grade_in_words(default: Theme) -> None:
    source = replace(
        made(brief_views.SourceView, "Text"), number=3, grade="B2", grade_words="usually reliable, probably true"
    )

    item = brief_tree(default, brief(sources=(source,))).xpath("//ol/li[@id='source-3']")[0]
    text = " ".join("".join(item.itertext()).split())
    assert "B2: usually reliable, probably true" in text
    assert item.xpath(".//blockquote/p[@lang='ar'][@dir='rtl']")


def test_a_retracted_brief_says_so_above_its_text(default: Theme) -> None:
    revision = brief_views.RevisionView(PartialDate.parse("2025-03-01"), "retraction", "The report was forged.")
    root = brief_tree(default, brief(revisions=(revision,)))

    notice = root.xpath("//*[contains(@class, 'notice retraction')]")[0]
    assert "Retracted, 1 March 2025: The report was forged." in "".join(notice.itertext())
    assert notice.xpath("following::*[@class='bluf']")


def test_a_draft_says_so_above_its_text(default: Theme) -> None:
    root = brief_tree(default, brief())

    assert "".join(root.xpath("//*[@class='notice draft']")[0].itertext()).startswith("Draft.")


def test_related_briefs_come_with_their_reason(default: Theme) -> None:
    card = made(card_views.BriefCard, "Near")
    shared = tuple(
        replace(made(card_views.RecordCard, "x"), name=name) for name in ("Donald Trump", "Critical minerals")
    )
    related = brief_views.RelatedView(replace(card, date=PartialDate.parse("2025-02-24")), shared, "")
    root = brief_tree(default, brief(related=(related,)))

    text = " ".join("".join(root.xpath("//*[@class='related']")[0].itertext()).split())
    assert "24 February 2025, 3 days apart · shares Donald Trump, Critical minerals" in text


def test_texts_in_another_language_are_marked_as_such(default: Theme) -> None:
    root = brief_tree(default, brief(), lang="uk")
    same = brief_tree(default, brief(), lang="en")

    assert root.xpath("//h1/@lang") == ["uk"]
    assert root.xpath("//*[@class='body']/@lang") == ["uk"]
    assert root.xpath("//h2[.='Key points']/@lang") == []
    assert same.xpath("//h1/@lang") == []


def test_the_current_section_is_marked_in_the_menu(default: Theme) -> None:
    menu = (card_views.Link("/briefs/", "Briefs"), card_views.Link("/actors/", "Actors"))
    renderer = Renderer(default, made_site(menu=menu))
    page = renderer.render("briefs.html", made(index_views.BriefIndexView, "Briefs"), made_meta("/briefs/")).decode()
    inner = renderer.render("brief.html", brief(), made_meta()).decode()

    assert '<a href="../briefs/" aria-current="page">Briefs</a>' in page
    assert '<a href="../../briefs/" aria-current="true">Briefs</a>' in inner


def test_a_redirect_leads_on_without_a_script(default: Theme) -> None:
    meta = made_meta("/old/", canonical="https://site.example/base/briefs/one/")
    page = Renderer(default, made_site()).render("redirect.html", views.RedirectView("Moved", "/briefs/one/"), meta)

    assert b'<meta http-equiv="refresh" content="0; url=../briefs/one/">' in page
    assert b'<link rel="canonical" href="https://site.example/base/briefs/one/">' in page
    assert b'<a href="../briefs/one/">' in page


def test_pages_that_are_not_indexed_say_so(default: Theme) -> None:
    renderer = Renderer(default, made_site())
    view = views.TombstoneView("Gone")

    assert b'name="robots"' not in renderer.render("gone.html", view, made_meta())
    assert b'<meta name="robots" content="noindex">' in renderer.render("gone.html", view, made_meta(is_indexed=False))


# --- links, assets and dates


@pytest.mark.parametrize(
    ("page", "url", "link"),
    [
        ("/", "/", "./"),
        ("/", "/actors/", "./actors/"),
        ("/briefs/one/", "/", "../../"),
        ("/briefs/one/", "/actors/a/#top", "../../actors/a/#top"),
        ("/actors/a/page/2/", "/feed.xml", "../../../../feed.xml"),
        ("/404.html", "/actors/", "/base/actors/"),
    ],
)
def test_href_fits_the_page(page: str, url: str, link: str) -> None:
    assert drawn("{{ href('" + url + "') }}", url=page) == f"{link}\n"


@pytest.mark.parametrize(
    ("page", "url", "link"),
    [
        ("/briefs/one/", "/actors/a/#top", "../../actors/a/index.html#top"),
        ("/briefs/one/", "/feed.xml", "../../feed.xml"),
        ("/", "/", "./index.html"),
        ("/404.html", "/actors/", "./actors/index.html"),
    ],
)
def test_a_portable_site_names_its_index_files(page: str, url: str, link: str) -> None:
    assert drawn("{{ href('" + url + "') }}", url=page, portable=True) == f"{link}\n"


def test_assets_have_a_part_of_their_digest_in_their_address() -> None:
    renderer = Renderer(theme_of(page="{{ asset('fonts/a.woff2') }}"), made_site())
    url = renderer.asset_url("fonts/a.woff2")

    assert re.fullmatch(r"/assets/fonts/a\.[0-9a-f]{8}\.woff2", url)
    assert dict(renderer.assets())[url] == b"f"
    assert renderer.render("page.html", None, made_meta()).decode() == f"../..{url}\n"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2025", '<time datetime="2025">2025</time>'),
        ("2025-02", '<time datetime="2025-02">February 2025</time>'),
        ("2025-02-01", '<time datetime="2025-02-01">1 February 2025</time>'),
        ("2025-02-21T09:30Z", '<time datetime="2025-02-21T09:30Z">21 February 2025, 09:30 UTC</time>'),
        (
            "2025-02-21T09:30:05-05:00",
            '<time datetime="2025-02-21T09:30:05-05:00">21 February 2025, 09:30:05 -05:00</time>',
        ),
        (
            "2025-02-12/2025-02-15",
            '<time datetime="2025-02-12">12</time>–<time datetime="2025-02-15">15 February 2025</time>',
        ),
        ("2025-02-12/2025-02-12", '<time datetime="2025-02-12">12 February 2025</time>'),
    ],
)
def test_dates_are_shown_as_precisely_as_they_are_written(written: str, shown: str) -> None:
    assert drawn("{{ page|time }}", Period.parse(written)) == f"{shown}\n"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2025-02-28/2025-03-03", "28 February – 3 March 2025"),
        ("2024-12-28/2025-01-03", "28 December 2024 – 3 January 2025"),
        ("2025-02/2025-03", "February–March 2025"),
        ("2024/2025", "2024–2025"),
        ("2024/2025-03-03", "2024 – 3 March 2025"),
        ("2025-02-21T09:30+02:00/2025-02-22", "21 February 2025, 09:30 +02:00 – 22 February 2025"),
    ],
)
def test_spans_say_nothing_twice(written: str, shown: str) -> None:
    assert drawn("{{ page|date_text }}", Period.parse(written)) == f"{shown}\n"


@given(st.dates(), st.dates())
def test_both_ends_of_a_span_can_be_read_from_its_tags(one: Any, other: Any) -> None:
    span = Period.parse("/".join(sorted((one.isoformat(), other.isoformat()))))

    moments = re.findall('datetime="([^"]+)"', drawn("{{ page|time }}", span))
    assert moments == list(dict.fromkeys(span.text.split("/")))


def test_prose_is_printed_as_it_is_and_plain_text_is_escaped() -> None:
    assert drawn("{{ page|prose }}{{ '<b>' }}", Prose("<p>Yes</p>")) == "<p>Yes</p>&lt;b&gt;\n"


# --- entries of lists

ENTRY = "<li>{{ brief.title }} {{ href(brief.url) }} {{ asset is defined }} {{ page is defined }}</li>"


def test_an_entry_of_a_list_fits_the_page_and_sees_nothing_else_of_it() -> None:
    renderer = Renderer(
        theme_of(page="{% for brief in page %}{{ listed(brief) }}{% endfor %}", _brief_card=ENTRY), made_site()
    )
    one, other = made(card_views.BriefCard, "<b>"), replace(made(card_views.BriefCard, "Other"), url="/briefs/other/")
    pages = [
        renderer.render("page.html", shown, made_meta(url)).decode()
        for url, shown in [
            ("/a/", (one, other)),
            ("/b/", (one,)),
            ("/a/b/", (one,)),
            ("/a/", (replace(one, title="New"),)),
        ]
    ]

    assert pages == [
        "<li>&lt;b&gt; ../briefs/one/ False False</li><li>Other ../briefs/other/ False False</li>\n",
        "<li>&lt;b&gt; ../briefs/one/ False False</li>\n",
        "<li>&lt;b&gt; ../../briefs/one/ False False</li>\n",
        "<li>New ../briefs/one/ False False</li>\n",
    ]


def test_a_fault_of_an_entry_is_told_at_its_line() -> None:
    shown = (made(card_views.BriefCard, "Text"),)
    assert fault("{{ listed(page[0]) }}", shown, _brief_card="<li>\n{{ meta.url }}") == (
        "templates/_brief_card.html:2: error[template-error]: nothing here is called 'meta'\n    "
        "macros of another template see it if they are imported `with context`, entries of lists never do"
    )
    assert "there is no template '_brief_card.html'" in fault("{{ listed(page[0]) }}", shown)
    assert "nothing here is called 'listed'" in fault("{{ listed(page[0]) }}", shown, _brief_card="{{ listed(brief) }}")


# --- faults of templates, as their authors read them


def test_a_syntax_error_names_the_line() -> None:
    assert fault("<p>\n{% if page %}\n</p>") == (
        "templates/page.html:3: error[template-error]: the template cannot be read: Unexpected end of template. "
        "Jinja was looking for the following tags: 'elif' or 'else' or 'endif'. "
        "The innermost block that needs to be closed is 'if'"
    )


def test_an_unknown_name_is_a_fault_with_the_nearest_one() -> None:
    assert fault("\n{{ pgae }}") == (
        "templates/page.html:2: error[template-error]: nothing here is called 'pgae'\n    did you mean 'page'?"
    )


def test_an_unknown_field_is_a_fault_with_the_nearest_one() -> None:
    assert fault("{{ page.titel }}", views.NotFoundView("x")) == (
        "templates/page.html:1: error[template-error]: NotFoundView has no 'titel'\n    did you mean 'title'?"
    )


def test_an_unknown_free_field_is_a_fault_with_the_nearest_one() -> None:
    assert fault("{{ page.x_notes }}", {"x_note": "1"}) == (
        "templates/page.html:1: error[template-error]: a mapping has no 'x_notes'\n    did you mean 'x_note'?"
    )


def test_a_fault_in_an_included_template_is_told_there() -> None:
    assert fault("{% include 'part.html' %}", part="\n\n{{ page.nothing }}").startswith("templates/part.html:3:")


def test_a_missing_include_is_a_fault_of_the_including_line() -> None:
    assert fault("\n{% include 'prat.html' %}", part="") == (
        "templates/page.html:2: error[template-error]: there is no template 'prat.html'\n    did you mean 'part.html'?"
    )


def test_a_missing_template_is_a_fault() -> None:
    with pytest.raises(
        TemplateFault, match=r"templates/brif.html: error\[template-error\]: there is no template 'brif.html'"
    ):
        Renderer(theme_of(brief=""), made_site()).render("brif.html", None, made_meta())


def test_an_unknown_filter_is_a_fault_with_the_nearest_one() -> None:
    assert fault("{{ page|timee }}") == (
        "templates/page.html:1: error[template-error]: No filter named 'timee'\n    did you mean 'time'?"
    )


def test_an_unknown_asset_is_a_fault_with_the_nearest_one() -> None:
    assert fault("{{ asset('sites.css') }}") == (
        "templates/page.html:1: error[template-error]: there is no asset 'sites.css' in the theme\n"
        "    did you mean 'site.css'?"
    )


def test_outside_addresses_do_not_go_through_href() -> None:
    assert fault("{{ href('https://x.example/') }}") == (
        "templates/page.html:1: error[template-error]: "
        "href takes an address of the site such as /actors/, not 'https://x.example/'\n"
        "    write addresses of other sites without `href`"
    )


def test_a_macro_without_context_is_told_what_it_lacks() -> None:
    said = fault(
        "{% import 'part.html' as part %}{{ part.go() }}", part="{% macro go() %}{{ href('/') }}{% endmacro %}"
    )

    assert said.endswith("if they are imported `with context`, entries of lists never do")


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{{ 1 / 0 }}", "the template fails: division by zero"),
        ("{{ page.title.upper }}", "this prints a function"),
        ("{{ href }}", "this prints a function"),
        ("{{ 'x'|time }}", "the filter 'time' takes a date, not a text"),
        ("{{ listed(page.title) }}", "the function 'listed' takes a brief, not a text"),
        ("{{ page.title|prose }}", "the filter 'prose' takes marked-up text, not a text"),
        ("{{ page.digest }}", "NotFoundView has no 'digest'"),
        ("{{ page.class }}", "NotFoundView has no 'class'"),
        ("{{ page.title.nothing.more }}", "a text has no 'nothing'"),
        ("{% for x in [1] %}{{ href(to=x) }}{% endfor %}", "the template fails: Href.__call__() got an unexpected"),
        ("{{ page.title.__class__ }}", "access to attribute '__class__' of 'str' object is unsafe."),
        ("{{ 'x' * 10000000 }}", "`*` makes values that are too large for a page"),
        ("{{ 9 ** 999999999 }}", "`**` makes values that are too large for a page"),
        ("{{ lipsum() }}", "nothing here is called 'lipsum'"),
        ("{{ [1, 2]|random }}", "No filter named 'random'"),
        ("{% include 'page.html' %}", "templates or macros call each other without end"),
        ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "templates or macros call each other without end"),
        (
            "{% for a in range(99999) %}{% for b in range(99999) %}{{ 'x' * 99999 }}{% endfor %}{% endfor %}",
            "the page has more",
        ),
        ("{% for a in range(10000000) %}{% endfor %}", "the template fails: Range too big"),
        ("{{ '\\ud800' }}", "the template fails: 'utf-8' codec can't encode"),
        ("{% for x in page %}{% endfor %}", "the template fails: 'NotFoundView' object is not iterable"),
    ],
)
def test_whatever_a_template_does_wrong_is_a_fault_at_its_line(template: str, said: str) -> None:
    message = fault(template, views.NotFoundView("Title"))

    assert message.split("error[template-error]: ")[1].startswith(said)


def test_printing_what_is_not_there_is_a_fault() -> None:
    assert fault("{{ page }}", None) == (
        "templates/page.html:1: error[template-error]: this prints a value that is not there (None)\n"
        "    test it with `if` first"
    )


@pytest.mark.parametrize(
    "path", ["page.start.first.today()", "page.start.parse('2025')", "page.start.first.strftime('%c')"]
)
def test_the_clock_and_the_methods_of_values_are_out_of_reach(path: str) -> None:
    assert "has no " in fault("{{ " + path + " }}", SPAN)


@given(st.text(alphabet="{}%#-|. ()[]'\"ab1=,\n"))
def test_no_template_whatever_its_text_raises_anything_but_a_fault(text: str) -> None:
    with suppress(TemplateFault):
        assert drawn(text).endswith("\n")


def test_a_fault_of_our_own_code_is_not_blamed_on_the_template() -> None:
    broken = Prose("<p></p>", links=("nonsense",))  # type: ignore[arg-type]

    with pytest.raises((ValueError, TypeError)):
        drawn("{{ page|prose }}", broken)


def test_all_templates_that_cannot_be_read_are_told_at_once() -> None:
    renderer = Renderer(theme_of(a="{% if %}", b="fine", c="\n{{ 1 | nothing }}"), made_site())

    for jobs in (1, 2):
        with renderer.faults(Memo(None), jobs) as faults:
            assert [f"{one.path}:{one.line}" for one in faults()] == ["templates/a.html:1", "templates/c.html:2"]


def test_what_another_process_compiled_makes_the_same_pages_and_faults() -> None:
    renderer = Renderer(theme_of(page="{{ page.title }}\n{{ page.nothing }}", fine="{{ page.title }}"), made_site())
    page, meta = views.NotFoundView("A & B"), views.PageMeta("/x/", "", "")
    with renderer.faults(Memo(None), jobs=2) as faults:
        assert faults() == ()

    assert renderer.render("fine.html", page, meta) == b"A &amp; B\n"
    with pytest.raises(TemplateFault) as fault:
        renderer.render("page.html", page, meta)
    assert (fault.value.problem.path, fault.value.problem.line) == ("templates/page.html", 2)


def test_of_a_theme_without_faults_it_is_remembered(tmp_path: Path) -> None:
    def faults(template: str) -> int:
        with (
            Memo(tmp_path / "memo.sqlite") as memo,
            Renderer(theme_of(page=template), made_site()).faults(memo) as faults_of_it,
        ):
            return len(faults_of_it())

    assert [faults("fine"), faults("fine"), faults("{% if %}"), faults("{% if %}"), faults("fine")] == [0, 0, 1, 1, 0]


def test_the_digest_tells_themes_sites_and_portable_builds_apart() -> None:
    one, other = theme_of(page="1"), replace(theme_of(page="1"), digest=b"other")
    digests = [
        Renderer(one, made_site()).digest,
        Renderer(other, made_site()).digest,
        Renderer(one, made_site(title="Another")).digest,
        Renderer(one, made_site(), portable=True).digest,
    ]

    assert len(set(digests)) == 4
    assert Renderer(one, made_site()).digest == digests[0]


def test_a_site_overrides_one_partial_of_the_default_theme(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "_brief_card.html").write_text("<li>Mine: {{ brief.title }}</li>", encoding="utf-8")
    theme, _ = load_theme(tmp_path, "default")
    assert theme is not None

    page = (
        Renderer(theme, made_site())
        .render("briefs.html", made(index_views.BriefIndexView, "Text"), made_meta())
        .decode()
    )
    assert '<ol class="entries">\n<li>Mine: Text</li></ol>' in page
