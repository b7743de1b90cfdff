"""Answers for tests: of somebody without symptoms, of random people, and the safety rules once more, by hand."""

from collections.abc import Mapping
from datetime import date

from hypothesis import strategies as st

from trochanter.findings.answers import Answers, nothing_on, replies_of
from trochanter.findings.questions import Page, page_of, pages
from trochanter.findings.screen import Screen, screened
from trochanter.findings.walk import next_page

DAY = date(2026, 11, 22)
NAMES = sorted(page_of())
ITEMS = [name for page in pages() if not page.choices for name in page.names]
GIVEN = ("yes", "not sure")


def nothing(page: Page) -> dict[str, str]:
    """Replies of an adult to whom nothing on a page applies."""
    return {page.key: "18_to_44" if page.key == "age" else "no"} if page.choices else nothing_on(page)


def answered(lifted: frozenset[str] = frozenset(), /, **given: str) -> Answers:
    """Answers of somebody to whom only what is given applies, asked page by page as a person is."""
    answers = Answers({})
    while (page := next_page(answers, lifted)) is not None:
        answers = answers.with_replies({name: given.get(name, reply) for name, reply in nothing(page).items()})
    return answers


def screen_of(on: date = DAY, /, **given: str) -> Screen:
    return screened(answered(**given), on)


@st.composite
def people(draw: st.DrawFn) -> Answers:
    """Answers of a person who is asked page by page; most replies are no, so that all tiers and none come up."""
    answers = Answers({})
    quiet = draw(st.sampled_from([1, 3, 12, 40]))
    while (page := next_page(answers)) is not None:
        replies = nothing(page)
        for name in page.names:
            if draw(st.integers(0, quiet)) == 0:
                replies[name] = draw(st.sampled_from(replies_of(page)))
        answers = answers.with_replies(replies)
    return answers


def files() -> st.SearchStrategy[Answers]:
    """Any replies to any questions, as a file may hold them: also half of them, also such as no person could give."""
    one = {name: st.sampled_from(replies_of(page)) for name, page in page_of().items()}
    return st.fixed_dictionaries({}, optional=one).map(Answers)


def tier_by_hand(replies: Mapping[str, str]) -> str:
    """The tier of a person's replies, read off the safety rules a second time and not out of the data; '' for none."""

    def yes(*names: str) -> bool:  # tiers A and B: a skipped question counts
        return any(replies.get(name) in (*GIVEN, "skipped") for name in names)

    def said(*names: str) -> bool:
        return any(replies.get(name) in GIVEN for name in names)

    def chose(page: str, *choices: str, skipped: bool = False) -> bool:
        return replies.get(page) in (*choices, "not sure", *(["skipped"] if skipped else []))

    emergency = (
        "numb_saddle bladder_bowel numb_sexual both_legs cannot_step leg_turned_out fever_hip fever_after_procedure "
        "chest testicle_pain groin_lump cold_leg pulsing_lump bleeding fluid headache_sight birth_fever belly_pain "
        "baby_less birth_leg harm_thoughts young_cannot_walk"
    )
    if yes(*emergency.split()):
        return "A"
    signs = ["groin_limp", "groin_walking", "groin_night", "groin_earlier"]
    signs += ["stress_fracture", "missed_periods", "eating_little"]
    old = replies.get("age") in ("65_or_older", "not sure", "skipped")
    if yes("one_calf", "foot_drop", "hardly_walk", "young_limp", "replaced_changed"):
        return "B"
    if yes("groin") and (yes(*signs) or (yes("fall") and (old or yes("brittle")))):
        return "B"
    fortnight = (
        "cancer weight_loss night_sweats constant missed_periods low_energy eating_little stress_fracture groin "
        "stiff_mornings several_joints inflammation blood_urine testicle_change other_bleeding locking"
    )
    if said(*fortnight.split()):
        return "C"
    if chose("age", "under_18", skipped=True) or chose("surgery", "replaced", "other", skipped=True):
        return "D"
    if chose("pregnancy", "before_week_14", "from_week_14", "birth_under_12_weeks"):
        return "D"
    if said("leakage", "heaviness", "painful_sex", "sitting_pain"):
        return "D"
    if said("tingling", "pelvic_ring", "front_pinch", "flexible"):
        return "D"
    return "D" if said("activity_pain") and chose("age", "45_to_64", "65_or_older") else ""
