"""CSV: read back by the standard library as it was meant, quoted as RFC 4180 says, safe in a spreadsheet."""

import csv
import datetime as dt
from dataclasses import replace
from io import StringIO
from math import nan

from hypothesis import given
from hypothesis import strategies as st

from tests.exchange.made_plan import made_item, made_plan
from tests.kinematics.made_ranges import R_IN, made_range, stopped
from trochanter.core.sides import Side
from trochanter.exchange.csv_tables import FORMULA, measurements_csv, plan_csv, sessions_csv, table
from trochanter.progress.session import Done, Session

DAY = dt.date(2026, 11, 22)


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline="")))


def test_measurements_one_row_an_end() -> None:
    one = stopped(made_range(measured_by="Dr. Núñez, PT"), R_IN, angle=22.0, place='"deep" in the groin')
    rows = read(measurements_csv([one, made_range(set_up="second")]))
    assert len(rows) == 8
    first = rows[0]
    assert (first["side"], first["direction"], first["limited_by_pain"]) == ("right", "internal", "yes")
    assert (first["angle_deg"], first["standard_error_deg"], first["pain_began_deg"]) == ("", "", "22")
    assert (first["measured_by"], first["pain_place"]) == ("Dr. Núñez, PT", '"deep" in the groin')
    assert (rows[1]["angle_deg"], rows[1]["repeats_deg"]) == ("38", "37 38 39")
    assert float(rows[1]["standard_error_deg"]) > 3.0


def test_numbers_below_nothing_stay_numbers_and_unknown_ones_are_empty() -> None:
    one = made_range({R_IN: -2.0})
    unknown = replace(one.ends[0], angle=replace(one.ends[0].angle, sigma=nan))
    row = read(measurements_csv([replace(one, ends=(unknown,))]))[0]
    assert (row["angle_deg"], row["repeats_deg"], row["standard_error_deg"]) == ("-2", "-3 -2 -1", "")


def test_sessions_one_row_an_exercise_and_one_for_a_run() -> None:
    done = (Done("bridge", None, 3, 10, 3, 10), Done("clamshell_band", Side.RIGHT, 3, 10, 2, 10, 2.0))
    both = Session(DAY, "part", done, pain_before=1, pain_during=2, pain_place="outer_hip", effort=5, note="=1+1")
    run = Session(DAY, "noted", run_km=5.25, run_min=31.0, able=6, pain_onset_km=4.5)
    rows = read(sessions_csv([both, run], with_private=True))
    assert [row["exercise"] for row in rows] == ["bridge", "clamshell_band", ""]
    assert [row["side"] for row in rows] == ["", "right", ""]
    assert (rows[0]["pain_during"], rows[0]["note"], rows[1]["sets"]) == ("2", "'=1+1", "2")
    assert rows[2]["pain_onset_km"] == "4.5"
    assert (rows[2]["run_km"], rows[2]["goal_able"], rows[2]["pain_before"]) == ("5.25", "6", "")


def test_what_is_private_stays_out_unless_chosen() -> None:
    session = Session(DAY, "done", pain_during=3, pain_place="pelvic floor", note="leaking on stairs")
    row = read(sessions_csv([session]))[0]
    assert (row["pain_during"], row["pain_place"], row["note"]) == ("", "", "")
    chosen = read(sessions_csv([session], with_private=True))[0]
    assert (chosen["pain_during"], chosen["pain_place"], chosen["note"]) == ("3", "pelvic floor", "leaking on stairs")
    plan = made_plan()
    text = plan_csv(plan)
    for words in (*plan.items[0].why, *plan.private_says, *(each.why for each in plan.left_out)):
        assert words not in text


def test_a_plan_one_row_an_exercise() -> None:
    rows = read(plan_csv(replace(made_plan(), items=(made_item(), made_item("bridge", (1, 6))))))
    assert [row["exercise"] for row in rows] == ["clamshell_band", "bridge"]
    assert rows[0]["words"] == "Clamshell with a band"
    assert [row["weekdays"] for row in rows] == ["Mon Wed Fri", "Tue Sun"]
    assert (rows[0]["sides"], rows[0]["sets"], rows[0]["hold_s"]) == ("right left", "3", "5")


def test_lines_end_as_the_standard_says() -> None:
    text = table(("a", "b"), [("x,y", 'say "so"'), ("two\nlines", None)])
    assert text == 'a,b\r\n"x,y","say ""so"""\r\n"two\nlines",\r\n'


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=30))
def test_words_come_back_and_none_begins_like_a_formula(words: str) -> None:
    back = read(table(("words", "x"), [(words, 1.0)]))[0]["words"]
    assert back.removeprefix("'") == words.removeprefix("'")
    assert not back.lstrip(" ").startswith(FORMULA)
