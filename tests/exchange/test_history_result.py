"""history.json, files of answers and assessment.json: read back as written, private kept out, nonsense told."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from pydantic import ValidationError

from tests.findings.made_answers import DAY, screen_of
from tests.findings.made_history import HURTS, PLAIN, RUN, histories
from trochanter.core.errors import TrochanterError, UnreadableFile
from trochanter.exchange.assessment_result import (
    assessment_result,
    assessment_text,
    read_assessment,
    write_assessment,
)
from trochanter.exchange.history_result import history_result, history_text, read_history, write_history
from trochanter.exchange.history_shapes import HistoryResult
from trochanter.exchange.history_template import template
from trochanter.exchange.running_facts import read_running
from trochanter.findings.assess import assess
from trochanter.findings.history import Goal, History, Private
from trochanter.findings.history_words import questions

PRIVATE = Private("female", 20, DAY - timedelta(days=500), "caesarean", ("leakage",), False)
EXPECTING = replace(HURTS, private=PRIVATE)
SCREEN = {"pain": "yes", "pregnancy": "from_week_14", "leakage": "yes", "ever_birth": "yes"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("histories")


@settings(max_examples=40)
@given(histories)
def test_a_history_is_read_back_as_it_was_written(folder: Path, history: History) -> None:
    path = write_history(folder / "history.json", history, keep_private=True)
    expected = replace(history, ran="yes") if history.runs and history.ran == "not said" else history
    assert read_history(path, DAY) == expected


def test_private_answers_are_left_out_of_the_file() -> None:
    text = history_text(history_result(EXPECTING))
    assert json.loads(text)["private"] is None
    for word in ("female", "caesarean", "leakage"):
        assert word not in text
        assert word in history_text(history_result(EXPECTING, keep_private=True))


def test_the_template_holds_every_question_and_can_be_filled_in(folder: Path) -> None:
    text = template()
    for each in questions():
        if not each.each_of and each.key != "private":
            assert each.ask in text, each.key
    path = folder / "empty.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFile, match="the words of goal"):
        read_history(path, DAY)
    path.write_text(text.replace('activity = ""', 'activity = "run"'), encoding="utf-8")
    assert read_history(path, DAY).goal == Goal("run", 0)
    filled = "\n".join(
        line.removeprefix("# ") if " = " in line or line.startswith("# [") else line for line in text.splitlines()
    ).replace('activity = ""', 'activity = "run"')
    path.write_text(filled, encoding="utf-8")
    found = read_history(path, DAY)
    assert found.pains
    assert found.injuries
    assert found.runs
    assert found.private.told
    assert found.race_on is not None


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [
        ("a.toml", "goal = 1", "goal"),
        ("a.toml", "=", "Invalid"),
        ("a.json", "{", "Expecting"),
        ("a.json", "[" * 5000, "deeply"),
        ("a.json", '{"goal": {"activity": "run", "able": 12}}', "12 is not on the scale"),
        ("a.json", '{"goal": {"activity": "run", "able": 3}, "pains": [{"place": "elbow", "worst": 1}]}', "elbow"),
        ("a.json", '{"goal": {"activity": "run", "able": 3}, "injuries": [{"what": "knee", "side": "up"}]}', "side"),
        ("a.json", '{"goal": {"activity": "run", "able": 3}, "onset": "never"}', "onset"),
        ("a.json", '{"goal": {"activity": "run", "able": 3}, "schema": "trochanter.screen/1"}', "schema"),
        ("a.json", '{"goal": {"activity": "run", "able": 3}, "colour": "red"}', "colour"),
        ("a.json", '{"goal": {"activity": "run", "able": 3}, "told_on": "2999-01-01"}', "told_on"),
        ("a.json", '{"goal": {"activity": "run", "able": 3}, "runs": [{"on": "2026-11-20", "distance_km": -1}]}', "km"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_says_what_is_wrong(folder: Path, name: str, text: str, word: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(TrochanterError, match=word) as caught:
        read_history(folder / name, DAY)
    assert name in caught.value.where
    assert caught.value.valid


def test_an_assessment_is_read_back_as_it_was_written(folder: Path) -> None:
    made = assess(HURTS, screen_of(pain="yes", front_pinch="yes"), (), RUN, on=DAY)
    back = read_assessment(write_assessment(folder / "assessment.json", made))
    assert [replace(each, rank=round(each.rank, 6)) for each in made.findings] == list(back.findings)
    assert replace(back, findings=made.findings) == made


def test_what_follows_from_private_answers_is_kept_without_words(folder: Path) -> None:
    made = assess(EXPECTING, screen_of(**SCREEN), on=DAY)
    assert made.private_questions > 0
    text = assessment_text(assessment_result(made))
    for word in ("pregnan", "birth", "leak", "pelvic-floor", "midwife", "D-"):
        assert word not in text, word
        assert word in assessment_text(assessment_result(made, keep_private=True)), word
    back = read_assessment(write_assessment(folder / "hidden.json", made))
    assert back.aims == made.aims
    assert back.limits.stopped == made.limits.stopped
    assert [each.rule for each in back.findings].count("private") == 2


@pytest.mark.parametrize("text", ["{}", "no", '{"schema": "trochanter.screen/1"}'])
def test_what_is_no_assessment_is_told(folder: Path, text: str) -> None:
    (folder / "no.json").write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFile, match="this is no assessment"):
        read_assessment(folder / "no.json")


def test_the_facts_of_a_run_come_out_of_a_result(folder: Path) -> None:
    number = {"value": 11.5, "unit": "deg"}
    rotation = {
        "usable": True,
        "reasons": [],
        "sides": {word: {"strides": 20, "excursion": number, "shape": {}} for word in ("right", "left")},
        "verdict": "not_detectable",
        "differences": [
            {"quantity": "shape", "detectable": number},
            {"quantity": "excursion", "detectable": {"value": 16.6}},
        ],
        "rhythm": {"cadence": {"value": 158.0, "unit": "1/min"}},
    }
    whole = {"schema": "trochanter.result/2", "name": "run", "hips": {}, "hip_rotation": rotation}
    path = folder / "result.json"
    path.write_text(json.dumps(whole))
    found = read_running(path)
    assert (found.excursion_deg, found.excursion_detectable_deg, found.strides) == ((11.5, 11.5), 16.6, (20, 20))
    assert found.cadence_per_min == 158.0
    broken = {**rotation, "verdict": "broken"}
    for spoiled in ({"schema": "trochanter.screen/1"}, {"hip_rotation": broken}, {"hip_rotation": None}):
        path.write_text(json.dumps(whole | spoiled))
        with pytest.raises(UnreadableFile, match="no result of an analysis"):
            read_running(path)


def test_the_day_of_telling_stands_in_every_history_and_may_be_left_out_of_answers(folder: Path) -> None:
    path = folder / "least.json"
    path.write_text('{"goal": {"activity": "run 10 km", "able": 4}}')
    told = read_history(path, DAY)
    assert told.told_on == DAY
    assert json.loads(history_text(history_result(told)))["told_on"] == DAY.isoformat()
    with pytest.raises(ValidationError, match="told_on"):
        HistoryResult.model_validate({"schema": "trochanter.history/1", "goal": {"activity": "run", "able": 4}})
    path.write_text('{"told_on": null, "goal": {"activity": "run 10 km", "able": 4}}')
    with pytest.raises(UnreadableFile, match="told_on"):
        read_history(path, DAY)


def test_a_goal_is_enough(folder: Path) -> None:
    (folder / "least.toml").write_text('[goal]\nactivity = "run 10 km"\nable = 4\n', encoding="utf-8")
    assert read_history(folder / "least.toml", DAY) == PLAIN
