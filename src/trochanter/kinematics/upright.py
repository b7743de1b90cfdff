"""Markers and plates turned so that +y is up and the person faces +x; what cannot be right is refused or told.

Up is the mean ground force where there is one, else from ankles to pelvis, else the longest way through the markers;
of laboratory axes the nearest. In no laboratory x is up: by markers alone, who reaches along x lies. Only proper
rotations: a mirrored laboratory, or exchanged left and right labels, which look exactly alike unless a static trial can
tell them apart, is an error.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.capture.trial import Plates, Trajectories
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import ImpossibleData
from trochanter.core.quality import Notice
from trochanter.kinematics.body_directions import Directions, directions_of
from trochanter.kinematics.true_sides import OnTheWay, with_true_sides

LEAST_LEG_M, GREATEST_LEG_M = 0.3, 1.5  # ankles to pelvis of anybody, standing or crouching
LEAST_EXTENT_M, GREATEST_EXTENT_M = 0.2, 3.0  # of all the markers of a person
_NEAR_AXIS = float(np.cos(np.radians(25.0)))
_LYING = float(np.cos(np.radians(50.0)))
_LEAST_FORCE_N = 50.0
_STILL_M = 0.1
_UNITS = (
    (1000.0, "millimetres, read as metres"),
    (100.0, "centimetres, read as metres"),
    (10.0, "millimetres, read as centimetres"),
)


def upright(
    markers: Trajectories,
    plates: Plates | None,
    *,
    mapping: Mapping[str, str] | None = None,
    fix_labels: bool = False,
    reference: Trajectories | Body | None = None,
    on_the_way: OnTheWay = "refuse",
) -> tuple[Trajectories, Plates | None, tuple[Notice, ...]]:
    """Turn markers and plates together so that +y is up and, by quarter turns, the person faces +x.

    A subject who lies is told and not turned upright. ``fix_labels``: where right and left are exchanged throughout,
    every label changes its side, and a notice says so. ``reference``: a static trial of the same person, upright, or a
    body: it may tell exchanged labels from a mirrored laboratory. ``on_the_way``: labels that change sides during the
    recording are refused, or left to ``check_markers``. Raises ImpossibleData for exchanged sides without
    ``fix_labels``, for a laboratory that is known to be mirrored, for markers of a wrong unit, and for front and back
    of the pelvis exchanged.
    """
    where = markers.source or markers.name
    directions = directions_of(markers, mapping)
    _refuse_size(markers, directions, where)
    markers, told = with_true_sides(
        markers, directions, reference, mapping=mapping, fix_labels=fix_labels, on_the_way=on_the_way
    )
    if told:
        directions = directions_of(markers, mapping)
    up, why, notices = _up(markers, plates, directions, where)
    turn = turn_onto_y(up)
    heading = _quarter_turn(turn @ directions.forward)
    notices = (*told, *notices, *_turned(up, why, heading, where))
    rotation = heading @ turn
    if np.array_equal(rotation, np.eye(3)):
        return markers, plates, notices
    return turned(markers, rotation), None if plates is None else turned_plates(plates, rotation), notices


def turned(markers: Trajectories, rotation: Floats) -> Trajectories:
    """Markers in axes turned by ``rotation`` (3, 3)."""
    return replace(markers, position_m=frozen(markers.position_m @ rotation.T))


def turned_plates(plates: Plates, rotation: Floats) -> Plates:
    """Plates in axes turned by ``rotation`` (3, 3): forces, points, moments and corners."""
    loads = tuple(
        replace(
            load,
            force_N=frozen(load.force_N @ rotation.T),
            point_m=frozen(load.point_m @ rotation.T),
            moment_Nm=frozen(load.moment_Nm @ rotation.T),
            corners_m=None if load.corners_m is None else frozen(load.corners_m @ rotation.T),
        )
        for load in plates.loads
    )
    return replace(plates, loads=loads)


def turn_onto_y(up: Floats) -> Floats:
    """The least rotation (3, 3) that takes the unit vector ``up`` onto +y; half a turn about x where it is -y.

    >>> bool(np.allclose(turn_onto_y(np.array([0.0, 0.0, 1.0])) @ [0.0, 0.0, 1.0], [0.0, 1.0, 0.0]))
    True
    """
    y = np.array([0.0, 1.0, 0.0])
    if up @ y < -1.0 + 1e-12:
        return np.diag([1.0, -1.0, -1.0])
    axis = np.cross(up, y)
    skew = np.array([[0.0, -axis[2], axis[1]], [axis[2], 0.0, -axis[0]], [-axis[1], axis[0], 0.0]])
    turn: Floats = np.eye(3) + skew + skew @ skew / (1.0 + up @ y)
    return turn


def _refuse_size(markers: Trajectories, directions: Directions, where: str) -> None:
    leg = float(np.linalg.norm(directions.leg_m))
    if np.isfinite(leg):
        _refuse_length(leg, LEAST_LEG_M, GREATEST_LEG_M, "from ankles to pelvis", where)
        return
    step = max(1, len(markers.position_m) // 100)
    seen = markers.position_m[::step]
    seen = seen[np.isfinite(seen).any(axis=(1, 2))]
    if len(seen) and seen.shape[1] > 1:
        extent = float(np.median(np.nanmax(seen, axis=1) - np.nanmin(seen, axis=1), axis=0).max())
        _refuse_length(extent, LEAST_EXTENT_M, GREATEST_EXTENT_M, "across all markers", where)


def _refuse_length(length: float, least: float, greatest: float, what: str, where: str) -> None:
    if least <= length <= greatest:
        return
    guesses = [text for factor, text in _UNITS if least <= length / factor <= greatest]
    guesses += [f"a unit {factor:g} times larger" for factor, _ in _UNITS if least <= length * factor <= greatest]
    guess = f": the values look like {guesses[0]}" if guesses else ""
    raise ImpossibleData(
        f"it is {length:.4g} m {what}{guess}",
        where=where,
        valid=f"{least:g} to {greatest:g} m for a person",
        next_step="correct the unit in the file's header, or the factor with which it was exported",
    )


def _up(
    markers: Trajectories, plates: Plates | None, directions: Directions, where: str
) -> tuple[Floats, str, tuple[Notice, ...]]:
    """Up (3,), how it was found, and what is doubtful about it."""
    force, leg = _mean_force(plates), _unit(directions.leg_m)
    if force is not None:
        up = _nearest_axis(force)
        if up is not None:
            return _beside_force(up, leg, where)
    if np.isfinite(leg).all():
        up = _nearest_axis(leg)
        if up is None:
            return np.array([0.0, 1.0, 0.0]), "", (_lying("the way from ankles to pelvis follows no axis", where),)
        if abs(up[0]) > 0.5:
            return np.array([0.0, 1.0, 0.0]), "", (_lying("the person is stretched out along x", where),)
        still = directions.leg_moves_m < _STILL_M
        why = "the pelvis is above the ankles"
        return up, f"{why}; a subject lying along it would look the same" if still else why, ()
    up = _longest_way(markers)
    if abs(up[0]) > 0.5:
        return np.array([0.0, 1.0, 0.0]), "", (_lying("the markers reach farthest along x", where),)
    return up, "the markers reach farthest along it", ()


def _beside_force(up: Floats, leg: Floats, where: str) -> tuple[Floats, str, tuple[Notice, ...]]:
    why = "the ground force points along it"
    if not np.isfinite(leg).all():
        return up, why, ()
    if leg @ up < -_LYING:
        text = (
            "the ground force points from the pelvis to the feet: its sign is taken as that of the force on the plate"
        )
        return -up, "the pelvis is above the ankles", (Notice("force-sign", text, where),)
    if leg @ up < _LYING:
        return up, why, (_lying("the pelvis is not above the ankles, along the ground force", where),)
    return up, why, ()


def _lying(why: str, where: str) -> Notice:
    text = f"{why}: the subject seems to be lying, and no axis was turned; if not, turn the axes so that y is up"
    return Notice("lying", text, where)


def _mean_force(plates: Plates | None) -> Floats | None:
    if plates is None or not plates.loads:
        return None
    total = np.sum([np.nan_to_num(load.force_N) for load in plates.loads], axis=0)
    loaded = np.linalg.norm(total, axis=1) > _LEAST_FORCE_N
    return _unit(total[loaded].mean(axis=0)) if loaded.any() else None


def _unit(vector: Floats) -> Floats:
    length = float(np.linalg.norm(vector))
    return vector / length if length > 0.0 else np.full(3, np.nan)


def _nearest_axis(direction: Floats) -> Floats | None:
    """The laboratory axis within 25 degrees of ``direction``."""
    k = int(np.abs(direction).argmax())
    axis = np.zeros(3)
    axis[k] = np.sign(direction[k])
    return axis if direction @ axis >= _NEAR_AXIS else None


def _longest_way(markers: Trajectories) -> Floats:
    """The axis along which a posture reaches farthest, away from the origin, which lies on the floor."""
    step = max(1, len(markers.position_m) // 100)
    seen = markers.position_m[::step]
    seen = seen[np.isfinite(seen).any(axis=(1, 2))]
    if not len(seen):
        return np.array([0.0, 1.0, 0.0])
    k = int(np.median(np.nanmax(seen, axis=1) - np.nanmin(seen, axis=1), axis=0).argmax())
    axis = np.zeros(3)
    axis[k] = 1.0 if np.nanmedian(seen[..., k]) >= 0.0 else -1.0
    return axis


def _quarter_turn(forward: Floats) -> Floats:
    """The rotation (3, 3) about y by quarter turns that brings ``forward`` within 45 degrees of +x."""
    if not np.isfinite(forward).all() or np.hypot(forward[0], forward[2]) < 0.3:
        return np.eye(3)
    quarters = round(float(np.arctan2(forward[2], forward[0])) / (np.pi / 2.0))
    cosine, sine = ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))[quarters % 4]
    return np.array([[cosine, 0.0, sine], [0.0, 1.0, 0.0], [-sine, 0.0, cosine]])


def _turned(up: Floats, why: str, heading: Floats, where: str) -> tuple[Notice, ...]:
    k = int(np.abs(up).argmax())
    found = []
    if up[1] < 0.99:
        found.append(f"'{'-' if up[k] < 0.0 else '+'}{'xyz'[k]}' is up in the recording ({why})")
    if heading[0, 0] < 0.99:
        found.append("the person does not face +x")
    if not found:
        return ()
    text = f"{', and '.join(found)}: markers and plates were turned so that y is up and x is forward"
    return (Notice("axes-turned", text, where),)
