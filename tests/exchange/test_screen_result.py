"""screen.json and the files that it is made from: read back as written, private answers kept out, nonsense told."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from tests.findings.made_answers import DAY, answered, files, people, screen_of
from trochanter.core.errors import BadSetting, TrochanterError, UnknownName, UnreadableFile
from trochanter.exchange.screen_answers import read_answers, read_clearances, template
from trochanter.exchange.screen_result import is_private, read_screen, screen_result, screen_text, write_screen
from trochanter.findings.answers import Answers
from trochanter.findings.clearance import Clearance
from trochanter.findings.questions import page_of
from trochanter.findings.screen import Screen, limits_of, screened

CLEARED = Clearance("Dr E. Sand", DAY, frozenset({"B1"}), frozenset({"tests", "exercises"}), DAY + timedelta(days=30))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("screens")


def again(screen: Screen, folder: Path, *, keep_private: bool = False) -> Screen:
    return read_screen(write_screen(folder / "screen.json", screen, DAY, keep_private=keep_private))


@given(people())
def test_a_screen_is_read_back_as_it_was_written(folder: Path, answers: Answers) -> None:
    screen = screened(answers, DAY, clearances=(CLEARED,))
    assert again(screen, folder, keep_private=True) == screen


@given(files())
def test_without_private_answers_it_limits_the_same(folder: Path, answers: Answers) -> None:
    screen = screened(answers, DAY)
    back = again(screen, folder)
    mine, theirs = limits_of(screen, DAY), limits_of(back, DAY)
    assert (mine.stopped, mine.excluded_positions, mine.tier) == (
        theirs.stopped, theirs.excluded_positions, theirs.tier,
    )  # fmt: skip
    assert not [name for name in back.answers.replies if is_private(name)]


def test_no_private_answer_shows_in_the_file() -> None:
    given_replies = {"pregnancy": "from_week_14", "leakage": "yes", "sitting_pain": "yes", "ever_birth": "yes"}
    screen = screen_of(**given_replies, missed_periods="yes")
    text = screen_text(screen_result(screen, DAY))
    for word in ("pregnan", "leak", "birth", "sitting", "period", "week_14", "pelvic"):
        assert word not in text.lower(), word
    assert '"code": "private"' in text
    kept = screen_text(screen_result(screen, DAY, keep_private=True))
    assert '"pregnancy": "from_week_14"' in kept
    assert "D-pregnant-late" in kept


def test_which_answers_are_private() -> None:
    private = {name for name in page_of() if is_private(name)}
    assert {"pregnancy", "harm_thoughts", "ever_birth", "painful_sex", "missed_periods"} <= private
    assert not private & {"age", "groin", "chest", "numb_saddle", "surgery", "stress_fracture"}


def test_an_emergency_keeps_its_name_so_that_it_stands(folder: Path) -> None:
    back = again(screen_of(pregnancy="before_week_14", headache_sight="yes"), folder)
    assert [(flag.code, flag.items) for flag in back.flags if flag.tier == "A"] == [("A5", ())]
    later = screened(answered(), DAY + timedelta(days=5), earlier=back)
    assert later.tier(DAY + timedelta(days=5)) == "A"


def test_what_a_file_says_it_may_do_is_not_believed(folder: Path) -> None:
    path = write_screen(folder / "edited.json", screen_of(one_calf="yes"), DAY)
    content = json.loads(path.read_text())
    content["limits"] |= dict.fromkeys(("tests", "run", "impact", "end_range", "exercises", "readings"), True)
    content["flags"][0] |= {"stops": [], "tier": "D"}
    path.write_text(json.dumps(content))
    assert limits_of(read_screen(path), DAY).tests is False
    assert read_screen(path).tier(DAY) == "B"


NOBODY = {"by": "", "on": "2026-01-01", "flags": ["B1"], "allows": ["run"], "until": None}


def edited(change: Callable[[Any], Any]) -> Callable[[str], str]:
    def edit(text: str) -> str:
        content = json.loads(text)
        change(content)
        return json.dumps(content)

    return edit


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda text: text[:-30], "invalid json"),
        (lambda text: text[:0] + "[]", "the file"),
        (edited(lambda c: c.update(schema="trochanter.screen/9")), "its schema is 'trochanter.screen/9'"),
        (edited(lambda c: c.update(asked_on="yesterday")), "asked_on"),
        (edited(lambda c: c["answers"].update(groyn="yes")), "groyn"),
        (edited(lambda c: c["flags"][0].update(code="Z9")), "there is no rule 'Z9'"),
        (edited(lambda c: c["clearances"].append(NOBODY)), "'by' of a clearance"),
        (edited(lambda c: c.pop("flags")), "flags: field required"),
    ],
)  # fmt: skip
def test_what_is_no_screen_is_told(tmp_path: Path, spoil: Callable[[str], str], words: str) -> None:
    path = write_screen(tmp_path / "screen.json", screen_of(one_calf="yes"), DAY)
    path.write_text(spoil(path.read_text()))
    with pytest.raises(UnreadableFile) as caught:
        read_screen(path)
    assert words in str(caught.value)
    assert "trochanter screen" in caught.value.next_step


def test_answers_come_from_toml_and_json(tmp_path: Path) -> None:
    toml = tmp_path / "answers.toml"
    toml.write_text(
        'asked_on = 2026-11-22\n[answers]\nage = "18_to_44"\nnerves = "none"\ngroin = "yes"\nnumb_saddle = "not sure"\n'
        '[[clearance]]\nby = "PT"\non = 2026-11-22\nflags = ["A1"]\nallows = ["tests"]\nuntil = 2026-12-22\n',
        encoding="utf-8",
    )
    given_answers = read_answers(toml)
    assert given_answers.asked_on == DAY
    assert given_answers.answers.replies["numb_saddle"] == "not sure"
    assert given_answers.answers.replies["both_legs"] == "no"
    assert given_answers.clearances[0].by == "PT"
    as_json = tmp_path / "answers.json"
    as_json.write_text(json.dumps({"answers": dict(given_answers.answers.replies)}))
    assert read_answers(as_json).answers == given_answers.answers
    assert read_answers(as_json).asked_on is None


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("[answers]\nage = 7", UnreadableFile, "answers.age"),
        ("answers = ", UnreadableFile, "this is no file of answers"),
        ('[answers]\nnerves = "no"', BadSetting, "'none', or an answer for each of its items"),
        ('[answers]\ngroyn = "no"', UnknownName, "did you mean 'groin'"),
        ('[answers]\ngroin = "no"\n[more]\nx = 1', UnreadableFile, "more: extra inputs"),
        ("[clearance]\nby = 1", UnreadableFile, "answers: field required"),
        ("x = " + "[" * 5000, UnreadableFile, "this is no file of answers"),
        ("\x00", UnreadableFile, "this is no file of answers"),
    ],
)
def test_what_is_no_file_of_answers_is_told(tmp_path: Path, text: str, kind: type[TrochanterError], words: str) -> None:
    path = tmp_path / "answers.toml"
    path.write_text(text)
    with pytest.raises(kind, match=words):
        read_answers(path)


def test_a_template_asks_everything_and_answers_nothing(tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"
    path.write_text(template(), encoding="utf-8")
    assert all(f"{name} = " in template() for name in page_of())
    with pytest.raises(BadSetting, match="cannot be ''"):
        read_answers(path)


def test_clearances_have_a_file_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "clearance.toml"
    path.write_text('[[clearance]]\nby = "Dr F"\non = 2026-11-22\nflags = ["B1"]\nallows = ["run"]\n', encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"clearance.0.until: field required"):
        read_clearances(path)
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole + "until = 2027-01-01\n", encoding="utf-8")
    assert read_clearances(path)[0].allows == frozenset({"run"})
    assert read_clearances(path)[0].until == date(2027, 1, 1)
    path.write_text(whole + 'until = "no end"\n', encoding="utf-8")
    assert read_clearances(path)[0].until is None


def test_a_clearance_after_a_birth_outlasts_a_file_that_does_not_name_it(folder: Path) -> None:
    record = Clearance("PT G. Rask", DAY, frozenset({"D-after-birth"}), frozenset({"run", "impact"}), None)
    back = again(screen_of(pregnancy="birth_under_12_weeks").with_clearances((record,)), folder)
    later = DAY + timedelta(days=7)
    assert limits_of(screened(answered(pregnancy="birth_under_12_weeks"), later, earlier=back), later).stopped == ()
