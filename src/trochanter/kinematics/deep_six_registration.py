"""Where the hip model's bones lie in another model: pelvis and femur of each side, by landmarks, never by frame name.

Two steps. Between families, the hip model's bone is laid on the generic model's (see ``deep_six_between``). Within a
family, the generic model's muscle points are laid on the model's own: a model that was scaled gives its factors back
exactly, one whose frames were moved or turned gives that movement, and a minority of muscles that somebody attached
elsewhere has no say.
"""

from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.core.arrays import Flags, Floats, frozen
from trochanter.core.errors import ImpossibleData, MissingInput
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.deep_six_between import Between, between_families, hip_model_centre_m
from trochanter.kinematics.deep_six_families import BONES, MIRROR, Places, model_places
from trochanter.kinematics.deep_six_hips import femur_in_pelvis, hip_centres_m, need_hips
from trochanter.kinematics.deep_six_maps import BoneMap, distances_m, nearest_rotation, robust_map

LARGEST_MISFIT_M = 0.005
LARGEST_CENTRE_GAP_M = 0.015
LARGEST_TURN_RAD = float(np.radians(30.0))
SMALLEST_STRETCH, LARGEST_STRETCH = 0.5, 2.0
_CLEARLY_M = 0.0001
_FEWEST = {"axes": 4, "turned": 6, "affine": 8}  # points that a kind of map is tried with


@dataclass(frozen=True, slots=True)
class BoneFit:
    """One bone of one side: the map from the hip model's segment to the model's, and how well landmarks meet.

    family_kind, model_kind: kinds of the maps of the two steps; names, error_m (n,): landmarks and their distances from
    where the map puts them; left_out_m (n,): the same where a landmark had no say between the families; moved: points
    of the family that lie more than 5 mm elsewhere in this model and are no landmarks; centre_gap_m: how far the
    model's hip joint centre is from where the map puts the hip model's.
    """

    segment: str
    map: BoneMap
    family_kind: str
    model_kind: str
    names: tuple[str, ...]
    error_m: Floats
    left_out_m: Floats
    moved: tuple[str, ...]
    centre_gap_m: float


@dataclass(frozen=True, slots=True)
class SideFit:
    """Pelvis and femur of one side.

    turn (3, 3): the pose of the femur in the pelvis that is the hip model's at zero angles; turn_rad: angle between
    that and the model's own neutral posture.
    """

    side: Side
    pelvis: BoneFit
    femur: BoneFit
    turn: Floats
    turn_rad: float

    @property
    def error_m(self) -> Floats:
        """Errors of all landmarks of the side (n,)."""
        return np.concatenate([self.pelvis.error_m, self.femur.error_m])

    @property
    def left_out_m(self) -> Floats:
        """The same, each landmark without a say between the families (n,)."""
        return np.concatenate([self.pelvis.left_out_m, self.femur.left_out_m])


@dataclass(frozen=True, slots=True)
class Registration:
    """Both sides, and pelvis_turn (3, 3): the hip model's pelvis axes in the model's pelvis, from both together."""

    sides: tuple[SideFit, SideFit]
    pelvis_turn: Floats


def register_bones(body: Body, family: str) -> Registration:
    """Lay the hip model's bones on those of a model of a family.

    Raises MissingInput where it lacks a pelvis, a femur, a hip between them or muscles that are known by name on either
    side; ImpossibleData where its muscles and joints are not those of one body.
    """
    need_hips(body)
    (right, right_femur), (left, left_femur) = (
        [_bone_fit(body, family, bone, side) for bone in BONES] for side in SIDES
    )
    # The rest of a hemipelvis' turn is shape: its mirror image turns the other way.
    pelvis_turn = nearest_rotation(right.map.matrix + left.map.matrix)
    sides = (
        _side_fit(body, Side.RIGHT, right, right_femur, pelvis_turn),
        _side_fit(body, Side.LEFT, left, left_femur, pelvis_turn),
    )
    return Registration(sides, frozen(pelvis_turn))


def _bone_fit(body: Body, family: str, bone: str, side: Side) -> BoneFit:
    segment = bone if bone == "pelvis" else f"{bone}_{side}"
    between, places = between_families(family, bone), model_places(family, body, bone, side)
    within = _within_family(places, body, segment)
    found = within.after(between.map if side is Side.RIGHT else between.map.mirrored())
    centre = hip_centres_m(body, side)[BONES.index(bone)]
    gap = float(np.linalg.norm(found.of(hip_model_centre_m(bone, side)) - centre))
    _refuse_centre(body, segment, side, gap)
    moved: Flags = distances_m(within, places.here_m, places.there_m) > LARGEST_MISFIT_M
    names, error, left_out = _errors(between, places, moved, within, side)
    gone = tuple(name for name, off in zip(places.names, moved, strict=True) if off)
    kinds = between.map.kind, within.kind
    return BoneFit(segment, found, *kinds, names, frozen(error), frozen(left_out), gone, gap)


