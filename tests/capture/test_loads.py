"""``read_forces``: names, units, gaps and points that mean nothing; from tables and from external loads."""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from trochanter.capture.load_columns import is_force_column, loads_by_side
from trochanter.capture.loads import read_forces
from trochanter.capture.trial import Forces
from trochanter.core.arrays import Floats
from trochanter.core.errors import (
    ImpossibleData,
    MissingInput,
    TrochanterError,
    UnknownName,
    UnreadableFile,
    UnsupportedElement,
)

RATE_HZ = 1000.0
RIGHT = [f"ground_{kind}_r_{axis}" for kind, p in (("force", "v"), ("force", "p"), ("torque", "")) for axis in
         (f"{p}x", f"{p}y", f"{p}z")]  # fmt: skip
LEFT = [name.replace("_r_", "_l_") for name in RIGHT]
FORCE, POINT, MOMENT = slice(0, 3), slice(3, 6), slice(6, 9)


def contact(start: int = 100, samples: int = 240, total: int = 500) -> Floats:
    """One contact of a running foot, columns as in RIGHT: half a sine of 1600 N, the point moving 0.2 m on."""
    phase = (np.arange(total) - start + 0.5) / samples
    on = (phase > 0.0) & (phase < 1.0)
    foot = np.zeros((total, 9))
    foot[on, 0] = -160.0 * np.sin(2.0 * np.pi * phase[on])
    foot[on, 1] = 1600.0 * np.sin(np.pi * phase[on])
    foot[on, 2] = 50.0
    foot[on, 3] = 0.6 + 0.2 * phase[on]
    foot[on, 5] = 0.1 + 0.02 * phase[on]
    foot[on, 7] = 8.0
    return foot


def write(path: Path, names: Sequence[str], *feet: Floats) -> Path:
    """A table of forces."""
    time_s = np.arange(len(feet[0])) / RATE_HZ
    rows = np.column_stack((time_s, *feet))
    text = "forces\nversion=1\nendheader\n" + "\t".join(("time", *names)) + "\n"
    path.write_text(text + "".join("\t".join(f"{x!r}" for x in row) + "\n" for row in rows.tolist()))
    return path


def read(folder: Path, *feet: Floats, names: Sequence[str] = (*RIGHT, *LEFT)) -> Forces:
    """Forces read from a table; the left foot is a second contact unless it is given."""
    both = feet if len(feet) > 1 or len(names) == feet[0].shape[1] else (feet[0], contact(start=250))
    return read_forces(write(folder / "grf.mot", names, *both))


def codes(found: Forces) -> list[str]:
    """The codes of the notices, in order."""
    return [notice.code for notice in found.notices]


def test_feet_from_column_names(tmp_path: Path) -> None:
    foot = contact()
    found = read(tmp_path, foot)
    assert [(load.name, load.segment) for load in found.loads] == [
        ("ground_force_r", "calcn_r"),
        ("ground_force_l", "calcn_l"),
    ]
    load = found.loads[0]
    loaded = foot[:, 1] > 0.0
    np.testing.assert_array_equal(load.force_N, foot[:, FORCE])
    np.testing.assert_array_equal(load.moment_Nm, foot[:, MOMENT])
    np.testing.assert_array_equal(load.point_m[loaded], foot[loaded, POINT])
    assert np.isnan(load.point_m[~loaded]).all()
    assert codes(found) == ["point-unloaded", "point-unloaded"]
    text = found.notices[0].text
    assert f"left out at {np.count_nonzero(~loaded)} of 500 samples with little load (at most 20 N)" in text
    assert f"kept at {np.count_nonzero(loaded & (foot[:, 1] <= 20.0))} of less load beside a contact" in text
    assert not load.point_m.flags.writeable


