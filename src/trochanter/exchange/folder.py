"""What an analysis left in a folder, read back as the account that it was."""

import json
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

import numpy as np
from pydantic import ValidationError

from trochanter.anatomy.body import Body
from trochanter.capture.files import read_file
from trochanter.capture.osim import read_osim
from trochanter.capture.tables import read_table
from trochanter.capture.trial import Table, Trial
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import ImpossibleData, MissingInput, UnreadableFile, UnsupportedElement
from trochanter.core.quality import Notice
from trochanter.core.sides import SIDES, Side
from trochanter.exchange.opensim_files import force_columns, pelvis_and_hips
from trochanter.exchange.osim_xml import add_function
from trochanter.exchange.result import SCHEMA
from trochanter.exchange.schema import Result, StrideResult
from trochanter.exchange.shapes import Quantity
from trochanter.kinematics.motion import Motion, Stride
from trochanter.kinematics.smooth import near_ends
from trochanter.kinematics.solve import solve
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.restored import Recorded, restored

NEEDED = ("result.json", "model.osim", "ik.mot", "id.sto", "activation.sto", "force.sto", "hip_contact.sto")
_RESERVE = "_reserve"
_LIMITS = {
    "power": (2.0, 3.0),
    "reserve_optimal_Nm": (1e-6, 1e6),
    "strength_scale": (0.05, 20.0),
    "cutoff_hz": (0.1, 1e4),
    "person_mass_kg": (10.0, 300.0),
}
_SAME_INSTANT_S = 1e-6


def read_account(folder: str | Path) -> MuscleAccount:
    """The account that 'trochanter analyze' or 'trochanter demo' wrote into ``folder``.

    It has no near-optimal bands, errors of moments or ground forces: no file holds them. Raises MissingInput where a
    file is absent, UnreadableFile for one that is not what its name says, ImpossibleData where files do not belong
    together.
    """
    place = Path(folder)
    _refuse_incomplete(place)
    result = _result(place / "result.json")
    body = replace(read_osim(place / "model.osim"), name=result.model)
    motion = _motion(place, result, body)
    return restored(motion, _recorded(place, result, motion))


def model_to_keep(body: Body) -> Body | None:
    """``body``, if an .osim file can hold all of its functions: then a folder can keep it; else None."""
    try:
        for index in range(len(body.functions.kind)):
            add_function(Element("Function"), body, index)
    except UnsupportedElement:
        return None
    return body


def _refuse_incomplete(folder: Path) -> None:
    missing = [name for name in NEEDED if not (folder / name).is_file()]
    if not missing:
        return
    raise MissingInput(
        f"there is no {missing[0]} in it" if folder.is_dir() else "there is no such folder",
        where=str(folder),
        valid=f"a folder that 'trochanter analyze' or 'trochanter demo' wrote, with {', '.join(NEEDED)}",
        next_step="analyze the recording again with --out, and give that folder",
    )


def _result(path: Path) -> Result:
    content = read_file(path)
    try:
        found = json.loads(content.data)
        if not isinstance(found, dict) or found.get("schema") != SCHEMA:
            raise _other(path, f"its schema is not {SCHEMA}")
        result = Result.model_validate(found)
        _check_settings(path, result)
        return result
    except (ValueError, ValidationError, RecursionError) as error:
        raise _other(path, str(error).splitlines()[0]) from None


def _check_settings(path: Path, result: Result) -> None:
    """Raise UnreadableFile where a recorded choice is none that an analysis can have made."""
    for name, (least, most) in _LIMITS.items():
        value = _setting(result, name)
        if value is None and name == "cutoff_hz":
            continue
        if isinstance(value, str) or value is None or not least <= value <= most:
            raise _other(path, f"its parameter {name} is {value}")


def _other(path: Path, why: str) -> UnreadableFile:
    return UnreadableFile(
        f"this is no result of this version of trochanter: {why}",
        where=str(path),
        valid=f"a result.json with the schema {SCHEMA}",
        next_step="analyze the recording again",
    )


