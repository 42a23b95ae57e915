"""Every command says what it does, with an example, and refuses in one line."""

import pytest
from click.testing import CliRunner

from shanhai.cli.main import COMMANDS, shanhai


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(command: str) -> None:
    answer = CliRunner().invoke(shanhai, [command, "--help"])
    assert answer.exit_code == 0
    assert f"例：shanhai {command}" in answer.output


def test_an_unknown_command_is_wrong_usage() -> None:
    answer = CliRunner().invoke(shanhai, ["measrue"])
    assert answer.exit_code == 2
