"""``trochanter muscles``: what it prints and writes, and what it refuses."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from lxml import etree
from typer.testing import CliRunner, Result

from trochanter.anatomy.hip_model import hip_model
from trochanter.cli.main import app
from trochanter.mechanics.atlas import posture_atlas
from trochanter.mechanics.atlas_grid import AXES

RUNNER = CliRunner()
QUICK = ("--samples", "20")


def run(*words: str) -> Result:
    return RUNNER.invoke(app, ["muscles", *words])


def printed(*words: str) -> str:
    done = run(*words)
    assert done.exit_code == 0, done.output
    return done.stdout


def parsed(*words: str) -> dict[str, Any]:
    return dict(json.loads(printed("--json", *words)))


def test_without_options_every_hip_muscle_stands_in_neutral() -> None:
    lines = printed().splitlines()
    assert lines[0].startswith("Right hip of trochanter_hip_model; the left mirrors it; neutral posture")
    (piri,) = (line for line in lines if line.startswith("piri "))
    assert piri.split()[:9] == ["piri", "ext", "9", "abd", "20", "out", "29", "0.92", "304"]
    body = hip_model()
    hips = posture_atlas(body, [0.0]).lines
    assert all(any(line.startswith(f"{name[:-2]} ") for line in lines) for name in hips)
    assert lines[5].split()[0] == "piri"  # the deep six first, from top to bottom


def test_a_table_over_flexion_with_where_the_action_changes() -> None:
    text = printed("--muscle", "piriformis", "--flexion", "0:120:30", *QUICK)
    assert "piri            -29    -14     +1    +15    +24" in text
    assert "out to in" in text
    assert "at   57 (" in text
    assert "46, piriformis over the via point of Rajagopal 2016" in text


def test_other_quantities_and_blocks() -> None:
    words = ("--muscle", "piri", "--flexion", "0,90", "--adduction", "-20:20:20", "--samples", "0")
    text = printed("--show", "length", *words)
    assert text.count("adduction ") >= 3
    atlas = posture_atlas(hip_model(), np.radians([0, 90]), np.radians([-20, 0, 20]), lines=["piri"])
    shown = [line.split()[1:] for line in text.splitlines() if line.startswith("piri ")]
    assert shown == [[f"{v:+.0f}".replace("+0", "0") for v in 1e3 * atlas.longer_m[:, a, 0, 0]] for a in range(3)]
    assert "N m" in printed("--show", "torque", *words)
    assert "Fibre length" in printed("--show", "fibres", *words)


def test_what_cannot_be_relied_on_is_marked() -> None:
    text = printed("--muscle", "quadfem_inf", "--flexion", "0,120", "--show", "torque", "--samples", "0")
    (row,) = (line for line in text.splitlines() if line.startswith("quadfem_inf"))
    assert row.endswith("*")
    assert row.count("*") == 1
    assert "* cannot be relied on: the fibres are off their range" in text


def test_a_long_table_is_thinned_and_says_so() -> None:
    text = printed("--muscle", "piri", "--flexion", "0:120:1", "--samples", "0")
    (head,) = (line for line in text.splitlines() if line.startswith("flexion "))
    assert (head.split()[1], head.split()[-1]) == ("0", "120")
    assert len(head.split()) <= 14
    assert "--csv and --json hold every posture" in text


def test_json_holds_the_atlas() -> None:
    found = parsed("--muscle", "deep", "--flexion", "0:90:45", "--rotation", "-10,10", *QUICK)
    atlas = posture_atlas(hip_model(), np.radians([0, 45, 90]), [0.0], np.radians([-10, 10]), lines=["deep"])
    assert (found["schema"], found["side"], found["changes"]) == ("trochanter.muscles/1", "right", [])
    assert found["axes"]["rotation"] == {"values": [-10.0, 10.0], "unit": "deg"}
    assert [line["name"] for line in found["lines"]] == list(atlas.lines)
    for k, line in enumerate(found["lines"]):
        assert np.allclose(line["length"]["values"], 1e3 * atlas.length_m[..., k], rtol=1e-5)
        assert line["usable"] == atlas.valid[..., k].tolist()
        for a, axis in enumerate(AXES):
            assert np.allclose(line["arm"][axis]["values"], 1e3 * atlas.arm_m[..., k, a], rtol=1e-5, atol=1e-9)
            assert np.allclose(
                line["active_torque"][axis]["values"], atlas.active_Nm(axis)[..., k], rtol=1e-5, atol=1e-9
            )


def test_json_tells_changes_with_their_intervals() -> None:
    (change,) = parsed("--muscle", "piri", "--flexion", "0:120:10", *QUICK)["changes"]
    assert (change["line"], change["to"], change["samples"]) == ("piri_r", "positive", 20)
    flexion = change["flexion"]
    assert flexion["low"] < flexion["value"] < flexion["high"]
    assert {path["path"] for path in change["other_paths"]} == {"dostal1981", "rajagopal_via"}


def test_csv_holds_every_posture(tmp_path: Path) -> None:
    file = tmp_path / "atlas.csv"
    printed(
        "--muscle", "gem_sup", "--muscle", "piri", "--flexion", "0:90:30", "--adduction", "-10,10", "--csv", str(file)
    )
    rows = list(csv.DictReader(file.read_text().splitlines()))
    atlas = posture_atlas(hip_model(), np.radians([0, 30, 60, 90]), np.radians([-10, 10]), lines=["gem_sup", "piri"])
    assert len(rows) == 4 * 2 * 2
    for row in rows:
        k = atlas.lines.index(row["line"])
        at = [
            int(np.argmin(abs(np.degrees(x) - float(row[f"{a}_deg"]))))
            for a, x in zip(AXES, atlas.axes_rad, strict=True)
        ]
        place = (*at, k)
        assert float(row["length_mm"]) == pytest.approx(1e3 * atlas.length_m[place], rel=1e-5)
        assert float(row["arm_rotation_mm"]) == pytest.approx(1e3 * atlas.arm_m[(*place, 2)], rel=1e-5)
        assert float(row["passive_flexion_Nm"]) == pytest.approx(atlas.passive_Nm("flexion")[place], rel=1e-4, abs=1e-9)
        assert row["usable"] == str(int(atlas.valid[place]))


@pytest.mark.parametrize("words", [("--muscle", "deep"), ("--muscle", "piri", "--rotation", "-40:40:20")])
def test_a_figure_is_a_picture_of_its_own(tmp_path: Path, words: tuple[str, ...]) -> None:
    file = tmp_path / "figure.svg"
    printed(*words, "--flexion", "-20:120:20", "--figure", str(file), *QUICK)
    root = etree.fromstring(file.read_bytes())
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "prefers-color-scheme: dark" in file.read_text()
    assert "http" not in file.read_text().replace("http://www.w3.org/2000/svg", "")


def test_the_longest_posture() -> None:
    words = ("--stretch", "--muscle", "piriformis", "--flexion", "0:105", "--adduction", "-20:20", "--rotation", "0")
    text = printed(*words)
    assert "searched flexion 0 to 105, adduction -20 to 20, rotation 0 to 0" in text
    assert "(piriformis): longest at flexion 91, adduction 20, internal rotation 0" in text
    assert "at the end of the range of adduction" in text
    assert "may stop a person before" in text
    (found,) = parsed(*words)["stretch"]
    assert found["best"]["posture"]["flexion"] == {"value": pytest.approx(91.0, abs=1.01), "unit": "deg"}
    assert found["at_end_of_range"] == {"flexion": False, "adduction": True, "rotation": False}


def test_without_a_muscle_the_six_are_searched() -> None:
    found = parsed("--stretch", "--flexion", "0:90", "--adduction", "0", "--rotation", "0")["stretch"]
    assert {each["muscle"] for each in found} == {
        "piriformis", "gemellus_superior", "obturator_internus", "gemellus_inferior", "obturator_externus",
        "quadratus_femoris",
    }  # fmt: skip


def test_the_largest_share() -> None:
    text = printed("--emphasis", "obturator_internus", "--action", "external-rotation", "--flexion", "0:90")
    assert "obturator internus, external rotation: largest share of all muscles of the hip at" in text
    assert "No posture turns a muscle on" in text
    two = parsed("--emphasis", "piri", "--among", "deep", "--flexion", "0:90", "--adduction", "0", "--rotation", "0")
    assert [each["direction"] for each in two["emphasis"]] == ["external-rotation", "internal-rotation"]
    assert two["emphasis"][0]["among"] == "deep"


def test_sizes_and_sides() -> None:
    words = ("--muscle", "obtint_sup", "--show", "torque", "--json")
    young, cadaver = (parsed(*words, "--set", name)["lines"][0] for name in ("young", "cadaver"))
    torque = [line["active_torque"]["rotation"]["values"][0][0][0] for line in (young, cadaver)]
    assert torque[0] / torque[1] == pytest.approx(2.4, rel=1e-3)
    assert young["arm"] == cadaver["arm"]
    left = parsed("--muscle", "obtint_sup", "--side", "left")
    assert (left["side"], left["lines"][0]["name"]) == ("left", "obtint_sup_l")


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize(
    "file",
    ["models/Rajagopal2016.osim", "models/gait2392_thelen2003muscle.osim", "walk_3d/subject_walk_scaled.osim",
     "run_4ms/runningModel_CMC_test.osim"],
)  # fmt: skip
def test_any_model(shared_data: Path, file: str) -> None:
    model = str(shared_data / file)
    assert "gluteus maximus" in printed("--model", model)
    found = parsed("--model", model, "--stretch", "--emphasis", "gluteus_medius", "--action", "abduction")
    assert found["model"]["sha256"]
    assert found["stretch"]
    assert 0.1 < found["emphasis"][0]["best"]["share"] <= 1.0
    assert found["emphasis"][0]["sets"] == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--muscle", "pirifromis"), "did you mean 'piriformis'"),
        (("--muscle", "soleus"), "the right hip of trochanter_hip_model: there is no muscle or group 'soleus'"),
        (("--flexion", "90:0"), "--flexion cannot be '90:0'"),
        (("--rotation", "x"), "--rotation cannot be 'x'"),
        (("--knee", "0:10"), "one angle in degrees"),
        (("--action", "twist"), "--action: there is no action 'twist'"),
        (("--show", "colour"), "--show: there is no quantity 'colour'"),
        (("--side", "middle"), "--side: there is no side 'middle'"),
        (("--samples", "-1"), "--samples cannot be -1"),
        (("--set", "big"), "--set: there is no parameter set 'big'"),
        (("--figure", "map.png", "--flexion", "0:90"), "the name of an .svg file"),
        (("--figure", "map.svg"), "a range of at least one angle"),
        (("--figure", "map.svg", "--flexion", "0:90"), "at most 12"),
        (("--flexion", "-90:90:1", "--rotation", "-90:90:1", "--adduction", "-40:40"), "at most 200000"),
        (("--flexion", "0:120:1", "--rotation", "-40:40:1", "--adduction", "-5:5", "--json"), "take --csv"),
        (("--model", "nowhere.osim"), "there is no such file"),
        (("--csv", "nowhere/atlas.csv"), "make the folder 'nowhere' first"),
        (("--stretch",), "--csv cannot be 'atlas.csv'"),
    ],
)
def test_what_cannot_be_is_a_message_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("--csv", "atlas.csv", *words)
    assert done.exit_code == 2
    assert told in done.stderr
    assert "Traceback" not in done.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.needs("shared-data")
def test_the_model_is_never_written_over(shared_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    data = (shared_data / "models" / "Rajagopal2016.osim").read_bytes()
    Path("model.svg").write_bytes(data)
    for option in ("--csv", "--figure"):
        done = run("--model", "model.svg", option, "../" + tmp_path.name + "/model.svg", "--flexion", "0:90", *QUICK)
        assert (done.exit_code, done.stdout) == (2, "")
        assert "another file than those that are read" in done.stderr
    assert Path("model.svg").read_bytes() == data
    assert [path.name for path in tmp_path.iterdir()] == ["model.svg"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--csv", "a.svg", "--figure", "./a.svg", "--flexion", "0:90", "--muscle", "deep"), "another file than --csv"),
        (("--claim", "59", "--csv", "a.csv"), "--csv cannot be 'beside --claim'"),
        (("--claim", "59", "--stretch"), "--stretch cannot be 'beside --claim'"),
        (("--claim", "59", "--flexion", "0:90"), "--flexion cannot be 'beside --claim'"),
        (("--among", "deep"), "add --emphasis NAME"),
    ],
)
def test_options_that_would_be_passed_over_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert told in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--stretch", "--muscle", "recfem", "--flexion", "100:120"), "in no posture of this range"),
        (("--emphasis", "psoas", "--action", "extension", "--flexion", "0:30", "--adduction", "0"), "has no extension"),
        (("--emphasis", "piri", "--among", "gloutial"), "there is no muscle or group 'gloutial'"),
    ],
)
def test_a_finder_that_finds_nothing_says_why(words: tuple[str, ...], told: str) -> None:
    done = run(*words)
    assert done.exit_code == 2
    assert told in done.stderr


@pytest.mark.needs("shared-data")
def test_a_model_with_another_zero_is_told(shared_data: Path) -> None:
    words = ("--muscle", "gluteus_maximus", "--samples", "0", "--model")
    delp = run(*words, str(shared_data / "models" / "gait2392_thelen2003muscle.osim"))
    assert "angles are the model's own: at its zero the bones stand as the built-in hip model's" in delp.stderr
    assert "angles are the model's own" not in run(*words, str(shared_data / "models" / "Rajagopal2016.osim")).stderr


@pytest.mark.needs("shared-data")
def test_a_set_for_a_model_without_deep_rotators_is_refused(shared_data: Path) -> None:
    done = run("--model", str(shared_data / "models" / "Rajagopal2016.osim"), "--set", "young")
    assert done.exit_code == 2
    assert "add the deep rotators to the model first" in done.stderr
