"""The demand of exercises: against balance of the rest of the body, mirror images, and what must hold of any."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.person import person_mass_kg
from trochanter.anatomy.rows import rows as anatomy_rows
from trochanter.capture.osim import read_osim
from trochanter.core.constants import GRAVITY_M_S2
from trochanter.core.errors import UnknownName
from trochanter.core.sides import Side
from trochanter.kinematics.tree import poses
from trochanter.mechanics.holding import Leg, coupled, make_leg, moments
from trochanter.plan.computable import why_not
from trochanter.plan.demand import Demand, as_json, from_json
from trochanter.plan.library import exercise_named, exercises
from trochanter.plan.physics import demands, exercise_demand
from trochanter.plan.physics_cache import CACHE_VARIABLE, MOST_KEPT, cache_folder, is_kept
from trochanter.plan.physics_key import content_key
from trochanter.plan.physics_loads import point_m, setting
from trochanter.plan.physics_steps import worked_out
from trochanter.plan.stance import centre_m

SHARES = (0.0, 0.5, 1.0)
STANDING = ("one_leg_stand", "one_leg_sit", "hinge_one_leg", "pivot", "pivot_wall", "step_up_side")


@pytest.fixture(scope="module", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patched:
        folder = tmp_path_factory.mktemp("cache")
        patched.setenv(CACHE_VARIABLE, str(folder))
        yield folder


@pytest.fixture(scope="module")
def found(own_cache: Path) -> Mapping[str, Demand]:
    return demands()


@pytest.fixture(scope="module")
def leg() -> Leg:
    return make_leg(hip_model())


def test_every_exercise_has_a_demand_or_a_reason(found: Mapping[str, Demand]) -> None:
    assert list(found) == list(exercises())
    for name, demand in found.items():
        assert demand.computed != bool(demand.why), name
        assert len(demand.longer_mm) == len(demand.muscles)
        assert demand.exercise == name
    computed = [name for name, demand in found.items() if demand.computed]
    assert {"side_leg_lift", "clamshell_band", "turn_out_side_90", "one_leg_sit", "push_out_band"} <= set(computed)
    for name in ("bridge", "quiet_turn_out", "rock_back_strap", "breathing_seated", "figure4_seated", "feet_out_belly"):
        assert name not in computed


def test_ranges_hold_what_the_model_says_and_are_shares(found: Mapping[str, Demand]) -> None:
    for name, each in found.items():
        rising = [np.stack([each.longer_low_mm, each.longer_mm, each.longer_high_mm])]
        if each.computed:
            rising.append(
                np.stack([np.zeros_like(each.low), each.low, each.nominal, each.high, np.full_like(each.low, 1.0)])
            )
            assert each.sets[0] == "young", name
            assert not each.out_of_reach, name
        assert all(np.all(np.diff(spans, axis=0) >= -1e-9) for spans in rising), name


@pytest.mark.parametrize("name", ["clamshell_band", "one_leg_sit", "turn_out_side_60", "turn_in_seated_band", "pivot"])
def test_the_left_leg_is_the_mirror_image(name: str) -> None:
    right, left = (worked_out(exercise_named(name), side=side) for side in (Side.RIGHT, Side.LEFT))
    assert right.muscles == left.muscles
    np.testing.assert_allclose(right.nominal, left.nominal, atol=1e-6)
    np.testing.assert_allclose(right.low, left.low, atol=1e-5)
    np.testing.assert_allclose(right.high, left.high, atol=1e-5)
    np.testing.assert_allclose(right.moment_Nm, left.moment_Nm, atol=1e-6)
    np.testing.assert_allclose(right.longer_mm, left.longer_mm, atol=1e-6)


@pytest.mark.parametrize("name", STANDING)
def test_the_sole_of_a_standing_leg_is_under_the_centre_of_the_body(name: str, leg: Leg) -> None:
    exercise = exercise_named(name)
    laid_out = setting(leg, exercise, SHARES)
    force = laid_out.loads[0].forces[0]
    centre = centre_m(leg.body, laid_out.q, np.zeros((3, 2)))
    np.testing.assert_allclose(force.point_m[:, 2], centre[:, 2], atol=1e-5)
    np.testing.assert_allclose(force.force_N[:, 1], person_mass_kg(leg.body) * GRAVITY_M_S2)
    drawn = np.degrees(laid_out.q[:, leg.coordinates[1]]) - [
        exercise.at_deg(share)["hip_adduction"] for share in SHARES
    ]
    assert np.all((drawn > 2.0) & (drawn < 7.0))


@pytest.mark.needs("shared-data")
def test_the_upper_body_is_that_of_the_model_that_it_is_from(shared_data: Path) -> None:
    body = read_osim(next((shared_data / "models").rglob("Rajagopal2016*.osim")))
    rotation, origin = poses(body, coupled(body, np.zeros((1, len(body.coordinates.names)))))
    parts = ("torso", "humerus", "ulna", "radius", "hand")
    upper = [k for k, name in enumerate(body.segments.names) if name.startswith(parts)]
    mass = body.segments.mass_kg[upper]
    places = origin[0] + np.einsum("sij,sj->si", rotation[0], body.segments.mass_center_m)
    centre = mass @ places[upper] / mass.sum() - origin[0, body.segment("pelvis")]
    joint = body.joints.parent_point_m[body.joints.child.tolist().index(body.segment("torso"))]
    facts = {row["quantity"]: float(row["value"]) for row in anatomy_rows("upper_body")}
    assert [facts["center_x"], facts["center_y"], 0.0] == pytest.approx(centre, abs=1e-4)
    assert [facts["lumbar_joint_x"], facts["lumbar_joint_y"], 0.0] == pytest.approx(joint, abs=1e-4)
    assert mass.sum() == pytest.approx(person_mass_kg(hip_model()) - hip_model().mass_kg, rel=1e-4)


def test_the_standing_hip_carries_the_rest_of_the_body(leg: Leg) -> None:
    # The other way round: what lies above the hip, and the other leg, turn about it with their own weight.
    laid_out = setting(leg, exercise_named("one_leg_stand"), (0.0,))
    body, q = leg.body, laid_out.q
    rotation, origin = poses(body, q)
    mass = body.segments.mass_kg
    places = origin[0] + np.einsum("sij,sj->si", rotation[0], body.segments.mass_center_m)
    of_leg = [k for k, name in enumerate(body.segments.names) if name.endswith("_r")]
    whole_kg = person_mass_kg(body)
    rest_kg = whole_kg - mass[of_leg].sum()
    rest = (whole_kg * centre_m(body, q, np.zeros((1, 2)))[0] - mass[of_leg] @ places[of_leg]) / rest_kg
    apart = origin[0, body.segment("femur_r")] - rest
    found = moments(leg, q, laid_out.loads[0].forces)[0]
    assert found[0] == pytest.approx(rest_kg * GRAVITY_M_S2 * apart[0], rel=1e-3)
    assert found[1] == pytest.approx(-rest_kg * GRAVITY_M_S2 * apart[2], rel=0.01)
    assert apart[2] > 0.08


def test_a_band_pulls_from_end_to_end_and_more_the_longer_it_gets(leg: Leg) -> None:
    exercise = exercise_named("clamshell_band")
    laid_out = setting(leg, exercise, SHARES)
    sizes = [np.linalg.norm(load.forces[0].force_N, axis=1) for load in laid_out.loads[:3]]
    low, high = exercise.load.force_N or (0.0, 0.0)
    assert [size[0] for size in sizes] == pytest.approx([0.5 * (low + high), low, high])
    assert all(np.all(np.diff(size) > 1.0) for size in sizes)
    pelvis = poses(leg.body, laid_out.q[:1])[0][0, leg.body.segment("pelvis")]
    start = laid_out.loads[0].forces[0].force_N[0] @ pelvis
    assert start / np.linalg.norm(start) @ np.array(exercise.load.direction) > 0.9


@pytest.mark.parametrize("name", [n for n, e in exercises().items() if e.load.kind == "band" and not why_not(e)])
def test_a_bands_direction_is_the_one_that_its_file_tells(name: str, leg: Leg) -> None:
    exercise = exercise_named(name)
    laid_out = setting(leg, exercise, (0.0,))
    pelvis = poses(leg.body, laid_out.q)[0][0, leg.body.segment("pelvis")]
    pull = laid_out.loads[0].forces[0].force_N[0] @ pelvis
    assert pull / np.linalg.norm(pull) @ np.array(exercise.load.direction) > 0.85


def test_a_foot_that_may_rest_may_also_not(leg: Leg) -> None:
    loads = setting(leg, exercise_named("clamshell_free"), SHARES).loads
    assert [load.props for load in loads] == [(True,), (False,)]
    assert [load.props for load in setting(leg, exercise_named("turn_out_side_90"), SHARES).loads] == [(True,)]


def test_two_legs_that_do_the_same_carry_half_each(leg: Leg) -> None:
    force = setting(leg, exercise_named("hinge_wall"), SHARES).loads[0].forces[0].force_N
    np.testing.assert_allclose(force[:, 1], 0.5 * person_mass_kg(leg.body) * GRAVITY_M_S2)
    uneven = replace(exercise_named("hinge_wall"), moves={"hip_flexion": (8.0, 40.0)})
    assert "both legs" in why_not(uneven)


def test_what_is_written_down_nowhere_is_not_computed() -> None:
    lift = exercise_named("side_leg_lift")
    unknown = replace(lift, load=replace(lift.load, rests=None))
    assert "rests on" in why_not(unknown)
    assert not worked_out(unknown).computed


def test_places_are_mirrored_for_a_left_leg() -> None:
    segment, place = point_m("other_above_knee", Side.LEFT)
    assert segment == "femur_r"
    right = point_m("groin", Side.RIGHT)[1]
    np.testing.assert_allclose(point_m("groin", Side.LEFT)[1], right * [1.0, 1.0, -1.0])
    assert place[1] == pytest.approx(-0.36)


def test_lengthening_is_that_of_the_paths(found: Mapping[str, Demand]) -> None:
    # A hinge lengthens the hamstrings; a bent knee under a straight hip does not.
    assert found["hinge_one_leg"].longer("semimembranosus").nominal > 30.0
    assert found["turn_out_side_straight"].longer("semimembranosus").nominal < 0.0
    assert found["feet_out_belly"].longer("obturator_internus").low > 5.0
    with pytest.raises(UnknownName, match="obturator_internus"):
        found["side_leg_lift"].of("obturator_intern")
    with pytest.raises(UnknownName):
        found["bridge"].of("gluteus_maximus")


def test_it_is_kept_and_read_back_as_it_was(found: Mapping[str, Demand]) -> None:
    exercise = exercise_named("clamshell_band")
    path = cache_folder() / f"clamshell_band-{content_key(exercise)}.json"
    kept = from_json(json.loads(path.read_text(encoding="utf-8")))
    assert as_json(kept) == as_json(found["clamshell_band"])
    marked = as_json(found["clamshell_band"]) | {"moment_Nm": [1.0, 2.0, 3.0]}
    path.write_text(json.dumps(marked), encoding="utf-8")
    assert exercise_demand(exercise).moment_Nm == (1.0, 2.0, 3.0)
    path.write_text("{", encoding="utf-8")
    assert exercise_demand(exercise).moment_Nm == found["clamshell_band"].moment_Nm
    assert from_json(json.loads(path.read_text(encoding="utf-8"))).moment_Nm == found["clamshell_band"].moment_Nm


def test_words_are_those_of_the_exercise_as_it_is_now(found: Mapping[str, Demand]) -> None:
    exercise, away = exercise_named("turn_in_seated_free"), exercise_named("pigeon")
    rests = exercise.load.rests
    assert rests is not None
    told = exercise_demand(replace(exercise, load=replace(exercise.load, rests=replace(rests, words="on the seat"))))
    assert told.rests == "on the seat"
    assert told.computed
    assert found["turn_in_seated_free"].rests == "the thigh rests on the seat"
    why = exercise_demand(replace(away, load=replace(away.load, unknown="said otherwise"))).why
    assert why == "said otherwise"


def test_another_body_has_another_key_and_another_demand() -> None:
    exercise = exercise_named("turn_out_side_60")
    small = hip_model("cadaver")
    assert content_key(exercise, small) != content_key(exercise)
    assert content_key(exercise, small) == content_key(exercise, hip_model("cadaver"))
    weaker, own = exercise_demand(exercise, small), exercise_demand(exercise)
    assert (weaker.sets[0], own.sets[0]) == ("cadaver", "young")
    assert np.abs(weaker.nominal - own.nominal).max() > 0.02


def test_only_the_latest_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    exercise = exercise_named("turn_in_seated_free")
    keys = []
    for angle in range(MOST_KEPT + 2):
        changed = replace(exercise, posture_deg={**exercise.posture_deg, "other_ankle_angle": float(angle)})
        keys.append(content_key(changed))
        assert exercise_demand(changed).computed
        assert is_kept(changed)
        os.utime(cache_folder() / f"{exercise.name}-{keys[-1]}.json", (angle, angle))
    left = {path.stem.rpartition("-")[2] for path in cache_folder().iterdir()}
    assert left == set(keys[-MOST_KEPT:])


def test_each_kernel_is_compiled_for_one_kind_of_array() -> None:
    # A second kind, such as an array that cannot be written to, costs seconds of compiling at the first run.
    code = """
from trochanter.kinematics.tree_kernels import column_frames, pose_span
from trochanter.mechanics.fibers import fiber_frames
from trochanter.mechanics.path_kernels import path_span
from trochanter.mechanics.sharing_kernels import share_frames
from trochanter.plan.library import exercises
from trochanter.plan.physics_steps import worked_out
for name in ("clamshell_band", "one_leg_sit", "hinge_wall", "turn_out_side_90", "pigeon", "breathing_seated"):
    worked_out(exercises()[name])
for each in (column_frames, fiber_frames, path_span, pose_span, share_frames):
    print(each.__name__, len(each.signatures))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert [line.split()[1] for line in done.stdout.splitlines()] == ["1"] * 5, done.stdout


def test_without_a_place_to_keep_it_it_is_computed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "file"))
    assert exercise_demand(exercise_named("turn_in_seated_free")).computed
