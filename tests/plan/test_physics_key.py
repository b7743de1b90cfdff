"""The key of kept demands: it changes with all that the physics depends on, and with nothing that is only told."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import is_dataclass, replace
from pathlib import Path
from typing import Any, cast

import pytest

import trochanter
from trochanter.plan.exercise import Exercise, Rests
from trochanter.plan.library import exercise_named
from trochanter.plan.physics_key import TABLES, computing_sources, content_key, numbers_of
from trochanter.plan.physics_steps import worked_out

Edit = Callable[[Exercise], Exercise]
# What of an exercise the key holds, and what is only told, and told anew each time.
KEYED = {
    "name",
    "posture_deg",
    "moves",
    "at_deg",
    "at_rad",
    "picture",
    "picture.trunk_deg",
    "picture.trunk_to_deg",
    "load",
    *(f"load.{name}" for name in ("kind", "at", "to", "force_N", "stiffness_N_m", "mass_kg", "rests")),
    "load.rests.at",
    "load.rests.sure",
}
TOLD = {"load.unknown", "load.rests.words"}
# Modules that only read exercises, and find what is kept.
READING = {"exercise_file", "library", "physics", "physics_cache", "physics_key"}
WORDED = {"sources", "markers"}  # citations; where markers are stuck on

CHILD = """
import json, sys
from pathlib import Path
opened = []
sys.addaudithook(lambda event, given: opened.append(str(given[0])) if event == "open" else None)
from trochanter.plan.library import exercises
from trochanter.plan.physics_steps import worked_out
for name in ("clamshell_band", "one_leg_sit", "hinge_wall", "turn_out_side_90", "pigeon"):
    worked_out(exercises()[name])
