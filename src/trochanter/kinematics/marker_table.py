"""A marker fit by marker: how far each stays from the recorded one, how far at most, how often it was seen."""

from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.kinematics.motion import MarkerFit


@dataclass(frozen=True, slots=True)
class MarkerRow:
    """One marker: name in the body and in the recording, segment, weight, distances (NaN if never seen), share seen."""

    name: str
    recorded: str
    segment: str
    weight: float
    rms_m: float
    largest_m: float
    seen: float


def marker_rows(fit: MarkerFit, body: Body) -> tuple[MarkerRow, ...]:
    """Every tracked marker of a fit, in its order."""
    return tuple(_row(fit, body, k) for k in range(len(fit.names)))


def farthest_first(rows: tuple[MarkerRow, ...]) -> tuple[MarkerRow, ...]:
    """Markers by their root mean square distance, those never seen last."""
    return tuple(sorted(rows, key=lambda row: (np.isnan(row.rms_m), -row.rms_m)))


def _row(fit: MarkerFit, body: Body, k: int) -> MarkerRow:
    error = fit.error_m[:, k]
    known = error[np.isfinite(error)]
    return MarkerRow(
        name=fit.names[k],
        recorded=fit.recorded[k],
        segment=body.segments.names[int(fit.segment[k])],
        weight=float(fit.weight[k]),
        rms_m=float(np.sqrt(np.mean(known**2))) if known.size else float("nan"),
        largest_m=float(known.max()) if known.size else float("nan"),
        seen=known.size / max(error.size, 1),
    )
