"""The built-in hip model: pelvis and both legs with 49 muscle lines a leg, the six deep rotators among them.

Figures of Rajagopal 2016 (doi 10.1109/TBME.2016.2586891) without its piriformis, plus obturator internus and externus,
quadratus femoris (two lines each), gemelli, piriformis and pectineus. Every row of its tables names its source.
"""

from functools import cache

import numpy as np

from trochanter.anatomy.body import Actuators, Body
from trochanter.anatomy.deep_sets import NOMINAL_SET, apply_set
from trochanter.anatomy.lines import build_muscles, build_paths, build_wraps, deep_stems, right_lines
from trochanter.anatomy.neutral import neutral_lengths
from trochanter.anatomy.rows import rows, sources
from trochanter.anatomy.skeleton import FunctionShelf, build_coordinates, build_joints, build_markers, build_segments
from trochanter.core.arrays import frozen

GRAVITY_M_S2 = (0.0, -9.80665, 0.0)
NAME = "trochanter_hip_model"
_TABLES = ("segments", "lines", "deep_six_points", "deep_six_wraps", "deep_six_architecture", "deep_sets")


@cache
def hip_model(set_name: str = NOMINAL_SET) -> Body:
    """The hip model with a parameter set of its deep rotators (see ``deep_sets()``); raises UnknownName."""
    return with_set(_without_set(), set_name)


def with_set(body: Body, set_name: str) -> Body:
    """``body`` with another parameter set: force, fibre, tendon and pennation of its deep lines, nothing else.

    Raises UnknownName for an unknown set, MissingInput where the body has no deep rotators.
    """
    return apply_set(body, set_name, _reference_lengths_m())


@cache
def _reference_lengths_m() -> dict[str, float]:
    body = _without_set()
    lengths = neutral_lengths(body, [body.muscle(f"{stem}_r") for stem in deep_stems()])
    return dict(zip(deep_stems(), map(float, lengths), strict=True))


@cache
def _without_set() -> Body:
    shelf = FunctionShelf()
    shelf.add("constant", 0.0)
    segments = build_segments()
    joints = build_joints(segments, shelf)
    coordinates = build_coordinates(joints, shelf)
    wraps, lines = build_wraps(segments), right_lines()
    return Body(
        name=NAME,
        segments=segments,
        joints=joints,
        coordinates=coordinates,
        functions=shelf.table.freeze(),
        wraps=wraps,
        paths=build_paths(lines, segments, wraps),
        muscles=build_muscles(lines),
        actuators=Actuators((), frozen([], np.int64), frozen([]), frozen([]), frozen([])),
        markers=build_markers(segments),
        gravity_m_s2=frozen(GRAVITY_M_S2),
        source="built-in hip model",
        credits=_credits(),
    )


def _credits() -> str:
    """Citations of every source that a table of the model names."""
    named = {key for table in _TABLES for row in rows(table) for key in row["source"].split()}
    used = [source for key, source in sources().items() if key in named]
    return "\n".join(f"{s.citation}{f', doi {s.doi}' if s.doi else ''} ({s.note})" for s in used)
