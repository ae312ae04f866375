"""`python -m dateline`, and the `dateline` command."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from dateline.cli import dateline  # noqa: PLC0415  (nothing is imported by importing this module)

    dateline(prog_name="dateline")


if __name__ == "__main__":
    main()
