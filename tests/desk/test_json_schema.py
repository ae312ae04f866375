"""The schemas for editors: they take what a build takes, refuse common mistakes, and know the site's own ids."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, get_args

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st
from jsonschema import Draft7Validator  # type: ignore[import-untyped]
from pydantic import BaseModel, ValidationError

from dateline.content.dates import PartialDate, Period
from dateline.content.fields import Country, Day, Domain, Id, ImagePath, Language, Likelihood, Line, SitePath, Url
from dateline.content.places import open_file
from dateline.content.schema import MODELS
from dateline.content.sources import read_sources
from dateline.desk.json_schema import NAMES, schema_of
from dateline.desk.known import known_records
from support import MINIMAL, Files, write_site

ROOT = Path(__file__).parents[2]
SITES = [ROOT, *sorted(path.parent for path in (ROOT / "tests/sites").glob("*/site.yaml"))]

DESK: Files = {
    **MINIMAL,
    "content/actors/rada.md": """\
---
name: Верховна Рада
kind: public-body
summary: "Ukraine's parliament: one chamber."
slug: parliament
aliases: [Verkhovna Rada]
---
""",
    "content/briefs/draft.md": "---\ntitle: A draft\ndate: 2025-05-02\nstatus: draft\ntopics: [minerals]\n---\nText.\n",
    "content/publishers.yaml": "gazette: {name: The Gazette, domains: [gazette.example]}\n",
}


@pytest.fixture(scope="module")
def brief(tmp_path_factory: pytest.TempPathFactory) -> Draft7Validator:
    site = write_site(tmp_path_factory.mktemp("site"), DESK)
    return Draft7Validator(schema_of("brief", known_records(site)))


def faults(validator: Draft7Validator, values: object) -> list[str]:
    """Where the values are not as the schema has them."""
    return sorted(error.json_path for error in validator.iter_errors(values))


def brief_with(text: str) -> Any:
    """The fields of a brief, with those that a YAML text adds or replaces."""
    return {"title": "A", "date": "2025-05-02", "actors": ["ukraine"], **yaml.load(text, yaml.BaseLoader)}


@pytest.mark.parametrize("name", NAMES)
def test_every_schema_is_one_of_draft_7_and_describes_every_field(name: str, tmp_path: Path) -> None:
    schema = schema_of(name, known_records(write_site(tmp_path, DESK)))

    Draft7Validator.check_schema(schema)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    parts = [schema, *schema.get("definitions", {}).values()]
    fields = [field for part in parts for field in part.get("properties", {}).items()]
    assert fields
    assert [field for field, about in fields if "description" not in about] == []


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_records_and_settings_of_real_sites_are_as_their_schemas_have_them(site: Path, tmp_path: Path) -> None:
    # A link, so that nothing is written into the site.
    (tmp_path / "content").symlink_to(site / "content")
    ids = known_records(tmp_path)
    validators = {name: Draft7Validator(schema_of(name, ids)) for name in NAMES}

    settings = yaml.safe_load((site / "site.yaml").read_text())
    assert faults(validators["site"], settings) == []
    files = read_sources(tmp_path).files
    assert files
    for file in files:
        opened, _ = open_file(file)
        assert opened
        found = faults(validators["publishers" if file.many else file.kind], opened.yaml.values)
        assert (file.path, found) == (file.path, [])


@pytest.mark.parametrize(
    "text",
    [
        "actors: [Ukraine, ukraine, parliament, Верховна Рада, {id: Verkhovna Rada, role: host}]",
        "{actors: [], topics: [minerals, minerals]}",
        "{actors: [], status: draft}",
        "event_date: 2025",
        "event_date: 2025-02/2025-03-01",
        "date: 2025-02-21T09:30+02:00",
        "sources: [{title: x, publisher: gazette}, {url: https://gazette.example/x, publisher: Somebody else}]",
        "follows: [first, draft]",
        "claims: [{by: rada, on: minerals, stance: opposes, text: No., sources: [1, key]}]",
        "x_own: {anything: [at, all]}",
    ],
)
def test_forms_that_a_build_takes_are_taken(brief: Draft7Validator, text: str) -> None:
    assert faults(brief, brief_with(text)) == []


@pytest.mark.parametrize("values", [{"event_date": 2025}, {"title": 1984}, {"bluf": None}])
def test_numbers_stand_for_texts_and_nothing_for_a_field_left_out(
    brief: Draft7Validator, values: Mapping[str, object]
) -> None:
    assert faults(brief, {**brief_with("{}"), **values}) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("actors: [ukrain]", "$.actors[0]"),
        ("actors: [{id: ukrain}]", "$.actors[0]"),
        ("actors: [{id: ukraine, rôle: host}]", "$.actors[0]"),
        ("actors: ukraine", "$.actors"),
        ("actors: []", "$"),
        ("date: 2025-02", "$.date"),
        ("date: 2025-02-21T09:30", "$.date"),
        ("date: 21.02.2025", "$.date"),
        ("event_date: 2025-02-21 to 2025-02-23", "$.event_date"),
        ("event_date: 2025/soon", "$.event_date"),
        ("status: drafted", "$.status"),
        ("tlp: amber", "$.tlp"),
        ("titel: B", "$"),
        ("title: ' '", "$.title"),
        ("sources: [{key: a}]", "$.sources[0]"),
        ("sources: [{url: gazette.example/x}]", "$.sources[0].url"),
        ("sources: [{title: x, reliability: G}]", "$.sources[0].reliability"),
        ("judgements: [{text: It holds., likelihood: maybe}]", "$.judgements[0].likelihood"),
        ("claims: [{by: rada, on: mineral, stance: opposes, text: No.}]", "$.claims[0].on"),
        ("follows: [second]", "$.follows[0]"),
        ("image: ../x.jpg/", "$.image"),
        ("lang: english", "$.lang"),
    ],
)
def test_common_mistakes_are_found_where_they_stand(brief: Draft7Validator, text: str, place: str) -> None:
    assert faults(brief, brief_with(text)) == [place]


def test_credibility_is_a_number_from_one_to_six(brief: Draft7Validator) -> None:
    values = {**brief_with("{}"), "sources": [{"title": "x", "credibility": grade} for grade in (1, 6, 0, 7, "1")]}

    assert faults(brief, values) == [f"$.sources[{place}].credibility" for place in (2, 3, 4)]


def test_a_brief_without_its_required_fields_is_told_so_but_needs_no_id(brief: Draft7Validator) -> None:
    messages = [error.message for error in brief.iter_errors({"topics": ["minerals"]})]

    assert messages == ["'title' is a required property", "'date' is a required property"]


def test_ids_are_listed_with_what_they_are_and_drafts_are_among_them(brief: Draft7Validator) -> None:
    definitions = brief.schema["definitions"]
    listed = {
        kind: dict(zip(ids["enum"], ids["enumDescriptions"], strict=True))
        for kind in ("ActorId", "BriefId", "PublisherId")
        for ids in definitions[kind]["anyOf"][:1]
    }

    assert listed == {
        "ActorId": {
            "rada": "Верховна Рада: Ukraine's parliament: one chamber.",
            "ukraine": "Ukraine: A state in Eastern Europe.",
        },
        "BriefId": {
            "draft": "A draft (2025-05-02)",
            "first": "Ministers sign a deal on minerals (2025-04-30)",
        },
        "PublisherId": {"gazette": "The Gazette"},
    }


def test_terms_are_listed_with_what_they_mean(brief: Draft7Validator) -> None:
    likelihood = brief.schema["definitions"]["Judgement"]["properties"]["likelihood"]

    meanings = dict(zip(likelihood["enum"], likelihood["enumDescriptions"], strict=True))
    assert list(meanings) == list(get_args(Likelihood))
    assert meanings["likely"] == "55-80 %"


def test_a_record_that_no_build_takes_lends_its_id_all_the_same(tmp_path: Path) -> None:
    site = write_site(tmp_path, {**MINIMAL, "content/actors/odd.md": "---\nname: Odd One\nkind: planet\n---\n"})

    ids = known_records(site)
    assert [one.id for one in ids["actor"]] == ["odd", "ukraine"]
    assert faults(Draft7Validator(schema_of("brief", ids)), brief_with("actors: [odd, Odd One]")) == []


def test_a_site_without_actors_takes_any_name_for_one(tmp_path: Path) -> None:
    schema = schema_of("brief", known_records(write_site(tmp_path, {"content/topics/.keep": ""})))

    assert faults(Draft7Validator(schema), brief_with("actors: [anyone]")) == []


def test_all_publishers_in_one_file_have_ids_for_keys(tmp_path: Path) -> None:
    validator = Draft7Validator(schema_of("publishers", known_records(write_site(tmp_path, DESK))))

    assert faults(validator, {"gazette": {"name": "The Gazette", "x_own": 1}}) == []
    assert faults(validator, {"gazette": {"name": "The Gazette", "domain": []}, "other": {}}) == [
        "$.gazette",
        "$.other",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{}", []),
        ("targets: {live: {type: folder, path: ../www}}", []),
        ("targets: {Live: {type: folder, path: ../www}}", ["$.targets"]),
        ("targets: {live: {type: ftp}}", ["$.targets.live.type"]),
        ("redirects: {/old/: /new/}", []),
        ("redirects: {old: /new/}", ["$.redirects"]),
        ("page_size: 0", ["$.page_size"]),
        ("them: default", ["$"]),
        ("x_own: 1", ["$"]),
    ],
)
def test_settings_are_checked_likewise(text: str, expected: list[str]) -> None:
    validator = Draft7Validator(schema_of("site", dict.fromkeys(MODELS, ())))

    values = {"title": "A", "base_url": "https://desk.example", **yaml.safe_load(text)}
    assert faults(validator, values) == expected


class Fields(BaseModel):
    """A field of every type whose schema is written by hand."""

    line: Line = "x"
    id: Id = "x"
    url: Url = "https://x.example"
    path: SitePath = "/"
    image: ImagePath = "x.png"
    day: Day = PartialDate.parse("2025-02-21")
    date: PartialDate = PartialDate.parse("2025")
    period: Period = Period.parse("2025")
    language: Language = "en"
    country: Country = "NO"
    domain: Annotated[Domain, "a.example"] = "a.example"


_WORDS = st.text(alphabet="0123456789-/:TZ+. aAhtps_?é", max_size=30)
_LIKELY = st.sampled_from(
    ["2025-02-21", "2025-02", "2025", "2025-02-21T09:30+02:00", "https://a.example/b?c", "a/b.png"]
)
VALUES = st.one_of(
    _WORDS, _LIKELY, st.tuples(_LIKELY, _LIKELY).map("/".join), st.integers(), st.floats(), st.booleans()
)


@given(st.sampled_from(sorted(Fields.model_fields)), VALUES)
def test_what_a_field_takes_its_schema_takes(name: str, value: object) -> None:
    assume(not isinstance(value, str) or value == value.strip())
    try:
        Fields.model_validate({name: value})
    except ValidationError:
        return
    field = Fields.model_json_schema()["properties"][name]
    assert list(Draft7Validator(field).iter_errors(value)) == []
