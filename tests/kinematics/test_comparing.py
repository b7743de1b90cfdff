"""Comparisons of hip rotation: like with like, above what can be seen, refused with reasons, the same for each side."""

from dataclasses import replace
from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kinematics.made_ranges import L_IN, R_IN, R_OUT, USUAL, Key, made_range, stopped, two_set_ups
from trochanter.anatomy.measuring import method_named
from trochanter.anatomy.rotation_norms import rotation_norms
from trochanter.core.errors import ImpossibleData, MissingInput, UnknownName
from trochanter.core.sides import Side
from trochanter.kinematics.comparing import like_for_like
from trochanter.kinematics.comparing_check import HipCheck, check_hips
from trochanter.kinematics.comparing_limits import detectable_change
from trochanter.kinematics.comparing_norms import fair_norms
from trochanter.kinematics.rotation_range import MODES, POSITIONS, Mode, Position, RotationRange
from trochanter.kinematics.rotation_range_readings import end_of_readings, together

GONIOMETER = method_named("goniometer")
ANGLE = st.floats(0.0, 80.0)
ANGLES = st.fixed_dictionaries(dict.fromkeys(USUAL, ANGLE))


def mirrored(recording: RotationRange) -> RotationRange:
    """The same person in a mirror: right is left."""
    return replace(recording, ends=tuple(replace(end, side=end.side.other) for end in recording.ends))


@given(angles=ANGLES, other=ANGLES)
def test_right_and_left_change_places_in_a_mirror(angles: dict[Key, float], other: dict[Key, float]) -> None:
    recordings = [made_range(angles, set_up="a"), made_range(other, set_up="b")]
    one, two = check_hips(recordings), check_hips([mirrored(each) for each in recordings])
    for side in Side:
        assert one.whole.total(side) == two.whole.total(side.other)
        assert one.whole.balance(side) == two.whole.balance(side.other)
    for here, there in zip(one.sides, two.sides, strict=True):
        assert here.difference.value == pytest.approx(-there.difference.value, abs=1e-9)
        assert here.difference.sigma == pytest.approx(there.difference.sigma)
        assert here.found == there.found


@given(angles=ANGLES)
def test_a_difference_is_found_only_above_the_limit(angles: dict[Key, float]) -> None:
    for each in check_hips(two_set_ups(angles)).sides:
        side_difference = angles[Side.RIGHT, each.direction] - angles[Side.LEFT, each.direction]
        assert each.quality.usable
        assert each.difference.value == pytest.approx(side_difference, abs=1e-9)
        assert each.found == (abs(each.difference.value) > 10.0)


def test_sides_need_two_set_ups_each() -> None:
    once = check_hips([made_range()]).sides[0]
    assert not once.quality.usable
    assert isnan(once.difference.value)
    assert once.quality.reasons == (
        "the right side has 1 of the 2 set-ups that it takes",
        "the left side has 1 of the 2 set-ups that it takes",
    )
    only_right = {key: value for key, value in USUAL.items() if key[0] is Side.RIGHT}
    one_more = check_hips([made_range(), made_range(only_right, set_up="second")]).sides[0]
    assert one_more.set_ups == (2, 1)
    assert one_more.quality.reasons == ("the left side has 1 of the 2 set-ups that it takes",)


def test_the_same_set_up_twice_is_one_set_up() -> None:
    check = check_hips([made_range(), made_range()])
    assert check.set_ups == 1
    assert not check.sides[0].quality.usable


@pytest.mark.parametrize("where", [0, 1])
def test_what_pain_limited_is_compared_with_nothing(where: int) -> None:
    recordings = list(two_set_ups())
    recordings[where] = stopped(recordings[where], R_IN)
    check = check_hips(recordings, two_set_ups(day=2))
    internal, external = check.sides
    assert internal.quality.reasons == ("the right side was limited by pain",)
    assert not internal.found
    assert external.quality.usable
    changes = {(each.side, each.direction): each for each in check.changes}
    assert changes[R_IN].quality.reasons == ("it was limited by pain now",)
    assert not changes[R_IN].found
    assert changes[R_OUT].quality.usable
    assert [(end.side, end.direction) for end in check.limited] == [R_IN]


def test_an_earlier_end_that_pain_limited_is_compared_with_nothing_either() -> None:
    check = check_hips(two_set_ups(), [stopped(made_range(day=2), L_IN, angle=10.0)])
    changes = {(each.side, each.direction): each for each in check.changes}
    assert changes[L_IN].quality.reasons == ("it was limited by pain then",)


