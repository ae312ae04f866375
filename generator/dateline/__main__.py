"""`python -m dateline`, and the `dateline` command."""

from __future__ import annotations

import gc
import os

_OFTEN_ENOUGH = 100_000
"""Values after which Python looks for cycles. To load the code makes as many that stay, and no cycles."""


def main() -> None:
    """Run the command line, and end without giving memory back piece by piece: of a large site that takes a second."""
    gc.set_threshold(_OFTEN_ENOUGH)
    from dateline.cli import dateline  # noqa: PLC0415  (nothing is imported by importing this module)
    from dateline.cli.printing import say_all  # noqa: PLC0415

    try:
        dateline(prog_name="dateline")
    except SystemExit as end:
        if not isinstance(end.code, int):
            raise
        say_all()
        os._exit(end.code)


if __name__ == "__main__":
    main()
