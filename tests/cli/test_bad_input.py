"""Wrong input at the command line: one clear message, exit code 2, nothing written, no traceback."""

import os
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.made_trial import HEADER_LINES, RUNNER, Files, cells, edit, exchanged_rows, made_trial, replaced
from trochanter.cli.main import app
from trochanter.cli.options import usable_folder

TWO_GB = 2 * 2**30

Spoil = Callable[[Files], None]


def angles(change: Callable[[str], str]) -> Spoil:
    return lambda files: edit(files.angles, change)


def forces(change: Callable[[str], str]) -> Spoil:
    return lambda files: edit(files.forces, change)


def loads(change: Callable[[str], str]) -> Spoil:
    return lambda files: edit(files.loads, change)


def model(change: Callable[[str], str]) -> Spoil:
    return lambda files: edit(files.model, change)


def pattern(old: str, new: str, flags: int = 0) -> Callable[[str], str]:
    return lambda text: re.sub(old, new, text, flags=flags)


def emptied(name: str) -> Spoil:
    return lambda files: getattr(files, name).write_bytes(b"")


def enormous(name: str) -> Spoil:
    return lambda files: os.truncate(getattr(files, name), TWO_GB)


def overwritten(name: str, text: str) -> Spoil:
    def overwrite(files: Files) -> None:
        getattr(files, name).write_text(text)

    return overwrite


def removed(name: str) -> Spoil:
    return lambda files: getattr(files, name).unlink()


def numbered_rows(text: str) -> str:
    """The rows' numbers in place of their time."""
    lines = text.splitlines()
    rows = [f"{k + 1}\t{line.split(maxsplit=1)[1]}" for k, line in enumerate(lines[HEADER_LINES + 1 :])]
    return "\n".join([*lines[: HEADER_LINES + 1], *rows]) + "\n"


WHOLE_JOINT = r'<CustomJoint name="hip_r">(.*?)</CustomJoint>'
FIRST_CYLINDER = r"<WrapCylinder (.*?)</WrapCylinder>"

SPOILT: dict[str, tuple[Spoil, str]] = {
    # headers and rows
    "two units": (
        angles(replaced("inDegrees=yes", "inDegrees=yes\ninDegrees=no")),
        "both inDegrees=yes and inDegrees=no",
    ),
    "units in words": (
        angles(replaced("inDegrees=yes", "inDegrees=yes\nAngles are in radians.")),
        "both that angles are in degrees",
    ),
    "other unit than said": (angles(replaced("inDegrees=yes", "inDegrees=no")), "the header says radians, but"),
    "fewer rows than said": (angles(replaced("nRows=220", "nRows=900")), "declares 900 rows, the file has 220"),
    "more rows than said": (angles(replaced("nRows=220", "nRows=20")), "declares 20 rows, the file has 220"),
    "a short row": (angles(lambda text: text.rstrip("\n").rsplit("\t", 2)[0] + "\n"), "line 227"),
    "a word for a number": (angles(pattern(r"\n9\.7\t\S+", "\n9.7\tx7")), "'x7' is not a number"),
    "one column in radians": (
        angles(cells("hip_flexion_r", lambda v: v * 0.0174533)),
        "one of the two columns is in degrees",
    ),
    "one column 57 times too large": (
        angles(cells("hip_flexion_r", lambda v: v * 57.3)),
        "the header says degrees, but 'hip_flexion_r' reaches",
    ),
    "millimetres": (angles(cells("pelvis_t[xyz]", lambda v: v * 1000.0)), "its values look like millimetres"),
    "height in millimetres": (angles(cells("pelvis_ty", lambda v: v * 1000.0)), "divide the translations by 1000"),
    "time in milliseconds": (angles(cells("time", lambda v: v * 1000.0)), "is time in milliseconds?"),
    "time in minutes": (angles(cells("time", lambda v: v / 60.0)), "is time in minutes?"),
    "frames for time": (angles(numbered_rows), "is time in milliseconds, or the number of the frame?"),
    "time goes backwards": (angles(exchanged_rows), "'time' goes back"),
    "time of forces goes backwards": (forces(exchanged_rows), "'time' goes back"),
    "another clock": (angles(cells("time", lambda v: v + 100.0)), "they do not overlap"),
    "an empty file": (emptied("angles"), "the file is empty"),
    "empty forces": (emptied("forces"), "the file is empty"),
    "empty loads": (emptied("loads"), "the file is empty"),
    "an empty model": (emptied("model"), "the file is empty"),
    "2 GB of angles": (enormous("angles"), "too many to be read whole"),
    "2 GB of forces": (enormous("forces"), "too many to be read whole"),
    "2 GB of loads": (enormous("loads"), "too many to be read whole"),
    "2 GB of model": (enormous("model"), "check that this is the file you mean: a model has a few megabytes"),
    "text that is no table": (overwritten("angles", "once upon a time\n"), "does not recognise"),
    # columns that do not fit the model
    "columns of another model": (angles(lambda text: text.replace("hip_", "hf_")), "have no column"),
    "no column of the model": (angles(pattern(r"\b[a-z]+_\w+", r"my_\g<0>")), "no column is a coordinate of the model"),
    "a hip angle is missing": (angles(replaced("hip_rotation_l", "hip_turn_l")), "'hip_rotation_l'"),
    # ground forces
    "no force file": (removed("loads"), "there is no such file"),
    "no data behind the loads": (removed("forces"), "'demo_forces.mot'"),
    "an unknown segment": (loads(replaced("calcn_r", "heel_r")), "there is no segment 'heel_r'"),
    "an unknown column": (loads(pattern(r"<force_identifier>[^<]*", "<force_identifier>foot_")), "foot_"),
    "NaN pressure centres": (forces(cells(r"_p[xyz]$", lambda _: "nan")), "is missing where it is needed"),
    "garbage pressure centres": (forces(cells(r"_p[xyz]$", lambda _: "#REF!")), "is not a number"),
    "far pressure centres": (
        forces(cells(r"_p[xyz]$", lambda v: v + 300.0)),
        "from the origin while the foot is loaded",
    ),
    "forces in body weights": (forces(cells(r"_v[xyz]$", lambda v: v / 608.0)), "is no force on a foot"),
    "forces on the plate": (forces(cells(r"_v[xyz]$", lambda v: -v)), "change the sign"),
    "forces of a giant": (forces(cells(r"_v[xyz]$", lambda v: v * 30.0)), "times the weight"),
    # the model
    "not XML": (model(replaced("</OpenSimDocument>", "")), "not well-formed XML"),
    "entities": (
        model(pattern(r"<OpenSimDocument", '<!DOCTYPE x [<!ENTITY a "b">]>\n<OpenSimDocument')),
        "runner.osim",
    ),
    "an unknown joint": (
        model(pattern(WHOLE_JOINT, r'<ScrewJoint name="hip_r">\1</ScrewJoint>', re.DOTALL)),
        "ScrewJoint",
    ),
    "an unknown wrap": (
        model(lambda text: re.sub(FIRST_CYLINDER, r"<WrapTorus \1</WrapTorus>", text, flags=re.DOTALL)),
        "WrapTorus",
    ),
    "no mass at all": (model(pattern(r"<mass>[^<]*", "<mass>0")), "no mass"),
    "a thigh without mass": (
        model(pattern(r'(<Body name="femur_r">.*?<mass>)[^<]*', r"\g<1>0", re.DOTALL)),
        "'femur_r' has no mass",
    ),
    "a negative mass": (model(pattern(r"<mass>", "<mass>-")), "has the mass -"),
    "no hips": (model(lambda text: text.replace("hip_", "hipp_")), "has no hips to explain"),
    "a model that is a table": (overwritten("model", "time\nendheader\n"), "runner.osim"),
    "no such model": (removed("model"), "there is no such file"),
    "no such trial": (removed("angles"), "there is no such file"),
}

