"""The command line's frame: help, version, and errors as messages."""

import pytest
import typer
from typer.testing import CliRunner

from trochanter import __version__
from trochanter.cli.main import Commands, app
from trochanter.core.errors import BadSetting

RUNNER = CliRunner()


@pytest.fixture
def failing() -> typer.Typer:
    """A program of two commands: one meets an error that a user can mend, the other a fault of the program."""
    program = typer.Typer(cls=Commands, pretty_exceptions_enable=False)

    @program.command()
    def mend() -> None:
        raise BadSetting("--cutoff-hz", -3, valid="a positive frequency, or none")

    @program.command()
    def fault() -> None:
        raise ZeroDivisionError

    return program


def test_version() -> None:
    done = RUNNER.invoke(app, ["--version"])
    assert (done.exit_code, done.stdout) == (0, f"trochanter {__version__}\n")


def test_without_a_command_there_is_help() -> None:
    assert "Usage" in RUNNER.invoke(app, []).output


def test_an_error_that_a_user_can_mend_is_a_message_and_exit_code_2(
    failing: typer.Typer, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        failing(["mend"])
    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (2, "")
    assert said.err.startswith("--cutoff-hz cannot be -3\nValid: a positive frequency, or none\nNext: ")
    assert "Traceback" not in said.err


def test_a_fault_of_the_program_is_not_hidden(failing: typer.Typer) -> None:
    assert isinstance(RUNNER.invoke(failing, ["fault"]).exception, ZeroDivisionError)
