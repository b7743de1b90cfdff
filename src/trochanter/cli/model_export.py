"""``trochanter model export``: the hip model, or any other that trochanter reads, for OpenSim or MuJoCo."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from trochanter.cli.model import model
from trochanter.cli.options import known_set
from trochanter.cli.own_inputs import refuse_own_input
from trochanter.cli.progress import tell_notices
from trochanter.core.errors import BadSetting


class Format(StrEnum):
    """What a model can be written as."""

    OSIM = "osim"
    MJCF = "mjcf"


@model.command("export")
def export(
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The file to be written.")],
    file_format: Annotated[Format, typer.Option("--format", help="osim for OpenSim, mjcf for MuJoCo.")] = Format.OSIM,
    source: Annotated[
        Path | None, typer.Option("--model", metavar="FILE", help="An .osim model; the built-in hip model if left out.")
    ] = None,
    set_name: Annotated[
        str | None, typer.Option("--set", metavar="NAME", help="Deep rotators of the hip model: young, cadaver, tlem2.")
    ] = None,
    skip_unsupported: Annotated[
        bool, typer.Option("--skip-unsupported", help="Leave out muscles that MuJoCo cannot hold.")
    ] = False,
) -> None:
    """Write the hip model, or another one, for OpenSim or MuJoCo.

    An .osim file has the same positions, path lengths and moment arms in
    OpenSim 4.6. MuJoCo has the same poses and path lengths; what it cannot
    hold is told, and a model with muscles that it cannot hold is refused.

    Example: trochanter model export --format mjcf -o hip.xml
    """
    from trochanter.anatomy.deep_sets import NOMINAL_SET
    from trochanter.anatomy.hip_model import hip_model
    from trochanter.capture.osim import read_osim

    if source is not None and set_name is not None:
        raise BadSetting(
            "--set", set_name, "left out beside --model", "change the model itself: 'model deep-six --set'"
        )
    refuse_own_input("--out", out, [source])
    body = hip_model(known_set(set_name or NOMINAL_SET)) if source is None else read_osim(source)
    if file_format is Format.MJCF:
        from trochanter.exchange.mjcf import write_mjcf
        from trochanter.exchange.mjcf_paths import with_fixed_points

        if skip_unsupported:
            body, left_out = with_fixed_points(body)
            tell_notices(left_out, all_of_them=True)
        path, made = write_mjcf(body, out)
        tell_notices(made.notices, all_of_them=True)
    else:
        from trochanter.exchange.osim import write_osim

        path = write_osim(body, out)
    print(f"Model: {path.resolve()} ({len(body.muscles.names)} muscle lines, {len(body.segments.names) - 1} segments)")
