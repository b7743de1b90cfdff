"""Whole analyses of damaged trials: an account that keeps its promises, or one clear error; and never a quiet curve.

The files are real: the packaged demo, and recordings where they are at hand. Random damage must end well; damage that
is known to break physics must be told, by an error or by a notice that the sound trial does not have.
"""

import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import pytest

from tests.cli.made_trial import Files, cells, edit, made_trial
from tests.property.table_mutations import LOADS_MUTATIONS, TABLE_MUTATIONS, Mutation, counted
from trochanter.capture.formats import read
from trochanter.capture.osim import read_osim
from trochanter.capture.trial import Trial
from trochanter.core.errors import TrochanterError
from trochanter.exchange.result import result_of
from trochanter.kinematics.solve import solve
from trochanter.mechanics.account import Doubt, MuscleAccount
from trochanter.mechanics.explain import Settings, explain

SOAK = os.environ.get("TROCHANTER_SOAK") == "1"
COUNT = 3_000 if SOAK else 60
QUICK = Settings(slacks=(), sets=(), strength_cases=())
# Notices that a sound trial has too, with other names and numbers in them, say nothing about damage.
ALWAYS = {"saturated", "reserves", "ideal", "deep-set", "loads-described", "cutoff-chosen", "point-unloaded"}

Change = Callable[[str], str]


def analyzed(files: Files, cutoff_hz: float | None = 15.0) -> MuscleAccount:
    """The account of a trial's files."""
    trial = read(files.angles, forces=files.loads)
    assert isinstance(trial, Trial)
    return explain(solve(trial, read_osim(files.model), cutoff_hz=cutoff_hz), settings=QUICK)


def told(files: Files, cutoff_hz: float | None = 15.0) -> set[str]:
    """What is said of a trial: codes of notices, reasons of the force plate without their numbers, or the refusal."""
    try:
        account = analyzed(files, cutoff_hz)
    except TrochanterError as error:
        return {f"refused: {error.what}"}
    plate = account.plate.reasons if account.plate else ()
    return {n.code for n in account.notices} - ALWAYS | {re.sub(r"[-+\d.]+", "#", reason) for reason in plate}


def check(account: MuscleAccount) -> None:
    """What an account promises, whatever went in."""
    n, m = len(account.motion.time_s), len(account.muscles)
    for values in (account.length_m, account.activation, account.force_N, account.passive_N, account.doubt):
        assert values.shape == (n, m)
    assert np.isfinite(account.length_m).all()
    assert (account.length_m > 0.0).all()
    unsolved = ~np.isfinite(account.activation)
    assert ((account.doubt[unsolved] & Doubt.INFEASIBLE) != 0).all()
    solved = account.activation[~unsolved]
    assert ((solved >= 0.0) & (solved <= 1.0 + 1e-9)).all()
    assert (account.force_N[~unsolved] >= -1e-9).all()
    check_balance(account)
    for hip in account.hips:
        assert np.isfinite(hip.moment_Nm).all()
        assert (hip.moment_sigma_Nm >= 0.0).all()
        assert np.isfinite(hip.contact_N[~unsolved.any(axis=1)]).all()
    for notice in account.notices:
        assert notice.code
        assert notice.text
    result_of(account).model_dump_json()


def check_balance(account: MuscleAccount) -> None:
    """Muscles and reserves together give each hip its net moment."""
    for hip in account.hips:
        own = [k for k, info in enumerate(account.muscles) if info.side is hip.side]
        given = np.einsum("nmk,nm->nk", np.nan_to_num(account.arm_m[:, own]), account.force_N[:, own])
        known = np.isfinite(given).all(axis=1)
        columns = [k for k in range(3) if np.ptp(account.arm_m[:, own, k][np.isfinite(account.arm_m[:, own, k])]) > 0.0]
        off = (given + hip.reserve_Nm - hip.moment_Nm)[known][:, columns]
        assert np.abs(off).max(initial=0.0) <= 1e-5 * (1.0 + np.abs(hip.moment_Nm).max())


def bombard(files: Files, target: Path, mutations: tuple[Mutation, ...], seed: int, cutoff_hz: float | None) -> None:
    """Analyze COUNT mutations of one file; a quarter of them at least gets through."""
    text, chance = target.read_text(encoding="utf-8"), Random(seed)
    refusals: list[tuple[str, str]] = []
    for _ in range(COUNT):
        target.write_bytes(chance.choice(mutations)(chance, text).encode("utf-8", "surrogateescape"))
        try:
            account = analyzed(files, cutoff_hz)
        except TrochanterError as error:
            refusals.append((error.what, error.next_step))
        else:
            check(account)
    through = COUNT - len(refusals)
    assert all(what and next_step for what, next_step in refusals)
    print(f"{target.name}: {through} of {COUNT} got through")
    assert through >= COUNT // 4


