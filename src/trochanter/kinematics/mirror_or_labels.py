"""Why left and right do not fit front and up: exchanged labels, or mirrored axes. A reference can tell.

A mirror keeps all distances between markers, so beside a static trial in true axes every segment keeps its own shape
as it is labelled. Exchanged labels give each segment the shape of the other side's. No two hands put markers on both
legs alike, so the shapes differ by some millimetres; where they do not, nothing is said.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import Floats
from trochanter.kinematics.marker_distances import Expected, expected_distances, usual_distances_m
from trochanter.kinematics.marker_match import named_like
from trochanter.kinematics.marker_sides import other_side

SIDES_EXCHANGED = "sides-exchanged"  # code of the notice that every label was given its other side
LEAST_DIFFERENCE_M = 0.001  # of a segment's misfit as labelled and exchanged; less says nothing
FEWEST_SEGMENTS = 3
CLEARLY, AGREEING = 0.5, 0.75  # ratio of the misfits, in the middle of all segments; share of segments that agree

Cause = Literal["mirror", "labels", "unclear"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a reference (basis: 'static trial' or 'model') says about the cause.

    segments: how many differ enough to tell; as_labelled_m, exchanged_m: what distances are off the reference's, root
    mean square in each of them and their median.
    """

    cause: Cause
    basis: str
    segments: int = 0
    as_labelled_m: float = float("nan")
    exchanged_m: float = float("nan")

    @property
    def words(self) -> str:
        """The numbers behind the cause."""
        given, other = (f"{1e3 * misfit:.1f} mm" for misfit in (self.as_labelled_m, self.exchanged_m))
        return (
            f"in {self.segments} segments the distances between markers are typically {given} off the {self.basis}'s "
            f"as they are labelled, {other} with left and right exchanged"
        )


def mirror_or_labels(
    markers: Trajectories, reference: Trajectories | Body | None, mapping: Mapping[str, str] | None = None
) -> Evidence | None:
    """What ``reference``, a static trial in true axes or a body, says about a recording that looks mirrored.

    None without a reference, and beside a static trial whose labels were exchanged on an assumption.
    """
    if reference is None:
        return None
    if isinstance(reference, Trajectories) and any(notice.code == SIDES_EXCHANGED for notice in reference.notices):
        return None
    if isinstance(reference, Trajectories):
        markers = named_like(markers, reference.names, mapping)
    turned = replace(markers, names=tuple(other_side(name) for name in markers.names))
    expected = expected_distances(markers, reference, mapping)
    given = _misfits_m(markers, expected)
    other = _misfits_m(turned, expected_distances(turned, reference, mapping))
    telling = [name for name in given if name in other and abs(given[name] - other[name]) >= LEAST_DIFFERENCE_M]
    if len(telling) < FEWEST_SEGMENTS:
        return Evidence("unclear", expected.basis, len(telling))
    one, two = (np.array([misfit[name] for name in telling]) for misfit in (given, other))
    cause = _cause(one / np.maximum(two, 1e-6))
    return Evidence(cause, expected.basis, len(telling), float(np.median(one)), float(np.median(two)))


def _cause(ratio: Floats) -> Cause:
    middle = float(np.median(ratio))
    if middle < CLEARLY and np.mean(ratio < 1.0) >= AGREEING:
        return "mirror"
    if middle > 1.0 / CLEARLY and np.mean(ratio > 1.0) >= AGREEING:
        return "labels"
    return "unclear"


def _misfits_m(markers: Trajectories, expected: Expected) -> dict[str, float]:
    """Root mean square of what the usual distances within each segment are off the expected ones."""
    usual = usual_distances_m(markers.position_m)
    pairs = np.triu(expected.same & expected.used & np.isfinite(usual), 1)
    off = np.where(pairs, usual - expected.near_m, 0.0)
    own = np.array(expected.segments)
    found = {}
    for name in sorted(set(expected.segments) - {""}):
        inside = pairs & (own == name)[:, None]
        if inside.any():
            found[name] = float(np.sqrt(np.mean(off[inside] ** 2)))
    return found