def _motion(folder: Path, result: Result, body: Body) -> Motion:
    """The motion of ik.mot, with the strides that the result lists; hip angles of ik_hips.mot where it is there."""
    table = read_table(folder / "ik.mot")
    solved = solve(Trial(name=result.name, coordinates=table), body, cutoff_hz=None)
    cutoff = _setting(result, "cutoff_hz")
    step = float(solved.time_s[1] - solved.time_s[0])
    filtered_hz = None if isinstance(cutoff, str) else cutoff
    motion = replace(
        solved,
        roles=_roles(result, solved),
        strides=tuple(_stride(stride) for stride in result.strides),
        cutoff_hz=filtered_hz,
        edge=frozen(near_ends(len(solved.time_s), step, filtered_hz), bool),
        notices=(),
    )
    return replace(motion, led=_led(folder / "ik_hips.mot", motion))


def _roles(result: Result, motion: Motion) -> tuple[str, ...]:
    names = zip(motion.body.coordinates.names, motion.roles, strict=True)
    return tuple(result.coordinates.get(name, role) for name, role in names)


def _led(path: Path, motion: Motion) -> Motion | None:
    if not path.is_file():
        return None
    table, q = read_table(path), motion.q.copy()
    names = pelvis_and_hips(motion.body)
    values = _columns(table, names, motion)
    index = [motion.body.coordinate(name) for name in names]
    turning = motion.body.coordinates.is_rotation[index]
    q[:, index] = np.where(turning, np.deg2rad(values), values)
    return replace(motion, q=frozen(q))


def _stride(stride: StrideResult) -> Stride:
    return Stride(
        side=Side.RIGHT if stride.side == Side.RIGHT.word else Side.LEFT,
        contact_s=_or_nan(stride.contact),
        toe_off_s=_or_nan(stride.toe_off),
        next_contact_s=_or_nan(stride.next_contact),
        usable=stride.used or not stride.complete,
        reason=stride.reason,
    )


def _or_nan(quantity: Quantity) -> float:
    return float("nan") if quantity.value is None else quantity.value


def _setting(result: Result, name: str) -> str | float | None:
    value = result.parameters.get(name)
    return value.value if isinstance(value, Quantity) else value


def _recorded(folder: Path, result: Result, motion: Motion) -> Recorded:
    muscles = motion.body.muscles.names
    force = read_table(folder / "force.sto")
    balanced = tuple(name.removesuffix(_RESERVE) for name in force.columns if name.endswith(_RESERVE))
    contact = _contact(read_table(folder / "hip_contact.sto"), motion)
    return Recorded(
        tau=_columns(read_table(folder / "id.sto"), force_columns(motion), motion),
        balanced=balanced,
        activation=_columns(read_table(folder / "activation.sto"), muscles, motion),
        force_N=_columns(force, muscles, motion),
        reserve_Nm=_columns(force, tuple(f"{name}{_RESERVE}" for name in balanced), motion),
        contact_N=contact,
        settings={name: _setting(result, name) for name in result.parameters},
        notices=tuple(Notice(each.code, each.text, each.where) for each in result.warnings),
    )


def _contact(table: Table, motion: Motion) -> Floats:
    """Hip contact forces (n, 2, 3), right and left, by the joints' names."""
    body, names = motion.body, []
    for side in SIDES:
        joint = body.joints.names[int(body.coordinates.joint[body.coordinate(f"hip_rotation_{side}")])]
        found = [name for name in table.columns if name.startswith(f"{joint}_on_")]
        names += found if len(found) == len("xyz") else [f"{joint}_on_..._f{axis}" for axis in "xyz"]
    return frozen(_columns(table, tuple(names), motion).reshape(-1, len(SIDES), 3))


def _columns(table: Table, names: tuple[str, ...], motion: Motion) -> Floats:
    """Columns of a table at the motion's instants; raises ImpossibleData where it has others."""
    missing = [name for name in names if name not in table.columns]
    same = len(table.time_s) == len(motion.time_s) and np.abs(table.time_s - motion.time_s).max() <= _SAME_INSTANT_S
    if missing or not same:
        raise ImpossibleData(
            f"there is no column '{missing[0]}'" if missing else "its instants are not those of ik.mot",
            where=table.source or table.name,
            valid="files of one and the same analysis",
            next_step="analyze the recording again, and leave the files of its folder together",
        )
    return frozen(table.values[:, [table.columns.index(name) for name in names]])
