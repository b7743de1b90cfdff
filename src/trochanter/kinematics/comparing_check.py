"""All that one check of the hips can tell: its end ranges put together, what may be compared, and what may not."""

from collections.abc import Sequence
from dataclasses import dataclass

from trochanter.anatomy.measuring import Method, method_named
from trochanter.core.errors import ImpossibleData, MissingInput
from trochanter.core.quality import Notice
from trochanter.kinematics.comparing import (
    ChangeSince,
    SideDifference,
    compare_sides,
    compare_times,
    like_for_like,
    measured_ends,
    set_up_of,
)
from trochanter.kinematics.comparing_limits import Detectable, detectable_change
from trochanter.kinematics.comparing_norms import NormAnswer, fair_norms
from trochanter.kinematics.rotation_range import DIRECTIONS, EndRange, RotationRange
from trochanter.kinematics.rotation_range_readings import together

GROIN = ("groin", "front", "pinch")
GROIN_CODE = "groin-pain"


@dataclass(frozen=True, slots=True)
class HipCheck:
    """One check: ``now`` its set-ups, ``whole`` the same put together, ``earlier`` the person's other recordings.

    detectable: of one end range; sides: one a direction; changes: since the last earlier day that is comparable;
    apart: earlier recordings that are not comparable, with the reasons; norms: published values, or why none.
    """

    now: tuple[RotationRange, ...]
    whole: RotationRange
    earlier: tuple[RotationRange, ...]
    method: Method
    detectable: Detectable
    sides: tuple[SideDifference, ...]
    changes: tuple[ChangeSince, ...]
    apart: tuple[tuple[RotationRange, tuple[str, ...]], ...]
    norms: NormAnswer
    notices: tuple[Notice, ...]

    @property
    def limited(self) -> tuple[EndRange, ...]:
        """End ranges that pain limited: they are kept apart from every comparison."""
        return tuple(end for end in self.whole.ends if end.limited_by_pain)

    @property
    def set_ups(self) -> int:
        """How many set-ups the check has."""
        return len({set_up_of(each) for each in self.now})


def check_hips(
    now: Sequence[RotationRange], earlier: Sequence[RotationRange] = (), notices: Sequence[Notice] = ()
) -> HipCheck:
    """What a check tells; now: its set-ups, alike in position, mode and method; earlier: other days of this person.

    notices: what is known of the whole check beside its set-ups.

    Raises MissingInput without any end range, ImpossibleData where the set-ups of the check differ, UnknownName for a
    method that there is not.
    """
    if not measured_ends(now):
        raise MissingInput(
            "there is no end range in this check",
            valid="at least one angle of one side and direction",
            next_step="give at least one reading",
        )
    for each in now[1:]:
        _refuse_unlike(now[0], each)
    method = method_named(now[0].method).at(now[0].position)
    whole = _whole(now, method)
    detectable = detectable_change(now, earlier, method)
    limit = detectable.value_deg
    before = [each for each in earlier if like_for_like(whole, each).usable]
    last = [each for each in before if each.measured_on == max(b.measured_on for b in before)]
    pairs = measured_ends(now) if last else ()
    return HipCheck(
        now=tuple(now),
        whole=whole,
        earlier=tuple(earlier),
        method=method,
        detectable=detectable,
        sides=tuple(compare_sides(now, direction, method, limit) for direction in DIRECTIONS),
        changes=tuple(compare_times(whole, last, side, direction, method, limit) for side, direction in pairs),
        apart=tuple((each, like_for_like(whole, each).reasons) for each in earlier if each not in before),
        norms=fair_norms(whole),
        notices=(*notices, *whole.quality, *_notices([*now, *before], whole)),
    )


def _whole(now: Sequence[RotationRange], method: Method) -> RotationRange:
    ends = []
    for side, direction in measured_ends(now):
        found = [end for each in now if (end := each.end(side, direction)) is not None]
        ends.append(together(found, method))
    first = now[0]
    return RotationRange(
        position=first.position,
        mode=first.mode,
        method=method.name,
        measured_by=", ".join(dict.fromkeys(each.measured_by for each in now)),
        measured_on=max(each.measured_on for each in now),
        set_up=", ".join(dict.fromkeys(each.set_up for each in now)),
        ends=tuple(ends),
        quality=tuple(dict.fromkeys(notice for each in now for notice in each.quality)),
    )


def _refuse_unlike(one: RotationRange, other: RotationRange) -> None:
    like = like_for_like(one, other)
    if not like.usable:
        raise ImpossibleData(
            f"two set-ups of one check are not alike: {'; '.join(like.reasons)}",
            where=f"set-up '{other.set_up}'",
            valid="one position, one mode and one method in a check",
            next_step="measure each in a check of its own: they are never compared",
        )


def _notices(compared: Sequence[RotationRange], whole: RotationRange) -> list[Notice]:
    found = []
    if len({each.measured_by for each in compared}) > 1:
        text = "not everything here was measured by the same person, which adds an error whose size is not known"
        found.append(Notice("other-examiner", text))
    for end in whole.ends:
        where = f"{end.side.word}, {end.direction}"
        if end.pain_was_told and any(word in (end.pain_place or "").lower() for word in GROIN):
            text = (
                f"pain in the {end.pain_place} at the end of turning: if running hurts there too, answer the questions "
                "of the screen again before the next run"
            )
            found.append(Notice(GROIN_CODE, text, where))
    if any(end.pain is None and not end.limited_by_pain for end in whole.ends):
        text = "pain at the end range was not noted everywhere; ask next time, 0 to 10, and where"
        found.append(Notice("pain-not-asked", text))
    return found
