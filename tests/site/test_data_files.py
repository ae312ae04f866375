"""The data files hold what pages hold, as any program reads it, and nothing that is not published."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from dateline.site.data_files import licence_url
from dateline.site.data_formats import write_csv
from dateline.site.data_rows import TABLES, SubjectRow
from rich_site import RICH
from support import build_site, tree, write_site


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = write_site(tmp_path_factory.mktemp("rich"), RICH)
    build_site(site)
    return site


@pytest.fixture(scope="module")
def files(root: Path) -> dict[str, bytes]:
    return tree(root / "output")


def _rows(files: dict[str, bytes], name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(files[f"data/{name}.json"])
    return rows


@pytest.mark.parametrize("name", TABLES)
def test_every_table_fits_its_schema_and_has_rows(files: dict[str, bytes], name: str) -> None:
    schema = json.loads(files[f"data/schema/{name}.json"])
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"https://desk.example/project/data/schema/{name}.json"
    rows = _rows(files, name)
    Draft202012Validator(schema).validate(rows)
    assert rows
    assert not Draft202012Validator(schema).is_valid([{**rows[0], "surplus": 1}])


@pytest.mark.parametrize("name", TABLES)
def test_every_column_has_its_meaning(files: dict[str, bytes], name: str) -> None:
    columns = json.loads(files[f"data/schema/{name}.json"])["items"]["properties"]
    assert columns
    assert all(column["description"].endswith(".") for column in columns.values())


def test_a_brief_is_told_as_it_was_written(files: dict[str, bytes]) -> None:
    later, deal = _rows(files, "briefs")
    assert later["date"] == "2025-05-10T09:30+02:00"
    assert (later["follows"], later["revision"], later["lang"]) == (["deal"], "retraction", "uk")
    assert deal == {
        "id": "deal",
        "url": "https://desk.example/project/briefs/deal/",
        "title": 'Ministers sign a deal, "at last"',
        "date": "2025-04-30",
        "event_date": "2025-04-29/2025-04-30",
        "kind": "update",
        "summary": "The deal creates a joint fund.",
        "actors": ["ukraine", "minister"],
        "topics": ["lithium"],
        "places": ["Kyiv"],
        "author": "A. Writer",
        "lang": "en",
        "follows": [],
        "updated": "2025-05-02",
        "revision": "correction",
        "status": "published",
        "tlp": "TLP:CLEAR",
    }


def test_what_a_brief_leaves_open_is_told_as_on_its_page(files: dict[str, bytes]) -> None:
    first, second = _rows(files, "claims")
    assert (first["said"], first["sources"]) == ("2025-04", [1])
    assert second["said"] == "2025-04-29/2025-04-30"
    source, archive = _rows(files, "sources")
    assert (source["publisher"], source["publisher_name"], source["reliability"]) == ("wire", "The Wire", "B")
    assert (archive["publisher"], archive["publisher_name"], archive["based_on"]) == (None, "An archive", [1])
    assert archive["based_on_urls"] == ["https://old.example/draft"]
    assert [(one["low"], one["high"], one["outcome"]) for one in _rows(files, "judgements")] == [
        (55, 80, None),
        (20, 45, "no"),
    ]
    assert [(one["kind"], one["type"], one["since"]) for one in _rows(files, "relations")] == [
        ("office", "Minister", "2024-03"),
        ("relation", "member of", "2020"),
    ]
    assert [(one["id"], one["briefs"]) for one in _rows(files, "topics")] == [("lithium", 1), ("minerals", 2)]


def test_nothing_unpublished_is_in_any_data_file(files: dict[str, bytes]) -> None:
    assert not [path for path, data in files.items() if b"Canary" in data or b"canary" in data.lower()]


@pytest.mark.parametrize("name", TABLES)
def test_pandas_reads_the_csv_with_the_types_of_its_description(files: dict[str, bytes], name: str) -> None:
    package = json.loads(files["data/datapackage.json"])
    columns = next(one for one in package["resources"] if one["name"] == name)["schema"]["fields"]
    frame = pandas.read_csv(io.BytesIO(files[f"data/{name}.csv"]), keep_default_na=False, na_values=[""])
    assert list(frame.columns) == [column["name"] for column in columns]
    assert len(frame) == len(_rows(files, name))
    for column in columns:
        if column["type"] == "integer":
            assert pandas.api.types.is_numeric_dtype(frame[column["name"]]), column
        if column["type"] == "array":
            assert all(isinstance(json.loads(text), list) for text in frame[column["name"]].dropna())


def test_csv_holds_no_formula(files: dict[str, bytes]) -> None:
    for name in TABLES:
        for row in csv.reader(io.StringIO(files[f"data/{name}.csv"].decode())):
            assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]
    claims = list(csv.DictReader(io.StringIO(files["data/claims.csv"].decode())))
    assert [claim["text"] for claim in claims] == ["'+ It will dig.", "''Never', she said."]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_a_text_in_csv_is_told_by_dropping_one_apostrophe(text: str) -> None:
    data = write_csv(SubjectRow, [SubjectRow("b", "actor", "a", text)])
    found = list(csv.reader(io.StringIO(data.decode(), newline="")))[1][3]
    assert found.removeprefix("'") == text or found == text
    assert not found.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_the_database_answers_full_text_questions(files: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "briefing.sqlite"
    path.write_bytes(files["data/briefing.sqlite"])
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        found = database.execute(
            "SELECT id FROM briefs WHERE rowid IN (SELECT rowid FROM briefs_fts WHERE briefs_fts MATCH ?)",
            ("ukraine AND spodumene",),
        )
        assert found.fetchall() == [("deal",)]
        for name in TABLES:
            assert database.execute(f"SELECT count(*) FROM {name}").fetchone() == (len(_rows(files, name)),)


def test_datasette_opens_the_database_and_finds_a_brief(files: dict[str, bytes], tmp_path: Path) -> None:
    datasette = pytest.importorskip("datasette.app", reason="datasette is not installed: nothing opens the database")
    import asyncio  # noqa: PLC0415
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

    path = tmp_path / "briefing.sqlite"
    path.write_bytes(files["data/briefing.sqlite"])

    async def ask() -> Any:
        served = datasette.Datasette([str(path)], settings={"num_sql_threads": 0})
        return (await served.client.get("/briefing/briefs.json?_search=spodumene&_shape=array")).json()

    # In a thread of its own: a browser that tests share keeps a loop running in this one.
    with ThreadPoolExecutor() as thread:
        rows = thread.submit(lambda: asyncio.run(ask())).result()
    assert [row["id"] for row in rows] == ["deal"]


def test_an_edit_of_one_record_changes_its_tables_only_and_the_same_content_gives_the_same_bytes(
    tmp_path: Path,
) -> None:
    write_site(tmp_path, RICH)
    build_site(tmp_path)
    assert build_site(tmp_path).report.written == ()
    before = tree(tmp_path / "output")
    write_site(
        tmp_path, {"content/topics/lithium.md": "---\nname: Lithium\nsummary: A metal.\nparent: minerals\n---\n"}
    )
    written = set(build_site(tmp_path).report.written)
    tables = {f"data/{name}.{kind}" for name in TABLES for kind in ("json", "csv")}
    assert written & tables == {"data/topics.json", "data/topics.csv"}
    write_site(tmp_path, RICH)
    build_site(tmp_path, clean=True)
    assert tree(tmp_path / "output") == before


def test_an_edit_of_a_body_changes_no_table_but_the_database(tmp_path: Path) -> None:
    write_site(tmp_path, RICH)
    build_site(tmp_path)
    later = RICH["content/briefs/later.md"]
    assert isinstance(later, str)
    shutil.rmtree(tmp_path / "state" / "texts")  # nobody saw the text that was published first
    write_site(tmp_path, {"content/briefs/later.md": f"{later}\nMore of it.\n"})
    written = set(build_site(tmp_path).report.written)
    assert {path for path in written if path.startswith("data/")} == {"data/briefing.sqlite"}


def test_the_page_counts_the_rows_of_every_table(files: dict[str, bytes]) -> None:
    page = files["data/index.html"].decode()
    for name in TABLES:
        count = len(_rows(files, name))
        section = page.partition(f'<h2 id="{name}">')[2].partition("</section>")[0]
        assert f" {count} row{'s' if count > 1 else ''}: " in section, name


def test_the_data_page_and_package_name_every_file_and_the_licence(files: dict[str, bytes]) -> None:
    package = json.loads(files["data/datapackage.json"])
    assert {f"data/{one['path']}" for one in package["resources"]} <= files.keys()
    assert package["licenses"] == [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}]
    page = files["data/index.html"].decode()
    for name in TABLES:
        assert f'href="../data/{name}.csv"' in page or f'href="../../data/{name}.csv"' in page, name
    assert 'href="https://creativecommons.org/licenses/by/4.0/"' in page


@pytest.mark.parametrize(
    ("licence", "url"),
    [
        ("CC-BY-NC-SA-4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/"),
        ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("https://desk.example/terms", "https://desk.example/terms"),
        ("All rights reserved", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_licences_are_linked_where_their_address_is_known(licence: str, url: str) -> None:
    assert licence_url(licence) == url