@given(
    position=st.sampled_from(POSITIONS), mode=st.sampled_from(MODES), method=st.sampled_from(["goniometer", "video"])
)
def test_only_like_is_compared_with_like(position: Position, mode: Mode, method: str) -> None:
    mine = made_range()
    other = made_range(
        {key: value + 40.0 for key, value in USUAL.items()}, position=position, mode=mode, method=method, day=2
    )
    like = like_for_like(mine, other)
    assert like.usable == ((position, mode, method) == ("seated", "active", "goniometer"))
    check = check_hips([mine], [other])
    if like.usable:
        assert all(each.found for each in check.changes)
    else:
        assert check.changes == ()
        assert check.apart == ((other, like.reasons),)
        assert len(like.reasons) == (position != "seated") + (mode != "active") + (method != "goniometer")


def test_set_ups_of_one_check_have_to_be_alike() -> None:
    with pytest.raises(ImpossibleData, match="the position differs: seated and prone"):
        check_hips([made_range(), made_range(position="prone")])
    with pytest.raises(MissingInput, match="no end range"):
        check_hips([made_range({})])
    with pytest.raises(UnknownName):
        check_hips([replace(made_range(), method="ruler")])


def test_a_change_is_found_only_above_the_limit_and_against_the_last_day_that_compares() -> None:
    higher = {key: value + 12.0 for key, value in USUAL.items()}
    check = check_hips(two_set_ups(higher), [made_range(day=1), made_range(day=5), made_range(day=7, position="prone")])
    assert {each.since.day for each in check.changes} == {5}
    assert all(each.found for each in check.changes)
    assert all(each.change.value == pytest.approx(12.0) for each in check.changes)
    assert not any(each.found for each in check_hips(two_set_ups(), [made_range(day=5)]).changes)


def limit_of(*days: tuple[int, str, float]) -> tuple[float, str]:
    recordings = [
        made_range({key: value + more for key, value in USUAL.items()}, day=day, set_up=name)
        for day, name, more in days
    ]
    found = detectable_change(recordings[-1:], recordings[:-1], GONIOMETER)
    return found.value_deg, found.how


def test_the_usual_limit_holds_for_few_recordings_or_one_day() -> None:
    assert limit_of((1, "a", 0.0)) == (10.0, "usual")
    assert limit_of((1, "a", 0.0), (2, "a", 0.0)) == (10.0, "usual")
    assert limit_of((1, "a", 0.0), (1, "b", 0.0), (1, "c", 0.0)) == (10.0, "usual")
    assert limit_of((1, "a", 0.0), (1, "a", 0.0), (2, "a", 0.0)) == (10.0, "usual"), (
        "nothing was set up afresh on day 1"
    )


def test_a_check_is_not_judged_by_a_limit_that_its_own_change_has_widened() -> None:
    before = (1, "a", 0.0), (1, "b", 0.0), (2, "a", 0.0)
    for change in (0.0, 7.0, 40.0):
        assert limit_of(*before, (9, "a", change)) == (5.0, "own")
    assert limit_of(*before[1:], (9, "a", 40.0)) == (10.0, "usual")


def test_own_repeats_make_it_finer_but_never_finer_than_the_least() -> None:
    assert limit_of((1, "a", 0.0), (1, "b", 0.0), (2, "a", 0.0)) == (5.0, "own")
    value, how = limit_of((1, "a", -1.0), (1, "b", 0.0), (2, "a", 1.0))
    assert how == "own"
    # s = 1 with 2 degrees of freedom: t = 4.3027; the tool's step of 1 degree adds 1/12 to the variance.
    assert value == pytest.approx(4.3027 * (2.0 * (1.0 + 1.0 / 12.0)) ** 0.5, rel=1e-4)


def test_own_repeats_that_prove_little_leave_the_usual_and_wide_earlier_ones_widen_it() -> None:
    assert limit_of((1, "a", -2.0), (1, "b", 0.0), (2, "a", 2.0)) == (10.0, "usual")
    assert limit_of((1, "a", -5.0), (1, "b", 0.0), (2, "a", 5.0)) == (10.0, "usual")
    value, how = limit_of((1, "a", -5.0), (1, "b", 0.0), (2, "a", 5.0), (9, "a", 0.0))
    assert how == "own_wider"
    assert value == pytest.approx(1.959964 * (2.0 * (25.0 + 1.0 / 12.0)) ** 0.5)


