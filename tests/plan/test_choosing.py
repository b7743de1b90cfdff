"""The ranked choice: what somebody does stays through small changes, and gives way to what is clearly better."""

from tests.findings.made_answers import DAY, screen_of
from tests.plan.made_plans import RUNNER
from trochanter.plan.choosing import Choice, chosen
from trochanter.plan.library import exercises
from trochanter.plan.ranking import Blended
from trochanter.plan.situation import situation
from trochanter.plan.suitable import Wanted

AIMS = ("abductors", "external_rotators", "extensors", "pelvis_control", "single_leg_control")
SWAPPED = ("abductors", "external_rotators", "pelvis_control", "extensors", "single_leg_control")
LIBRARY = exercises()


def choice(aims: tuple[str, ...], before: Choice | None = None) -> Choice:
    wanted = Wanted(situation(RUNNER, screen_of(DAY), DAY), "control", aims, {})
    return chosen(LIBRARY, wanted, Blended(LIBRARY, None), minutes=15, kept=before.doses if before else {})


def test_a_small_change_of_the_findings_keeps_the_exercises_that_a_new_choice_would_not_take() -> None:
    before = choice(AIMS)
    assert set(choice(SWAPPED).doses) != set(before.doses)
    assert set(choice(SWAPPED, before).doses) == set(before.doses)


def test_what_is_clearly_better_takes_the_place_all_the_same() -> None:
    before = choice(AIMS)
    turned = choice(("inward_range", "internal_rotators"), before)
    assert not set(turned.doses) & set(before.doses)
    assert all({"inward_range", "internal_rotators"} & set(LIBRARY[name].aims) for name in turned.doses)


def test_every_exercise_is_chosen_or_left_out_with_a_reason() -> None:
    made = choice(AIMS)
    left = {each.exercise for each in made.left_out}
    assert left | set(made.doses) == set(LIBRARY)
    assert not left & set(made.doses)
    assert all(each.why for each in made.left_out)
