"""What all tests share: how long Hypothesis looks for counter-examples."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

SOAK = bool(os.environ.get("DATELINE_SOAK"))
LONGER = 25

settings.register_profile("quick", deadline=None)
# The same examples in every run, so that a red run is about the change and not about luck.
settings.register_profile("ci", deadline=None, derandomize=True)
settings.register_profile("long", deadline=None, max_examples=LONGER * settings.get_profile("quick").max_examples)

settings.load_profile("long" if SOAK else "ci" if os.environ.get("CI") else "quick")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud what this machine could not test."""
    reasons = {str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", [])}
    for reason in sorted(reasons):
        if "NOT TESTED" in reason:
            terminalreporter.write_line(reason.removeprefix("Skipped: "), red=True, bold=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In a soak, lengthen the tests that name a number of examples themselves, which no profile reaches."""
    if not SOAK:
        return
    # Hypothesis has no public way to read or change what a test asks for; its version is locked.
    for test in {item.obj for item in items if isinstance(item, pytest.Function)}:
        own = getattr(test, "_hypothesis_internal_use_settings", None)
        if own is not None:
            test._hypothesis_internal_use_settings = settings(own, max_examples=LONGER * own.max_examples)  # noqa: SLF001
