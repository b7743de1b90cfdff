"""Where a person's markers say that up, forward and right are, over a whole recording, in the laboratory's axes."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import Floats
from trochanter.kinematics.marker_match import landmarks_of

_SAMPLED_FRAMES = 500
_CLEAR = 0.5  # of right x forward along the legs; clean recordings have 0.92 and more


@dataclass(frozen=True, slots=True)
class Directions:
    """Means over a recording, in the laboratory's axes; NaN where the markers that they take are not there.

    leg_m (3,): from ankles to pelvis; forward, right (3,): of the pelvis; toes_m (3,): from heels to toes; leg_moves_m:
    how far the ankles move against the pelvis; handed: +1 where right x forward points from ankles to pelvis, -1 in a
    mirror image; right_share: share of the frames that tell it clearly in which it does (0 to 1).
    """

    leg_m: Floats
    forward: Floats
    right: Floats
    toes_m: Floats
    leg_moves_m: float
    handed: float
    right_share: float


_ANKLE = ("ankle_lateral", "ankle_medial", "ankle_centre", "heel", "mt1", "mt2", "mt5", "toe")
_TOES = ("toe", "mt1", "mt2", "mt5")
_PELVIS = ("asis", "psis", "sacrum", "iliac_crest", "hip_centre")


def directions_of(markers: Trajectories, mapping: Mapping[str, str] | None = None) -> Directions:
    """Directions of the person from markers whose landmarks are known; what cannot be told is NaN."""
    step = max(1, len(markers.time_s) // _SAMPLED_FRAMES)
    points = _Points(markers, mapping, step)
    leg, forward, toes = points.leg(), points.forward(), points.toes()
    right = points.mean(("asis",), "r") - points.mean(("asis",), "l")
    if not np.isfinite(right).any():
        right = points.mean(_PELVIS + _ANKLE, "r") - points.mean(_PELVIS + _ANKLE, "l")
    turned = np.sum(np.cross(_unit(right), _unit(forward)) * _unit(leg), axis=1)
    judged = turned[np.isfinite(turned)]
    clear = judged[np.abs(judged) > _CLEAR]
    return Directions(
        leg_m=_average(leg),
        forward=_average(_unit(forward)),
        right=_average(_unit(right)),
        toes_m=_average(toes),
        leg_moves_m=_spread_m(leg),
        handed=float(np.mean(judged)) if len(judged) else float("nan"),
        right_share=float(np.mean(clear > 0.0)) if len(clear) else float("nan"),
    )


def lateral_path(markers: Trajectories, mapping: Mapping[str, str] | None = None, step: int = 1) -> Floats:
    """The person's right (n, 3) in every ``step``-th frame, NaN where it cannot be told.

    forward x up, which exchanged sides do not change; only where nothing tells forward or up, by the pelvis's labels.
    """
    points = _Points(markers, mapping, step)
    for right in (
        np.cross(_unit(points.forward()), _unit(points.leg())),
        *(points.mean((spine,), "r") - points.mean((spine,), "l") for spine in ("asis", "psis")),
    ):
        if np.isfinite(right).any():
            return _unit(right)
    return np.full_like(points.leg(), np.nan)


class _Points:
    """Sampled paths of landmarks."""

    def __init__(self, markers: Trajectories, mapping: Mapping[str, str] | None, step: int) -> None:
        self.position = markers.position_m[::step]
        self.index = {
            mark: markers.names.index(name) for mark, name in landmarks_of(markers.names, mapping).recorded.items()
        }

    def leg(self) -> Floats:
        """From ankles to pelvis (n, 3)."""
        return self.mean(_PELVIS) - self.mean(_ANKLE)

    def toes(self) -> Floats:
        """From heels to toes (n, 3)."""
        return self.mean(_TOES) - self.mean(("heel",))

    def forward(self) -> Floats:
        """Forward of the pelvis (n, 3), of the feet where its front or back is not known."""
        forward = self.mean(("asis",)) - self.mean(("psis", "sacrum"))
        return forward if np.isfinite(forward).any() else self.toes()

    def mean(self, landmarks: tuple[str, ...], sides: str = "rl") -> Floats:
        """Mean path (n, 3) of the named landmarks: of both sides the middle of the two, so both must be seen."""
        means = [self._side([f"{name}_{side}" for name in landmarks]) for side in sides]
        alone = self._side(list(landmarks))
        middle: Floats = np.mean(means, axis=0)
        return np.where(np.isfinite(middle), middle, alone) if len(sides) == 2 else middle

    def _side(self, names: list[str]) -> Floats:
        """Mean over those landmarks that are in the recording; a frame in which one of them is missing is NaN."""
        own = [self.index[name] for name in names if name in self.index]
        if not own:
            return np.full((len(self.position), 3), np.nan)
        path: Floats = self.position[:, own].mean(axis=1)
        return path


def _unit(vectors: Floats) -> Floats:
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Floats = vectors / np.where(length > 0.0, length, np.nan)
    return unit


def _average(vectors: Floats) -> Floats:
    seen = np.isfinite(vectors).all(axis=1)
    return np.asarray(vectors[seen].mean(axis=0)) if seen.any() else np.full(3, np.nan)


def _spread_m(vectors: Floats) -> float:
    seen = np.isfinite(vectors).all(axis=1)
    return float(np.ptp(vectors[seen], axis=0).max()) if seen.any() else float("nan")
