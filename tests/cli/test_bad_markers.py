"""Wrong markers, forces and choices at the command line: one message and nothing written, or a loss that is told.

Each case spoils the same three seconds of a real run; where the work goes on, what is lost is among the few notes told.
"""

import json
import shutil
from collections.abc import Callable
from html import unescape
from pathlib import Path

import numpy as np
import pytest
from typer.testing import Result

from tests.capture.apart import apart, exchange_plates_with_ezc3d
from tests.cli.made_markers import Files, Recorded, Spoil, recorded, written
from tests.cli.made_trial import RUNNER, edit
from trochanter.cli.main import app

pytestmark = pytest.mark.needs("shared-data")

Words = dict[str, tuple[Spoil, str]]


def bare(*prefixes: str) -> Spoil:
    """Nobody put markers on a segment."""
    return lambda r: r.run.without(lambda name: name.startswith(prefixes))


def only(*markers: str) -> Spoil:
    return lambda r: r.run.without(lambda name: name != "Time" and name[:-1] not in markers)


def scaled(part: str, factor: float, names: tuple[str, ...] = ()) -> Spoil:
    """Numbers of a file in another unit or of another person."""

    def scale(r: Recorded) -> None:
        sheet = getattr(r, part)
        sheet.values[:, [k for k, name in enumerate(sheet.names) if (name in names or not names) and k]] *= factor

    return scale


def mirrored(r: Recorded) -> None:
    for sheet in (r.run, r.static):
        sheet.places[:, :, 2] *= -1.0
    scaled("forces", -1.0, ("Fz", "COPz"))(r)


def mirrored_run(r: Recorded) -> None:
    """The static trial was exported in true axes, the run with one axis the other way round."""
    r.run.places[:, :, 2] *= -1.0


def other_side(name: str) -> str:
    return {"R": "L", "L": "R"}[name[0]] + name[1:] if name[:2] in ("R.", "L.") else name


def mirrored_static(r: Recorded) -> None:
    """The other way round: the run was exported in true axes, the static trial with one axis turned."""
    r.static.places[:, :, 2] *= -1.0


def relabelled_run(r: Recorded) -> None:
    """Right and left labels exchanged throughout the run."""
    r.run.names = [other_side(name) for name in r.run.names]


def relabelled_both(r: Recorded) -> None:
    """The same in the static trial too: whoever names the markers took the person's left for the right."""
    relabelled_run(r)
    r.static.names = [other_side(name) for name in r.static.names]


def relabelled_from_half(r: Recorded) -> None:
    """The same from the middle of the run on, at 1.5 s."""
    names = r.run.names[1::3]
    sides = [names.index(other_side(name)) for name in names]
    half = len(r.run.values) // 2
    r.run.places[half:] = r.run.places[half:, sides]


def thigh_out_of_view(r: Recorded) -> None:
    """Somebody stands before the camera that sees the right thigh, from 0.667 to 1.993 s."""
    r.run.values[100:300, r.run.columns(lambda name: name.startswith("R.Thigh"))] = np.nan


def named_twice(r: Recorded) -> None:
    names = r.run.columns(lambda name: name.startswith("R.Shank.Top.Medial"))
    for k, name in zip(names, ("X", "Y", "Z"), strict=True):
        r.run.names[k] = f"R.Shank.Top.Lateral{name}"


def put_on_anew(r: Recorded) -> None:
    """A marker taken off after the static trial and put on again 25 mm higher."""
    names = [name[:-1] for name in r.static.names[1::3]]
    r.static.places[:, names.index("L.PSIS"), 1] -= 25.0


def lying(r: Recorded) -> None:
    """The runner turned on the back, under a force that still points up."""
    x, y = r.run.places[:, :, 0].copy(), r.run.places[:, :, 1].copy()
    r.run.places[:, :, 0], r.run.places[:, :, 1] = 2500.0 - y, x - 2300.0


def later_forces(r: Recorded) -> None:
    """The forces of another trial: the same belt eleven seconds later."""
    r.forces = recorded(r.folder, start_s=11).forces


