"""The command `shanhai`: finds the asked command's module and turns refusals into one line.

Commands are loaded only when called, so that `shanhai read` starts without Django.
"""

import os
import sys
from importlib import import_module
from typing import NoReturn

import click

from shanhai import __version__
from shanhai.kernel.errors import Refusal

COMMANDS = {
    # command: (module, what it does)
    "setup": "shanhai.cli.house",
    "demo": "shanhai.cli.house",
    "serve": "shanhai.cli.house",
    "verify": "shanhai.cli.journal",
    "read": "shanhai.cli.extract",
    "ingest": "shanhai.cli.sources",
    "review": "shanhai.cli.sources",
    "ledgers": "shanhai.cli.delivery",
    "template": "shanhai.cli.delivery",
    "import": "shanhai.cli.delivery",
    "export": "shanhai.cli.delivery",
    "targets": "shanhai.cli.accords",
    "measure": "shanhai.cli.results",
    "brief": "shanhai.cli.briefing",
    "account": "shanhai.cli.access",
}
"""Command → module; the function there is named after the command, with `_command` behind it."""


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the loop's order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of the named command and take the command from it."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(COMMANDS[cmd_name]), f"{cmd_name}_command")
        assert isinstance(command, click.Command)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="shanhai")
def shanhai() -> None:
    """山海：东西部协作从会谈纪要到考核评价的一套工具。

    例：shanhai read 纪要.txt --json
    """


def main() -> None:
    """Run the command; a refusal is one line on stderr and exit code 2, never a traceback.

    What the command makes (database, exports with names) is for its owner's eyes only.
    """
    os.umask(0o077)
    try:
        shanhai(prog_name="shanhai")
    except Refusal as refusal:
        _refuse(refusal.message)
    except OSError as trouble:
        # A full disk, a folder that is none, a right that is missing: the machine's word, not a bug.
        _refuse(f"{trouble.filename or '文件'}：读写失败（{trouble.strerror or trouble}）")


def _refuse(message: str) -> NoReturn:
    click.echo(f"shanhai: {message}", err=True)
    sys.exit(2)


if __name__ == "__main__":
    main()
