"""The plan: every page and file of the site, each with all that it is made from.

To add a kind of page, write a planner and add it to `PLANNERS`, with a template for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dateline.site.calendar_file import plan_calendar
from dateline.site.citations import plan_citations
from dateline.site.data_files import plan_data
from dateline.site.feed_files import plan_feeds
from dateline.site.page import Output, Page
from dateline.site.plan_overviews import (
    plan_archive,
    plan_corrections,
    plan_findings,
    plan_home,
    plan_search,
    plan_timeline,
)
from dateline.site.plan_records import (
    plan_actors,
    plan_briefs,
    plan_meetings,
    plan_pages,
    plan_sources,
    plan_topics,
)
from dateline.site.record_files import plan_facts
from dateline.site.search_docs import plan_names
from dateline.site.site import Site
from dateline.site.sitemap import Listed, robots, sitemaps

PLANNERS: tuple[Callable[[Site], Iterator[Output]], ...] = (
    plan_data,  # first, since the database takes longest
    plan_home,
    plan_briefs,
    plan_actors,
    plan_topics,
    plan_meetings,
    plan_pages,
    plan_archive,
    plan_timeline,
    plan_findings,
    plan_sources,
    plan_corrections,
    plan_search,
    plan_feeds,
    plan_facts,
    plan_citations,
    plan_calendar,
    plan_names,
)


def plan(site: Site, begin: Callable[[Output], None]) -> tuple[Output, ...]:
    """Every page and file that the published set gives, sitemaps included.

    `begin` is told of those that take long as soon as they are planned.
    """
    outputs: list[Output] = []
    for planner in PLANNERS:
        for output in planner(site):
            if output.is_long:
                begin(output)
            outputs.append(output)
    listed = [_listed(page, site) for page in outputs if isinstance(page, Page) and page.meta.is_indexed]
    return (*outputs, *sitemaps(listed), robots(site.config))


def _listed(page: Page, site: Site) -> Listed:
    kind, _, id = page.owner.partition(":")
    changed = site.entries[id].updated.utc.date().isoformat() if kind == "brief" else ""
    return Listed(page.meta.canonical, changed)
