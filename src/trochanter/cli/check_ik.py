"""``trochanter check-ik``: how far somebody's inverse kinematics is from the optimum, and what that costs."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
import typer

from trochanter.cli.bodies import model_at
from trochanter.cli.main import app
from trochanter.cli.options import cutoff_of
from trochanter.cli.progress import tell, tell_if_compiling, tell_notices
from trochanter.cli.steps import recorded

if TYPE_CHECKING:
    from trochanter.anatomy.body import Body
    from trochanter.capture.trial import Trial
    from trochanter.kinematics.check_ik import IkCheck
    from trochanter.mechanics.ik_effect import ContactEffect

SHOWN = 15
FILTERED = "What a filter took after the fit counts too: to judge the search alone, give the angles before any filter."
LEAST_SHOWN = {"deg": 0.005, "mm": 0.005}


@app.command("check-ik")
def check_ik(
    angles: Annotated[Path, typer.Argument(metavar="USER_IK", help="Joint angles to be checked: .mot or .sto.")],
    model: Annotated[Path, typer.Option("--model", metavar="FILE", help="The .osim model they were computed with.")],
    markers: Annotated[Path, typer.Option("--markers", metavar="FILE", help="The markers: .trc, .c3d or a table.")],
    tasks: Annotated[
        Path | None, typer.Option("--tasks", metavar="FILE", help="OpenSim's tasks (.xml); else all markers count 1.")
    ] = None,
    forces: Annotated[
        Path | None, typer.Option("--forces", metavar="FILE", help="Ground forces: tells what the hip force does.")
    ] = None,
    cutoff_hz: Annotated[
        str, typer.Option("--cutoff-hz", metavar="HZ", help="Low-pass filter for the hip force.")
    ] = "auto",
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON on standard output.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Tell all notes.")] = False,
) -> None:
    """Tell how far joint angles are from the best fit to their markers.

    Inverse kinematics is a search, and a search that stops early leaves
    degrees on the table: OpenSim's usual accuracy stops up to 5 degrees short.
    With --forces it also says what that does to the hip contact force.

    Example: trochanter check-ik ik.mot --model scaled.osim --markers run.trc
    """
    cutoff = cutoff_of(cutoff_hz)
    tell("reading")
    body = model_at(model, skip_unsupported=True)
    trial, user = recorded(markers, forces, option="--markers"), recorded(angles, option="USER_IK")
    tell_if_compiling()
    tell("fitting the body to the markers")
    found = _checked(trial, body, user, tasks)
    contacts = () if forces is None else _effects(found, trial, body, cutoff)
    tell_notices(found.notices, all_of_them=verbose, elsewhere="on how the files were read")
    print(json.dumps(_json(found, contacts), allow_nan=False) if as_json else _words(found, contacts))


def _checked(trial: "Trial", body: "Body", user: "Trial", tasks: Path | None) -> "IkCheck":
    from trochanter.capture.ik_tasks import read_ik_tasks
    from trochanter.kinematics.check_ik import check_ik
    from trochanter.kinematics.tracking import prepare_markers

    prepared = prepare_markers(trial, body)
    return check_ik(prepared.markers, body, user.angles, tasks=None if tasks is None else read_ik_tasks(tasks))


def _effects(
    found: "IkCheck", trial: "Trial", body: "Body", cutoff_hz: float | Literal["auto"] | None
) -> "tuple[ContactEffect, ...]":
    tell("hip contact force of both")
    from trochanter.kinematics.tracking import forces_by_foot
    from trochanter.mechanics.ik_effect import contact_effect

    return contact_effect(found, forces_by_foot(trial, found.ours, body), body, cutoff_hz=cutoff_hz)


def _words(found: "IkCheck", contacts: "tuple[ContactEffect, ...]") -> str:
    rows = [row for row in found.rows() if row[1] >= LEAST_SHOWN[row[3]]]
    lines = [
        (
            f"Markers: {1e3 * found.their_rms_m:.2f} mm apart as given, {1e3 * found.fit.rms_m:.2f} mm at the best fit "
            f"(root mean square); {len(found.time_s)} frames"
        ),
        f"Objective: {found.objective_ratio:.4f} times the best",
        "",
        f"{'coordinate':28s} {'largest':>10s} {'rms':>10s}",
        *(f"{name:28s} {most:10.3f} {rms:10.3f} {unit}" for name, most, rms, unit in rows[:SHOWN]),
    ]
    if len(rows) > SHOWN:
        lines.append(f"and {len(rows) - SHOWN} more, all smaller")
    if rows:
        lines += ["", FILTERED]
    else:
        lines[-1] = "No coordinate differs by 0.005 degrees or millimetres: these angles are converged."
    for each in contacts:
        lines += [
            "",
            (
                f"Hip contact force, {each.side.word}: up to {each.largest_bw:.2f} body weights apart "
                f"(rms {each.rms_bw:.2f}); "
                f"peak {each.their_peak_bw:.2f} as given, {each.our_peak_bw:.2f} at the best fit"
            ),
        ]
    return "\n".join(lines)


def _json(found: "IkCheck", contacts: "tuple[ContactEffect, ...]") -> dict[str, object]:
    return {
        "schema": "trochanter.check-ik/1",
        "frames": len(found.time_s),
        "converged": int(np.sum(found.fit.converged)),
        "marker_rms": {
            "given": {"value": found.their_rms_m, "unit": "m"},
            "best": {"value": found.fit.rms_m, "unit": "m"},
        },
        "objective_ratio": {"value": found.objective_ratio, "unit": "1"},
        "coordinates": [
            {
                "name": name,
                "largest": {"value": most, "unit": unit},
                "rms": {"value": rms, "unit": unit},
            }
            for name, most, rms, unit in found.rows()
        ],
        "contact": [
            {
                "side": each.side.word,
                "largest": {"value": each.largest_bw, "unit": "body weights"},
                "rms": {"value": each.rms_bw, "unit": "body weights"},
                "peak_given": {"value": each.their_peak_bw, "unit": "body weights"},
                "peak_best": {"value": each.our_peak_bw, "unit": "body weights"},
            }
            for each in contacts
        ],
        "notices": [{"code": notice.code, "text": notice.text} for notice in found.notices],
    }
