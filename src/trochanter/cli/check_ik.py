"""``trochanter check-ik``: how far somebody's inverse kinematics is from the optimum, and what that costs."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
import typer

from trochanter.cli.bodies import model_at
from trochanter.cli.main import app
from trochanter.cli.options import cutoff_of
from trochanter.cli.progress import tell, tell_if_compiling, tell_notices
from trochanter.cli.steps import recorded
from trochanter.core.quality import Notice
from trochanter.core.sides import SIDES

if TYPE_CHECKING:
    from trochanter.anatomy.body import Body
    from trochanter.capture.trial import Forces, Table, Trial
    from trochanter.core.arrays import Floats
    from trochanter.kinematics.check_ik import IkCheck

SHOWN = 15
ANOTHER_M = 0.1  # a choice: searches that stop early leave a walk's markers 13 mm away, published angles of it 33 mm
LEAST_SHOWN = {"deg": 0.005, "mm": 0.005}


@dataclass(frozen=True, slots=True)
class Contact:
    """Hip contact force by side: largest and root mean square difference, and both peaks, in body weights."""

    side: str
    largest_bw: float
    rms_bw: float
    their_peak_bw: float
    our_peak_bw: float


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
    contacts = () if forces is None else _contacts(found, trial, body, cutoff)
    found = replace(found, notices=(*_another(found, angles), *found.notices))
    tell_notices(found.notices, all_of_them=verbose, elsewhere="on how the files were read")
    print(json.dumps(_json(found, contacts), allow_nan=False) if as_json else _words(found, contacts))


def _checked(trial: "Trial", body: "Body", user: "Trial", tasks: Path | None) -> "IkCheck":
    from trochanter.capture.ik_tasks import read_ik_tasks
    from trochanter.kinematics.check_ik import check_ik
    from trochanter.kinematics.tracking import prepare_markers

    prepared = prepare_markers(trial, body)
    return check_ik(prepared.markers, body, user.angles, tasks=None if tasks is None else read_ik_tasks(tasks))


def _another(found: "IkCheck", angles: Path) -> tuple[Notice, ...]:
    """A notice where the angles are so far from the markers that they were never a fit to them."""
    if found.their_rms_m < ANOTHER_M:
        return ()
    text = (
        f"these angles leave the markers {1e3 * found.their_rms_m:.0f} mm away (root mean square): they are of another "
        "recording, model or person, not of a search that stopped early"
    )
    return (Notice("ik-of-another", text, str(angles)),)


def _contacts(
    found: "IkCheck", trial: "Trial", body: "Body", cutoff_hz: float | Literal["auto"] | None
) -> tuple[Contact, ...]:
    tell("hip contact force of both")
    from trochanter.kinematics.tracking import forces_by_foot

    forces = forces_by_foot(trial, found.ours, body)
    ours, weight_N = _hip_forces(found.ours, forces, body, cutoff_hz)
    theirs, _ = _hip_forces(found.theirs, forces, body, cutoff_hz)
    return tuple(_contact(side.word, theirs[k] / weight_N, ours[k] / weight_N) for k, side in enumerate(SIDES))


def _hip_forces(
    table: "Table", forces: "Forces | None", body: "Body", cutoff_hz: float | Literal["auto"] | None
) -> "tuple[list[Floats], float]":
    """Hip contact force (n, 3) N of each side, away from the record's ends, and the person's weight."""
    from trochanter.anatomy.person import person_mass_kg
    from trochanter.capture.trial import Trial
    from trochanter.kinematics.solve import solve
    from trochanter.mechanics.explain import Settings, explain

    motion = solve(Trial(table.name, coordinates=table, forces=forces), body, cutoff_hz=cutoff_hz)
    account = explain(motion, settings=Settings(slacks=(), sets=(), strength_cases=()))
    kept = ~motion.edge
    return [hip.contact_N[kept] for hip in account.hips], person_mass_kg(body) * 9.80665


def _contact(side: str, theirs: "Floats", ours: "Floats") -> Contact:
    apart = np.linalg.norm(theirs - ours, axis=1)
    size = [float(np.nanmax(np.linalg.norm(each, axis=1))) for each in (theirs, ours)]
    return Contact(side, float(np.nanmax(apart)), float(np.sqrt(np.nanmean(apart**2))), *size)


def _words(found: "IkCheck", contacts: tuple[Contact, ...]) -> str:
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
    if not rows:
        lines[-1] = "No coordinate differs by 0.005 degrees or millimetres: these angles are converged."
    for each in contacts:
        lines += [
            "",
            (
                f"Hip contact force, {each.side}: up to {each.largest_bw:.2f} body weights apart "
                f"(rms {each.rms_bw:.2f}); "
                f"peak {each.their_peak_bw:.2f} as given, {each.our_peak_bw:.2f} at the best fit"
            ),
        ]
    return "\n".join(lines)


def _json(found: "IkCheck", contacts: tuple[Contact, ...]) -> dict[str, object]:
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
                "side": each.side,
                "largest": {"value": each.largest_bw, "unit": "body weights"},
                "rms": {"value": each.rms_bw, "unit": "body weights"},
                "peak_given": {"value": each.their_peak_bw, "unit": "body weights"},
                "peak_best": {"value": each.our_peak_bw, "unit": "body weights"},
            }
            for each in contacts
        ],
        "notices": [{"code": notice.code, "text": notice.text} for notice in found.notices],
    }
