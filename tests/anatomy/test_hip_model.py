"""The hip model and its tables: complete, sourced, bit for bit the figures they come from."""

import csv
import subprocess
import sys
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from scripts.make_hip_tables import write
from trochanter.anatomy.body import SPHERE, Body
from trochanter.anatomy.deep_sets import deep_sets
from trochanter.anatomy.hip_model import hip_model, with_set
from trochanter.anatomy.lines import deep_stems
from trochanter.anatomy.muscle_names import DEEP_SIX, GROUPS, describe
from trochanter.anatomy.person import has_trunk, person_mass_kg
from trochanter.anatomy.rows import rows, sources
from trochanter.capture.osim import read_osim
from trochanter.core.errors import MissingInput, UnknownName

DATA = Path(str(resources.files("trochanter.anatomy").joinpath("data")))
MODELS = (
    "models/Rajagopal2016.osim",
    "models/gait2392_thelen2003muscle.osim",
    "run_4ms/runningModel_CMC_test.osim",
    "walk_3d/subject_walk_scaled.osim",
)
TEXTS = ("claims", "claim_sources")  # their sources are popular texts; tests/anatomy/test_claims.py holds those
SOURCED = [
    path.stem
    for path in sorted(DATA.glob("*.csv"))
    if "source" in path.read_text(encoding="utf-8").splitlines()[0].split(",") and path.stem not in TEXTS
]
SHARED_PARAMETERS = (
    "max_isometric_force_N",
    "optimal_fiber_length_m",
    "tendon_slack_length_m",
    "pennation_rad",
    "max_contraction_velocity",
    "minimum_activation",
)


@pytest.fixture(scope="module")
def rajagopal(shared_data: Path) -> Body:
    return read_osim(shared_data / "models/Rajagopal2016.osim")


@pytest.mark.needs("shared-data")
def test_script_reproduces_the_tables(shared_data: Path, tmp_path: Path) -> None:
    write(shared_data / "models/Rajagopal2016.osim", tmp_path)
    made = sorted(tmp_path.glob("*.csv"))
    assert len(made) == 12
    for path in made:
        assert path.read_bytes() == (DATA / path.name).read_bytes(), path.name


@pytest.mark.parametrize("table", SOURCED)
def test_every_row_names_known_sources(table: str) -> None:
    for row in rows(table):
        assert None not in (*row, *row.values()), row
        assert set(row["source"].split()) - set(sources()) == set(), row
        assert row["source"], row


def test_tables_have_square_rows() -> None:
    for path in DATA.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            assert len({len(row) for row in csv.reader(stream)}) == 1, path.name


def test_model_has_49_lines_a_leg_and_no_trunk() -> None:
    body = hip_model()
    assert len(body.muscles.names) == 2 * 49
    assert len(deep_stems()) == 10
    assert not has_trunk(body)
    assert body.mass_kg == pytest.approx(41.1004)
    assert person_mass_kg(body) == pytest.approx(75.337)
    assert {name for name, on in zip(body.coordinates.names, body.coordinates.locked, strict=True) if on} == {
        "subtalar_angle_r", "subtalar_angle_l", "mtp_angle_r", "mtp_angle_l",
    }  # fmt: skip


def test_model_is_complete_and_read_only() -> None:
    body = hip_model()
    for part in (body.segments, body.joints, body.coordinates, body.wraps, body.paths, body.muscles, body.markers):
        for name in part.__slots__:
            values = getattr(part, name)
            if isinstance(values, np.ndarray):
                assert not values.flags.writeable, name
                assert not np.isnan(values).any(), name
    assert "10.1109/TBME.2016.2586891" in body.credits
    assert "10.1186/s12891-019-2995-0" in body.credits


@pytest.mark.needs("shared-data")
def test_joints_equal_rajagopal(rajagopal: Body) -> None:
    body = hip_model()
    for j, name in enumerate(body.joints.names):
        k = rajagopal.joint(name)
        for field in ("parent_rotation", "parent_point_m", "child_rotation", "child_point_m", "axis"):
            assert np.array_equal(getattr(body.joints, field)[j], getattr(rajagopal.joints, field)[k]), (name, field)
        for axis in range(6):
            for x in (-0.3, 0.0, 0.5, 1.7, 2.5):
                ours = body.functions.value(int(body.joints.axis_function[j, axis]), x)
                assert ours == rajagopal.functions.value(int(rajagopal.joints.axis_function[k, axis]), x), (name, axis)
    for j, name in enumerate(body.coordinates.names):
        k = rajagopal.coordinate(name)
        for field in ("default", "lower", "upper", "locked", "clamped", "is_rotation"):
            assert getattr(body.coordinates, field)[j] == getattr(rajagopal.coordinates, field)[k], (name, field)


