"""How much an exercise does for an aim, with physics and without."""

from tests.findings.made_answers import DAY, screen_of
from tests.plan.made_plans import RUNNER
from trochanter.findings.assess import assess
from trochanter.plan.library import exercises
from trochanter.plan.prescribe import prescribe
from trochanter.plan.ranking import PLACES, Blended, ByAims


class Physics:
    """What a computation could say: one exercise asks all of an aim, another one nothing, of the rest nobody knows."""

    def emphasis(self, exercise: str, aim: str) -> float | None:
        return {"paper_lift": 1.0, "clamshell_free": 0.0}.get(exercise) if aim == "external_rotators" else None


def test_without_physics_the_order_in_the_file_counts() -> None:
    own = ByAims(exercises())
    assert [own.emphasis("clamshell_free", aim) for aim in exercises()["clamshell_free"].aims] == list(PLACES)
    assert own.emphasis("clamshell_free", "calm") is None
    assert own.emphasis("nobody", "calm") is None


def test_physics_shifts_what_is_known_and_leaves_the_rest() -> None:
    bare, both = Blended(exercises(), None), Blended(exercises(), Physics())
    assert both.does("paper_lift", "external_rotators") >= bare.does("paper_lift", "external_rotators")
    assert both.does("clamshell_free", "external_rotators") == 0.5 * bare.does("clamshell_free", "external_rotators")
    assert both.does("bridge", "extensors") == bare.does("bridge", "extensors")
    assert both.does("side_leg_lift", "external_rotators") == 0.0  # it does not aim at them, whatever physics says


def test_a_plan_by_physics_takes_another_exercise_and_says_what_was_computed() -> None:
    screen = screen_of(DAY)
    made = assess(RUNNER, screen, on=DAY)
    bare = prescribe(made, RUNNER, screen, on=DAY)
    ranked = prescribe(made, RUNNER, screen, on=DAY, physics=Physics())
    assert bare.item("clamshell_free") is not None
    assert ranked.item("clamshell_free") is None
    assert any("Computed:" in why for item in ranked.items for why in item.why) == (
        ranked.item("paper_lift") is not None
    )
    assert "Computed:" not in " ".join(why for item in bare.items for why in item.why)
