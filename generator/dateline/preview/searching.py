"""The search index of the preview: made when a reader of the search page asks for it, and not at each build."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from dateline.search import IndexFault, search_index
from dateline.site.search_docs import SearchInputs
from dateline.site.urls import SEARCH_INDEX


class Searching:
    """The files of the index for what the site holds at present. May be asked from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._digest = b""
        self._files: Mapping[str, bytes] = {}

    @staticmethod
    def is_part(path: str) -> bool:
        """Whether the site's path is one of the index."""
        return path.startswith(SEARCH_INDEX)

    def file(self, path: str, inputs: SearchInputs) -> bytes | None:
        """A file of the index of these inputs, which the first who asks has to wait for; None if there is none."""
        with self._lock:
            if self._digest != inputs.digest:
                self._files, self._digest = _made(inputs), inputs.digest
            return self._files.get(path.removeprefix("/"))


def _made(inputs: SearchInputs) -> Mapping[str, bytes]:
    try:
        return search_index(inputs)
    except IndexFault:  # the search page then offers its A-Z, as on a published site without an index
        return {}
