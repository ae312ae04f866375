"""The record at the host: what was written is read, and nothing else is believed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.deploy.errors import DeployError
from dateline.deploy.record import Record, Sent, format_record, parse_record

PATHS = st.lists(st.text("ab.é ", min_size=1).filter(lambda part: part not in (".", "..")), min_size=1).map("/".join)


@given(st.dictionaries(PATHS, st.builds(Sent, st.text(max_size=9), st.text(max_size=9)), max_size=5))
def test_what_was_written_is_read(files: dict[str, Sent]) -> None:
    assert parse_record(format_record(Record(files)), "there") == Record(files)


def test_no_record_is_an_empty_one() -> None:
    assert parse_record(None, "there") == Record()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"[]",
        b"null",
        b"{}",
        b"[" * 100_000,
        json.dumps({"format": 2, "files": {}}).encode(),
        json.dumps({"format": 1, "files": []}).encode(),
        json.dumps({"format": 1, "files": {"a": "x"}}).encode(),
        json.dumps({"format": 1, "files": {"a": ["x", 1]}}).encode(),
        json.dumps({"format": 1, "files": {"../a": ["", ""]}}).encode(),
        json.dumps({"format": 1, "files": {"/etc/passwd": ["", ""]}}).encode(),
    ],
)
def test_anything_else_stops_the_deploy(data: bytes) -> None:
    with pytest.raises(DeployError) as caught:
        parse_record(data, "s3://desk/")

    assert caught.value.message == (
        ".dateline-deploy.json at s3://desk/ is damaged, or comes from another version of Dateline"
    )
    assert caught.value.hint == "restore it; or delete it, and deploy with --adopt"


@given(st.binary())
def test_no_bytes_at_all_crash_the_reader(data: bytes) -> None:
    try:
        record = parse_record(data, "there")
    except DeployError:
        return
    assert all(".." not in path.split("/") for path in record.files)


def test_what_may_arrive_is_ours_without_a_fingerprint() -> None:
    record = Record({"a": Sent("1", "m"), "b": Sent("2", "n")}).with_possible(["b", "c"])

    assert record.files == {"a": Sent("1", "m"), "b": Sent(), "c": Sent()}