@cache
def thinned(path: Path, step: int) -> str:
    """A table with every ``step``-th row."""
    lines = path.read_text(encoding="utf-8").splitlines()
    start = next(k for k, line in enumerate(lines) if line.strip().lower() == "endheader") + 2
    kept = lines[start::step]
    return "\n".join((*counted(lines[:start], kept), *kept)) + "\n"


def recording(data: Path, name: str, folder: Path) -> Files:
    """Files of a recording, its tables thinned out."""
    kinds = {
        "walk_3d": ("coordinates.sto", "grf_walk.xml", "grf_walk.mot", "subject_walk_scaled.osim", 5, 10),
        "run_4ms": (
            *("runningModel_Kinematics_q.sto", "runningModel_GRF.xml", "runningModel_GRF_data.mot"),
            *("runningModel_CMC_test.osim", 4, 4),
        ),
    }
    angles, loads, forces, model, every, every_force = kinds[name]
    files = Files(folder / angles, folder / loads, folder / forces, data / name / model, folder / "out")
    files.angles.write_text(thinned(data / name / angles, every), encoding="utf-8")
    files.loads.write_text((data / name / loads).read_text(encoding="utf-8"), encoding="utf-8")
    files.forces.write_text(thinned(data / name / forces, every_force), encoding="utf-8")
    return files


DAMAGE = [("angles", TABLE_MUTATIONS, 1), ("forces", TABLE_MUTATIONS, 2), ("loads", LOADS_MUTATIONS, 3)]


@pytest.mark.parametrize(("which", "mutations", "seed"), DAMAGE)
def test_damaged_demo(tmp_path: Path, which: str, mutations: tuple[Mutation, ...], seed: int) -> None:
    files = made_trial(tmp_path)
    check(analyzed(files))
    bombard(files, getattr(files, which), mutations, seed, 15.0)


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize(("name", "cutoff_hz"), [("walk_3d", 6.0), ("run_4ms", None)])
@pytest.mark.parametrize(("which", "mutations", "seed"), DAMAGE[:2])
def test_damaged_recordings(
    shared_data: Path,
    tmp_path: Path,
    name: str,
    cutoff_hz: float | None,
    which: str,
    mutations: tuple[Mutation, ...],
    seed: int,
) -> None:
    files = recording(shared_data, name, tmp_path)
    check(analyzed(files, cutoff_hz))
    bombard(files, getattr(files, which), mutations, seed + 10, cutoff_hz)


def exchanged(one: str, other: str) -> Change:
    """Two words change places throughout."""
    return lambda text: text.replace(one, "\0").replace(other, one).replace("\0", other)


def sides_exchanged(text: str) -> str:
    """The columns of the two legs change places."""
    return re.sub(r"(\w+)_([rl])\b", lambda m: f"{m[1]}_{'l' if m[2] == 'r' else 'r'}", text)


def all_masses(factor: float) -> Change:
    return lambda text: re.sub(r"<mass>([^<]*)", lambda m: f"<mass>{float(m[1]) * factor}", text)


def one_cell(text: str) -> str:
    """One angle has a digit too many."""
    lines = text.splitlines()
    row = lines[100].split("\t")
    row[7] = str(float(row[7]) * 10.0)
    lines[100] = "\t".join(row)
    return "\n".join(lines) + "\n"


def without_rows(text: str) -> str:
    """Ten rows are missing in the middle."""
    lines = text.splitlines()
    del lines[100:110]
    return "\n".join(counted(lines, lines[7:])) + "\n"


