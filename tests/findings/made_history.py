"""Histories, checks and runs for tests: one that tells only of a goal, random ones, and what never may be said."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from math import nan

from hypothesis import strategies as st

from tests.findings.made_answers import DAY, screen_of
from tests.kinematics.made_ranges import L_IN, L_OUT, R_IN, R_OUT, Key, made_range, stopped
from trochanter.core.sides import SIDES, Side
from trochanter.findings.assessment import Assessment
from trochanter.findings.history import ONSETS, RAN, TURNS_IN, Goal, History, Injury, Pain, Private, Run
from trochanter.findings.history_words import choices_of
from trochanter.findings.running_summary import RunningSummary
from trochanter.findings.screen import Screen
from trochanter.kinematics.comparing_check import HipCheck, check_hips

GOAL = Goal("run 10 km", 4)
PLAIN = History(DAY, GOAL)
BUTTOCK = Pain("buttock", Side.RIGHT, 3)
HURTS = replace(PLAIN, pains=(BUTTOCK,), onset="later", onset_km=24.0, limited=("run_distance",))
KEYS: tuple[Key, ...] = (R_IN, R_OUT, L_IN, L_OUT)
# No finding says what a muscle is like, names a diagnosis, judges, scares, promises, or makes a sentence of a published
# cut-off. 'syndrome' and the like stand for any name of a diagnosis.
NEVER = (
    r"\bweak|weakness|\btight|overload|overwork|dysfunction|imbalance|abnormal|pathologic|lesion|contraindicat",
    r"\binjured\b|\bdamage|\bbad\b|\bworry|dangerous|injury risk|at risk|\bshould see\b",
    r"prevent|\bfix(es|ed)?\b|guarantee|protect|\bcure|will not hurt|won't hurt|cannot hurt",
    r"syndrome|arthritis|arthrosis|impingement|tendinopathy|bursitis|piriformis|obturator|gluteus|psoas|levator",
    r"femoral version|anteversion|retroversion|\bscore\b|\bgrade\b|\bnormal\b|norms?\b|symmetr|asymmetr",
    r"\b85 degrees|\b20 degrees or more|\bcut-?off|threshold|\brelease|trigger point|massage|activate",
    r"\bwomen\b|\bmen\b|\bshe\b|\bher\b|\bhis\b",
)


def said(made: Assessment) -> Iterator[str]:
    """Every text of an assessment but the person's own words, and questions: those of the screen have a test of theirs,
    and those of the findings are in their rows.
    """
    for each in made.findings:
        yield from (each.says, *each.evidence, *each.against, *each.instead, each.test)
    yield from (*made.unknown, *made.again)


def all_said(made: Assessment) -> str:
    return " ".join(" ".join(said(made)).split())


def forbidden(text: str) -> list[str]:
    """What may not be said and is."""
    return [found[0] for pattern in NEVER if (found := re.search(pattern, text, re.IGNORECASE))]


def rules_of(made: Assessment) -> list[str]:
    return [each.rule for each in made.findings]


RUN = RunningSummary("made", True, (), "not_detectable", (11.0, 10.0), 16.6, (20, 21), 158.0)  # sides not told apart
RUN_DIFFERS = replace(RUN, verdict="differs", excursion_deg=(22.0, 10.0), excursion_detectable_deg=8.0)


days_before = st.integers(0, 60).map(lambda back: DAY - timedelta(days=back))
sides = st.sampled_from([*SIDES, None])
scale = st.integers(0, 10)


def words_of(group: str) -> st.SearchStrategy[str]:
    return st.sampled_from(sorted(choices_of(group)))


def several(group: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(words_of(group), max_size=4, unique=True).map(tuple)


runs = st.builds(
    Run, days_before, st.one_of(st.none(), st.floats(0.5, 60.0)), st.one_of(st.none(), st.floats(5.0, 300.0))
)
privates = st.builds(
    Private,
    sex=st.one_of(st.just(""), words_of("sex")),
    weeks_pregnant=st.one_of(st.none(), st.integers(0, 42)),
    birth_on=st.one_of(st.none(), st.integers(30, 900).map(lambda back: DAY - timedelta(days=back))),
    birth_how=st.one_of(st.just(""), words_of("birth_how")),
    pelvic=several("pelvic"),
    seen=st.sampled_from([None, True, False]),
)
histories = st.builds(
    History,
    told_on=st.integers(0, 30).map(lambda back: DAY - timedelta(days=back)),
    goal=st.builds(Goal, st.sampled_from(["run 10 km", "walk the dog"]), scale, st.one_of(st.none(), st.dates())),
    limited=several("tasks"),
    pains=st.lists(st.builds(Pain, words_of("pain_places"), sides, scale), max_size=4).map(tuple),
    onset=st.sampled_from([None, *ONSETS]),
    onset_km=st.one_of(st.none(), st.floats(0.5, 42.0)),
    at_night=st.sampled_from([None, True, False]),
    sitting=st.sampled_from([None, True, False]),
    turns_in=st.sampled_from(TURNS_IN),
    injuries=st.lists(
        st.builds(
            Injury,
            words_of("injuries"),
            sides,
            st.one_of(st.none(), st.integers(1990, 2026)),
            st.one_of(st.just(""), words_of("pictures")),
        ),
        max_size=5,
    ).map(tuple),
    ran=st.sampled_from(RAN),
    race_on=st.one_of(st.none(), st.integers(-30, 300).map(lambda ahead: DAY + timedelta(days=ahead))),
    equipment=several("equipment").map(frozenset),
    minutes=st.integers(1, 60),
    therapist=st.booleans(),
    private=st.one_of(st.just(Private()), privates),
).flatmap(lambda each: st.lists(runs, max_size=4).map(lambda told: with_runs(each, told)))


def with_runs(history: History, told: list[Run]) -> History:
    return replace(history, runs=tuple(each for each in told if each.on <= history.told_on))


@st.composite
def checks(draw: st.DrawFn) -> HipCheck:
    """A check of one to three set-ups, some ends missing, some stopped by pain."""
    keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, unique=True))
    set_ups = []
    for number in range(draw(st.integers(1, 3))):
        angles = {key: draw(st.floats(0.0, 70.0)) for key in keys}
        pain = draw(st.sampled_from([None, 0, 0, 0, 3]))
        recording = made_range(angles, set_up=f"set-up {number}", pain=pain)
        if draw(st.integers(0, 4)) == 0:
            recording = stopped(recording, keys[0], place=draw(st.sampled_from(["", "side", "groin"])))
        set_ups.append(recording)
    return check_hips(set_ups)


runnings = st.builds(
    RunningSummary,
    name=st.just("made"),
    usable=st.booleans(),
    reasons=st.sampled_from([(), ("too few strides",)]),
    verdict=st.sampled_from(["differs", "not_detectable", "few_strides", "none"]),
    excursion_deg=st.tuples(st.floats(2.0, 40.0), st.one_of(st.floats(2.0, 40.0), st.just(nan))),
    excursion_detectable_deg=st.one_of(st.floats(1.0, 30.0), st.just(nan)),
    strides=st.tuples(st.integers(0, 40), st.integers(0, 40)),
    cadence_per_min=st.one_of(st.floats(120.0, 220.0), st.just(nan)),
)

# What somebody may note beside it that stops not everything: tier C and D.
MORE = (
    "locking",
    "tingling",
    "front_pinch",
    "pelvic_ring",
    "flexible",
    "activity_pain",
    "stiff_mornings",
    "sitting_pain",
)


def agreeing(history: History, more: tuple[str, ...] = ()) -> Screen:
    """The screen of a person who answers it as they told their history; more: what else they note."""
    private, before = history.private, {each.what for each in history.injuries}
    given_replies = dict.fromkeys(more, "yes")
    if history.pain_at(*choices_of("pain_places")) or more:
        given_replies["pain"] = "yes"
    if history.pain_at("groin", "front_thigh"):
        given_replies |= {"groin": "yes", "groin_night": "yes" if history.at_night else "no"}
    if "stress_fracture" in before:
        given_replies["stress_fracture"] = "yes"
    if "hip_surgery" in before:
        given_replies["surgery"] = "other"
    if private.weeks_pregnant:
        given_replies["pregnancy"] = "before_week_14" if private.weeks_pregnant < 14 else "from_week_14"
    elif private.birth_on is not None and (DAY - private.birth_on).days < 84:
        given_replies["pregnancy"] = "birth_under_12_weeks"
    if private.pelvic:
        given_replies |= {"leakage": "yes", "ever_birth": "no" if private.birth_on is None else "yes"}
    if "bleeding" in private.pelvic:
        given_replies["other_bleeding"] = "yes"
    return screen_of(**given_replies)


more_noted = st.lists(st.sampled_from(MORE), max_size=2, unique=True).map(tuple)