@pytest.mark.parametrize(
    "first",
    [
        "ground_force_r_vx",
        "ground_force_right_vx",
        "ground_force_calcn_r_vx",
        "R_ground_force_vx",
        "r_ground_force_vx",
        "Right_ground_force_vx",
        "R_ground_force_x",
    ],
)
def test_names_of_forces(first: str) -> None:
    point = first.replace("_vx", "_px").replace("force_x", "force_px")
    names = [first.removesuffix("x") + axis for axis in "xyz"] + [point.removesuffix("x") + axis for axis in "xyz"]
    left = [name.replace("right", "left").replace("Right", "Left") for name in names]
    left = [n.replace("_r_", "_l_").replace("R_", "L_").replace("r_ground", "l_ground") for n in left]
    found = loads_by_side([*left, *names])
    assert [(load.segment, load.force, load.point) for load in found] == [
        ("calcn_r", (6, 7, 8), (9, 10, 11)),
        ("calcn_l", (0, 1, 2), (3, 4, 5)),
    ]
    assert all(is_force_column(name) for name in names)


@pytest.mark.parametrize(
    ("force", "moment"),
    [
        ("ground_force_r_v", "ground_torque_r_"),
        ("ground_force_r_v", "ground_moment_r_m"),
        ("ground_force_calcn_r_v", "ground_torque_calcn_r_v"),
        ("ground_force_calcn_r_v", "ground_force_calcn_r_m"),
        ("R_ground_force_v", "R_ground_torque_"),
    ],
)
def test_names_of_moments(force: str, moment: str) -> None:
    point = force.removesuffix("v") + "p"
    names = [prefix + axis for prefix in (force, point, moment) for axis in "xyz"]
    assert [load.moment for load in loads_by_side(names)] == [(6, 7, 8)]


@pytest.mark.parametrize("second", ["1_ground_force_v", "ground_force_2_v"])
def test_plates_are_no_feet(tmp_path: Path, second: str) -> None:
    prefixes = ("ground_force_v", "ground_force_p", "ground_torque_", second, "1_ground_force_p", "1_ground_torque_")
    names = [prefix + axis for prefix in prefixes for axis in "xyz"]
    with pytest.raises(MissingInput, match=r"which foot(.|\n)*external loads XML"):
        read(tmp_path, contact(), names=names)


def test_a_table_without_forces(tmp_path: Path) -> None:
    with pytest.raises(MissingInput, match="no column is a ground force"):
        read(tmp_path, contact(), names=[f"angle_{k}" for k in range(9)])


def test_a_foot_beside_a_plate_is_noticed(tmp_path: Path) -> None:
    names = [*RIGHT, *(f"ground_force_3_v{axis}" for axis in "xyz")]
    found = read(tmp_path, contact(), contact()[:, FORCE], names=names)
    assert [load.segment for load in found.loads] == ["calcn_r"]
    assert found.notices[0].code == "forces-not-used"
    assert "ground_force_3_vx" in found.notices[0].text


def test_an_absent_moment_is_zero_and_said(tmp_path: Path) -> None:
    found = read(tmp_path, contact()[:, :6], names=RIGHT[:6])
    assert not found.loads[0].moment_Nm.any()
    assert codes(found) == ["moment-absent", "point-unloaded"]


def test_a_point_without_load_means_nothing(tmp_path: Path) -> None:
    foot = contact()
    foot[foot[:, 1] <= 20.0, POINT] = (331.7, 0.0, -495.9)
    found = read(tmp_path, foot)
    assert np.nanmax(np.abs(found.loads[0].point_m)) < 1.0
    assert codes(found) == ["point-unloaded", "point-unloaded"]


def test_a_point_that_is_missing_without_load(tmp_path: Path) -> None:
    foot = contact()
    foot[foot[:, 1] <= 20.0, 3:] = np.nan
    found = read(tmp_path, foot)
    assert np.isnan(found.loads[0].point_m[0]).all()
    assert found.loads[0].moment_Nm[0].tolist() == [0.0, 0.0, 0.0]
    assert codes(found) == ["point-unloaded", "point-unloaded"]