BROKEN: dict[str, tuple[str, Change]] = {
    "hip flexed beyond any hip": ("angles", cells("hip_flexion_r", lambda v: v + 150.0)),
    "hip turned beyond any hip": ("angles", cells("hip_rotation_l", lambda v: v - 90.0)),
    "hip spread beyond any hip": ("angles", cells("hip_adduction_r", lambda v: v - 80.0)),
    "knee bent the wrong way": ("angles", cells("knee_angle_r", lambda v: -v)),
    "pelvis below the floor": ("angles", cells("pelvis_ty", lambda v: v - 0.5)),
    "pelvis beside the treadmill": ("angles", cells("pelvis_tz", lambda v: v + 0.6)),
    "pelvis turned to the side": ("angles", cells("pelvis_rotation", lambda v: v + 90.0)),
    "legs exchanged": ("angles", sides_exchanged),
    "a digit too many": ("angles", one_cell),
    "rows missing": ("angles", without_rows),
    "angles late": ("angles", cells("time", lambda v: v + 0.12)),
    "time in milliseconds": ("angles", cells("time", lambda v: v * 1000.0)),
    "played too fast": ("angles", cells("time", lambda v: 9.7 + (v - 9.7) * 0.5)),
    "hip rotations in radians": ("angles", cells("hip_rotation_[rl]", lambda v: v / 57.3)),
    "hip rotations not measured": ("angles", cells("hip_rotation_[rl]", lambda _: 0.0)),
    "hips spread the wrong way": ("angles", cells("hip_adduction_[rl]", lambda v: -v)),
    "force on the thigh": ("loads", lambda text: text.replace("calcn_r", "femur_r")),
    "forward forces turned": ("forces", cells("_vx$", lambda v: -v)),
    "sideways forces turned": ("forces", cells("_vz$", lambda v: -v)),
    "forces 20 ms late": ("forces", cells("time", lambda v: v + 0.02)),
    "pressure centres across in millimetres": ("forces", cells("_pz$", lambda v: v * 1000.0)),
    "free moments of zero": ("forces", cells(r"(torque|_m[xyz]$)", lambda _: 0.0)),
    "feet exchanged": ("loads", exchanged("calcn_r", "calcn_l")),
    "force and point exchanged": ("loads", exchanged("_v</force_identifier>", "_p</force_identifier>")),
    "forces halved": ("forces", cells("_v[xyz]$", lambda v: v * 0.5)),
    "forces doubled": ("forces", cells("_v[xyz]$", lambda v: v * 2.0)),
    "one foot weightless": ("forces", cells("right.*_v[xyz]$", lambda v: v * 0.0)),
    "pressure centres 0.4 m forward": ("forces", cells("_px$", lambda v: v + 0.4)),
    "pressure centres 0.4 m aside": ("forces", cells("_pz$", lambda v: v + 0.4)),
    "pressure centres in millimetres": ("forces", cells("_p[xyz]$", lambda v: v * 1000.0)),
    "moments in N mm": ("forces", cells(r"(torque|_m[xyz]$)", lambda v: v * 1000.0)),
    "forces late": ("forces", cells("time", lambda v: v + 0.12)),
    "mass halved": ("model", all_masses(0.5)),
    "mass doubled": ("model", all_masses(2.0)),
    "mass in grams": ("model", all_masses(1000.0)),
    "gravity of the moon": ("model", lambda text: re.sub("<gravity>[^<]*", "<gravity>0 -1.62 0", text)),
    "gravity sideways": ("model", lambda text: re.sub("<gravity>[^<]*", "<gravity>0 0 -9.80665", text)),
    "a model in millimetres": (
        "model",
        lambda text: re.sub(
            r"<translation>([^<]*)",
            lambda m: "<translation>" + " ".join(str(float(word) * 1000.0) for word in m[1].split()),
            text,
        ),
    ),
}


@cache
def sound(folder: Path) -> frozenset[str]:
    """What is said of the demo as it is."""
    return frozenset(told(made_trial(folder)))


@pytest.mark.parametrize("name", BROKEN)
def test_what_breaks_physics_is_told(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    which, change = BROKEN[name]
    files = made_trial(tmp_path)
    edit(getattr(files, which), change)
    assert told(files) - sound(tmp_path_factory.getbasetemp())


WHOLE_BODY: dict[str, tuple[str, Change]] = {
    "forces halved": ("forces", cells("force_v[xyz]$|_v[xyz]$", lambda v: v * 0.5)),
    "pressure centres aside": ("forces", cells("_pz$", lambda v: v + 0.1)),
    "forces late": ("forces", cells("time", lambda v: v + 0.03)),
    "forces turned": ("forces", cells("_vx$", lambda v: -v)),
}


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("name", WHOLE_BODY)
def test_forces_that_do_not_move_the_body_are_told(shared_data: Path, tmp_path: Path, name: str) -> None:
    which, change = WHOLE_BODY[name]
    files = recording(shared_data, "run_4ms", tmp_path)
    before = residual(files)
    edit(getattr(files, which), change)
    after = residual(files)
    assert after[0] > max(3.0 * before[0], 100.0) or after[1] > before[1] + 100.0


def residual(files: Files) -> tuple[float, float]:
    """The force (N) and moment (N m) missing at the pelvis, as the account tells it; infinite where it is refused."""
    try:
        notices = analyzed(files, None).notices
    except TrochanterError:
        return float("inf"), float("inf")
    texts = [notice.text for notice in notices if notice.code.startswith("residual")]
    found = re.search(r"up to ([\d.e+]+) N and ([\d.e+]+) N m", texts[0]) if texts else None
    return (float(found[1]), float(found[2])) if found else (0.0, 0.0)
