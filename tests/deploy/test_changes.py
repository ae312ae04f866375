"""Changes make any host equal to any release, and touch nothing that is not ours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.deploy.changes import Changes, changes_between
from dateline.deploy.errors import Refused

STATES = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(["1", "2", ""]))


@given(STATES, STATES, st.sets(st.sampled_from("abcdefgh")))
def test_changes_make_the_host_equal_and_leave_the_rest(
    present: dict[str, str], wanted: dict[str, str], ours: set[str]
) -> None:
    changes = changes_between(present, wanted, ours, "there", adopt=True)
    after = {**present, **{path: wanted[path] for path in changes.sent}}
    for path in changes.deleted:
        del after[path]

    foreign = {path: text for path, text in present.items() if path not in ours and path not in wanted}
    assert after == {**wanted, **foreign}
    assert not changes_between(after, wanted, ours, "there", adopt=False)
    assert set(changes.added).isdisjoint(present)


def test_file_of_somebody_else_in_the_way_is_not_overwritten_unasked() -> None:
    present = dict.fromkeys("abcde", "theirs")
    wanted = dict.fromkeys("abcdef", "ours")

    with pytest.raises(Refused) as caught:
        changes_between(present, wanted, {"a"}, "mirror", adopt=False)

    assert caught.value.message == (
        "mirror holds files that Dateline did not put there, where the site has its own: b, c, d and 1 more"
    )
    assert caught.value.hint == "move them away; or, if the site may take their place, deploy with --adopt"
    assert changes_between(present, wanted, {"a"}, "mirror", adopt=True) == Changes(("f",), tuple("abcde"))


def test_file_of_somebody_else_with_the_right_bytes_is_no_conflict() -> None:
    assert not changes_between({"a": "1"}, {"a": "1"}, (), "mirror", adopt=False)
