"""The command ``trochanter``: one file a command; here they meet, and errors that a user can mend become messages."""

import gc
import os
import sys
from importlib import import_module
from io import StringIO
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from trochanter import __version__
from trochanter.cli.progress import tell
from trochanter.core.errors import TrochanterError

EXIT_USER_ERROR = 2
EXIT_INTERRUPTED = 130  # 128 + SIGINT
SELDOM = (50_000, 20, 50)  # a search for cycles costs a command a tenth of its time, and there is little to find
EXIT_NOBODY_READS = 141  # 128 + SIGPIPE
COMMANDS = (
    "demo",
    "analyze",
    "check_ik",
    "whatif",
    "muscles",
    "exercises",
    "model",
    "model_export",
    "screen",
    "measure",
    "assess",
    "plan",
    "control_test",
    "running_video",
    "people",
    "export",
    "forget",
    "backup",
    "restore",
    "audit",
    "weights",
    "log",
    "progress_now",
    "print_plan",
    "calendar",
    "fhir",
    "csv_files",
    "data",
    "serve",
)


class Commands(TyperGroup):
    """The commands: an error of the family that a user can mend ends as its message on stderr and exit code 2.

    So does a standard output that takes nothing, such as a full disk. Ctrl-C ends with exit code 130; a reader that
    goes away (``| head``) with 141; none of them with a traceback.
    """

    def main(self, *args: Any, **options: Any) -> Any:
        """Run the program; help and version, which are printed before any command, end as everything else."""
        _open_closed_streams()
        gc.set_threshold(*SELDOM)
        try:
            try:
                return super().main(*args, **options)
            finally:
                gc.disable()  # all goes at once when the program ends
                sys.stdout.flush()
        except BrokenPipeError:
            _forget_standard_output()
            raise SystemExit(EXIT_NOBODY_READS) from None
        except OSError as error:
            if error.filename is not None:  # of a file, not of a stream: a fault of the program
                raise
            tell(f"standard output cannot be written: {error.strerror}\nNext: send it elsewhere, or free space")
            _forget_standard_output()
            raise SystemExit(EXIT_USER_ERROR) from None

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for."""
        try:
            found = super().invoke(ctx)
            sys.stdout.flush()
        except TrochanterError as error:
            tell(str(error), prefix="")
            raise SystemExit(EXIT_USER_ERROR) from error
        except KeyboardInterrupt:
            tell("stopped")
            raise SystemExit(EXIT_INTERRUPTED) from None
        except BrokenPipeError:
            _forget_standard_output()
            raise SystemExit(EXIT_NOBODY_READS) from None
        return found

    def list_commands(self, ctx: Any) -> list[str]:
        """Names of the commands in the order in which a new user needs them."""
        found = super().list_commands(ctx)
        order = [name.replace("_", "-") for name in COMMANDS]
        return sorted(found, key=lambda name: (order.index(name) if name in order else len(order), name))


def _open_closed_streams() -> None:
    """Give what a shell has closed (``>&-``) a place where it goes nowhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, StringIO())


def _forget_standard_output() -> None:
    """Let the interpreter's last flush go nowhere instead of failing once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


app = typer.Typer(
    cls=Commands,
    name="trochanter",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(asked: bool) -> None:
    if asked:
        print(f"trochanter {__version__}")
        raise typer.Exit


@app.callback()
def start(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Hip rotation in runners: what every rotator does, measured and explained.

    Begin with 'trochanter demo'. Results go to a folder, progress to standard
    error. Exit code 2: an input or option was wrong, and nothing was written.
    """


for _name in COMMANDS:
    import_module(f"trochanter.cli.{_name}")
