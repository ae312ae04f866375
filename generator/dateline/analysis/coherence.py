"""Coherence: problems of the records as a whole, such as circles of topics and names that two records share."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.analysis.derive import name_index
from dateline.analysis.timeline import thread_cycles
from dateline.analysis.topic_tree import cycles
from dateline.content.document import AnyDocument
from dateline.content.library import Library
from dateline.content.places import Places
from dateline.content.schema import Actor, Topic
from dateline.content.validate import Loc
from dateline.problems import Problem, listed, quote


def incoherences(library: Library, places: Places) -> tuple[Problem, ...]:
    """Every circle of parents or threads, and every name that may mean two records."""
    return (*_circles(library, places), *_shared_names(library, places))


def _circles(library: Library, places: Places) -> Iterator[Problem]:
    for circle in cycles({id: topic.fields.parent for id, topic in library.topics.items()}):
        topic = library.topics[circle[0]]
        message = f"the topic is its own ancestor: {' > '.join([*circle, circle[0]])}"
        yield Problem(
            *places.of(topic.path, ("parent",)), "reference-cycle", message, "give one of them another parent"
        )
    for circle in thread_cycles({id: brief.fields.follows for id, brief in library.briefs.items()}):
        brief = library.briefs[circle[0]]
        link = next(index for index, id in enumerate(brief.fields.follows) if id in circle)
        message = f"briefs follow each other in a circle: {', '.join(circle)}"
        hint = "let the later brief follow the earlier one only"
        yield Problem(*places.of(brief.path, ("follows", link)), "reference-cycle", message, hint)


def _shared_names(library: Library, places: Places) -> Iterator[Problem]:
    for text, owners in name_index(library).ambiguous.items():
        names = [f"{kind} {id!r}" for kind, id in owners]
        for key in owners:
            document = library.get(key)
            if document is not None:
                others = listed([name for owner, name in zip(owners, names, strict=True) if owner != key])
                message = (
                    f"{quote(text)} may also mean the {others}; texts link it only where a brief lists one of them"
                )
                hint = "make it one of the `weak_aliases`, or use a longer name"
                yield Problem(
                    *places.of(document.path, _place_of_name(document, text)), "ambiguous-alias", message, hint
                )


def _place_of_name(document: AnyDocument, text: str) -> Loc:
    match document.fields:
        case Actor() | Topic() as named if text in named.aliases:
            return ("aliases", named.aliases.index(text))
    return ("name",)
