"""``trochanter exercises``: what it tells of one exercise, of all, and of a ranking; what it refuses."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from typer.testing import Result

from tests.cli.made_trial import RUNNER
from trochanter.cli import exercises as command
from trochanter.cli.main import app
from trochanter.plan.library import exercises
from trochanter.plan.physics_cache import CACHE_VARIABLE


@pytest.fixture(scope="module", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    assert command.exercises is not None
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(CACHE_VARIABLE, str(tmp_path_factory.mktemp("cache")))
        yield


def run(*words: str) -> Result:
    return RUNNER.invoke(app, ["exercises", *words])


def printed(*words: str) -> str:
    done = run(*words)
    assert done.exit_code == 0, done.output
    return done.stdout


def parsed(*words: str) -> dict[str, Any]:
    return dict(json.loads(printed("--json", *words)))


def test_all_of_them_with_what_is_asked_most_or_why_it_is_not_told() -> None:
    lines = printed().splitlines()
    assert [line.split()[0] for line in lines[: len(exercises())]] == list(exercises())
    (clam,) = (line for line in lines if line.startswith("clamshell_band "))
    assert "% (" in clam
    (bridge,) = (line for line in lines if line.startswith("bridge "))
    assert "not computed: how the floor carries the body" in bridge
    assert lines[-1] == "Before any exercise: trochanter screen."


def test_one_of_them() -> None:
    text = printed("turn-out-side-90")
    assert text.startswith("Turning out on your side, hip at a right angle")
    assert "It rests: the thigh rests on the mat" in text
    assert "quadratus femoris" in text
    assert "piriformis +21 mm" in text
    assert text.splitlines()[-1] == "Before any exercise: trochanter screen."


def test_one_that_is_not_computed_says_why_and_what_it_lengthens() -> None:
    text = printed("pigeon")
    assert "not computed: how the floor carries the body" in text
    assert "Longer than in neutral: gluteus maximus" in text


def test_a_ranking_with_what_is_spared() -> None:
    text = printed("--target", "obturator-internus", "--less", "tensor-fasciae-latae", "--less", "hip-flexors")
    assert text.startswith("Most of obturator internus for least of tensor fasciae latae and hip flexors")
    assert "spared at most" in text
    assert "What lengthens obturator internus" in text
    assert "spared" not in printed("--target", "obturator-internus")


def test_the_same_for_programs() -> None:
    content = parsed("clamshell_band")
    (one,) = content["exercises"]
    k = one["muscles"].index("gluteus_medius")
    assert 0.0 <= one["low"][k] <= one["nominal"][k] <= one["high"][k] <= 1.0
    assert len(parsed()["exercises"]) == len(exercises())
    ranked = parsed("--target", "deep", "--less", "flexor")
    assert ranked["less"] == ["flexor"]
    assert ranked["ranking"][0]["target"]["nominal"] > 0.1
    assert {"exercise", "longer_mm", "surely_above"} == set(ranked["stretches"][0])


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("clamshel",), "clamshell_free"),
        (("--target", "glutius"), "gluteus_medius"),
        (("--less", "flexor"), "--target beside it"),
        (("pigeon", "--target", "deep"), "one of them"),
    ],
)
def test_what_is_refused(words: tuple[str, ...], says: str) -> None:
    done = run(*words)
    assert done.exit_code == 2
    assert says in done.stderr