def half_of_the_forces(r: Recorded) -> None:
    r.forces.values[len(r.forces.values) // 2 :, 1:] = 0.0


def moving_static(r: Recorded) -> None:
    r.static = recorded(r.folder).run


REFUSED: Words = {
    "five markers": (only("R.ASIS", "L.ASIS", "R.PSIS", "L.PSIS", "R.Heel.Top"), "only 5 recorded markers belong"),
    "no pelvis": (bare("R.ASIS", "L.ASIS", "R.PSIS", "L.PSIS", "R.Iliac", "L.Iliac"), "markers of the pelvis"),
    "a mirrored laboratory": (mirrored, "the laboratory's axes are mirrored"),
    "a mirrored run": (
        mirrored_run,
        "the laboratory's axes are mirrored: left and right do not fit front and up, and in",
    ),
    "left and right exchanged": (relabelled_run, "the left and right labels are exchanged: left and right do not fit"),
    "left and right exchanged in both recordings": (relabelled_both, "--fix-labels gives every label its other side"),
    "forces of another trial": (later_forces, "8 of 8 contacts disagree"),
    "half of the forces": (half_of_the_forces, "the forces fit this motion only in part: 4 of 8 contacts disagree"),
    "forces in kilonewtons": (scaled("forces", 1e-3, ("Fx", "Fy", "Fz")), "no plate ever carries a person"),
    "forces in body weights": (scaled("forces", 1 / 608, ("Fx", "Fy", "Fz")), "no plate ever carries a person"),
    "markers in inches": (scaled("run", 1 / 25.4), "contacts disagree"),
    "a subject lying down": (lying, "contacts disagree"),
    "a run as the static trial": (moving_static, "the person moves in the static trial"),
}

LOST: Words = {
    "a static trial of another person": (scaled("static", 1.12), "it shows another person, or markers were put on"),
    "no markers on a thigh": (bare("R.Thigh"), "no marker is on the right thigh: hip and knee angles rest on"),
    "a thigh that is out of view": (
        thigh_out_of_view,
        "no marker of the right thigh is seen from 0.67 to 1.99 s: meanwhile hip and knee angles rest on the markers",
    ),
    "two markers of one name": (
        named_twice,
        "names that stand more than once are numbered, and match nothing: R.Shank.Top.Lateral",
    ),
    "no markers on a foot": (bare("L.Heel", "L.MT"), "no marker is on the left foot: the ankle is not measured"),
    "a subject lying down, without forces": (lying, "the subject seems to be lying"),
    "left and right exchanged": (relabelled_run, "the left and right labels are exchanged (in 5 segments"),
    "left and right exchanged in both recordings": (relabelled_both, "every label was given its other side, which is"),
    "left and right exchanged on the way": (
        relabelled_from_half,
        "labels are exchanged from 1.5 to 2.993 s: the",
    ),
    "a marker put on anew": (put_on_anew, "mm elsewhere on its segment than in the static trial (the shape of"),
}

OPTIONS: dict[str, tuple[tuple[str, ...], str]] = {
    "height in centimetres": (("--height-m", "181"), "Valid: the person's height in metres, 1 to 2.3"),
    "weights": (("--weights", "strong"), "--weights cannot be 'strong'"),
    "lag": (("--lag-s", "nan"), "--lag-s (lag_s in Python) cannot be nan"),
    "rate": (("--rate-hz", "-5"), "rate_hz cannot be -5"),
    "no tasks": (("--tasks", "nowhere.xml"), "there is no such file"),
    "no mapping": (("--markers", "nowhere.csv"), "there is no such file"),
    "no static": (("--static", "nowhere.txt"), "there is no such file"),
    "no functional": (("--functional", "nowhere.txt"), "there is no such file"),
}


def made(shared_data: Path, folder: Path, spoil: Spoil | None = None) -> Files:
    found = recorded(shared_data)
    if spoil is not None:
        spoil(found)
    return written(found, folder)


def refused(done: Result, out: Path) -> str:
    """The message of a command that ended with exit code 2, nothing written and no traceback."""
    assert isinstance(done.exception, SystemExit), done.exception
    assert (done.exit_code, done.stdout) == (2, ""), done.stderr
    assert not out.exists()
    assert "Traceback" not in done.stderr
    said = [line for line in done.stderr.splitlines() if not line.startswith("trochanter: ")]
    assert len(said) <= 4
    return "\n".join(said)


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_mended_is_refused(shared_data: Path, tmp_path: Path, name: str) -> None:
    spoil, words = REFUSED[name]
    files = made(shared_data, tmp_path, spoil)
    said = refused(files.analyze(), files.out)
    assert words in said
    assert "Next: " in said
    assert str(tmp_path) in said


@pytest.mark.parametrize("name", LOST)
def test_a_loss_is_among_the_notes(shared_data: Path, tmp_path: Path, name: str) -> None:
    spoil, words = LOST[name]
    files = made(shared_data, tmp_path, spoil)
    done = files.analyze("--fix-labels", forces=False)
    assert done.exit_code == 0, done.stderr
    told = [line for line in done.stderr.splitlines() if "note: " in line]
    assert any(words in line for line in told), done.stderr
    warnings = json.loads((files.out / "result.json").read_text(encoding="utf-8"))["warnings"]
    assert any(words in warning["text"] for warning in warnings)
    assert words in (files.out / "report.html").read_text(encoding="utf-8")


def test_a_mirrored_run_is_no_matter_of_labels(shared_data: Path, tmp_path: Path) -> None:
    files = made(shared_data, tmp_path, mirrored_run)
    said = refused(files.analyze("--fix-labels", forces=False), files.out)
    assert "Next: correct the axes in the recording software" in said
    assert "--fix-labels would call the left leg the right one" in said


def test_a_mirrored_static_trial_is_no_matter_of_labels(shared_data: Path, tmp_path: Path) -> None:
    files = made(shared_data, tmp_path, mirrored_static)
    said = refused(files.analyze("--fix-labels", forces=False), files.out)
    assert "static.txt: the static trial's axes are mirrored" in said
    assert "mm off the static trial's as they are labelled" in said


def test_sides_exchanged_on_the_way_and_left_so_make_the_whole_doubtful(shared_data: Path, tmp_path: Path) -> None:
    files = made(shared_data, tmp_path, relabelled_from_half)
    done = files.analyze(forces=False)
    assert done.exit_code == 0, done.stderr
    assert "all right and left labels are exchanged from 1.5 to 2.993 s" in done.stderr
    assert "--fix-labels exchanges them back" in done.stderr
    page = unescape((files.out / "report.html").read_text(encoding="utf-8"))
    assert page.index("Marker labels of this recording look exchanged.") < page.index("How sure")


def test_another_persons_static_trial_leads_the_report(shared_data: Path, tmp_path: Path) -> None:
    files = made(shared_data, tmp_path, scaled("static", 1.12))
    assert files.analyze("--fix-labels", forces=False).exit_code == 0
    page = unescape((files.out / "report.html").read_text(encoding="utf-8"))
    assert "The static trial looks like another person's than this recording." in page[: page.index("How sure")]


@pytest.mark.parametrize("name", OPTIONS)
def test_options_that_cannot_be(shared_data: Path, tmp_path: Path, name: str) -> None:
    options, words = OPTIONS[name]
    files = made(shared_data, tmp_path)
    height = options[0] == "--height-m"
    assert words in refused(files.analyze(*options, static=not height and options[0] != "--static"), files.out)


def test_markers_alone_do_not_tell_the_size(shared_data: Path, tmp_path: Path) -> None:
    files = made(shared_data, tmp_path)
    said = refused(files.analyze(static=False), files.out)
    assert "nothing says how large the person is" in said
    assert "Next: add --static STATIC (best), --model SCALED.osim, or --height-m and --mass-kg" in said


@pytest.mark.parametrize(
    ("option", "value"),
    [("--static", "static.txt"), ("--tasks", "tasks.xml"), ("--height-m", "1.8"), ("--fix-labels", None)],
)
def test_what_belongs_to_markers_is_refused_with_joint_angles(
    shared_data: Path, tmp_path: Path, option: str, value: str | None
) -> None:
    files, walk = made(shared_data, tmp_path), shared_data / "walk_3d"
    shutil.copy(walk / "ik_tasks_walk.xml", tmp_path / "tasks.xml")
    words = [str(tmp_path / value) if value and "." in value and not value[0].isdigit() else value or ""]
    trial = [str(walk / "coordinates.sto"), "--model", str(walk / "subject_walk_scaled.osim")]
    done = RUNNER.invoke(app, ["analyze", *trial, option, *filter(None, words), "--out", str(files.out)])
    said = refused(done, files.out)
    assert said.startswith(f"{option} cannot be ")
    assert "is solved already" in said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("R.ASIS,asis_q\n", "there is no marker or landmark 'asis_q'"),
        ("R.ASIS asis_r again\n", "map.csv, line 1: there are 3 names where two are needed"),
        ("R.ASIS,asis_r\nR.ASIS,asis_l\n", "'R.ASIS' is mapped twice"),
        ("", "the file is empty"),
    ],
)
def test_mappings_that_cannot_be(shared_data: Path, tmp_path: Path, text: str, words: str) -> None:
    files = made(shared_data, tmp_path)
    (tmp_path / "map.csv").write_text(text)
    assert words in refused(files.analyze("--markers", str(tmp_path / "map.csv")), files.out)


