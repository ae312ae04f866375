"""`python -m dateline`, and the `dateline` command."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line, and end without giving memory back piece by piece: of a large site that takes a second."""
    from dateline.cli import dateline  # noqa: PLC0415  (nothing is imported by importing this module)

    try:
        dateline(prog_name="dateline")
    except SystemExit as end:
        if not isinstance(end.code, int):
            raise
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(end.code)


if __name__ == "__main__":
    main()
