"""Marker files for the benchmark: real ones where there are any, and made ones that belong to the case's own motion."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.capture.formats import read
from trochanter.capture.trial import Trajectories, Trial
from trochanter.core.arrays import Floats, frozen
from trochanter.exchange.trc import write_trc
from trochanter.kinematics.tree import poses

SKIN_M = 0.008
COUNT = 41


def recorded_markers(path: Path, source: Path, body: Body, frames: int) -> Path:
    """The markers of ``source`` that the body has too, there and back again until there are so many frames."""
    trial = read(source)
    assert isinstance(trial, Trial)
    assert trial.markers is not None
    known = [k for k, name in enumerate(trial.markers.names) if name in body.markers.names]
    once = trial.markers.position_m[:, known]
    again = np.concatenate([once, once[-2:0:-1]])
    step = 1.0 / trial.markers.rate_hz
    return write_trc(
        path,
        replace(
            trial.markers,
            names=tuple(trial.markers.names[k] for k in known),
            time_s=frozen(step * np.arange(frames)),
            position_m=frozen(np.tile(again, (1 + frames // len(again), 1, 1))[:frames]),
        ),
    )


def made_markers(path: Path, body: Body, time_s: Floats, q: Floats) -> Path:
    """Markers of the body at q (n, n_q), each sliding on the skin by about SKIN_M, slowly and in its own way."""
    rotation, origin = poses(body, q)
    chosen = np.linspace(0, len(body.markers.names) - 1, min(COUNT, len(body.markers.names))).round().astype(int)
    segment, place = body.markers.segment[chosen], body.markers.location_m[chosen]
    random = np.random.default_rng(2026)
    turns, phase = random.uniform(0.5, 2.0, (len(chosen), 3)), random.uniform(0.0, 2.0 * np.pi, (len(chosen), 3))
    slide = SKIN_M * np.sin(2.0 * np.pi * turns * (time_s - time_s[0])[:, None, None] + phase)
    position = origin[:, segment] + np.einsum("nkij,nkj->nki", rotation[:, segment], place + slide)
    names = tuple(body.markers.names[k] for k in chosen)
    return write_trc(path, Trajectories("made", frozen(time_s), names, frozen(position)))