def test_a_mapping_of_a_marker_that_is_not_there_is_told(shared_data: Path, tmp_path: Path) -> None:
    files = made(shared_data, tmp_path)
    (tmp_path / "map.csv").write_text("Hip.Pointer,asis_r\n")
    done = files.analyze("--markers", str(tmp_path / "map.csv"), "--fix-labels", forces=False)
    assert done.exit_code == 0, done.stderr
    assert "'Hip.Pointer'" in done.stderr


def halved(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text[: len(text) // 2], "the row has"),
        (lambda text: "\n".join(text.splitlines()[:5]) + "\n", "there are marker names but no rows"),
        (lambda text: text[:200], "walk.trc"),
        (lambda _: "", "the file is empty"),
    ],
)
def test_a_trc_file_that_was_cut_off(
    shared_data: Path, tmp_path: Path, change: Callable[[str], str], words: str
) -> None:
    walk, path = shared_data / "walk_3d", tmp_path / "walk.trc"
    path.write_text((walk / "markers_walk.trc").read_text(encoding="utf-8"), encoding="utf-8")
    edit(path, change)
    model, out = str(walk / "subject_walk_scaled.osim"), tmp_path / "out"
    done = RUNNER.invoke(app, ["analyze", str(path), "--model", model, "--out", str(out)])
    assert words in refused(done, out)