def test_millimetres(tmp_path: Path) -> None:
    foot, in_metres = contact(), contact()
    foot[:, POINT] *= 1000.0
    found = read(tmp_path, foot)
    loaded = foot[:, 1] > 20.0
    np.testing.assert_allclose(found.loads[0].point_m[loaded], in_metres[loaded, POINT], rtol=1e-15)
    np.testing.assert_array_equal(found.loads[0].moment_Nm, in_metres[:, MOMENT])
    assert codes(found) == ["point-millimetres", "point-unloaded", "point-unloaded"]


def test_millimetres_around_the_origin(tmp_path: Path) -> None:
    foot = contact()
    foot[:, [3, 5]] = 1000.0 * (foot[:, [3, 5]] - [0.7, 0.1])
    found = read(tmp_path, foot)
    assert np.nanmax(np.abs(found.loads[0].point_m)) < 0.101
    assert "point-millimetres" in codes(found)


@pytest.mark.parametrize(
    ("columns", "factor"),
    [([3], 1000.0), ([5], 1000.0), ([3, 5], 100.0), ([3, 4, 5], 1e5)],
)
def test_points_that_are_neither_metres_nor_millimetres(tmp_path: Path, columns: list[int], factor: float) -> None:
    foot = contact()
    foot[:, columns] *= factor
    with pytest.raises(ImpossibleData, match="no foot's in metres, nor in millimetres") as caught:
        read(tmp_path, foot)
    assert caught.value.next_step == "bring all axes of the point to metres"


def test_a_free_moment_of_zeros_is_none(tmp_path: Path) -> None:
    foot = contact()
    assert "moment-absent" not in codes(read(tmp_path, foot))
    foot[:, MOMENT] = 0.0
    assert "moment-absent" in codes(read(tmp_path, foot))


def test_newton_millimetres(tmp_path: Path) -> None:
    foot = contact()
    foot[:, 3:] *= 1000.0
    found = read(tmp_path, foot)
    assert found.loads[0].moment_Nm.max() == 8.0
    assert codes(found)[:2] == ["point-millimetres", "moment-newton-millimetres"]


def test_a_belt_moves_the_point_and_stays_metres(tmp_path: Path) -> None:
    foot = contact()
    foot[:, 3] -= 1.6 * np.arange(500) / 240.0
    found = read(tmp_path, foot)
    assert codes(found) == ["point-unloaded", "point-unloaded"]


def test_a_short_gap_is_filled(tmp_path: Path) -> None:
    foot = contact()
    whole = foot.copy()
    foot[200:203, FORCE] = np.nan
    foot[210:215, POINT] = np.nan
    foot[220, 7] = np.nan
    found = read(tmp_path, foot)
    load = found.loads[0]
    before, after = float(whole[199, 1]), float(whole[203, 1])
    np.testing.assert_allclose(load.force_N[200:203, 1], np.linspace(before, after, 5)[1:-1], rtol=1e-12)
    known = np.delete(np.arange(500), [200, 201, 202])
    np.testing.assert_array_equal(load.force_N[known], whole[known, FORCE])
    np.testing.assert_allclose(load.point_m[150:300], whole[150:300, POINT], atol=1e-12)
    np.testing.assert_array_equal(load.moment_Nm, whole[:, MOMENT])
    gaps = [notice.text for notice in found.notices if notice.code.endswith("gaps-filled")]
    assert [text.split(" missing samples of the ")[0] for text in gaps] == ["3", "5", "1"]
    assert "at 0.2, 0.201, 0.202 s, are" in gaps[0]


def test_a_gap_at_the_edge_of_a_contact_holds_its_neighbour(tmp_path: Path) -> None:
    foot = contact()
    loaded = np.flatnonzero(foot[:, 1] > 20.0)
    foot[loaded[:10], POINT] = np.nan
    found = read(tmp_path, foot)
    np.testing.assert_array_equal(found.loads[0].point_m[loaded[0]], foot[loaded[10], POINT])


