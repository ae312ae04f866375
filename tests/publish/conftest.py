"""What all tests of the publish room share."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="module")
def no_flushing() -> Iterator[None]:
    """Waiting for the disk proves nothing here, as no test cuts the power, and it would take most of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _file: None)
        yield