def test_a_c3d_file_that_was_cut_off(shared_data: Path, tmp_path: Path) -> None:
    path, out = tmp_path / "walk.c3d", tmp_path / "out"
    shutil.copy(shared_data / "c3d" / "walking2.c3d", path)
    halved(path)
    said = refused(RUNNER.invoke(app, ["analyze", str(path), "--height-m", "1.8", "--out", str(out)]), out)
    assert "the file ends before its data do" in said


@pytest.mark.needs("ezc3d")
def test_exchanged_plates(shared_data: Path, tmp_path: Path) -> None:
    path, out = tmp_path / "walk.c3d", tmp_path / "out"
    apart(exchange_plates_with_ezc3d, shared_data / "c3d" / "walking2.c3d", path)
    words = ["--height-m", "1.75", "--mass-kg", "70", "--out", str(out)]
    said = refused(RUNNER.invoke(app, ["analyze", str(path), *words]), out)
    assert "'plate 1' and 'plate 2' are exchanged: each centre of pressure lies 0.71 m off" in said


def test_forces_under_the_other_foot(shared_data: Path, tmp_path: Path) -> None:
    walk, out = shared_data / "walk_3d", tmp_path / "out"
    text = (walk / "grf_walk.xml").read_text(encoding="utf-8")
    other = text.replace("calcn_r", "calcn_?").replace("calcn_l", "calcn_r").replace("calcn_?", "calcn_l")
    (tmp_path / "grf.xml").write_text(other, encoding="utf-8")
    shutil.copy(walk / "grf_walk.mot", tmp_path)
    trial = [str(walk / "markers_walk.trc"), "--model", str(walk / "subject_walk_scaled.osim")]
    said = refused(
        RUNNER.invoke(app, ["analyze", *trial, "--forces", str(tmp_path / "grf.xml"), "--out", str(out)]), out
    )
    assert "but each foot stands where the other has force" in said