OPTIONS: dict[str, tuple[tuple[str, ...], str]] = {
    "set": (("--set", "nonsense"), "there is no parameter set 'nonsense'"),
    "parity": (("--parity", "moco"), "--parity cannot be 'moco'"),
    "cut-off word": (("--cutoff-hz", "low"), "--cutoff-hz cannot be 'low'"),
    "cut-off below 0": (("--cutoff-hz", "-3"), "the cut-off frequency cannot be -3.0"),
    "cut-off too high": (("--cutoff-hz", "80"), "half the sampling rate"),
    "cut-off nan": (("--cutoff-hz", "nan"), "the cut-off frequency cannot be nan"),
    "power": (("--power", "5"), "cannot be 5"),
    "strength": (("--strength", "0"), "strength scale cannot be 0"),
    "far too strong": (("--strength", "1e6"), "Valid: 0.05 to 20"),
    "mass": (("--mass-kg", "5"), "mass of the person cannot be 5"),
    "mass that is a word": (("--mass-kg", "many"), "--mass-kg"),
    "emg": (("--emg", "nowhere.sto"), "there is no such file"),
}


def the_message(files: Files, *options: str) -> str:
    """What is said on the way to exit code 2; that it is one message and nothing else happened is part of the test."""
    start = time.perf_counter()
    done = files.analyze(*options)
    assert time.perf_counter() - start < 120.0
    assert isinstance(done.exception, SystemExit)
    assert (done.exit_code, done.stdout) == (2, "")
    assert not files.out.exists()
    said = [line for line in done.stderr.splitlines() if not line.startswith("trochanter: ")]
    assert "Traceback" not in done.stderr
    assert len(said) <= 4 or "Usage" in said[0]
    return "\n".join(said)


@pytest.mark.parametrize("name", SPOILT)
def test_spoilt_files(tmp_path: Path, name: str) -> None:
    spoil, words = SPOILT[name]
    files = made_trial(tmp_path)
    spoil(files)
    said = the_message(files)
    assert words in said
    assert "Next: " in said
    assert str(tmp_path) in said


@pytest.mark.parametrize("name", OPTIONS)
def test_options_that_cannot_be(tmp_path: Path, name: str) -> None:
    options, words = OPTIONS[name]
    assert words in the_message(made_trial(tmp_path), *options)


