"""A place: what every kind of target can be asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from dateline.deploy.changes import Changes
from dateline.deploy.release import Release

Tell = Callable[[int, int], None]
"""Told how many files are sent and deleted, of how many."""


class Place(Protocol):
    """Where a release goes. Methods raise DeployError."""

    @property
    def name(self) -> str:
        """What messages call it."""

    def survey(self, release: Release) -> Changes:
        """What would make the place equal to the release; nothing is touched. Raises Refused."""

    def send(self, release: Release, changes: Changes, tell: Tell) -> None:
        """Make the place equal to the release, given what `survey` has found."""
