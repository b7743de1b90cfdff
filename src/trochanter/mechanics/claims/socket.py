"""How far muscles press the head into the socket, and how far they shear it."""

from dataclasses import dataclass

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.mechanics.claims.hip import SIDE, Postures, Range, ranged
from trochanter.mechanics.claims.material import Material
from trochanter.mechanics.cup import centring, standard_cup


@dataclass(frozen=True, slots=True)
class Press:
    """A muscle's pull over n postures: into: share that presses the head into the socket; up: its shear upward."""

    into: Range
    up: Range


def press(material: Material, word: str, where: Postures) -> Press:
    """Pull of a muscle's lines, weighted by force, along and across the cup's axis."""
    look = material.hip.look([word], where)
    axis = standard_cup().axis(SIDE)
    found = [centring(axis, pull) for pull in look.pull]
    into, up = (_joined([getattr(each, name) for each in found], look.weight) for name in ("centring", "shear_up"))
    return Press(ranged(into, look.samples), ranged(up, look.samples))


def running_postures(material: Material) -> Postures:
    """Mean hip angles of all runners at every fifth per cent of the stride, degrees."""
    band = material.bands["POOLED"]
    flexion, adduction, rotation = np.degrees(band.mean_rad[:-1:5]).T.tolist()
    return tuple(zip(flexion, adduction, rotation, strict=True))


def _joined(cases: list[Floats], weight: Floats) -> Floats:
    return np.array(cases) @ weight
