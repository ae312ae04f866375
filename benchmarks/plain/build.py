"""The pages that the peers of the bench make, by Dateline's own build: `python build.py SITE [options of build]`.

Everything up to the plan of pages and everything after it is the product's: reading, checking, analysis, digests,
rendering, publishing. Only the list of pages and the theme are others: those that every generator can make.
"""

from __future__ import annotations

import sys
from typing import Any

import dateline.cli.build_command as command
from dateline.__main__ import main

_build = command._built  # noqa: SLF001 - called where the last build does not stand


def _build_plainly(*args: Any, **options: Any) -> Any:
    import pages  # noqa: PLC0415 - where nothing changed it is not needed

    pages.install()
    return _build(*args, **options)


if __name__ == "__main__":
    vars(command)["_built"] = _build_plainly
    sys.argv[1:1] = ["build", "--no-search"]
    main()
