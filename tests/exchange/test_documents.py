"""Files of one object: what each kind says of a file that is none, and that all of them say it alike."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from trochanter.core.errors import BadSetting, ImpossibleData, MissingInput, UnreadableFile
from trochanter.exchange.assessment_result import assessment_of, read_assessment
from trochanter.exchange.documents import NoDocument, built, toml_or_json
from trochanter.exchange.history_result import read_history
from trochanter.exchange.plan_result import plan_of, read_plan
from trochanter.exchange.screen_result import read_screen, screen_of

NONE = NoDocument("this is no box", valid="a box", next_step="make one")
KINDS: dict[str, tuple[Callable[[Path], Any], str]] = {
    "assessment": (read_assessment, "make it again: trochanter assess"),
    "plan": (read_plan, "make it again: trochanter plan"),
    "screen": (read_screen, "answer the questions again: trochanter screen"),
    "history": (lambda path: read_history(path, date(2026, 11, 22)), "trochanter assess --template prints such a file"),
}
KIND = pytest.mark.parametrize("kind", KINDS)


class Box:
    """A shape of a file."""

    def __init__(self, schema: str) -> None:
        self.schema_ = schema

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray) -> "Box":
        return cls(json.loads(json_data)["schema"])


@KIND
@pytest.mark.parametrize("text", ["", "{", "[]", "{}", "no", '"x"', '{"schema": "trochanter.result/2"}', "[" * 9000])
def test_what_is_no_such_file_says_so_and_what_to_do(kind: str, text: str, tmp_path: Path) -> None:
    read, step = KINDS[kind]
    path = tmp_path / "a.json"
    path.write_text(text)
    with pytest.raises(UnreadableFile) as caught:
        read(path)
    assert caught.value.where == str(path)
    if text:  # of an empty file that is said
        assert caught.value.what.startswith(("this is no ", "these are no answers "))
        assert step in caught.value.next_step
        assert f"trochanter.{kind}/1" in caught.value.valid


@KIND
def test_a_file_that_is_not_there_is_missing(kind: str, tmp_path: Path) -> None:
    with pytest.raises(MissingInput):
        KINDS[kind][0](tmp_path / "a.json")


@pytest.mark.parametrize("of", [assessment_of, plan_of, screen_of])
def test_a_text_that_is_none_names_where_it_is_from(of: Callable[[str, str], Any]) -> None:
    with pytest.raises(UnreadableFile) as caught:
        of("{}", "the records")
    assert caught.value.where == "the records"


def test_of_another_schema_that_is_said() -> None:
    with pytest.raises(UnreadableFile, match=r"this is no box: its schema is 'b/2'"):
        built(lambda: Box("b/2"), "here", "b/1", lambda box: box, NONE)
    assert built(lambda: Box("b/1"), "here", "b/1", lambda box: box.schema_, NONE) == "b/1"


@pytest.mark.parametrize(("keeps", "said"), [(False, "here\n"), (True, "here, inside\n")])
def test_advice_of_a_fault_is_kept_where_somebody_typed_it(keeps: bool, said: str) -> None:
    fault = ImpossibleData("11 is too many", where="inside", valid="0 to 10", next_step="count again")

    def build(box: Box) -> None:
        raise fault

    none = NoDocument("this is no box", "a box", "make one", keeps_advice=keeps)
    with pytest.raises(UnreadableFile, match="11 is too many") as caught:
        built(lambda: Box("b/1"), "here", "b/1", build, none)
    assert f"{caught.value.where}\n" == said
    assert caught.value.next_step == ("count again" if keeps else "make one")


def test_a_fault_of_the_program_stays_one() -> None:
    def build(box: Box) -> None:
        raise AttributeError("a slip")

    with pytest.raises(AttributeError):
        built(lambda: Box("b/1"), "here", "b/1", build, NONE)


def test_a_name_tells_json_from_toml() -> None:
    assert toml_or_json(b'{"a": 1}', "x.JSON") == toml_or_json(b"\xef\xbb\xbfa = 1", "x.toml") == {"a": 1}
    with pytest.raises(ValueError, match="Expecting"):
        toml_or_json(b"a = 1", "x.json")


def test_errors_of_settings_are_of_the_family() -> None:
    found = NONE.of(BadSetting("side", "up", "right or left"), "here")
    assert str(found).startswith("here: this is no box: ")
