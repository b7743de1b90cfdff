"""The command ``trochanter``: one file a command; here they meet, and errors that a user can mend become messages."""

import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from trochanter import __version__
from trochanter.core.errors import TrochanterError

EXIT_USER_ERROR = 2


class Commands(TyperGroup):
    """The commands: an error of the family that a user can mend ends as its message on stderr and exit code 2."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except TrochanterError as error:
            print(error, file=sys.stderr)
            raise SystemExit(EXIT_USER_ERROR) from error


app = typer.Typer(
    cls=Commands,
    name="trochanter",
    help="Hip rotation in runners: what every rotator muscle does, measured and explained.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
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
    """Hip rotation in runners: what every rotator muscle does, measured and explained."""


def _load_commands() -> None:
    from importlib import import_module

    for name in ("analyze", "demo"):
        import_module(f"trochanter.cli.{name}")


_load_commands()
