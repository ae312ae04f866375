"""Views made from their own type hints: every field filled, every text the same, so that no field can be forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from msgspec import Struct
from msgspec.structs import fields, replace

from dateline.content.dates import PartialDate, Period
from dateline.site import analysis_views, brief_views, data_views, front_views, index_views, record_views, views
from dateline.site.prose import Prose
from dateline.site.views import PageMeta, SiteView

DAY = PartialDate.parse("2025-02-21")
SPAN = Period.parse("2025-02-12/2025-02-15")
OUTSIDE = 'https://outside.example/?a=1&b="2"'

TEMPLATES: dict[str, type] = {
    "home.html": front_views.HomeView,
    "brief.html": brief_views.BriefView,
    "actor.html": record_views.ActorView,
    "topic.html": record_views.TopicView,
    "page.html": record_views.PageView,
    "briefs.html": index_views.BriefIndexView,
    "older.html": index_views.OlderView,
    "actors.html": index_views.ActorIndexView,
    "topics.html": index_views.TopicIndexView,
    "archive.html": index_views.ArchiveView,
    "month.html": index_views.MonthView,
    "timeline.html": index_views.TimelineView,
    "sources.html": index_views.SourcesView,
    "publisher.html": record_views.PublisherView,
    "corrections.html": index_views.CorrectionsView,
    "positions.html": analysis_views.PositionsView,
    "judgements.html": analysis_views.JudgementsView,
    "network.html": analysis_views.NetworkView,
    "meeting.html": analysis_views.MeetingView,
    "search.html": index_views.SearchView,
    "data.html": data_views.DataView,
    "404.html": views.NotFoundView,
    "redirect.html": views.RedirectView,
    "gone.html": views.TombstoneView,
}

# Words that the schema holds to a list, and addresses; any other text is free, hence may be hostile.
_CHOICES: dict[str, Any] = {
    "url": "/briefs/one/",
    "newer": "/briefs/",
    "older": "/briefs/page/2/",
    "earlier": "/timeline/page/2/",
    "later": "/timeline/",
    "target": "/briefs/one/",
    "archived": OUTSIDE,
    "licence_url": OUTSIDE,
    "same_as": (OUTSIDE,),
    "tlp": "TLP:AMBER+STRICT",
    "lang": "ar",
    "status": "draft",
    "stance": "supports",
    "result": "no",
    "latest_revision": "retraction",
    "sort": "person",
    "wikidata": "Q1",
    "level": 2,
    "number": 1,
    "pace": "moving",
    "likelihood": "likely",
    "confidence": "low",
    "terms": ("likely", "probable"),
    "sources": 3,
}
_BY_CLASS: dict[tuple[str, str], Any] = {
    ("ActorView", "kind"): "public-body",
    ("ActorGroup", "kind"): "state",
    ("BriefCard", "kind"): "update",
    ("RevisionView", "kind"): "retraction",
    ("RecordCard", "kind"): "actor",
    ("TopicView", "status"): "dormant",
    ("SourceView", "url"): OUTSIDE,
    ("CitedSource", "url"): OUTSIDE,
    ("JudgementGroup", "state"): "due",
    ("LedgerEntry", "mark"): "superseded",
    ("LedgerView", "now"): ("supports", "opposes"),
    ("StandingView", "stances"): ("neutral",),
    ("StepView", "stances"): ("opposes",),
    ("StoryView", "earlier"): 2,
    ("ShiftView", "before"): ("opposes",),
    ("ShiftView", "after"): ("conditional", "supports"),
    ("BriefView", "sources"): None,
    ("ClaimView", "sources"): (1, 1),
    ("RelationView", "sources"): (OUTSIDE, OUTSIDE),
    ("RelatedView", "follows"): "",
    ("TopicNode", "children"): (),
}


def made(kind: type, text: str) -> Any:
    """A view of `kind` with every field filled, and `text` in each that may hold any text."""
    hints = get_type_hints(kind)
    return kind(**{field.name: _field(kind.__name__, field.name, hints[field.name], text) for field in fields(kind)})


def made_site(text: str = "A site", **changes: Any) -> SiteView:
    site: SiteView = made(SiteView, text)
    settled = {"lang": "en", "base_url": "https://site.example/base", "audience": "TLP:AMBER+STRICT"}
    return replace(site, **{**settled, **changes})


def made_meta(url: str = "/briefs/one/", text: str = "Text", **changes: Any) -> PageMeta:
    meta: PageMeta = made(PageMeta, text)
    settled = {"url": url, "canonical": f"https://site.example/base{url}", "section": "/briefs/", "lang": "fr"}
    return replace(meta, **{**settled, **changes})


def _field(owner: str, name: str, hint: Any, text: str) -> Any:
    chosen = _BY_CLASS.get((owner, name), _CHOICES.get(name))
    if chosen is not None and (owner, name) != ("BriefView", "sources"):
        return chosen
    if name == "bluf":
        return Prose(_escaped(text))
    if name == "key_points":
        return (Prose(_escaped(text)),)
    if name == "headings":
        return tuple(views.HeadingView(f"part-{number}", text, 2) for number in range(4))
    return _value(hint, text)


def _value(hint: Any, text: str) -> Any:
    arguments = get_args(hint)
    if get_origin(hint) is UnionType:
        return _value(next(kind for kind in arguments if kind is not NoneType), text)
    if get_origin(hint) is tuple:
        kinds = arguments[:1] if arguments[-1] is Ellipsis else arguments
        return tuple(_value(kind, text) for kind in kinds)
    if get_origin(hint) is Mapping:
        return {"x_note": text}
    plain = {str: text, int: 2, bool: True, PartialDate: DAY, Period: SPAN, Prose: Prose(f"<p>{_escaped(text)}</p>")}
    if hint in plain:
        return plain[hint]
    assert isinstance(hint, type), hint
    assert issubclass(hint, Struct), hint
    return made(hint, text)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
