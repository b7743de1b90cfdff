"""``trochanter muscles``: the posture atlas as a table, file or figure, and the finders of stretch and emphasis."""

from pathlib import Path
from typing import Annotated

import typer

from trochanter.cli.claim_view import show_claim
from trochanter.cli.main import app
from trochanter.cli.muscle_request import (
    Asked,
    action_named,
    refuse_beside_claim,
    refuse_what_clashes,
    show_named,
    side_named,
    svg_named,
    usable_samples,
)
from trochanter.cli.muscle_steps import body_for, find, json_text, words, write
from trochanter.cli.postures import angle_of
from trochanter.cli.progress import tell_if_compiling, tell_notices

POSTURES, FINDERS, OUTPUT = "Postures, in degrees", "Finders", "Output"

Flexion = Annotated[
    str, typer.Option("--flexion", metavar="ANGLES", help="30 or 0,60,90 or 0:120:15.", rich_help_panel=POSTURES)
]
Adduction = Annotated[
    str, typer.Option("--adduction", metavar="ANGLES", help="As above; abduction negative.", rich_help_panel=POSTURES)
]
Rotation = Annotated[
    str, typer.Option("--rotation", metavar="ANGLES", help="As above; internal positive.", rich_help_panel=POSTURES)
]
Knee = Annotated[str, typer.Option("--knee", metavar="ANGLE", help="Flexion of the knee.", rich_help_panel=POSTURES)]
Muscle = Annotated[
    list[str] | None, typer.Option("--muscle", metavar="NAME", help="Line, muscle or group; repeat for more. Else all.")
]
Action = Annotated[str, typer.Option("--action", metavar="NAME", help="rotation, flexion, adduction, or a direction.")]
Show = Annotated[str, typer.Option("--show", metavar="NAME", help="arm, torque, passive, length or fibres.")]
SideName = Annotated[str, typer.Option("--side", metavar="NAME", help="right or left.")]
Samples = Annotated[int, typer.Option("--samples", metavar="N", help="Samples of the attachment error; 0 for none.")]
FindStretch = Annotated[
    bool, typer.Option("--stretch", help="Find where each --muscle is longest.", rich_help_panel=FINDERS)
]
FindEmphasis = Annotated[
    list[str] | None,
    typer.Option(
        "--emphasis", metavar="NAME", help="Find where it has its largest share of --action.", rich_help_panel=FINDERS
    ),
]
Among = Annotated[
    str | None, typer.Option("--among", metavar="GROUP", help="Compare with this group only.", rich_help_panel=FINDERS)
]
Claim = Annotated[
    str | None,
    typer.Option("--claim", metavar="N", help="Tell one popular claim, 1 to 172, and what was computed of it."),
]
ModelFile = Annotated[
    Path | None, typer.Option("--model", metavar="FILE", help="An .osim model; else the built-in hip model.")
]
SetName = Annotated[
    str | None, typer.Option("--set", metavar="NAME", help="Sizes of the deep rotators: young, cadaver or tlem2.")
]
SkipUnsupported = Annotated[
    bool, typer.Option("--skip-unsupported", help="Leave out muscles that cannot be evaluated.")
]
CsvFile = Annotated[
    Path | None, typer.Option("--csv", metavar="FILE", help="Write all numbers here.", rich_help_panel=OUTPUT)
]
FigureFile = Annotated[
    Path | None, typer.Option("--figure", metavar="FILE", help="Draw it here, as .svg.", rich_help_panel=OUTPUT)
]
AsJson = Annotated[
    bool, typer.Option("--json", help="Print everything as JSON on standard output.", rich_help_panel=OUTPUT)
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Tell all notes.", rich_help_panel=OUTPUT)]


@app.command()
def muscles(
    context: typer.Context,
    flexion: Flexion = "",
    adduction: Adduction = "",
    rotation: Rotation = "",
    knee: Knee = "0",
    muscle: Muscle = None,
    action: Action = "rotation",
    show: Show = "arm",
    side: SideName = "right",
    samples: Samples = 500,
    find_stretch: FindStretch = False,
    emphasis: FindEmphasis = None,
    among: Among = None,
    claim: Claim = None,
    model: ModelFile = None,
    set_name: SetName = None,
    skip_unsupported: SkipUnsupported = False,
    csv: CsvFile = None,
    figure: FigureFile = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Tell what each hip muscle could do in any posture.

    Without options: every muscle of the hip in the neutral posture.

    A table:   trochanter muscles --muscle deep --flexion 0:120:15
    A figure:  trochanter muscles --muscle deep --flexion -20:120 --figure six.svg
    Longest:   trochanter muscles --stretch --muscle piriformis --flexion 0:105
    Share:     trochanter muscles --emphasis obturator_internus
    A claim:   trochanter muscles --claim 103

    Flexion, adduction and internal rotation are positive, on both sides. With
    --stretch or --emphasis the angles are the range that is searched.
    """
    if claim is not None:
        refuse_beside_claim(context)
        show_claim(claim, as_json=as_json)
        return
    asked = Asked(
        texts=(flexion, adduction, rotation),
        knee_rad=angle_of("--knee", knee),
        muscles=tuple(muscle or ()),
        side=side_named(side),
        action=action_named(action),
        show=show_named(show),
        samples=usable_samples(samples),
        stretch=find_stretch,
        emphasis=tuple(emphasis or ()),
        among=among,
    )
    refuse_what_clashes(asked, csv, figure, model)
    drawn = svg_named(figure)
    body = body_for(model, set_name, skip_unsupported=skip_unsupported)
    tell_if_compiling()
    found = find(body, asked)
    write(found, asked, csv, drawn, as_json=as_json)
    tell_notices(found.notices, all_of_them=verbose, elsewhere="on the model and the range")
    print(json_text(found) if as_json else words(found, asked))
