"""``trochanter analyze``: one recording, from its files to the report."""

from pathlib import Path
from typing import Annotated

import typer

from trochanter.cli.main import app
from trochanter.cli.options import (
    USUAL_SAMPLES,
    cutoff_of,
    folder_named,
    forces_for,
    known_set,
    muscles_of,
    parity_of,
    usable_folder,
    weights_named,
)
from trochanter.cli.trials import Choices, Files, Typed, analyze_all

INPUTS, CHOICES, RESULTS = "Input files", "Choices (all are recorded in the result)", "Results"

TrialFiles = Annotated[
    list[Path],
    typer.Argument(
        metavar="TRIAL",
        readable=False,
        help="Recordings: markers (.trc, .c3d, or a table) or joint angles (.mot, .sto).",
        show_default=False,
    ),
]
ModelFile = Annotated[
    Path | None,
    typer.Option(
        "--model",
        metavar="FILE",
        readable=False,
        help="The .osim model: of the joint angles, or to be fitted to markers. Markers can do without.",
        rich_help_panel=INPUTS,
    ),
]
StaticFile = Annotated[
    Path | None,
    typer.Option(
        "--static", metavar="FILE", readable=False, help="Markers of the person standing still.", rich_help_panel=INPUTS
    ),
]
FunctionalFile = Annotated[
    Path | None,
    typer.Option(
        "--functional",
        metavar="FILE",
        readable=False,
        help="Markers while the hips circle, for their centres.",
        rich_help_panel=INPUTS,
    ),
]
ForceFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--forces",
        metavar="FILE",
        readable=False,
        help="Ground forces, once a trial: external loads (.xml), .c3d, or a table by foot or plate.",
        rich_help_panel=INPUTS,
    ),
]
SignalFile = Annotated[
    Path | None,
    typer.Option(
        "--emg",
        metavar="FILE",
        readable=False,
        help="Muscle signals (.sto), drawn beside activation.",
        rich_help_panel=INPUTS,
    ),
]
MappingFile = Annotated[
    Path | None,
    typer.Option(
        "--markers",
        metavar="FILE",
        readable=False,
        help="Names: two columns, recorded marker and model marker or landmark.",
        rich_help_panel=INPUTS,
    ),
]
TasksFile = Annotated[
    Path | None,
    typer.Option(
        "--tasks",
        metavar="FILE",
        readable=False,
        help="OpenSim's tasks of inverse kinematics (.xml).",
        rich_help_panel=INPUTS,
    ),
]
Height = Annotated[
    float | None,
    typer.Option(
        "--height-m", metavar="M", help="Height of the person, where there is no static trial.", rich_help_panel=CHOICES
    ),
]
FixLabels = Annotated[
    bool, typer.Option("--fix-labels", help="Put exchanged marker labels right.", rich_help_panel=CHOICES)
]
WeightsName = Annotated[
    str,
    typer.Option(
        "--weights",
        metavar="NAME",
        help="Whom the body follows: 'even', 'proximal' (pelvis, then thighs), or 'both'.",
        rich_help_panel=CHOICES,
    ),
]
Lag = Annotated[
    float,
    typer.Option(
        "--lag-s", metavar="S", help="By how much the forces are behind the markers.", rich_help_panel=CHOICES
    ),
]
Rate = Annotated[
    float | None,
    typer.Option("--rate-hz", metavar="HZ", help="Rate of a trial whose time counts samples.", rich_help_panel=CHOICES),
]
ForcesRate = Annotated[
    float | None,
    typer.Option("--forces-rate-hz", metavar="HZ", help="The same for a table of forces.", rich_help_panel=CHOICES),
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
    typer.Option(
        "--strength", metavar="FACTOR", help="Factor on every muscle's active force.", rich_help_panel=CHOICES
    ),
]
Samples = Annotated[
    int,
    typer.Option(
        "--samples",
        metavar="N",
        help="Samples behind the intervals of the deep rotators; 0 for none.",
        rich_help_panel=CHOICES,
    ),
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
DeepSix = Annotated[
    bool,
    typer.Option(
        "--deep-six", help="Add the deep rotators to the model, and use its muscles.", rich_help_panel=CHOICES
    ),
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
    Path,
    typer.Option(
        "--out", metavar="FOLDER", parser=folder_named, help="Folder for the results.", rich_help_panel=RESULTS
    ),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="Also print result.json on standard output.", rich_help_panel=RESULTS)
]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Tell all notes, not only the weightiest.", rich_help_panel=RESULTS)
]


@app.command()
def analyze(
    trials: TrialFiles,
    static: StaticFile = None,
    forces: ForceFiles = None,
    model: ModelFile = None,
    functional: FunctionalFile = None,
    emg: SignalFile = None,
    markers: MappingFile = None,
    tasks: TasksFile = None,
    mass_kg: Mass = None,
    height_m: Height = None,
    fix_labels: FixLabels = False,
    weights: WeightsName = "auto",
    lag_s: Lag = 0.0,
    rate_hz: Rate = None,
    forces_rate_hz: ForcesRate = None,
    set_name: SetName = "young",
    cutoff_hz: Cutoff = "auto",
    power: Power = 2,
    strength: Strength = 1.0,
    samples: Samples = USUAL_SAMPLES,
    parity: ParityName = "none",
    own_muscles: OwnMuscles = False,
    deep_six: DeepSix = False,
    skip_unsupported: SkipUnsupported = False,
    out: OutFolder = Path("trochanter-out"),
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Tell what every hip muscle does in a recording, or in several.

    Writes report.html, result.json and files for OpenSim; for several
    recordings a folder each, and a page that shows them side by side.

    From markers:  trochanter analyze run.c3d --static static.c3d --mass-kg 62
    From angles:   trochanter analyze run.mot --model scaled.osim --forces grf.xml

    Models of the Rajagopal family lack most deep rotators: the built-in hip
    model, in the same size, takes their angles instead, or --deep-six adds
    the rotators to the model itself. Without forces, lengths and moment arms
    hold, but not the loads of a standing leg.
    """
    muscles = muscles_of(own_muscles=own_muscles, deep_six=deep_six, parity=parity, model=model)
    choices = Choices(cutoff_of(cutoff_hz), known_set(set_name), muscles, skip_unsupported)
    folder = usable_folder(out)
    from trochanter.mechanics.explain import Settings

    chosen = Settings(power=power, parity=parity_of(parity), strength_scale=strength, samples=samples, mass_kg=mass_kg)
    files = Files(tuple(trials), forces_for(trials, forces), model, static, functional, emg, markers, tasks)
    typed = Typed(mass_kg, height_m, fix_labels, weights_named(weights), lag_s, rate_hz, forces_rate_hz)
    analyze_all(files, typed, choices, chosen, folder, as_json=as_json, verbose=verbose)