def test_a_file_with_a_higher_threshold_of_its_own(tmp_path: Path) -> None:
    foot = contact()
    foot[350:, 1] = 60.0  # a plate that drifts in swing
    left_out = foot[:, 1] < 70.0
    foot[left_out, 3:] = np.nan
    found = read(tmp_path, foot)
    load = found.loads[0]
    np.testing.assert_array_equal(load.force_N, foot[:, FORCE])
    assert np.isnan(load.point_m[350:]).all()
    np.testing.assert_array_equal(load.moment_Nm[350:], 0.0)
    assert np.isfinite(load.point_m[100:340][foot[100:340, 1] > 20.0]).all()


@pytest.mark.parametrize(
    ("what", "samples", "columns"),
    [
        ("force", slice(200, 230), FORCE),
        ("force", slice(0, 5), FORCE),
        ("force", slice(490, 500), FORCE),
        ("force", slice(0, 500), FORCE),
        ("point", slice(200, 230), POINT),
        ("point", slice(100, 130), POINT),
        ("point", slice(0, 500), POINT),
        ("moment", slice(200, 230), MOMENT),
    ],
)
def test_a_long_gap_is_an_error(tmp_path: Path, what: str, samples: slice, columns: slice) -> None:
    foot = contact()
    foot[samples, columns] = np.nan
    with pytest.raises(ImpossibleData, match=rf"the {what} of 'ground_force_r' is missing(.|\n)*samples \d+ to \d+"):
        read(tmp_path, foot)


@pytest.mark.parametrize(
    ("change", "advice"),
    [
        (lambda foot: foot[:, [0, 2, 1, 3, 5, 4, 6, 8, 7]], "largest along z: turn force"),
        (lambda foot: foot[:, [1, 0, 2, 4, 3, 5, 7, 6, 8]], "largest along x: turn force"),
        (lambda foot: foot * np.array([-1, -1, -1, 1, 1, 1, -1, -1, -1]), "the force on the plate, change the sign"),
        (lambda foot: foot * np.array([1e-3] * 3 + [1] * 6), "kilonewtons"),
        (lambda foot: foot * np.array([1e-3] * 3 + [1] * 6) / 0.7, "body weight"),
        (lambda foot: foot * np.array([1e3] * 3 + [1] * 6), "correct the file"),
        (lambda foot: foot + np.array([0, 0, 0, 1e4, 0, 0, 0, 0, 0]) * (foot[:, 1:2] > 0), "give metres"),
        (lambda foot: foot + np.array([0, 0, 0, 1e12, 0, 0, 0, 0, 0]) * (foot[:, 1:2] > 0), "a value is wrong"),
        (lambda foot: foot + np.array([0, 0, 0, 0, 0, 0, 0, 1e12, 0]), "a value is wrong"),
    ],
)
def test_forces_that_are_none(tmp_path: Path, change: object, advice: str) -> None:
    assert callable(change)
    with pytest.raises(ImpossibleData, match=advice):
        read(tmp_path, change(contact()))


def test_zero_forces(tmp_path: Path) -> None:
    found = read(tmp_path, contact(), np.zeros((500, 9)))
    assert "force-zero" in codes(found)
    with pytest.raises(ImpossibleData, match="all forces are zero"):
        read(tmp_path, np.zeros((500, 9)), np.zeros((500, 9)))


LOADS = """<?xml version="1.0" encoding="UTF-8" ?>
<OpenSimDocument Version="40000"><ExternalLoads name="run"><objects>
<ExternalForce name="right"><applied_to_body>calcn_r</applied_to_body>
<force_expressed_in_body>ground</force_expressed_in_body><point_expressed_in_body>ground</point_expressed_in_body>
<force_identifier>ground_force_v</force_identifier><point_identifier>ground_force_p</point_identifier>
<torque_identifier>ground_torque_</torque_identifier></ExternalForce>
<ExternalForce name="left"><applied_to_body>/bodyset/calcn_l</applied_to_body>
<force_identifier>1_ground_force_v</force_identifier><point_identifier>1_ground_force_p</point_identifier>
<torque_identifier>1_ground_torque_</torque_identifier><data_source_name>Unassigned</data_source_name></ExternalForce>
</objects><groups /><datafile>grf.mot</datafile></ExternalLoads></OpenSimDocument>"""
PLATES = [f"{plate}ground_{kind}{axis}" for plate in ("", "1_") for kind in ("force_v", "force_p", "torque_")
          for axis in "xyz"]  # fmt: skip


