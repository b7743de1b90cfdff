"""What was told before, as replies: bringing it up to date without a change changes nothing."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from trochanter.core.sides import SIDES, Side
from trochanter.findings.history import ONSETS, RAN, TURNS_IN, Goal, History, Injury, Pain, Private, Run
from trochanter.findings.history_asking import history_of, next_question
from trochanter.findings.history_replied import replies_of
from trochanter.findings.history_words import choices_of

DAY = date(2026, 11, 22)
words = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20)


def some(group: str) -> st.SearchStrategy[tuple[str, ...]]:
    """Some words of a group in their order."""
    return st.sets(st.sampled_from(list(choices_of(group)))).map(
        lambda found: tuple(word for word in choices_of(group) if word in found)
    )


def sides() -> st.SearchStrategy[tuple[Side | None, ...]]:
    """Of both, of one, or not said."""
    return st.sampled_from([SIDES, SIDES[:1], SIDES[1:], (None,)])


def pains_at(place: str) -> st.SearchStrategy[list[Pain]]:
    """Pain at a place, as strong on both sides where it is on both."""
    return st.builds(lambda on, worst: [Pain(place, each, worst) for each in on], sides(), st.integers(0, 10))


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Histories as the questions can make them."""
    places, injuries = draw(some("pain_places")), draw(some("injuries"))
    onset = draw(st.sampled_from([None, *ONSETS])) if places else None
    private = draw(st.booleans())
    birth = draw(st.one_of(st.none(), st.dates(DAY - timedelta(days=700), DAY))) if private else None
    pelvic = draw(some("pelvic")) if private else ()
    runs = draw(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 300)), max_size=4))
    return History(
        told_on=DAY,
        goal=Goal(draw(words), draw(st.integers(0, 10)), draw(st.one_of(st.none(), st.just(DAY + timedelta(days=9))))),
        limited=draw(some("tasks")),
        pains=tuple(one for place in places for one in draw(pains_at(place))),
        onset=onset,
        onset_km=draw(st.one_of(st.none(), st.just(12.5))) if onset == "later" else None,
        at_night=draw(st.sampled_from([None, True, False])) if places else None,
        sitting=draw(st.sampled_from([None, True, False])) if places else None,
        turns_in=draw(st.sampled_from(TURNS_IN)),
        injuries=tuple(Injury(what, each, 2021, "mri") for what in injuries for each in draw(sides())),
        ran="yes" if runs else draw(st.sampled_from(RAN[1:])),
        runs=tuple(Run(DAY - timedelta(days=ago), tenths / 10.0, None) for ago, tenths in runs),
        race_on=draw(st.one_of(st.none(), st.just(DAY + timedelta(days=100)))),
        equipment=frozenset(draw(some("equipment"))),
        minutes=draw(st.sampled_from([5, 10, 15])),
        therapist=draw(st.booleans()),
        private=Private(
            sex=draw(st.sampled_from(["", "female", "male"])) if private else "",
            weeks_pregnant=draw(st.one_of(st.none(), st.integers(1, 45))) if private else None,
            birth_on=birth,
            birth_how=draw(st.sampled_from(["", "vaginal"])) if birth else "",
            pelvic=pelvic,
            seen=draw(st.sampled_from([None, True, False])) if pelvic else None,
        ),
    )


@given(histories())
def test_told_again_unchanged_it_is_the_same(history: History) -> None:
    assert history_of(replies_of(history, DAY), DAY) == history


@given(histories())
def test_nothing_is_asked_that_was_answered(history: History) -> None:
    replies = replies_of(history, DAY)
    left = next_question(replies)
    assert left is None or left.question.private


def test_what_is_past_is_asked_anew() -> None:
    told = History(
        DAY - timedelta(days=60), Goal("run", 4, DAY - timedelta(days=1)), ran="yes",
        runs=(Run(DAY - timedelta(days=61), 8.0, None),), race_on=DAY - timedelta(days=2),
    )  # fmt: skip
    replies = replies_of(told, DAY)
    assert (replies["wanted_by"], replies["race_on"], replies["runs"]) == ("", "", "")
