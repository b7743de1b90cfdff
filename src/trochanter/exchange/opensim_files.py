"""An account as the files OpenSim's own tools write, so that they load beside them in OpenSim."""

from pathlib import Path

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.core.arrays import Floats
from trochanter.core.sides import SIDES
from trochanter.exchange.ik_tasks import write_ik_tasks
from trochanter.exchange.tables import write_table
from trochanter.kinematics.motion import Motion
from trochanter.mechanics.account import MuscleAccount

AXES = ("x", "y", "z")
OPENSIM_FILES = (
    "ik.mot",
    "ik_hips.mot",
    "ik_tasks.xml",
    "ik_hips_tasks.xml",
    "id.sto",
    "activation.sto",
    "force.sto",
    "hip_contact.sto",
)


def write_opensim_files(account: MuscleAccount, folder: Path) -> tuple[Path, ...]:
    """Write ik.mot, ik_hips.mot, their tasks, id.sto, activation.sto, force.sto and hip_contact.sto; returns the paths.

    ik.mot: coordinates that loads rest on, degrees; ik_hips.mot: pelvis and hips of the fit that hip angles are read
    from, only where that is another one (``Motion.led``); both say so in their headers. ik_tasks.xml,
    ik_hips_tasks.xml: weights of the markers behind them, where markers were followed. id.sto: N m and N, of each
    coordinate by itself; force.sto: tendon forces and reserve moments; hip_contact.sto: on the femur in the femur's
    frame, N. Raises UnwritableFile.
    """
    motion = account.motion
    muscles = tuple(muscle.name for muscle in account.muscles)
    reserves = tuple(f"{name}_reserve" for name in account.balanced)
    forces = np.concatenate([account.force_N, account.reserve_Nm], axis=1)
    contact = np.concatenate([hip.contact_N for hip in account.hips], axis=1)
    return (
        *_angles(motion, folder),
        *_tasks(motion, folder),
        _write(
            folder / "id.sto",
            "Inverse Dynamics Generalized Forces",
            motion,
            force_columns(motion),
            account.generalized_force,
        ),
        _write(folder / "activation.sto", "Static Optimization", motion, muscles, account.activation),
        _write(folder / "force.sto", "Static Optimization", motion, (*muscles, *reserves), forces),
        _write(folder / "hip_contact.sto", "Joint Reaction Analysis", motion, contact_columns(account), contact),
    )


def _angles(motion: Motion, folder: Path) -> tuple[Path, ...]:
    """ik.mot and, where hip angles are read from another fit, ik_hips.mot."""
    names, filtered = motion.body.coordinates.names, _filtered(motion)
    if motion.led is None:
        text = f"Joint angles as used for loads and hip angles. {filtered}"
        return (_angle_table(folder / "ik.mot", motion, names, text),)
    loads = f"For loads: every marker counts. Read hip angles from ik_hips.mot. {filtered}"
    hips = f"For hip angles: pelvis and thigh markers lead the fit. Loads rest on ik.mot. {filtered}"
    return (
        _angle_table(folder / "ik.mot", motion, names, loads),
        _angle_table(folder / "ik_hips.mot", motion.led, pelvis_and_hips(motion.body), hips),
    )


def _tasks(motion: Motion, folder: Path) -> tuple[Path, ...]:
    """The marker weights of the fits behind ik.mot and ik_hips.mot, where there are any."""
    led = None if motion.led is None else motion.led.fit
    fits = ((motion.fit, "ik_tasks.xml"), (led, "ik_hips_tasks.xml"))
    return tuple(write_ik_tasks(fit, folder / name) for fit, name in fits if fit is not None)


def _filtered(motion: Motion) -> str:
    return "Not filtered here." if motion.cutoff_hz is None else f"Low-pass filtered at {motion.cutoff_hz:g} Hz."


def _angle_table(path: Path, motion: Motion, columns: tuple[str, ...], comment: str) -> Path:
    values = _degrees(motion)[:, [motion.body.coordinate(name) for name in columns]]
    return write_table(path, "Coordinates", motion.time_s, columns, values, in_degrees=True, comment=comment)


def pelvis_and_hips(body: Body) -> tuple[str, ...]:
    """Names of the coordinates that place the pelvis and both thighs, in the body's order."""
    table = body.coordinates
    joints = {int(table.joint[body.coordinate(f"hip_rotation_{side}")]) for side in SIDES}
    joints |= {int(j) for j in np.flatnonzero(np.asarray(body.joints.child) == body.segment("pelvis"))}
    return tuple(name for name, joint in zip(table.names, table.joint, strict=True) if int(joint) in joints)


def _write(path: Path, name: str, motion: Motion, columns: tuple[str, ...], values: Floats) -> Path:
    return write_table(path, name, motion.time_s, columns, values, in_degrees=False)


def _degrees(motion: Motion) -> Floats:
    values = motion.q.copy()
    turning = motion.body.coordinates.is_rotation
    values[:, turning] = np.rad2deg(values[:, turning])
    return values


def force_columns(motion: Motion) -> tuple[str, ...]:
    """Column names of generalised forces: a moment for a rotation, a force for a translation."""
    coordinates = motion.body.coordinates
    kinds = ("moment" if turning else "force" for turning in coordinates.is_rotation)
    return tuple(f"{name}_{kind}" for name, kind in zip(coordinates.names, kinds, strict=True))


def contact_columns(account: MuscleAccount) -> tuple[str, ...]:
    """Column names as OpenSim's JointReaction gives them: hip_r_on_femur_r_in_femur_r_fx and so on."""
    body = account.motion.body
    columns = []
    for hip in account.hips:
        j = int(body.coordinates.joint[body.coordinate(f"hip_rotation_{hip.side}")])
        femur = body.segments.names[int(body.joints.child[j])]
        columns += [f"{body.joints.names[j]}_on_{femur}_in_{femur}_f{axis}" for axis in AXES]
    return tuple(columns)