def described(folder: Path, text: str = LOADS, *, beside: Sequence[str] = PLATES) -> Forces:
    """Forces read through an external loads file beside their table."""
    if beside:
        write(folder / "grf.mot", beside, contact(), contact(start=250))
    (folder / "loads.xml").write_text(text)
    return read_forces(folder / "loads.xml")


def test_external_loads_say_which_foot(tmp_path: Path) -> None:
    found = described(tmp_path)
    assert [(load.name, load.segment) for load in found.loads] == [("right", "calcn_r"), ("left", "calcn_l")]
    assert found.loads[1].force_N[:250].any() == (contact(start=250)[:250, FORCE]).any()
    np.testing.assert_array_equal(found.loads[1].force_N, contact(start=250)[:, FORCE])
    np.testing.assert_array_equal(found.loads[1].moment_Nm, contact(start=250)[:, MOMENT])
    assert codes(found) == ["loads-described", "point-unloaded", "point-unloaded"]
    assert found.source == str(tmp_path / "grf.mot")


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("<groups />", "<groups/><appliesForce>true</appliesForce>"),
        lambda text: "\ufeff" + text,
        lambda text: '<ExternalLoads name="run">' + text[text.index("<objects>") :].replace("</OpenSimDocument>", ""),
        lambda text: text.replace("<datafile>grf.mot", "<datafile> ./grf.mot\n"),
        lambda text: re.sub(
            "<data_source_name>.*?</data_source_name>|(?<=</torque_identifier>)(?=</)",
            "<data_source_name>grf.mot</data_source_name>",
            text.replace("<datafile>grf.mot", "<datafile>"),
        ),
    ],
)
def test_spellings_of_external_loads(tmp_path: Path, change: object) -> None:
    assert callable(change)
    assert codes(described(tmp_path, change(LOADS))) == ["loads-described", "point-unloaded", "point-unloaded"]


def test_three_columns_that_begin_with_an_identifier(tmp_path: Path) -> None:
    numbered = [
        name.removesuffix(axis) + f"c{'xyz'.index(axis) + 1}" for name, axis in zip(PLATES, "xyz" * 6, strict=True)
    ]
    found = described(tmp_path, beside=numbered)
    np.testing.assert_array_equal(found.loads[0].force_N, contact()[:, FORCE])


@pytest.mark.parametrize("switch", ["<appliesForce>false</appliesForce>", "<isDisabled>true</isDisabled>"])
def test_a_load_that_is_switched_off(tmp_path: Path, switch: str) -> None:
    found = described(tmp_path, LOADS.replace('name="right">', f'name="right">{switch}'))
    assert [load.name for load in found.loads] == ["left"]
    assert "loads-not-applied" in codes(found)
    with pytest.raises(ImpossibleData, match="none of the 2 loads is applied"):
        described(tmp_path, LOADS.replace("<applied_to_body>", f"{switch}<applied_to_body>"))


def test_a_load_without_torque(tmp_path: Path) -> None:
    found = described(tmp_path, LOADS.replace("<torque_identifier>ground_torque_</torque_identifier>", ""))
    assert not found.loads[0].moment_Nm.any()
    assert found.loads[1].moment_Nm.any()
    assert codes(found).count("moment-absent") == 1