@pytest.mark.needs("shared-data")
def test_segments_wraps_and_markers_equal_rajagopal(rajagopal: Body) -> None:
    body = hip_model()
    for part, fields in (
        ("segments", ("mass_kg", "mass_center_m", "inertia_kgm2")),
        ("wraps", ("kind", "rotation", "point_m", "radius_m", "length_m", "quadrant_axis", "quadrant_sign")),
        ("markers", ("location_m",)),
    ):
        ours, theirs = getattr(body, part), getattr(rajagopal, part)
        known = [k for k, name in enumerate(ours.names) if part != "wraps" or ours.kind[k] != SPHERE]
        assert len(known) >= 14
        for k in known:
            at = theirs.names.index(ours.names[k])
            for field in fields:
                assert np.array_equal(getattr(ours, field)[k], getattr(theirs, field)[at]), (ours.names[k], field)


@pytest.mark.needs("shared-data")
def test_generic_lines_equal_rajagopal(rajagopal: Body) -> None:
    body = hip_model()
    generic = [name for name in body.muscles.names if name[:-2] not in deep_stems()]
    assert len(generic) == 2 * 39
    assert body.muscles.curves == rajagopal.muscles.curves
    for name in generic:
        m, n = body.muscle(name), rajagopal.muscle(name)
        for field in SHARED_PARAMETERS:
            assert getattr(body.muscles, field)[m] == getattr(rajagopal.muscles, field)[n], (name, field)
        ours, theirs = list(body.muscle_points(m)), list(rajagopal.muscle_points(n))
        assert np.array_equal(body.paths.point_m[ours], rajagopal.paths.point_m[theirs]), name
        assert _wraps(body, m) == _wraps(rajagopal, n), name


def _wraps(body: Body, muscle: int) -> list[tuple[str, int, int]]:
    paths = body.paths
    own = range(int(paths.wrap_start[muscle]), int(paths.wrap_start[muscle + 1]))
    return [(body.wraps.names[paths.wrap[w]], int(paths.wrap_first[w]), int(paths.wrap_last[w])) for w in own]


def test_left_deep_lines_mirror_the_right() -> None:
    body = hip_model()
    for stem in deep_stems():
        right, left = body.muscle(f"{stem}_r"), body.muscle(f"{stem}_l")
        mirrored = body.paths.point_m[list(body.muscle_points(right))] * np.array([1.0, 1.0, -1.0])
        assert np.array_equal(mirrored, body.paths.point_m[list(body.muscle_points(left))])
        for field in SHARED_PARAMETERS:
            values = getattr(body.muscles, field)
            assert values[left] == pytest.approx(values[right], rel=1e-12)
        assert [name[:-2] for name, *_ in _wraps(body, left)] == [name[:-2] for name, *_ in _wraps(body, right)]


def test_sets_change_only_the_deep_lines() -> None:
    first = hip_model("cadaver")
    deep = np.array([name[:-2] in deep_stems() for name in first.muscles.names])
    for name in deep_sets():
        body = with_set(first, name)
        assert body.paths is first.paths
        assert body.joints is first.joints
        for field in SHARED_PARAMETERS:
            assert np.array_equal(getattr(body.muscles, field)[~deep], getattr(first.muscles, field)[~deep])
            assert np.array_equal(getattr(body.muscles, field), getattr(hip_model(name).muscles, field))
        assert [n.text for n in body.notices if n.code == "deep-set"] == [
            f"the deep rotators have the parameter set '{name}'"
        ]


def test_unknown_set_is_named() -> None:
    with pytest.raises(UnknownName, match="there is no parameter set of the deep rotators 'yuong'") as error:
        hip_model("yuong")
    assert error.value.next_step == "did you mean 'young'?"


@pytest.mark.needs("shared-data")
def test_body_without_the_lines_is_refused(rajagopal: Body) -> None:
    with pytest.raises(MissingInput, match="no muscle line 'obtint_sup_r'"):
        with_set(rajagopal, "young")


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("model", MODELS)
def test_every_muscle_of_the_models_is_described(shared_data: Path, model: str) -> None:
    for name in read_osim(shared_data / model).muscles.names:
        known = describe(name)
        assert known.group in GROUPS
        assert known.muscle != name.rsplit("_", 1)[0] or "(" in known.label, name


def test_the_hip_model_has_all_six_deep_rotators() -> None:
    described = [describe(name) for name in hip_model().muscles.names]
    assert all("(" in muscle.label for muscle in described)
    assert {muscle.muscle for muscle in described if muscle.group == "deep"} == set(DEEP_SIX)


def test_model_is_built_without_the_engine_or_lxml() -> None:
    code = (
        "import sys; from trochanter.anatomy.hip_model import hip_model; hip_model();"
        "print(sorted({'numba', 'lxml', 'scipy'} & set(sys.modules)))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.strip() == "[]"