def test_files_in_each_others_place(shared_data: Path, tmp_path: Path) -> None:
    files, model = made(shared_data, tmp_path), str(shared_data / "walk_3d" / "subject_walk_scaled.osim")
    run, static, forces = str(files.run), str(files.static), str(files.forces)
    for words, told in (
        ([forces, "--static", static], "the table holds ground forces and no movement"),
        ([run, "--static", forces], "the table holds ground forces and no movement"),
        ([run, "--static", static, "--forces", run], "there are no columns of ground forces"),
        ([run, "--static", model], f"--static cannot be '{model}'"),
        ([run, "--static", str(shared_data / "walk_3d" / "coordinates.sto")], "holds joint angles, not markers"),
        ([str(tmp_path), "--static", static], "this is a folder"),
    ):
        assert told in refused(RUNNER.invoke(app, ["analyze", *words, "--out", str(files.out)]), files.out)


def test_a_static_trial_in_the_place_of_a_run_has_no_strides(shared_data: Path, tmp_path: Path) -> None:
    files = made(shared_data, tmp_path)
    words = ["--static", str(files.static), "--mass-kg", "62", "--out", str(files.out)]
    done = RUNNER.invoke(app, ["analyze", str(files.static), *words])
    assert done.exit_code == 0, done.stderr
    assert "there are no strides" in done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["{run}", "{static}", "--forces", "{forces}"], "one for each of the 2 recordings, in the same order"),
        (["{run}", "{run}"], "recordings of different names"),
        (["{run}", "{static}", "--json"], "Next: leave --json out"),
    ],
)
def test_several_recordings_that_do_not_go_together(
    shared_data: Path, tmp_path: Path, words: list[str], told: str
) -> None:
    files = made(shared_data, tmp_path)
    places = {"run": files.run, "static": files.static, "forces": files.forces}
    said = [word.format(**places) for word in words]
    done = RUNNER.invoke(app, ["analyze", *said, "--static", str(files.static), "--out", str(files.out)])
    assert told in refused(done, files.out)


def test_a_second_recording_that_is_refused_leaves_nothing_of_the_first(shared_data: Path, tmp_path: Path) -> None:
    files = made(shared_data, tmp_path)
    broken = recorded(shared_data)
    only("R.ASIS", "L.ASIS", "R.PSIS", "L.PSIS", "R.Heel.Top")(broken)
    broken.run.write(tmp_path / "broken.txt")
    words = [str(files.run), str(tmp_path / "broken.txt"), "--static", str(files.static), "--mass-kg", "62"]
    said = refused(RUNNER.invoke(app, ["analyze", *words, "--out", str(files.out)]), files.out)
    assert "broken.txt: only 5 recorded markers belong" in said


def test_a_folder_in_the_models_place_leaves_nothing_behind(shared_data: Path, tmp_path: Path) -> None:
    files = made(shared_data, tmp_path)
    (files.out / "model.osim").mkdir(parents=True)
    done = files.analyze(forces=False)
    assert done.exit_code == 2
    assert "this is a folder: remove or rename it" in done.stderr
    assert [path.name for path in files.out.iterdir()] == ["model.osim"]
