"""All records together: how references find them, and what is told of those that lead nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.content.library import Library, unopened
from dateline.content.parse import parse
from dateline.content.schema import Brief
from dateline.problems import Problem
from promises.problem_cases import NATO, SECOND, THIRD, actor, brief, topic
from support import MINIMAL, check_site, resolved, source, write_site

UKRAINE = "content/actors/ukraine.md"
DESK = {
    UKRAINE: actor(name="Ukraine", kind="state", aliases="[Kyiv, The Republic]"),
    NATO: actor(slug="north-atlantic"),
    "content/actors/congo.md": actor(name="Congo", kind="state", aliases="[The Republic]"),
    "content/topics/minerals.md": topic(name="Minerals"),
}


def one_brief(library: Library) -> Brief:
    return library.briefs["second"].fields


@pytest.mark.parametrize(
    ("written", "id"),
    [
        ("nato", "nato"),  # the id
        ("north-atlantic", "nato"),  # the slug
        ("NATO", "nato"),  # the name
        ("Kyiv", "ukraine"),  # an alias
        ("kyiv", "ukraine"),  # letter case is no matter
        ("UKRAINE", "ukraine"),
    ],
)
def test_a_reference_finds_its_record(written: str, id: str) -> None:
    library, problems, _ = resolved({**DESK, SECOND: brief(f"[x](<actor:{written}>)", actors=f"[{written}]")})

    assert problems == []
    assert [role.id for role in one_brief(library).actors] == [id]
    assert library.briefs["second"].targets == (("actor", written, id),)


def test_an_id_wins_over_the_slug_and_the_name_of_another() -> None:
    others = {"content/actors/a.md": actor(slug="kyiv-post"), "content/actors/kyiv-post.md": actor(name="B", slug="b")}
    library, problems, _ = resolved({**DESK, **others, SECOND: brief(actors="[kyiv-post]")})

    assert problems == []
    assert [role.id for role in one_brief(library).actors] == ["kyiv-post"]


def test_a_record_that_is_listed_by_two_of_its_names_counts_where_it_stands_first() -> None:
    listed = {
        "actors": "[{id: Kyiv, role: host}, nato, ukraine, NATO]",
        "topics": "[minerals, {id: Minerals, role: subject}]",
        "follows": "[third, Third, third]",
    }
    library, problems, _ = resolved({**DESK, SECOND: brief(**listed), THIRD: brief(title="Third", date="2025-04-01")})

    assert problems == []
    found = one_brief(library)
    assert [(role.id, role.role) for role in found.actors] == [("ukraine", "host"), ("nato", None)]
    assert [(role.id, role.role) for role in found.topics] == [("minerals", None)]
    assert found.follows == ("third",)


def test_a_name_of_two_records_finds_neither_and_both_ids_are_told() -> None:
    _, problems, _ = resolved({**DESK, SECOND: brief(actors="[The Republic]")})

    assert problems == [
        "content/briefs/second.md:5:10: error[unknown-actor]: 'The Republic' is a name of 2 actors\n"
        "    write the id: congo or ukraine"
    ]


def test_weak_aliases_find_nothing() -> None:
    _, problems, _ = resolved({**DESK, NATO: actor(weak_aliases="[the bloc]"), SECOND: brief(actors="[the bloc]")})

    assert [problem.split("\n")[0] for problem in problems] == [
        "content/briefs/second.md:5:10: error[unknown-actor]: no actor 'the bloc'"
    ]


def test_references_of_all_kinds_become_ids() -> None:
    library, problems, _ = resolved(
        {
            **DESK,
            SECOND: brief(
                follows="[talks]",
                claims="[{by: Kyiv, on: Minerals, stance: supports, text: Yes., sources: [note, 1]}]",
                sources="[{key: note, title: A, publisher: Reuters}]",
            ),
            THIRD: brief(slug="talks"),
            "content/publishers/reuters.md": "---\nname: Reuters\n---\n",
        }
    )
    found = one_brief(library)

    assert problems == []
    assert (found.follows, found.sources[0].publisher) == (("third",), "reuters")
    assert (found.claims[0].by, found.claims[0].on, found.claims[0].sources) == ("ukraine", "minerals", ("1", "1"))


@pytest.mark.parametrize(
    ("url", "publisher"),
    [
        ("https://reuters.com/a", "reuters"),
        ("https://www.REUTERS.com:443/a", "reuters"),
        ("https://graphics.reuters.com/a", "graphics"),
        ("https://notreuters.com/a", None),
        ("https://reuters.com.example/a", None),
    ],
)
def test_the_publisher_of_a_source_is_found_by_its_domain(url: str, publisher: str | None) -> None:
    library, problems, _ = resolved(
        {
            **DESK,
            SECOND: brief(sources=f"[{{key: note, url: '{url}'}}]"),
            "content/publishers/reuters.md": "---\nname: Reuters\ndomains: [reuters.com]\n---\n",
            "content/publishers/graphics.md": "---\nname: Reuters Graphics\ndomains: [graphics.reuters.com]\n---\n",
        }
    )

    assert problems == []
    assert one_brief(library).sources[0].publisher == publisher


def test_the_publisher_that_is_written_wins_over_the_domain_and_may_be_a_plain_name() -> None:
    library, _, _ = resolved(
        {
            **DESK,
            SECOND: brief(sources="[{key: note, url: 'https://reuters.com/a', publisher: Somebody}]"),
            "content/publishers/reuters.md": "---\nname: Reuters\ndomains: [reuters.com]\n---\n",
        }
    )

    assert one_brief(library).sources[0].publisher == "Somebody"


def test_equal_ids_and_slugs_of_different_kinds_do_no_harm() -> None:
    _, problems, _ = resolved(
        {**DESK, "content/topics/nato.md": topic(slug="ukraine"), "content/briefs/nato.md": brief()}
    )

    assert problems == []


def test_pictures_must_be_in_the_content() -> None:
    files = {**DESK, SECOND: brief("![A port](images/port.png)", image="images/map.png", image_alt="A map.")}

    assert resolved(files, pictures=["images/port.png", "images/map.png"])[1] == []
    assert len(resolved(files, pictures=["images/port.png"])[1]) == 1


def test_what_is_resolved_has_another_digest_only_where_it_changed() -> None:
    files = {**DESK, SECOND: brief(actors="[ukraine]"), THIRD: brief(actors="[Kyiv]")}
    library, _, _ = resolved(files)
    (alone,) = parse(source(SECOND, files[SECOND])).documents
    (renamed,) = parse(source(THIRD, files[THIRD])).documents

    assert library.briefs["second"].digest == alone.digest  # type: ignore[union-attr]
    assert library.briefs["third"].digest != renamed.digest  # type: ignore[union-attr]


def test_records_are_in_the_order_of_their_ids() -> None:
    library, _, _ = resolved({**DESK, THIRD: brief(), SECOND: brief(), "content/briefs/z.md": brief(id="a")})

    assert list(library.briefs) == ["a", "second", "third"]
    assert [one.kind for one in library] == ["brief"] * 3 + ["actor"] * 3 + ["topic"]
    assert library.get(("actor", "nato")) is library.actors["nato"]
    assert library.get(("actor", "nobody")) is None


def test_the_hint_for_an_unknown_record_is_a_command_that_is_safe_to_paste() -> None:
    _, problems, _ = resolved({**DESK, SECOND: brief(actors="[nato, '$(touch x) \"y\"']")})

    assert [problem.split("\n")[1].strip() for problem in problems] == [
        "add it with: dateline new actor '$(touch x) \"y\"'"
    ]


def test_a_record_whose_file_could_not_be_opened_counts_by_its_name() -> None:
    problems = [
        Problem("content/actors/people/trump.md", 1, 1, "not-text", "…"),
        Problem("content/briefs/talks.yaml", 0, 0, "unreadable-file", "…"),
        Problem("content/publishers.yaml", 0, 0, "unreadable-file", "…"),
        Problem("content/notes/x.md", 0, 0, "not-text", "…"),
        Problem("content/actors/x.md", 0, 0, "misplaced-file", "…"),
        Problem("site.yaml", 0, 0, "not-text", "…"),
    ]

    assert [one.key for one in unopened(problems)] == [("actor", "trump"), ("brief", "talks")]


# Through `check`


def test_a_site_may_be_written_in_every_form_at_once(tmp_path: Path) -> None:
    site = write_site(
        tmp_path,
        {
            **MINIMAL,
            "content/briefs/2025/plain.txt": "A plain text.\n\nIt cites [@1] & means <it>.\n",
            "content/briefs/2025/plain.yaml": "title: Plain\ndate: 2025-05-01\nbluf: So.\nactors: [Ukraine]\n"
            "sources: [{url: 'https://www.reuters.com/a'}]\n",
            "content/briefs/beside.md": "A text with its fields beside it, see [it](brief:plain).\n",
            "content/briefs/beside.yml": "title: Beside\ndate: 2025-05-01\nbluf: So.\ntopics: [Minerals]\n"
            "sources: [{title: A}]\n",
            "content/briefs/alone.yaml": "title: Alone\ndate: 2025-05-01\nbluf: No body.\ntopics: [minerals]\n"
            "sources: [{title: A}]\nx_mood: {good: [1, 2]}\n",
            "content/actors/nato.yaml": "name: NATO\nkind: alliance\nsummary: An alliance.\n",
            "content/publishers.yaml": "reuters: {name: Reuters, domains: [reuters.com], reliability: A, why: Kept.}\n"
            "x: {id: ap, name: AP}\n",
            "content/publishers/afp.md": "---\nname: AFP\n---\nAn agency.\n",
            "content/pages/about.md": "---\ntitle: About\n---\nSee [AP](publisher:ap) and [AFP](publisher:AFP).\n",
        },
    )

    assert check_site(site) == []
