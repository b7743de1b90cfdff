"""A change of the plan as a form brings it, and the edit that it means."""

import datetime as dt

from pydantic import BaseModel, Field

from trochanter.core.errors import BadSetting
from trochanter.plan.edit import CHANGES, Change, Edit
from trochanter.plan.plan import By, Dose

LONGEST = 600
WEEKDAYS = "0123456"


class Typed(BaseModel):
    """What was typed; base: the key of the plan that it was typed for."""

    base: str = Field(default="", max_length=LONGEST)
    change: str = Field(default="", max_length=LONGEST)
    exercise: str = Field(default="", max_length=LONGEST)
    other: str = Field(default="", max_length=LONGEST)
    reason: str = Field(default="", max_length=LONGEST)
    by: str = Field(default="person", max_length=LONGEST)
    sets: str = Field(default="", max_length=LONGEST)
    repeats: str = Field(default="", max_length=LONGEST)
    hold_s: str = Field(default="", max_length=LONGEST)
    weekdays: list[str] = Field(default=[], max_length=20)

    def edit(self, on: dt.date) -> Edit:
        """The edit of a day; raises BadSetting and UnknownName for what none can be."""
        what = _change(self.change)
        dose = self._dose() if what == "dose" else None
        by: By = "therapist" if self.by == "therapist" else "person"
        return Edit(what, self.exercise, self.reason, by, on, self.other if what == "swap" else "", dose)

    def _dose(self) -> Dose:
        days = tuple(sorted({int(each) for each in self.weekdays if len(each) == 1 and each in WEEKDAYS}))
        hold_s = float(_whole(self.hold_s or "0", "seconds"))
        return Dose(_whole(self.sets, "sets"), _whole(self.repeats, "repetitions"), hold_s, days)


def _change(word: str) -> Change:
    for each in CHANGES:
        if word == each:
            return each
    raise BadSetting("the change", word[:40], ", ".join(CHANGES))


def _whole(text: str, what: str) -> int:
    word = text.strip()
    if not (word.isascii() and word.isdecimal() and len(word) <= 4):
        raise BadSetting(what, text[:40], "a whole number")
    return int(word)
