"""The command line's frame: help, version, and errors as messages."""

import shlex
import subprocess
import sys
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
import typer
from typer.testing import CliRunner

from trochanter import __version__
from trochanter.cli.analyze import analyze
from trochanter.cli.main import Commands, app
from trochanter.cli.progress import tell
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


def ended(*words: str, shell: str = "", folder: Path | None = None) -> tuple[int, str]:
    """Exit code and what is said on standard error of the real program in a shell, with redirections."""
    command = " ".join([shlex.quote(sys.executable), "-m", "trochanter", *words, shell])
    done = subprocess.run(["sh", "-c", command], cwd=folder, stderr=subprocess.PIPE, check=False, text=True)
    return done.returncode, done.stderr


@pytest.mark.needs("sh", "linux")
def test_a_standard_output_that_is_full_is_a_message() -> None:
    for words in (("--version",), ("demo", "--help")):
        code, said = ended(*words, shell=">/dev/full")
        assert code == 2
        assert said.startswith("trochanter: standard output cannot be written: No space left on device\nNext: ")
        assert "Traceback" not in said
        assert "Exception ignored" not in said


@pytest.mark.needs("sh")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_stream_that_is_closed_is_no_fault(closed: str) -> None:
    code, said = ended("--version", shell=f"{closed} <&-")
    assert (code, said) == (0, "")


def test_files_that_may_not_be_read_are_left_to_the_readers() -> None:
    """Typer would ask the file system, and answer in words of its own."""
    told = get_type_hints(analyze, include_extras=True)
    options = [get_args(hint)[1] for hint in told.values() if "Path" in str(hint)]
    files = [option for option in options if option.parser is None]
    assert len(files) >= 4
    assert not any(option.readable for option in files)


def test_what_is_no_character_is_told_with_a_question_mark(capsys: pytest.CaptureFixture[str]) -> None:
    tell("tr\udce9al")
    assert capsys.readouterr().err == "trochanter: tr?al\n"
