"""The command line: arguments, printing, exit codes. The only room that prints, or looks at the clock.

What a command needs beyond its arguments is imported when it runs, so that `--help` answers at once.
"""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from dateline import __version__
from dateline.cli.board_command import board
from dateline.cli.build_command import build
from dateline.cli.check_command import check
from dateline.cli.deploy_commands import deploy, next_change
from dateline.cli.desk_commands import init, new
from dateline.cli.export_commands import export
from dateline.cli.import_commands import import_
from dateline.cli.printing import INTERRUPTED
from dateline.cli.schema_commands import schema
from dateline.cli.serve_command import serve
from dateline.cli.suggest_command import suggest


class _Commands(click.Group):
    """The commands; one that is interrupted ends quietly, with a code that is not that of a problem in the content."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            sys.exit(INTERRUPTED)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dateline")
def dateline() -> None:
    """Turn article summaries and YAML metadata into a static briefing site."""
    # What else is installed here must not decide what records mean, and to look for it would take time at each start.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"


for _command in (init, new, build, check, serve, deploy, next_change, export, schema, import_, suggest, board):
    dateline.add_command(_command)
