"""A value of another kind than a verb takes is one clear error, however the value looks."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import trochanter as tr
from trochanter.core.errors import BadSetting, TrochanterError
from trochanter.core.expected import expect


def test_what_is_expected_passes_and_all_else_is_named() -> None:
    expect("mass", 3, (int, float), "kilograms")
    expect("mass", None, (int, type(None)), "kilograms")
    with pytest.raises(BadSetting, match="mass cannot be 'three'\nValid: kilograms"):
        expect("mass", "three", int, "kilograms")
    with pytest.raises(BadSetting, match="mass cannot be a value of type dict"):
        expect("mass", {}, int, "kilograms")


Misuse = Callable[[Any, Any, Any], object]
MISUSES: dict[str, tuple[Misuse, str]] = {
    "read nothing": (lambda api, *_: api.read(None), "path cannot be None"),
    "read a number": (lambda api, *_: api.read(3), "path cannot be 3"),
    "forces that are read": (
        lambda api, *_: api.read("run.mot", forces=api.demo_trial()[0]),
        "forces cannot be a value of type Trial",
    ),
    "solve the wrong way round": (lambda api, trial, body: api.solve(body, trial), "trial cannot be a value of type"),
    "solve nothing": (lambda api, trial, _: api.solve(trial, None), "body cannot be None"),
    "explain nothing": (lambda api, *_: api.explain(None), "motion cannot be None"),
    "explain a trial": (lambda api, trial, _: api.explain(trial), "motion cannot be a value of type Trial"),
    "report nothing": (lambda api, *_: api.report(None, "x"), "account cannot be None"),
    "scale nothing": (lambda api, *_: api.scale(None, factors={}), "body cannot be None"),
    "strength in words": (lambda api, *_: api.Settings(strength_scale="a"), "strength scale cannot be 'a'"),
    "mass in words": (lambda api, *_: api.Settings(mass_kg="a"), "mass of the person cannot be 'a'"),
    "no strength": (lambda api, *_: api.Settings(strength_scale=float("nan")), "strength scale cannot be nan"),
    "far too strong": (lambda api, *_: api.Settings(strength_scale=1e6), "Valid: 0.05 to 20"),
    "a reserve of nothing": (lambda api, *_: api.Settings(reserve_optimal_Nm=0.0), "reserve cannot be 0.0"),
}


@pytest.mark.parametrize("name", MISUSES)
def test_verbs_refuse_what_is_not_theirs(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    misuse, said = MISUSES[name]
    trial, body = tr.demo_trial()
    with pytest.raises(TrochanterError, match=said):
        misuse(tr, trial, body)
    assert not list(tmp_path.iterdir())