def _within_family(places: Places, body: Body, segment: str) -> BoneMap:
    """The generic bone laid on the model's: the simplest kind of map that is not clearly worse than another."""
    if len(places.names) < min(_FEWEST.values()):
        raise MissingInput(
            f"{len(places.names)} muscle points of the segment '{segment}' are known by name: too few to place others",
            where=body.source,
            valid=f"at least {min(_FEWEST.values())}, of muscles with the generic model's names and numbers of points",
            next_step="use a model made from Rajagopal2016 or gait2392",
        )
    tried = [robust_map(kind, places.here_m, places.there_m) for kind, n in _FEWEST.items() if len(places.names) >= n]
    misfit = [float(np.median(distances_m(found, places.here_m, places.there_m))) for found in tried]
    best = next(k for k, off in enumerate(misfit) if off <= min(misfit) + _CLEARLY_M)
    _refuse_size(body, segment, tried[best])
    if misfit[best] > LARGEST_MISFIT_M:
        what = f"half of the muscle points of the segment '{segment}' lie more than {1000 * misfit[best]:.0f} mm from "
        valid = f"at most {1000 * LARGEST_MISFIT_M:.0f} mm"
        raise _not_one_body(body, f"{what}where any size and place of the generic bone puts them", valid)
    return tried[best]


def _errors(
    between: Between, places: Places, moved: Flags, within: BoneMap, side: Side
) -> tuple[tuple[str, ...], Floats, Floats]:
    """Names (n,), errors and errors left out (n,) of the landmarks of one bone."""
    if not between.names:
        error = distances_m(within, places.here_m, places.there_m)[~moved]
        return tuple(name for name, off in zip(places.names, moved, strict=True) if not off), error, error
    flip = np.ones(3) if side is Side.RIGHT else MIRROR
    known = {name: k for k, name in enumerate(places.names) if not moved[k]}
    landmark = [k for k, name in enumerate(between.names) if name in known]
    point = [known[between.names[k]] for k in landmark]
    carried = within.of(between.map.of(between.here_m[landmark]) * flip)
    left_out = np.linalg.norm((between.missed_m[landmark] * flip) @ within.matrix.T, axis=1)
    error = np.linalg.norm(carried - places.there_m[point], axis=1)
    return tuple(between.names[k] for k in landmark), error, left_out


def _side_fit(body: Body, side: Side, pelvis: BoneFit, femur: BoneFit, pelvis_turn: Floats) -> SideFit:
    turn = pelvis_turn @ nearest_rotation(femur.map.matrix).T
    relative = turn.T @ femur_in_pelvis(body, side)
    angle = float(np.arccos(np.clip((np.trace(relative) - 1.0) / 2.0, -1.0, 1.0)))
    if angle > LARGEST_TURN_RAD:
        degrees = f"{np.degrees(angle):.0f} degrees"
        what = f"at zero hip angles the {side.word} femur stands turned by {degrees} against the hip "
        valid = f"at most {np.degrees(LARGEST_TURN_RAD):.0f} degrees"
        raise _not_one_body(body, f"{what}model's: its frame or its joint was turned", valid)
    return SideFit(side, pelvis, femur, frozen(turn), angle)


def _refuse_size(body: Body, segment: str, found: BoneMap) -> None:
    small, large = float(found.stretches.min()), float(found.stretches.max())
    inside_out = np.linalg.det(found.matrix) <= 0.0
    if small >= SMALLEST_STRETCH and large <= LARGEST_STRETCH and not inside_out:
        return
    what = (
        f"the muscle points of the segment '{segment}' ask for a bone {small:.3g} to {large:.3g} times the generic one"
    )
    hint = ": they look like millimetres" if large > 100.0 else ", turned inside out" if inside_out else ""
    valid = f"{SMALLEST_STRETCH:g} to {LARGEST_STRETCH:g} times, in metres, right and left not exchanged"
    raise _not_one_body(body, what + hint, valid)


def _refuse_centre(body: Body, segment: str, side: Side, gap_m: float) -> None:
    if gap_m > LARGEST_CENTRE_GAP_M:
        what = (
            f"the {side.word} hip joint centre lies {1000 * gap_m:.0f} mm from where the muscle points of the segment "
        )
        valid = f"at most {1000 * LARGEST_CENTRE_GAP_M:.0f} mm"
        raise _not_one_body(body, f"{what}'{segment}' put it: its frame or its joint was moved", valid)


def _not_one_body(body: Body, what: str, valid: str) -> ImpossibleData:
    step = "check frames and joints of the model, or scale the generic model anew"
    return ImpossibleData(what, where=body.source, valid=valid, next_step=step)
