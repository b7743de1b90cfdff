"""A plan as a file: whole and back, nothing private in it by default, and files of edits."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.findings.made_answers import DAY, screen_of
from tests.plan.made_plans import RUNNER, SORE, plan_of
from trochanter.core.errors import UnreadableFile
from trochanter.exchange.plan_result import plan_result, plan_text, read_edits, read_plan, write_plan
from trochanter.findings.history import Private
from trochanter.plan.facts import ProgressFacts
from trochanter.plan.plan import Dose

FIRST = plan_of(replace(RUNNER, pains=(SORE,)))


def test_a_plan_comes_back_as_it_was(tmp_path: Path) -> None:
    rested = plan_of(replace(RUNNER, ran="no", runs=()))
    flare = plan_of(RUNNER, earlier=plan_of(RUNNER), progress=ProgressFacts(flare=True))
    for plan in (FIRST, rested, flare):
        read = read_plan(write_plan(tmp_path / "plan.json", plan))
        minutes = [item.minutes for item in read.items]
        assert minutes == pytest.approx([item.minutes for item in plan.items], abs=1e-6)
        same = tuple(replace(a, minutes=b.minutes) for a, b in zip(read.items, plan.items, strict=True))
        assert replace(read, items=same) == plan


def test_what_is_private_is_written_only_on_request(tmp_path: Path) -> None:
    plan = plan_of(replace(RUNNER, private=Private(weeks_pregnant=20)), screen_of(DAY, pregnancy="from_week_14"))
    text = write_plan(tmp_path / "plan.json", plan).read_text("utf-8")
    assert "pregnan" not in text
    assert read_plan(tmp_path / "plan.json").limits.flags == ("private",)
    assert "pregnan" in plan_text(plan_result(plan, keep_private=True))


def test_every_item_says_its_name_and_every_number_its_unit() -> None:
    made = json.loads(plan_text(plan_result(FIRST)))
    assert made["schema"] == "trochanter.plan/1"
    assert {"hold_s", "sets", "repeats", "weekdays", "basis", "source"} <= set(made["items"][0]["dose"])
    assert all(item["words"] for item in made["items"])
    assert made["run"]["longest_km"] == 8.8


Spoil = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda made: made.update(schema="trochanter.plan/9"), "schema"),
        (lambda made: made.update(stage="release"), "stage"),
        (lambda made: made["items"][0]["dose"].update(weekdays=[7]), "weekdays"),
        (lambda made: made["items"][0]["dose"].update(sets=0), "sets"),
        (lambda made: made["items"][0].update(sides=["up"]), "up"),
        (lambda made: made["left_out"][0].update(code="fate"), "code"),
        (lambda made: made.update(items=made["items"] * 5), "items"),
        (lambda made: made.pop("limits"), "limits"),
        (lambda made: made["items"][0].update(exercise=made["items"][1]["exercise"]), "twice"),
        (lambda made: made["items"][0]["dose"].update(sets=10, repeats=60), "minutes on one day"),
        (lambda made: made["items"][0].update(minutes=40.0), "minutes on one day"),
        (lambda made: made["items"][0]["dose"].update(repeats=1000), "repetitions cannot be 1000"),
        (lambda made: made["items"][0]["dose"].update(hold_s=1e9), "hold"),
        (lambda made: made["limits"].update(run=False), "running is in it, and its own limits leave out running"),
        (lambda made: made["limits"].update(exercises=False), "its own limits leave out"),
        (lambda made: made.update(run_row=99), "row 99"),
    ],
)
def test_a_file_at_fault_is_refused(spoil: Spoil, says: str, tmp_path: Path) -> None:
    made = json.loads(plan_text(plan_result(FIRST)))
    spoil(made)
    (tmp_path / "plan.json").write_text(json.dumps(made))
    with pytest.raises(UnreadableFile, match=says):
        read_plan(tmp_path / "plan.json")


def test_edits_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "edits.toml").write_text(
        '[[edit]]\nchange = "leave_out"\nexercise = "bridge"\nreason = "no floor"\n'
        '[[edit]]\nchange = "dose"\nexercise = "paper_lift"\nreason = "tired"\nby = "therapist"\non = 2026-11-20\n'
        "dose = { sets = 1, repeats = 5, hold_s = 0, weekdays = [4, 1] }\n"
    )
    first, second = read_edits(tmp_path / "edits.toml", DAY)
    assert (first.change, first.on, first.by) == ("leave_out", DAY, "person")
    assert (second.dose, second.by) == (Dose(1, 5, 0.0, (1, 4)), "therapist")
    for text in ("edit = 3", '[[edit]]\nchange = "lift"', "{", ""):
        (tmp_path / "bad.toml").write_text(text or " ")
        with pytest.raises(UnreadableFile, match="no edits of a plan"):
            read_edits(tmp_path / "bad.toml", DAY)
