"""Hip joint centres of a standing person by regression on the size of the pelvis or the length of the leg.

Frame of the regressions: origin midway between the anterior superior iliac spines, right along their line, up normal
to the plane of the four spines, forward the third. An offset along each axis is a constant plus a multiple of the
person's leg length, pelvic width or depth: rows of ``hip_centre_regressions.csv`` with their sources.
"""

from collections.abc import Mapping

import numpy as np

from trochanter.anatomy.rows import grouped, rows
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import BadSetting, MissingInput, one_of
from trochanter.core.quality import Notice
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.standing import Standing

MEAN = "mean"
TOLD_DIFFERENCE_M = 0.01
_SPINES = ("asis_r", "asis_l", "psis_mid")


def regressions() -> tuple[str, ...]:
    """Names of the regressions that may be chosen, besides their mean."""
    return tuple(grouped(rows("hip_centre_regressions"), "regression"))


def pelvis_axes(landmark_m: Mapping[str, Floats]) -> Floats:
    """Axes of a pelvis as columns (3, 3): forward, up, right; from the landmarks asis_r, asis_l and psis_mid."""
    right = landmark_m["asis_r"] - landmark_m["asis_l"]
    right = right / np.linalg.norm(right)
    forward = 0.5 * (landmark_m["asis_r"] + landmark_m["asis_l"]) - landmark_m["psis_mid"]
    forward = forward - right * (forward @ right)
    forward = forward / np.linalg.norm(forward)
    return np.column_stack([forward, np.cross(right, forward), right])


def regressed_hips(person: Standing) -> dict[str, dict[str, Floats]]:
    """By regression: the landmarks ``hip_centre_r`` and ``hip_centre_l`` (3,) m in ground.

    A regression whose sizes are not all known (leg length needs the medial ankle) is left out. Raises MissingInput
    where a spine of the pelvis is not seen.
    """
    _need_spines(person)
    sizes, axes = _sizes_mm(person), pelvis_axes(person.landmark_m)
    found: dict[str, dict[str, Floats]] = {}
    for name, parts in grouped(rows("hip_centre_regressions"), "regression").items():
        offsets = {part["direction"]: _offset_m(part, sizes) for part in parts}
        if any(offset is None for offset in offsets.values()):
            continue
        offset = np.array([offsets["forward"], offsets["up"], offsets["outward"]], dtype=float)
        found[name] = {f"hip_centre_{s.value}": _place(person, axes, offset, s) for s in SIDES}
    return found


def chosen_hips(person: Standing, choice: str = MEAN) -> tuple[dict[str, Floats], str, tuple[Notice, ...]]:
    """Hip centres by one regression or the mean of all that apply, how they were found, and their disagreement.

    Raises BadSetting for a choice that does not exist or cannot be computed, MissingInput as ``regressed_hips``.
    """
    found = regressed_hips(person)
    if choice != MEAN and choice not in found:
        raise BadSetting("the hip centre regression", choice, f"{one_of(found)}, or '{MEAN}' of them")
    used = found if choice == MEAN else {choice: found[choice]}
    sides = [f"hip_centre_{s.value}" for s in SIDES]
    centres = {side: frozen(np.mean([place[side] for place in used.values()], axis=0)) for side in sides}
    how = f"hip centres by regression: {' and '.join(used)}{', their mean' if len(used) > 1 else ''}"
    return centres, how, _disagreement(found, person.where)


def _disagreement(found: Mapping[str, Mapping[str, Floats]], where: str) -> tuple[Notice, ...]:
    """The largest distance between two regressions, on the worse side."""
    places = [np.array([place[f"hip_centre_{s.value}"] for s in SIDES]) for place in found.values()]
    apart = max((float(np.linalg.norm(a - b, axis=1).max()) for a in places for b in places), default=0.0)
    if apart < TOLD_DIFFERENCE_M:
        return ()
    text = f"regressions of the hip centre lie {1000 * apart:.0f} mm apart ({' and '.join(found)})"
    return (
        Notice("hip-centre-regressions-differ", f"{text}: hip angles and moments are uncertain by that much", where),
    )


def _offset_m(row: Mapping[str, str], sizes_mm: Mapping[str, float]) -> float | None:
    total = float(row["constant_mm"])
    for size in ("leg_length", "pelvis_width", "pelvis_depth"):
        factor = float(row[f"per_{size}"])
        if factor and size not in sizes_mm:
            return None
        total += factor * sizes_mm.get(size, 0.0)
    return 1e-3 * total


def _sizes_mm(person: Standing) -> dict[str, float]:
    legs = [
        person.distance_m(f"asis_{s.value}", f"ankle_medial_{s.value}")
        for s in SIDES
        if person.has(f"ankle_medial_{s.value}")
    ]
    sizes = {
        "pelvis_width": 1e3 * person.distance_m("asis_r", "asis_l"),
        "pelvis_depth": 1e3 * person.distance_m("asis_mid", "psis_mid"),
    }
    return sizes | ({"leg_length": 1e3 * float(np.mean(legs))} if legs else {})


def _place(person: Standing, axes: Floats, offset_m: Floats, side: Side) -> Floats:
    outward = 1.0 if side is Side.RIGHT else -1.0
    return frozen(person.landmark_m["asis_mid"] + axes @ (offset_m * [1.0, 1.0, outward]))


def _need_spines(person: Standing) -> None:
    missing = [name for name in _SPINES if not person.has(name)]
    if missing:
        raise MissingInput(
            f"the static trial lacks {one_of(missing)}: without them the pelvis has no frame and the hips no place",
            where=person.where,
            valid="markers over both anterior superior iliac spines, and over the posterior ones or the sacrum",
            next_step="name them in a mapping file, or scale by height and mass",
        )
