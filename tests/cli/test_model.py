"""``trochanter model deep-six`` on every model; on those that cannot get the muscles: a message, nothing written."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from tests.cli.made_trial import RUNNER
from trochanter.anatomy.lines import deep_stems
from trochanter.capture.osim import read_osim
from trochanter.cli.main import app

RAJAGOPAL, GAIT = "models/Rajagopal2016.osim", "models/gait2392_thelen2003muscle.osim"
MODELS = {
    RAJAGOPAL: 20,
    "walk_3d/subject_walk_scaled.osim": 20,
    "hip_swing_imu/calibrated_pelvis_rot.osim": 20,
    GAIT: 18,
    "models/subject01_gait2392_scaled.osim": 18,
    "run_4ms/runningModel_CMC_test.osim": 18,
}
pytestmark = pytest.mark.needs("shared-data")


@pytest.mark.parametrize(("model", "lines"), MODELS.items())
def test_every_model(shared_data: Path, tmp_path: Path, model: str, lines: int) -> None:
    out = tmp_path / "deep.osim"
    done = RUNNER.invoke(app, ["model", "deep-six", str(shared_data / model), "-o", str(out)])
    assert done.exit_code == 0, done.stderr
    read = read_osim(out)
    assert {f"{stem}_{side}" for stem in deep_stems() for side in "rl"} <= set(read.muscles.names)
    assert len(read.wraps.names) >= 2
    assert f"Model:   {out.resolve()}" in done.stdout
    assert f"Added:   {lines} lines, parameter set 'young'" in done.stdout
    assert re.search(
        r"\n  obtint_sup +obturator internus +271 +\d+\.\d +\d+\.\d  Carbone 2015, Dostal 1981\n", done.stdout
    )
    assert re.search(r"pelvis, left +\d+ +\d\.\d +\d+\.\d +\d\.\d +\S", done.stdout)
    assert f"{lines} lines of the deep rotators were added" in done.stderr


def test_it_says_everything_as_json(shared_data: Path, tmp_path: Path) -> None:
    words = [
        "model",
        "deep-six",
        str(shared_data / GAIT),
        "-o",
        str(tmp_path / "deep.osim"),
        "--set",
        "tlem2",
        "--json",
    ]
    done = RUNNER.invoke(app, words)
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["schema"] == "trochanter.deep-six/1"
    assert found["set"] == "tlem2"
    assert found["model"]["family"] == "Delp 1990"
    assert len(found["added"]) == 18
    assert found["removed"] == ["peri_r", "gem_r", "quad_fem_r", "peri_l", "gem_l", "quad_fem_l"]
    assert found["kept"] == ["pect_r", "pect_l"]
    pelvis = next(bone for bone in found["bones"] if (bone["segment"], bone["side"]) == ("pelvis", "right"))
    assert pelvis["landmarks"] == 14
    assert 0.003 < pelvis["rms"]["value"] < pelvis["left_out_rms"]["value"] < 0.005
    assert pelvis["largest"] == {"value": pytest.approx(0.0066, abs=1e-4), "unit": "m"}
    assert found["turn_at_zero_angles"]["right"]["value"] == pytest.approx(8.0, abs=1.0)
    assert found["sources"]["tlem2"]["doi"] == "10.1016/j.jbiomech.2014.12.034"
    line = next(each for each in found["added"] if each["name"] == "obtint_sup_l")
    assert line["muscle"] == "obturator_internus"
    assert line["sources"] == ["tlem2", "dostal1981"]
    assert line["max_isometric_force"]["value"] == pytest.approx(17.5 * 60.0 / 2.0)


def test_sets_differ_in_strength_alone_of_geometry(shared_data: Path, tmp_path: Path) -> None:
    bodies = []
    for name in ("young", "cadaver"):
        out = tmp_path / f"{name}.osim"
        words = ["model", "deep-six", str(shared_data / RAJAGOPAL), "--out", str(out), "--set", name]
        assert RUNNER.invoke(app, words).exit_code == 0
        bodies.append(read_osim(out))
    force = [body.muscles.max_isometric_force_N[body.muscle("obtint_sup_r")] for body in bodies]
    assert force[0] == pytest.approx(2.4 * force[1])
    assert (bodies[0].paths.point_m == bodies[1].paths.point_m).all()


HIP = '<CustomJoint name="hip_r">'
Spoil = Callable[[bytes], bytes]


def replaced(old: str, new: str, count: int = -1) -> Spoil:
    return lambda data: data.replace(old.encode(), new.encode(), count)


def inside(start: str, old: str, new: str) -> Spoil:
    """A change of the first ``old`` behind ``start``."""

    def change(data: bytes) -> bytes:
        place = data.index(start.encode())
        return data[:place] + data[place:].replace(old.encode(), new.encode(), 1)

    return change


def right_leg_only(data: bytes) -> bytes:
    """Every body, joint, force, constraint and marker of the left side goes."""
    root = etree.fromstring(data)
    for item in root.findall(".//Model//objects/*"):
        name, parent = item.get("name") or "", item.getparent()
        frame = item.findtext("socket_parent_frame") or ""
        gone = name.endswith("_l") or frame.endswith("_l") or "_l_con" in name
        if gone and parent is not None:
            parent.remove(item)
    return bytes(etree.tostring(root))


def shifted(data: bytes) -> bytes:
    """The frame of the right femur 20 mm higher in its joint, its muscle points where they were."""
    place = data.index(HIP.encode())
    child = data.index(b'<PhysicalOffsetFrame name="femur_r_offset">', place)
    return data[:child] + re.sub(rb"<translation>[^<]*<", b"<translation>0 0.02 0<", data[child:], count=1)


SPOILT: dict[str, tuple[Spoil, str]] = {
    "without a femur": (replaced("femur_l", "bone_l"), "has no segment 'femur_l'"),
    "without a pelvis": (replaced("pelvis", "basin"), "has no segment 'pelvis'"),
    "one leg": (right_leg_only, "has no segment 'femur_l'"),
    "joined in another order": (
        inside(HIP, "<socket_parent>/bodyset/pelvis<", "<socket_parent>/bodyset/torso<"),
        "no hip: its right femur hangs on 'torso', not on the pelvis",
    ),
    "a shifted femur": (shifted, "hip joint centre lies 20 mm from where the muscle points"),
    "with the muscles already": (replaced('name="piri_r"', 'name="obtint_sup_r"'), "deep rotators of its own"),
    "of another family": (replaced("glmed", "gluteus"), "of no known family"),
    "no XML": (lambda _: b"once upon a time", "this is no model"),
    "empty": (lambda _: b"", "the file is empty"),
    "cut": (lambda data: data[: len(data) // 2], "not well-formed XML"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_what_cannot_be(shared_data: Path, tmp_path: Path, name: str) -> None:
    spoil, words = SPOILT[name]
    (tmp_path / "in.osim").write_bytes(spoil((shared_data / RAJAGOPAL).read_bytes()))
    done = RUNNER.invoke(app, ["model", "deep-six", str(tmp_path / "in.osim"), "-o", str(tmp_path / "out.osim")])
    assert (done.exit_code, done.stdout) == (2, ""), done.stderr
    assert words in done.stderr
    assert "Next: " in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["in.osim"]


def test_another_order_of_angles_is_told(shared_data: Path, tmp_path: Path) -> None:
    """Adduction before flexion: the lines lie on the bones, and the person is told what the angles are."""
    data = (shared_data / RAJAGOPAL).read_bytes()
    start = data.index(b"<SpatialTransform>", data.index(HIP.encode()))
    end = data.index(b"</SpatialTransform>", start)
    turned = data[start:end].replace(b"hip_flexion_r", b"@").replace(b"hip_adduction_r", b"hip_flexion_r")
    turned = turned.replace(b"@", b"hip_adduction_r")
    (tmp_path / "in.osim").write_bytes(data[:start] + turned + data[end:])
    done = RUNNER.invoke(app, ["model", "deep-six", str(tmp_path / "in.osim"), "-o", str(tmp_path / "out.osim")])
    assert done.exit_code == 0, done.stderr
    assert "right: the hip moves by hip_adduction_r, hip_flexion_r, hip_rotation_r, in this order" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere.osim", "-o", "out.osim"], "there is no such file"),
        (["in.osim", "-o", "in.osim"], "another file than the model that is read"),
        (["in.osim", "-o", "no/folder/out.osim"], "make the folder"),
        (["in.osim", "-o", "."], "this is a folder"),
        (["in.osim", "-o", "out.osim", "--set", "yuong"], "did you mean 'young'?"),
    ],
)
def test_wrong_words(
    shared_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.osim").write_bytes((shared_data / RAJAGOPAL).read_bytes())
    done = RUNNER.invoke(app, ["model", "deep-six", *words])
    assert (done.exit_code, done.stdout) == (2, ""), done.stderr
    assert said in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["in.osim"]
