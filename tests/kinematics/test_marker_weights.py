from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from scripts.demo.chain import windowed_markers
from scripts.demo.checks import ANGLES, Likeness, likeness, mean_curve, packaged_motion, usable_strides
from scripts.demo.published import PUBLISHED_FILE, read_published
from tests.kinematics.demo_chain import mended_run
from tests.kinematics.made_body import made_body
from tests.kinematics.made_rotation import with_thigh_markers
from trochanter.anatomy.hip_model import hip_model
from trochanter.core.arrays import frozen
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.demo import DEMO_FOLDER, demo_body
from trochanter.kinematics.ik import fit_markers
from trochanter.kinematics.marker_weights import proximal_weights, thigh_leads
from trochanter.kinematics.motion import MarkerFit


def test_the_pelvis_leads_then_the_thighs_then_all_others() -> None:
    body = hip_model()
    weights = proximal_weights(body)
    assert set(weights) == set(body.markers.names)
    of = {name: body.segments.names[k] for name, k in zip(body.markers.names, body.markers.segment, strict=True)}
    by_segment = {segment: {weights[name] for name in of if of[name] == segment} for segment in of.values()}
    assert by_segment["pelvis"] == {10_000.0}
    assert by_segment["femur_r"] == by_segment["femur_l"] == {1000.0}
    assert by_segment["tibia_r"] == by_segment["calcn_l"] == {1.0}


def test_a_knee_that_can_turn_by_itself_needs_no_leaders() -> None:
    body = with_thigh_markers(made_body())
    assert max(proximal_weights(body).values()) == 10_000.0
    joints = {side: body.joints.names.index(f"knee_{side}") for side in SIDES}
    owner = np.array(body.coordinates.joint)
    for side in SIDES:  # the kneecap's angle becomes a second, free turn of the knee
        owner[body.coordinate(f"patella_angle_{side}")] = joints[side]
    free = np.full(len(owner), -1)
    loose = replace(body, coordinates=replace(body.coordinates, joint=owner, coupled_to=frozen(free, np.int64)))
    assert set(proximal_weights(loose).values()) == {1.0}


def test_two_markers_on_a_thigh_cannot_lead() -> None:
    body = hip_model()
    thigh = [n for n, k in zip(body.markers.names, body.markers.segment, strict=True) if k == body.segment("femur_l")]
    few = set(body.markers.names) - set(thigh[2:])
    assert set(proximal_weights(body, few).values()) == {1.0}
    assert max(proximal_weights(body, few | {thigh[2]}).values()) == 10_000.0


@pytest.mark.parametrize(("thigh", "leads"), [(1.0, False), (100.0, False), (1000.0, True)])
def test_a_thigh_leads_where_it_counts_hundreds_of_times_what_is_below_the_knee(thigh: float, leads: bool) -> None:
    body = hip_model()
    n = len(body.markers.names)
    segments = [body.segments.names[k] for k in body.markers.segment]
    fit = MarkerFit(
        body=body,
        time_s=frozen([0.0]),
        names=body.markers.names,
        recorded=body.markers.names,
        segment=body.markers.segment,
        weight=frozen([thigh if name.startswith("femur") else 1.0 for name in segments]),
        error_m=frozen(np.zeros((1, n))),
        converged=frozen([True], np.bool_),
        iterations=frozen([1], np.int64),
    )
    assert all(thigh_leads(fit, body, side) is leads for side in SIDES)
    no_shank = replace(
        fit, weight=np.where([name[:5] in ("tibia", "calcn", "toes_", "talus") for name in segments], 0.0, fit.weight)
    )
    assert all(thigh_leads(no_shank, body, side) for side in SIDES)


def rotation_likeness(data: Path, weights: dict[str, float]) -> dict[Side, Likeness]:
    """Hip rotation over the packaged window of RBDS001 beside the published curves."""
    table, _ = fit_markers(windowed_markers(mended_run(data)), demo_body(), weights=weights)
    motion = packaged_motion(DEMO_FOLDER)
    published = read_published(data / "rbds001" / PUBLISHED_FILE)
    found = {}
    for side in SIDES:
        angle_deg = np.degrees(table.column(f"hip_rotation_{side}"))
        mean = mean_curve(angle_deg, motion, usable_strides(motion, side))
        found[side] = likeness(mean, published[f"{side.value.upper()}{ANGLES['hip_rotation']}"])
    return found


@pytest.mark.needs("shared-data")
def test_hip_rotation_of_a_real_runner_is_the_published_one_only_where_the_thigh_leads(shared_data: Path) -> None:
    body = demo_body()
    even = rotation_likeness(shared_data, dict.fromkeys(body.markers.names, 1.0))
    led = rotation_likeness(shared_data, proximal_weights(body))
    for side in SIDES:
        assert led[side].correlation > 0.85
        assert led[side].remaining_deg < 1.6
        assert led[side].range_deg == pytest.approx(led[side].other_range_deg, rel=0.2)
        assert even[side].correlation < 0.7
        assert even[side].remaining_deg > 2.0 * led[side].remaining_deg
