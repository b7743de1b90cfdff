"""Typed readings: what people type is understood or refused with a reason; nothing crashes."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trochanter.capture.typed_readings import TypedEnd, typed_end
from trochanter.capture.typed_readings_file import read_typed
from trochanter.core.errors import TrochanterError
from trochanter.core.sides import Side

TOML = """
position = "seated"
mode = "active"
method = "goniometer"
measured_by = "self"
measured_on = 2026-11-22

[[set_up]]
name = "first"
right_in = "33, 34, 32"
right_out = { degrees = [22, 21.5], pain = 3, place = "side of the hip", stopped = true }
left_in = [37, 36]

[[set_up]]
right_in = 35
"""
CSV = """side,direction,degrees,set_up,measured_on,pain,place,stopped
right,in,33,a,2026-11-22,0,,
right,in,34,a,2026-11-22,2,groin,
left,foot in,36.5,a,2026-11-22,,,
right,in,30,a,2026-11-20,4,buttock,yes
"""


def end(text: str) -> TypedEnd:
    return typed_end(text, Side.RIGHT, "internal", "--right-in")


@pytest.mark.parametrize(
    ("text", "repeats", "pain", "place", "stopped"),
    [
        ("33", (33.0,), None, None, False),
        ("33,34,32", (33.0, 34.0, 32.0), None, None, False),
        ("33.5°; 34 deg 32", (33.5, 34.0, 32.0), None, None, False),
        ("33 34 pain 0", (33.0, 34.0), 0, None, False),
        ("22, 21 pain 3 side of the hip stopped", (22.0, 21.0), 3, "side of the hip", True),
        ("22 Pain: 10/10, groin, stopped by pain", (22.0,), 10, "groin", True),
        ("22 stopped", (22.0,), None, None, True),
        ("22 groin stopped", (22.0,), None, "groin", True),
    ],
)
def test_an_end_range_as_people_type_it(
    text: str, repeats: tuple[float, ...], pain: int | None, place: str | None, stopped: bool
) -> None:
    assert end(text) == TypedEnd(Side.RIGHT, "internal", repeats, pain, place, stopped)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "degrees of each repeat"),
        ("33,5", "cannot be read in two ways"),
        ("-33", "without a sign"),
        ("133", "0 to 120 degrees"),
        ("nan", "0 to 120 degrees"),
        ("inf", "0 to 120 degrees"),
        ("thirty", "degrees of each repeat"),
        ("33 pain", "pain as a whole number"),
        ("33 pain 11", "pain as a whole number"),
        ("33 pain -2", "pain as a whole number"),
        ("33 pain 2.5", "pain as a whole number"),
        ("0.58 rad", "degrees of each repeat"),
        (" ".join(["30"] * 51), "at most 50 repeats"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_what_would_be_valid(text: str, says: str) -> None:
    with pytest.raises(TrochanterError, match=says) as caught:
        end(text)
    assert "--right-in" in str(caught.value)


@given(text=st.text(max_size=80))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    try:
        found = end(text)
    except TrochanterError:
        return
    assert all(0.0 <= angle <= 120.0 for angle in found.repeats_deg)
    assert found.pain is None or 0 <= found.pain <= 10
    assert "\n" not in (found.pain_place or "")


@given(repeats=st.lists(st.integers(0, 120), min_size=1, max_size=20), pain=st.none() | st.integers(0, 10))
def test_what_is_typed_comes_back(repeats: list[int], pain: int | None) -> None:
    words = " ".join(map(str, repeats)) + ("" if pain is None else f" pain {pain}")
    assert end(words) == TypedEnd(Side.RIGHT, "internal", tuple(map(float, repeats)), pain)


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def test_a_file_of_set_ups(tmp_path: Path) -> None:
    first, second = read_typed(written(tmp_path, "check.toml", TOML))
    assert (first.name, second.name) == ("first", "2")
    assert first.measured_on == second.measured_on == dt.date(2026, 11, 22)
    assert (first.position, first.mode, first.method, first.measured_by) == ("seated", "active", "goniometer", "self")
    assert first.ends[1] == TypedEnd(Side.RIGHT, "external", (22.0, 21.5), 3, "side of the hip", stopped=True)
    assert [each.repeats_deg for each in first.ends] == [(33.0, 34.0, 32.0), (22.0, 21.5), (37.0, 36.0)]
    assert [each.repeats_deg for each in second.ends] == [(35.0,)]


def test_a_table_of_readings(tmp_path: Path) -> None:
    now, before = read_typed(written(tmp_path, "check.csv", CSV))
    assert now.ends == (
        TypedEnd(Side.RIGHT, "internal", (33.0, 34.0), 2, "groin"),
        TypedEnd(Side.LEFT, "external", (36.5,)),
    )
    assert (now.measured_on, before.measured_on) == (dt.date(2026, 11, 22), dt.date(2026, 11, 20))
    assert before.ends[0].stopped


def test_a_table_of_another_language(tmp_path: Path) -> None:
    text = "\ufeffside;direction;degrees\r\nright;in;33,5\r\n\r\nleft;out;36\r\n"
    (found,) = read_typed(written(tmp_path, "check.csv", text))
    assert [each.repeats_deg for each in found.ends] == [(33.5,), (36.0,)]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.toml", "position = ", "readings cannot be taken from it"),
        ("a.toml", "position = 'seated'", "it holds no reading"),
        ("a.toml", "set_up = 3", r"write \[\[set_up\]\] above each"),
        ("a.toml", "[[set_up]]\nright_inn = 33", "did you mean 'right_in'"),
        ("a.toml", "[[set_up]]\nright_in = []", "degrees of each repeat"),
        ("a.toml", "[[set_up]]\nright_in = [true]", "degrees of each repeat"),
        ("a.toml", "[[set_up]]\nright_in = { degrees = 3, hurts = 1 }", "there is no field 'hurts'"),
        ("a.toml", "measured_on = 'soon'\n[[set_up]]\nright_in = 33", "YYYY-MM-DD"),
        ("a.csv", "side,degrees\nright,33", "the column 'direction' is missing"),
        ("a.csv", "side,direction,degrees\nmiddle,in,33", "right or left"),
        ("a.csv", "side,direction,degrees\nright,up,33", "foot swings out"),
        ("a.csv", "side,direction,degrees\nright,in,33,4", "more cells than there are columns"),
        ("a.csv", "side,direction,degrees\nright,in,", "degrees of each repeat"),
        ("a.csv", "side,direction,degrees,mode\nright,in,3,active\nright,in,3,passive", "as above in this set-up"),
        ("a.csv", "side,direction,degrees,stopped\nright,in,3,perhaps", "yes or no"),
        ("a.csv", "side,direction,degrees\n", "it holds no reading"),
        ("a.txt", "33", ".toml or .csv"),
    ],
)
def test_a_file_that_cannot_be_understood_is_refused(tmp_path: Path, name: str, text: str, says: str) -> None:
    with pytest.raises(TrochanterError, match=says):
        read_typed(written(tmp_path, name, text))


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(TrochanterError, match="no text in UTF-8"):
        read_typed(tmp_path / "a.csv")


@given(data=st.text(alphabet="sidermngtlchfoup,;\t\"'0123456789.-\n=[]{}", max_size=120))
def test_no_file_does_more_than_be_refused(data: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.getbasetemp()
    for name, text in (("a.csv", f"side,direction,degrees\n{data}"), ("a.toml", f"[[set_up]]\nright_in = {data}")):
        try:
            read_typed(written(folder, name, text))
        except TrochanterError:
            continue
