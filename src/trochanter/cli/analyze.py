"""``trochanter analyze``: one recording, from its files to the report."""

from pathlib import Path
from typing import Annotated

import typer

from trochanter.cli.main import app
from trochanter.cli.options import cutoff_of, known_set, parity_of, usable_folder
from trochanter.cli.progress import Clock
from trochanter.cli.steps import body_for, explained, finished, named, recorded

INPUTS, CHOICES, RESULTS = "Input files", "Choices (all are recorded in the result)", "Results"

TrialFile = Annotated[Path, typer.Argument(metavar="TRIAL", help="Joint angles over time: a .mot or .sto file.")]
ModelFile = Annotated[
    Path | None,
    typer.Option(
        "--model", metavar="FILE", help="The .osim model that the angles belong to. Needed.", rich_help_panel=INPUTS
    ),
]
ForceFile = Annotated[
    Path | None,
    typer.Option(
        "--forces",
        metavar="FILE",
        help="Ground forces: external loads (.xml), or a table that names the feet.",
        rich_help_panel=INPUTS,
    ),
]
SignalFile = Annotated[
    Path | None,
    typer.Option(
        "--emg", metavar="FILE", help="Muscle signals (.sto), drawn beside activation.", rich_help_panel=INPUTS
    ),
]
Mass = Annotated[
    float | None,
    typer.Option(
        "--mass-kg", metavar="KG", help="Mass of the person; the model's if left out.", rich_help_panel=CHOICES
    ),
]
SetName = Annotated[
    str,
    typer.Option(
        "--set", metavar="NAME", help="Anatomy of the deep rotators: young, cadaver or tlem2.", rich_help_panel=CHOICES
    ),
]
Cutoff = Annotated[
    str,
    typer.Option(
        "--cutoff-hz",
        metavar="HZ",
        help="Low-pass filter of angles and forces: hertz, 'none' for data that are filtered, or 'auto'.",
        rich_help_panel=CHOICES,
    ),
]
Power = Annotated[
    int,
    typer.Option(
        "--power", metavar="POWER", help="Power of activations in load sharing: 2 or 3.", rich_help_panel=CHOICES
    ),
]
Strength = Annotated[
    float,
    typer.Option("--strength", metavar="FACTOR", help="Factor on every muscle's strength.", rich_help_panel=CHOICES),
]
ParityName = Annotated[
    str,
    typer.Option(
        "--parity",
        metavar="NAME",
        help="'opensim' shares loads as OpenSim does, by the model's own muscles.",
        rich_help_panel=CHOICES,
    ),
]
OwnMuscles = Annotated[
    bool, typer.Option("--own-muscles", help="Keep the model's own hip muscles.", rich_help_panel=CHOICES)
]
SkipUnsupported = Annotated[
    bool,
    typer.Option(
        "--skip-unsupported",
        help="Leave out muscles that do not cross the hip and whose wraps cannot be evaluated.",
        rich_help_panel=CHOICES,
    ),
]
OutFolder = Annotated[
    Path, typer.Option("--out", metavar="FOLDER", help="Folder for the results.", rich_help_panel=RESULTS)
]
AsJson = Annotated[
    bool, typer.Option("--json", help="Also print result.json on standard output.", rich_help_panel=RESULTS)
]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Tell all notes, not only the weightiest.", rich_help_panel=RESULTS)
]


@app.command()
def analyze(
    trial: TrialFile,
    model: ModelFile = None,
    forces: ForceFile = None,
    emg: SignalFile = None,
    mass_kg: Mass = None,
    set_name: SetName = "young",
    cutoff_hz: Cutoff = "auto",
    power: Power = 2,
    strength: Strength = 1.0,
    parity: ParityName = "none",
    own_muscles: OwnMuscles = False,
    skip_unsupported: SkipUnsupported = False,
    out: OutFolder = Path("trochanter-out"),
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Tell what every hip muscle does in a recording.

    Writes report.html, result.json and files for OpenSim.

    Example: trochanter analyze run.mot --model scaled.osim --forces grf.xml

    Models of the Rajagopal family lack most deep rotators: the built-in hip
    model, in the same size, takes their angles instead. Without forces,
    lengths and moment arms hold, but not the loads of a standing leg.
    """
    cutoff, kind, folder = cutoff_of(cutoff_hz), parity_of(parity), usable_folder(out)
    deep_set, keep = known_set(set_name), own_muscles or kind == "opensim"
    from trochanter.mechanics.explain import Settings

    chosen = Settings(power=power, parity=kind, strength_scale=strength, mass_kg=mass_kg)
    clock = Clock()
    with clock.step("read", "reading"):
        recording = recorded(trial, forces, emg)
        body = body_for(named(model, trial), deep_set, keep_muscles=keep, skip_unsupported=skip_unsupported)
    account = explained(recording, body, cutoff, chosen, clock)
    finished(account, recording, folder, clock, as_json=as_json, verbose=verbose)
