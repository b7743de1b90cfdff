"""``trochanter model``: the hip model's deep rotators in anybody's model."""

import json
from pathlib import Path
from typing import Annotated

import typer

from trochanter.cli.main import app
from trochanter.cli.options import known_set
from trochanter.cli.progress import tell, tell_notices

model = typer.Typer(no_args_is_help=True, help="Models with all rotators of the hip.")
app.add_typer(model, name="model")


@model.command("deep-six")
def deep_six(
    source: Annotated[Path, typer.Argument(metavar="MODEL", help="An .osim model of the Rajagopal or Delp family.")],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The new .osim file.")],
    set_name: Annotated[
        str, typer.Option("--set", metavar="NAME", help="Anatomy of the deep rotators: young, cadaver or tlem2.")
    ] = "young",
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON on standard output.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Tell all notes on how the model was read.")] = False,
) -> None:
    """Add the six deep rotators of both hips to a model, generic or scaled.

    Piriformis, gemelli, obturators and quadratus femoris, and pectineus where
    the model has none, take the place of the lumped muscles that it has. They
    are placed by landmarks of the bones; everything else in the file stays as
    it is, byte by byte.

    Example: trochanter model deep-six gait2392.osim -o gait2392_deep.osim
    """
    known = known_set(set_name)
    tell("reading")
    from trochanter.cli.deep_six_words import deep_six_json, deep_six_words
    from trochanter.exchange.osim_edit import write_deep_six

    found = write_deep_six(source, out, known)
    tell_notices(found.notices, all_of_them=True)
    read = [notice for notice in found.body.notices if notice not in found.notices]
    tell_notices(read, all_of_them=verbose, elsewhere="on how the model was read")
    print(json.dumps(deep_six_json(found, out), allow_nan=False) if as_json else deep_six_words(found, out))
