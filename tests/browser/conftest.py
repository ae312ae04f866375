"""One browser a process and one showcase for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reader import Reader, chromium, page_kinds, served, showcase


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return showcase(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    with chromium() as one:
        yield one


@pytest.fixture(scope="session")
def reader(browser: Any, output: Path) -> Iterator[Reader]:
    with served(output) as base:
        yield Reader(browser, base, output)


@pytest.fixture(scope="session")
def kinds(output: Path) -> dict[str, str]:
    return page_kinds(output)