@given(repeats=st.integers(1, 40))
def test_repeats_within_a_set_up_never_make_the_limit_finer(repeats: int) -> None:
    one = made_range()
    many = replace(one, ends=tuple(replace(e, repeats_deg=e.repeats_deg * repeats) for e in one.ends))
    assert detectable_change([many], [], GONIOMETER).value_deg == 10.0


def test_recordings_of_others_kinds_examiners_or_stopped_by_pain_do_not_count() -> None:
    now = made_range(day=9)
    for other in (
        [made_range(day=1, position="prone"), made_range(day=2, position="prone")],
        [made_range(day=1, measured_by="a colleague"), made_range(day=2, measured_by="a colleague")],
        [made_range(day=1, mode="passive"), made_range(day=2, mode="passive")],
    ):
        assert detectable_change([now], other, GONIOMETER).how == "usual"
    hurt = now
    for key in USUAL:
        hurt = stopped(hurt, key)
    assert detectable_change([now], [replace(hurt, set_up="x"), made_range(day=2)], GONIOMETER).how == "usual"


def test_a_method_that_is_wider_than_the_usual_limit_is_told() -> None:
    gyroscope = method_named("phone_shin_gyroscope")
    found = detectable_change([made_range(method="phone_shin_gyroscope")], [], gyroscope)
    assert found.how == "method"
    assert found.value_deg == pytest.approx(1.959964 * 2.0**0.5 * gyroscope.own_sigma_deg)


def test_only_what_a_set_up_draws_anew_averages_out() -> None:
    video = method_named("video").at("seated")
    one = end_of_readings(Side.RIGHT, "internal", [33.0], video)
    two = together([one, one], video)
    camera = next(cause.sigma_deg for cause in video.causes if cause.name == "camera")
    assert two.angle.sigma == pytest.approx(np.hypot(video.lasting_sigma_deg, camera / 2.0**0.5))
    assert two.angle.sigma > one.angle.sigma / 2.0**0.5


def test_a_norm_stands_beside_a_measurement_only_where_all_three_are_alike() -> None:
    for position in POSITIONS:
        for mode in MODES:
            for method in ("goniometer", "inclinometer", "video", "photographs"):
                answer = fair_norms(made_range(position=position, mode=mode, method=method))
                for norm in (*answer.fair, *answer.recalled):
                    assert (norm.position, norm.mode, norm.method) == (position, mode, method)
                assert all(norm.was_read for norm in answer.fair)
                assert not any(norm.was_read for norm in answer.recalled)
                assert answer.quality.usable == bool(answer.fair)
                assert bool(answer.fair) == ((mode, method) == ("passive", "goniometer") and position != "supine")


def test_what_a_source_does_not_say_never_counts_as_alike() -> None:
    answer = fair_norms(made_range(position="prone", mode="passive", method="photographs"))
    assert answer.nearest is not None
    assert not answer.quality.usable
    assert [c.theirs for c in answer.conditions if not c.alike] == ["not said"]


def test_recalled_values_are_listed_and_never_compared() -> None:
    answer = fair_norms(made_range())
    assert {norm.study for norm in answer.recalled} == {"Boone 1979", "Simoneau 1998"}
    assert answer.fair == ()
    assert answer.nearest is not None
    assert answer.nearest.was_read
    assert answer.quality.reasons == ("mode: active here, passive there",)


def test_without_any_value_that_was_read_there_is_no_nearest() -> None:
    recalled = [norm for norm in rotation_norms() if not norm.was_read]
    answer = fair_norms(made_range(), recalled)
    assert answer.nearest is None
    assert answer.quality.reasons == ("no published value was read",)


@pytest.mark.parametrize("place", ["groin", "front pinch", "Deep in the groin"])
def test_groin_pain_asks_for_the_screen_again(place: str) -> None:
    assert "groin-pain" in codes(check_hips([stopped(made_range(), R_IN, place=place)]))
    assert "groin-pain" not in codes(check_hips([stopped(made_range(), R_IN, place="buttock")]))


def test_missing_pain_and_another_examiner_are_told() -> None:
    assert codes(check_hips([made_range(pain=None)])) == ["pain-not-asked"]
    check = check_hips([made_range()], [made_range(day=2, measured_by="somebody else")])
    assert codes(check) == ["other-examiner"]


def codes(check: HipCheck) -> list[str]:
    return [notice.code for notice in check.notices]