@pytest.mark.parametrize(
    ("before", "after", "kind", "said"),
    [
        ("in_body>ground<", "in_body>/bodyset/calcn_r<", UnsupportedElement, "force_expressed_in_body=calcn_r"),
        ("<force_identifier>ground_force_v<", "<force_identifier><", ImpossibleData, "<force_identifier> is empty"),
        ("<point_identifier>ground_force_p<", "<point_identifier>Unassigned<", ImpossibleData, "<point_identifier>"),
        ("calcn_r</applied", "</applied", ImpossibleData, "<applied_to_body> is empty"),
        (">ground_force_v<", ">ground_forces_v<", UnknownName, "did you mean 'ground_force_vx'"),
        (">ground_force_v<", ">ground_<", UnknownName, "no force column"),
        ("ExternalForce", "PrescribedForce", UnsupportedElement, "PrescribedForce"),
        ("ExternalLoads", "Model", UnreadableFile, "not external loads"),
        ("<objects>", "<objects><!--", UnreadableFile, "not well-formed"),
        ("<datafile>grf.mot", "<datafile>", MissingInput, "<datafile> is empty"),
        ("<applied_to", "<appliesForce>maybe</appliesForce><applied_to", ImpossibleData, "'maybe'"),
        ("<datafile>grf.mot", "<datafile>gfr.mot", MissingInput, r"tried '.*gfr.mot'(.|\n)*did you mean 'grf.mot'"),
        ("<datafile>grf.mot", "<datafile>" + "x" * 5000, MissingInput, "is missing"),
    ],
)
def test_external_loads_that_cannot_be_used(
    tmp_path: Path, before: str, after: str, kind: type[TrochanterError], said: str
) -> None:
    with pytest.raises(kind, match=said) as caught:
        described(tmp_path, LOADS.replace(before, after))
    assert str(tmp_path) in caught.value.where


def test_no_loads_in_the_file(tmp_path: Path) -> None:
    text = (
        LOADS[: LOADS.index("<objects>")] + "<objects/><datafile>grf.mot</datafile></ExternalLoads></OpenSimDocument>"
    )
    with pytest.raises(ImpossibleData, match="no load in the file"):
        described(tmp_path, text)


@pytest.mark.parametrize("elsewhere", ["C:\\lab\\run\\grf.mot", "/home/lab/run/grf.mot", "../run/grf.mot"])
def test_a_data_file_that_was_moved_along(tmp_path: Path, elsewhere: str) -> None:
    found = described(tmp_path, LOADS.replace(">grf.mot<", f">{elsewhere}<"))
    assert len(found.loads) == 2
    assert "datafile-moved" in codes(found)


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize(
    ("file", "peaks_N", "unloaded", "reach_m"),
    [
        ("run_4ms/runningModel_GRF.xml", (1977.164551, 1950.942871), (442, 440), (1.120726, 1.099543)),
        ("run_4ms/runningModel_GRF_data.mot", (1977.164551, 1950.942871), (442, 440), (1.120726, 1.099543)),
        ("walk_3d/grf_walk.xml", (942.3279876, 930.1623067), (1495, 3106), (2.327966, 1.034969)),
        ("walk_3d/grf_walk.mot", (942.3279876, 930.1623067), (1495, 3106), (2.327966, 1.034969)),
    ],
)
def test_real_forces(
    shared_data: Path,
    file: str,
    peaks_N: tuple[float, float],
    unloaded: tuple[int, int],
    reach_m: tuple[float, float],
) -> None:
    found = read_forces(shared_data / file)
    assert [load.segment for load in found.loads] == ["calcn_r", "calcn_l"]
    for load, peak_N, count, reach in zip(found.loads, peaks_N, unloaded, reach_m, strict=True):
        assert load.force_N[:, 1].max() == pytest.approx(peak_N, rel=1e-9)
        assert np.isnan(load.point_m[:, 0]).sum() == count
        assert np.nanmax(load.point_m[:, 0]) == pytest.approx(reach, abs=1e-6)
    assert {notice.code for notice in found.notices} <= {"point-unloaded", "loads-described"}