@pytest.mark.parametrize(
    ("folder", "said"),
    [("", "--out cannot be ''"), ("x" * 300, "File name too long"), ("/proc/x", "the results cannot be put there")],
)
def test_folders_that_cannot_be_are_told_before_any_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    files = made_trial(tmp_path)
    before = sorted(tmp_path.iterdir())
    done = files.analyze("--out", folder)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
    assert "reading" not in done.stderr
    assert sorted(tmp_path.iterdir()) == before


def test_trying_a_folder_out_leaves_nothing(tmp_path: Path) -> None:
    assert usable_folder(tmp_path / "a" / "b") == tmp_path / "a" / "b"
    assert usable_folder(tmp_path) == tmp_path
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["report.html", "result.json", "id.sto"])
def test_a_folder_in_the_place_of_a_result_leaves_all_as_it_was(tmp_path: Path, name: str) -> None:
    files = made_trial(tmp_path)
    files.out.mkdir()
    (files.out / name).mkdir()
    others = [other for other in ("result.json", "report.html") if other != name]
    for other in others:
        (files.out / other).write_text("old")
    done = files.analyze()
    assert (done.exit_code, done.stdout) == (2, "")
    assert "this is a folder: remove or rename it" in done.stderr
    assert sorted(path.name for path in files.out.iterdir()) == sorted([name, *others])
    assert all((files.out / other).read_text() == "old" for other in others)


def test_files_in_each_others_place(tmp_path: Path) -> None:
    files = made_trial(tmp_path)
    model, angles = str(files.model), str(files.angles)
    for words, said in (
        (["analyze", model, "--model", model], "this is a model: give the recording as TRIAL"),
        (["analyze", angles, "--model", angles], "this is no model: it is a table of numbers"),
        (["analyze", "-", "--model", model], "standard input is not read"),
    ):
        done = RUNNER.invoke(app, [*words, "--out", str(files.out)])
        assert (done.exit_code, done.stdout) == (2, "")
        assert said in done.stderr
        assert not files.out.exists()


@pytest.mark.parametrize("times", ["the same", "another"])
def test_muscle_signals_that_are_none(tmp_path: Path, times: str) -> None:
    files = made_trial(tmp_path)
    signals = tmp_path / "signals.mot"
    signals.write_text(files.forces.read_text())
    if times == "another":
        edit(signals, cells("time", lambda v: v + 100.0))
    said = the_message(files, "--emg", str(signals))
    assert ("is a signal of a muscle" if times == "the same" else "they do not overlap") in said
    assert str(signals) in said


def test_forces_of_another_model(tmp_path: Path) -> None:
    files = made_trial(tmp_path)
    edit(files.loads, lambda text: text.replace("calcn_", "foot_"))
    assert "there is no segment 'foot_r'" in the_message(files)


def test_without_a_model(tmp_path: Path) -> None:
    done = RUNNER.invoke(app, ["analyze", str(made_trial(tmp_path).angles), "--out", str(tmp_path / "out")])
    assert done.exit_code == 2
    assert "add --model MODEL.osim" in done.stderr
    assert not (tmp_path / "out").exists()


def test_trial_and_model_exchanged(tmp_path: Path) -> None:
    files = made_trial(tmp_path)
    done = RUNNER.invoke(app, ["analyze", str(files.model), "--model", str(files.angles), "--out", str(files.out)])
    assert done.exit_code == 2
    assert "this is no model: it is a table of numbers" in done.stderr
    assert not files.out.exists()


@pytest.mark.parametrize("place", ["a file", "below a file"])
def test_a_folder_that_cannot_be(tmp_path: Path, place: str) -> None:
    taken = tmp_path / "taken"
    taken.write_text("here already")
    out = taken if place == "a file" else taken / "deeper" / "out"
    done = made_trial(tmp_path).analyze("--out", str(out))
    assert done.exit_code == 2
    assert "is not a folder" in done.stderr
    assert "reading" not in done.stderr  # said before the work, not after it
    assert taken.read_text() == "here already"


def test_an_unwritable_folder(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir()
    locked.chmod(0o500)
    if os.access(locked, os.W_OK):
        locked = Path("/proc")  # even root, who may write everywhere, cannot make a folder there
    done = made_trial(tmp_path).analyze("--out", str(locked / "out"))
    assert (done.exit_code, done.stdout) == (2, "")
    assert str(locked / "out") in done.stderr
    assert "Next: choose another folder with --out" in done.stderr
    assert not (locked / "out").exists()


def test_an_unknown_command() -> None:
    done = RUNNER.invoke(app, ["analyse"])
    assert done.exit_code == 2
    assert "Did you mean 'analyze'?" in done.stderr


@pytest.mark.parametrize("words", [["analyze"], ["analyze", "a.mot", "--modell", "x"], ["demo", "--outt", "x"]])
def test_words_that_no_command_takes(words: list[str]) -> None:
    done = RUNNER.invoke(app, words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Usage" in done.stderr
