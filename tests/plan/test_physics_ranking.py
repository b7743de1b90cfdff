"""Rankings of exercises by demand and by lengthening, and what physics says of aims."""

import re
from collections.abc import Iterator, Mapping

import numpy as np
import pytest

from tests.reporting.test_sentences import NEVER
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import UnknownName
from trochanter.findings.sentences import table
from trochanter.plan.demand import Demand
from trochanter.plan.library import exercises
from trochanter.plan.physics_cache import CACHE_VARIABLE
from trochanter.plan.physics_ranking import ByPhysics, muscles_meant, ranking, stretches
from trochanter.plan.physics_words import demands_json, details, foremost, moment_words, overview, ranking_json
from trochanter.plan.ranking import Ranking
from trochanter.plan.tables import rows

TARGET, SPARED = "obturator_internus", "tensor_fasciae_latae"


@pytest.fixture(scope="module", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(CACHE_VARIABLE, str(tmp_path_factory.mktemp("cache")))
        yield


def made(name: str, target: tuple[float, float, float], spared: tuple[float, float, float]) -> Demand:
    """An exercise of two muscles; (low, nominal, high)."""

    def column(k: int) -> Floats:
        return frozen([target[k], spared[k]])

    return Demand(
        exercise=name,
        computed=True,
        why="",
        muscles=(TARGET, SPARED),
        low=column(0),
        nominal=column(1),
        high=column(2),
        at_deg=frozen(np.zeros((2, 3))),
        moment_Nm=(-12.0, 0.4, 5.0),
        out_of_reach=(),
        longer_mm=frozen([10.0 * target[1], 0.0]),
        longer_low_mm=frozen([10.0 * target[0], 0.0]),
        longer_high_mm=frozen([10.0 * target[2], 0.0]),
    )


@pytest.fixture(scope="module")
def few() -> Mapping[str, Demand]:
    return {
        "pigeon": made("pigeon", (0.1, 0.2, 0.3), (0.4, 0.5, 0.6)),
        "rock_back": made("rock_back", (0.1, 0.2, 0.3), (0.0, 0.01, 0.02)),
        "happy_baby": made("happy_baby", (0.5, 0.6, 0.7), (0.5, 0.6, 0.7)),
        "bridge": made("bridge", (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
    }


def test_alone_the_target_counts(few: Mapping[str, Demand]) -> None:
    found = ranking(TARGET, among=few)
    assert [each.exercise for each in found] == ["happy_baby", "pigeon", "rock_back", "bridge"]
    assert [each.surely_above for each in found] == [3, 1, 1, 0]
    assert found[0].less.nominal == 0.0
    assert found[0].score == found[0].target


def test_what_spares_others_comes_first_and_what_asks_nothing_last(few: Mapping[str, Demand]) -> None:
    found = ranking(TARGET, less=(SPARED,), among=few)
    assert [each.exercise for each in found] == ["happy_baby", "rock_back", "pigeon", "bridge"]
    by_name = {each.exercise: each for each in found}
    assert by_name["rock_back"].score.nominal == pytest.approx(0.2 * 0.2 / 0.21)
    assert by_name["pigeon"].score.low == pytest.approx(0.1 * 0.1 / 0.7)
    assert by_name["pigeon"].score.high == pytest.approx(0.3 * 0.3 / 0.7)
    for each in found:
        assert each.score.low <= each.score.nominal <= each.score.high


def test_stretches_are_exercises_of_range_by_length(few: Mapping[str, Demand]) -> None:
    found = stretches(TARGET, among=few)
    assert [each.exercise for each in found] == ["happy_baby", "pigeon", "rock_back"]
    assert found[0].longer_mm.nominal == pytest.approx(6.0)
    assert found[0].surely_above == 2


def test_the_library_answers_the_question_of_the_brief() -> None:
    found = ranking("obturator-internus", less=("tensor fasciae latae", "hip flexors"))
    names = [each.exercise for each in found]
    assert len(names) == len(set(names)) > 15
    assert {"turn_out_side_60", "clamshell_band", "one_leg_sit"} <= set(names[:8])
    assert names.index("side_leg_lift") > names.index("turn_out_side_60")
    assert not any(each.out_of_reach for each in found)
    longest = [each.exercise for each in stretches("obturator_internus")][:3]
    assert "feet_out_belly" in longest
    assert "pigeon" not in longest


def test_words_for_muscles() -> None:
    assert muscles_meant("Gluteus maximus") == ("gluteus_maximus",)
    assert (
        muscles_meant("hip flexors") == muscles_meant("flexor") == ("iliacus", "psoas", "rectus_femoris", "sartorius")
    )
    assert "obturator_internus" in muscles_meant("deep")
    with pytest.raises(UnknownName, match="gluteus_medius"):
        muscles_meant("glutius")
    with pytest.raises(UnknownName):
        muscles_meant("soleus")


def test_emphasis_of_aims() -> None:
    physics: Ranking = ByPhysics()
    aims = table("aims")["aims"]
    assert {row["aim"] for row in rows("aim_muscles", "aim").values()} <= set(aims)
    for row in rows("aim_muscles", "aim").values():
        assert all(muscles_meant(muscle) == (muscle,) for muscle in row["muscles"].split())
    for aim in aims:
        values = [physics.emphasis(name, aim) for name in exercises()]
        told = [value for value in values if value is not None]
        assert all(0.0 <= value <= 1.0 for value in told), aim
        if aim in rows("aim_muscles", "aim"):
            assert max(told) == 1.0, aim
        else:
            assert not told, aim
    assert physics.emphasis("bridge", "extensors") is None
    assert physics.emphasis("nobody", "extensors") is None
    out, lift = (physics.emphasis(name, "external_rotators") for name in ("turn_out_side_60", "side_leg_lift"))
    assert (out or 0.0) > 0.3 > (lift or 0.0)
    assert (physics.emphasis("feet_out_belly", "inward_range") or 0.0) > 0.6


def test_every_demand_can_be_told(few: Mapping[str, Demand]) -> None:
    found = ByPhysics().found
    text = overview(found)
    assert all(name in text for name in exercises())
    assert "not computed: breathing" in text
    for demand in found.values():
        told = details(demand)
        assert exercises()[demand.exercise].words in told
        assert "trochanter screen" in told
        assert "nan" not in told
        for pattern in NEVER:
            assert not re.search(pattern, told, re.IGNORECASE), (pattern, told)
    assert moment_words(few["pigeon"]) == "straighten with 12 N m and turn inward with 5 N m"
    assert foremost(few["rock_back"]) == (TARGET,)
    assert [each["exercise"] for each in demands_json(few)["exercises"]] == list(few)
    ranked = ranking(TARGET, less=(SPARED,), among=few)
    content = ranking_json(TARGET, (SPARED,), ranked, stretches(TARGET, among=few))
    assert content["ranking"][0]["target"] == {"low": 0.5, "nominal": 0.6, "high": 0.7}
