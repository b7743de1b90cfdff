"""Material that is not as it should be: muscles on the other side of the joint, running turned round."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.norms import RunningBand
from trochanter.core.arrays import Floats, frozen
from trochanter.core.sides import SIDES
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.claims.material import Material, demo_account, standard_material


def mirrored(*stems: str) -> Body:
    """The hip model with some lines mirrored; see ``mirrored_lines``."""
    return mirrored_lines(hip_model(), *stems)


def mirrored_lines(body: Body, *stems: str) -> Body:
    """A body with some lines of both sides mirrored at the sagittal plane through their hip's centre.

    That negates their rotation and adduction arms wherever adduction and rotation of the hip are zero.
    """
    point_m = body.paths.point_m.copy()
    for side in SIDES:
        centre_m = body.joints.parent_point_m[body.joint(f"hip_{side}")][2]
        for stem in stems:
            for p in body.muscle_points(body.muscle(f"{stem}_{side}")):
                on_pelvis = body.paths.point_segment[p] == body.segment("pelvis")
                point_m[p, 2] = (2.0 * centre_m if on_pelvis else 0.0) - point_m[p, 2]
    return replace(body, paths=replace(body.paths, point_m=frozen(point_m)))


def run_with_mirrored(*stems: str) -> Material:
    """The standard material with a runner some of whose lines are mirrored."""
    account = demo_account(lambda body: mirrored_lines(body, *stems))
    return replace(standard_material(), run=lambda: account)


def with_body(body: Body) -> Material:
    """The standard material with another body."""
    return replace(standard_material(), body=body)


def turned_round() -> Material:
    """The standard material in which all runners rotate their hips the other way."""
    bands: Mapping[str, RunningBand] = {
        lab: replace(band, mean_rad=frozen(band.mean_rad * np.array([1.0, 1.0, -1.0])))
        for lab, band in standard_material().bands.items()
    }
    return replace(standard_material(), bands=bands)


def with_net_moment(account: MuscleAccount, rotation_Nm: float, *, outward: bool) -> Material:
    """The standard material with a net rotation moment that stays the same; outward: whether muscles turn outward."""

    def moved(moment_Nm: Floats) -> Floats:
        changed = moment_Nm.copy()
        changed[:, 2] = rotation_Nm
        return frozen(changed)

    hips = tuple(
        replace(
            hip,
            moment_Nm=moved(hip.moment_Nm),
            moment_without_bias_Nm=moved(hip.moment_without_bias_Nm),
            moment_sigma_Nm=frozen(np.ones_like(hip.moment_sigma_Nm)),
        )
        for hip in account.hips
    )
    changed = replace(account, hips=hips)
    if not outward:
        changed = replace(
            changed,
            arm_m=frozen(abs(account.arm_m)),
            rotation_moment_Nm=frozen(abs(account.rotation_moment_Nm)),
            sets=(),
        )
    return replace(standard_material(), run=lambda: changed)