print(json.dumps([opened, sorted(name for name in sys.modules if name.startswith("trochanter."))]))
"""
EDITED = """
import json, sys
from pathlib import Path
from trochanter.plan import exercise_file, physics_key, tables
top, keys = Path(physics_key.__file__).parents[1], []
for file, old, new in [("", "", ""), *json.loads(sys.stdin.read())]:
    if file:
        text = (top / file).read_text(encoding="utf-8")
        assert old in text, (file, old)
        (top / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    for kept in (physics_key._house_digest, tables.rows, tables.words, exercise_file._valid_words):
        kept.cache_clear()
    keys.append(physics_key.content_key(exercise_file.read_exercises()["clamshell_band"]))
    if file:
        (top / file).write_text(text, encoding="utf-8")
print(json.dumps(keys))
"""


class Watched:
    """Stands before a dataclass and notes what is read of it."""

    def __init__(self, inner: object, seen: set[str], name: str = "") -> None:
        self.inner, self.seen, self.name = inner, seen, name

    def __getattr__(self, name: str) -> Any:
        value = getattr(self.inner, name)
        self.seen.add(f"{self.name}{name}")
        return Watched(value, self.seen, f"{self.name}{name}.") if is_dataclass(value) else value


def child(code: str, given: str = "", home: Path = Path(trochanter.__file__).parents[1]) -> Any:
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=given,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(home)},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    "edit",
    [
        lambda each: replace(each, words="another name", how=("Do it.",), cues=(), good="Well.", cautions=()),
        lambda each: replace(each, hold_s=9.0, seconds=12.0, doses=(), reviewed_by="a therapist", sources=()),
        lambda each: replace(each, aims=(), not_with=(), equipment=frozenset(), stages=(), easier=(), latin=()),
        lambda each: replace(each, picture=replace(each.picture, view="front", things=(), arms="hips", seen=())),
        lambda each: replace(each, load=replace(each.load, direction=(0.0, 1.0, 0.0), band="another row")),
        lambda each: replace(each, load=replace(each.load, rests=Rests("said otherwise", ("heel",), sure=False))),
    ],
    ids=["sentences", "dose", "choice", "picture", "band's name", "what it rests on"],
)
def test_what_is_only_told_leaves_it(edit: Edit) -> None:
    exercise = exercise_named("clamshell_band")
    assert content_key(edit(exercise)) == content_key(exercise)


@pytest.mark.parametrize(
    "edit",
    [
        lambda each: replace(each, posture_deg={"hip_flexion": 44.0}),
        lambda each: replace(each, moves={}),
        lambda each: replace(each, load=replace(each.load, force_N=(1.0, 2.0))),
        lambda each: replace(each, load=replace(each.load, stiffness_N_m=(1.0, 2.0))),
        lambda each: replace(each, load=replace(each.load, to="other_ankle")),
        lambda each: replace(each, load=replace(each.load, unknown="nobody knows")),
        lambda each: replace(each, load=replace(each.load, rests=None)),
        lambda each: replace(each, load=replace(each.load, rests=Rests("", ("heel",), sure=True))),
        lambda each: replace(each, load=replace(each.load, rests=Rests("", (), sure=False))),
        lambda each: replace(each, picture=replace(each.picture, trunk_to_deg=(10.0, 0.0, 0.0))),
    ],
    ids=["posture", "movement", "pull", "stiffness", "end", "unknown", "no rest", "for sure", "where", "trunk"],
)
def test_what_bears_on_the_physics_changes_it(edit: Edit) -> None:
    exercise = exercise_named("clamshell_band")
    assert content_key(edit(exercise)) != content_key(exercise)


@pytest.mark.parametrize("name", ["clamshell_band", "one_leg_sit", "hinge_wall", "turn_in_side_roll", "pigeon"])
def test_nothing_else_of_an_exercise_is_read(name: str) -> None:
    seen: set[str] = set()
    worked_out(cast("Exercise", Watched(exercise_named(name), seen)))
    assert {"moves", "load.unknown"} <= seen <= KEYED | TOLD


def test_no_other_table_and_no_other_code_takes_part() -> None:
    opened, modules = child(CHILD)
    top = Path(trochanter.__file__).parent
    inside = {Path(file).relative_to(top) for file in opened if Path(file).is_relative_to(top)}
    tables = {(file.parts[0], file.stem) for file in inside if file.suffix == ".csv"}
    keyed = {(room, table) for room, names in TABLES.items() for table in names}
    read = {("plan", "bands"), ("plan", "sources")}  # with the exercise, which holds what comes of them
    assert keyed <= tables <= keyed | read | {("anatomy", table) for table in WORDED}
    code = {name for name in modules if (top.parent / f"{name.replace('.', '/')}.py").is_file()}
    reading = {f"trochanter.plan.{name}" for name in READING}
    others = {name for name in code - set(computing_sources()) - reading if not name.startswith("trochanter.findings.")}
    assert others == set()


def test_editing_the_files_themselves_both_ways(tmp_path: Path) -> None:
    copy = tmp_path / "trochanter"
    shutil.copytree(Path(trochanter.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__", "*.npz"))
    exercise = "plan/data/exercises/clamshell_band.toml"
    told = [
        (exercise, "Feel the work", "Notice the work"),
        (exercise, "may rest", "can rest"),
        (exercise, "repeats = 10", "repeats = 11"),
        ("plan/data/words.toml", "=", "= "),
        ("plan/data/sentences.toml", "a", "A"),
        ("plan/data/sources.csv", "popular", "read"),
        ("plan/data/catalogue.csv", "Clamshell", "Shell"),
        ("plan/data/load_points.csv", "just above", "above"),
        ("plan/data/physics_ranges.csv", "not known", "unknown"),
        ("anatomy/data/claims.csv", "a", "A"),
        ("cli/exercises.py", "Tell what", "Say what"),
        ("plan/physics_words.py", "hardly", "scarcely"),
    ]
    physics = [
        (exercise, "other_knee_angle = 90", "other_knee_angle = 91"),
        (exercise, "sure = false", "sure = true"),
        (exercise, 'band = "loop_light"', 'band = "loop_medium"'),
        (
            "plan/data/bands.csv",
            "loop_light,a light loop round both legs,70",
            "loop_light,a light loop round both legs,75",
        ),
        ("plan/data/load_points.csv", "-0.36", "-0.35"),
        ("plan/data/physics_ranges.csv", "0.03", "0.04"),
        ("anatomy/data/path_points.csv", "-0.0191", "-0.0192"),
        ("mechanics/path_kernels.py", "size == 0.0", "size <= 0.0"),
        ("plan/stance.py", "_STEPS, _CLOSE_M, _NUDGE_RAD = 12", "_STEPS, _CLOSE_M, _NUDGE_RAD = 13"),
    ]
    own, *keys = child(EDITED, json.dumps(told + physics), tmp_path)
    assert keys[: len(told)] == [own] * len(told)
    assert own not in keys[len(told) :]
    assert len(set(keys[len(told) :])) == len(physics)


def test_a_table_is_read_without_its_words() -> None:
    points = numbers_of("plan", "load_points")
    assert "'x_m': '0.35'" in points
    assert "hands held" not in points
