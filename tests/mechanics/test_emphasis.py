"""The emphasis finder: shares by hand, what counts, and refusals."""

from dataclasses import replace

import numpy as np
import pytest

from trochanter.anatomy.deep_sets import deep_sets
from trochanter.anatomy.hip_model import hip_model
from trochanter.core.errors import ImpossibleData, UnknownName
from trochanter.core.sides import Side
from trochanter.mechanics.atlas import posture_atlas
from trochanter.mechanics.atlas_grid import span
from trochanter.mechanics.emphasis import DIRECTIONS, KEPT, emphasis
from trochanter.mechanics.hip_ranges import HipRanges

WITHIN = HipRanges((0.0, 1.3), (-0.35, 0.35), (-0.4, 0.4))


def by_hand(muscle: str, direction: str, posture_rad: list[float], among: str | None = None) -> tuple[float, float]:
    """Share and own capacity of a muscle in one posture, line by line."""
    axis, sign = DIRECTIONS[direction]
    atlas = posture_atlas(hip_model(), *([angle] for angle in posture_rad))
    own = total = 0.0
    for line, torque in zip(atlas.lines, atlas.active_Nm(axis)[0, 0, 0], strict=True):
        mine = atlas.lines.index(line) in atlas.chosen(muscle)
        if mine or among is None or atlas.lines.index(line) in atlas.chosen(among):
            total += max(sign * torque, 0.0)
            own += max(sign * torque, 0.0) if mine else 0.0
    return (own / total if total else 0.0), own


@pytest.mark.parametrize(
    ("muscle", "direction", "among"),
    [
        ("obturator_internus", "external-rotation", None),
        ("obturator_internus", "abduction", None),
        ("piriformis", "internal-rotation", "deep"),
        ("glmed1", "abduction", "gluteal"),
    ],
)
def test_the_answer_is_the_largest_share_by_hand(muscle: str, direction: str, among: str | None) -> None:
    found = emphasis(hip_model(), muscle, direction, WITHIN, among=among)
    share, own = by_hand(muscle, direction, found.best.posture_rad.tolist(), among)
    assert [found.best.share, found.best.capacity_Nm] == pytest.approx([share, own])
    assert found.neutral.share == pytest.approx(by_hand(muscle, direction, [0.0, 0.0, 0.0], among)[0])
    assert found.best.capacity_Nm >= KEPT * found.strongest.capacity_Nm - 1e-9
    assert found.best.share >= found.strongest.share
    axes = [span(low, high, np.radians(20.0)) for low, high in WITHIN.all_rad]
    for posture in np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)[::7]:
        there, strength = by_hand(muscle, direction, posture.tolist(), among)
        if strength >= KEPT * found.strongest.capacity_Nm:
            atlas = posture_atlas(hip_model(), *([angle] for angle in posture))
            clear = atlas.valid[..., list(atlas.chosen(muscle))].all() and not atlas.jumped.any()
            assert there < found.best.share + 0.02 or not clear


def test_all_shares_make_one_and_a_rank() -> None:
    found = emphasis(hip_model(), "quadratus_femoris", "external-rotation", WITHIN)
    assert sum(share for _, share in found.ranking) == pytest.approx(1.0)
    assert dict(found.ranking)["quadratus_femoris"] == pytest.approx(found.best.share)
    assert [share for _, share in found.ranking] == sorted((share for _, share in found.ranking), reverse=True)


def test_other_sets_give_a_range_at_the_same_posture() -> None:
    found = emphasis(hip_model(), "obturator_internus", "external-rotation", WITHIN)
    shares = {name: share for name, share, _ in found.sets}
    assert tuple(shares) == deep_sets()
    assert shares["young"] == pytest.approx(found.best.share)
    assert shares["cadaver"] < shares["young"] < shares["tlem2"]
    assert all(best.share >= share - 1e-9 for _, share, best in found.sets)


def test_a_stronger_muscle_has_a_larger_share() -> None:
    body = hip_model()
    force = body.muscles.max_isometric_force_N.copy()
    force[[body.muscle(f"piri_{side}") for side in "rl"]] *= 2.0
    strong = replace(body, muscles=replace(body.muscles, max_isometric_force_N=force))
    before, after = (emphasis(each, "piri", "external-rotation", WITHIN) for each in (body, strong))
    assert after.best.share > 1.5 * before.best.share
    share = before.neutral.share
    assert after.neutral.share == pytest.approx(2.0 * share / (1.0 + share))


def test_the_left_hip_gives_the_same_answer() -> None:
    right, left = (emphasis(hip_model(), "gem_inf", "external-rotation", WITHIN, side=side) for side in Side)
    assert np.allclose(right.best.posture_rad, left.best.posture_rad)
    assert right.best.share == pytest.approx(left.best.share)


def test_a_muscle_that_cannot_is_refused() -> None:
    with pytest.raises(ImpossibleData, match="'glmax3' has no flexion to give"):
        emphasis(hip_model(), "glmax3", "flexion", HipRanges((0.0, 0.5), (0.0, 0.0), (0.0, 0.0)))
    with pytest.raises(UnknownName, match="external-rotation"):
        emphasis(hip_model(), "piri", "outward")
    with pytest.raises(UnknownName, match="did you mean 'piriformis'"):
        emphasis(hip_model(), "piriformes", "abduction")
    with pytest.raises(UnknownName, match="muscle or group"):
        emphasis(hip_model(), "piri", "abduction", among="gloutial")
