"""Readings of a goniometer or a level as a form brings them: understood, or told beside the field what they lack."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from trochanter.anatomy.measuring import Method, methods
from trochanter.capture.typed_readings import MOST_REPEATS, TypedEnd, TypedSetUp, Way, angle_of, pain_of, place_of
from trochanter.core.errors import BadSetting, ImpossibleData, MissingInput, TrochanterError
from trochanter.core.sides import SIDES, Side
from trochanter.findings.after_pain import place_of_pain
from trochanter.findings.check_gate import MYSELF
from trochanter.kinematics.rotation_range import RotationRange
from trochanter.kinematics.typed_check import FAR_APART_DEG, PHOTOGRAPHS, READ_BY_EYE, About, recording_typed
from trochanter.web.fields import said

REPEATS = (1, 2, 3)
MOST_SET_UPS = 6
WAYS: tuple[tuple[str, Way], ...] = (("in", "internal"), ("out", "external"))
PLACES = (
    "groin",
    "deep in the hip",
    "front of the thigh",
    "front pinch",
    "side",
    "buttock",
    "back",
    "knee",
    "elsewhere",
)
ENDS: tuple[tuple[str, Side, Way], ...] = tuple(
    (f"{side.word}_{word}", side, way) for side in SIDES for word, way in WAYS
)
_CANNOT = (BadSetting, ImpossibleData, MissingInput)


@dataclass(frozen=True, slots=True)
class TypedForm:
    """What a form says. set_ups: how many it shows; faults: words by the field that they stand beside."""

    values: Mapping[str, str]
    set_ups: int
    about: About
    typed: tuple[TypedSetUp, ...]
    faults: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """What stands in a field."""
        return self.values.get(name, "")


def eye_methods() -> tuple[Method, ...]:
    """The ways of measuring whose number a person reads and types."""
    return tuple(each for each in methods().values() if each.read_by == READ_BY_EYE or each.name == PHOTOGRAPHS)


def empty_form(today: dt.date, *, by_oneself: bool, position: str) -> TypedForm:
    """The form before anything was typed."""
    who = MYSELF[0] if by_oneself else "other"
    values = {"position": position, "mode": "active" if by_oneself else "passive", "who": who, "day": today.isoformat()}
    return TypedForm(values, 1, About(position, values["mode"], "", who, values["day"]), ())


def form_of(fields: Mapping[str, tuple[str, ...]]) -> TypedForm:
    """A form as it came, with what could be understood and what could not."""
    values = {name: said(fields, name)[:200] for name in fields}
    number = values.get("set_ups", "1")
    set_ups = min(max(int(number), 1), MOST_SET_UPS) if number.isdecimal() and len(number) < 3 else 1
    faults: dict[str, str] = {}
    about = About(
        position=_one_of(values, "position", ("seated", "supine", "prone"), faults),
        mode=_one_of(values, "mode", ("active", "passive"), faults),
        method=_one_of(values, "method", [each.name for each in eye_methods()], faults),
        measured_by=_who(values, faults),
        measured_on=_day(values, faults),
    )
    alone = about.measured_by == MYSELF[0]
    typed = [_set_up(values, k, faults, alone=alone) for k in range(1, set_ups + 1)]
    if not any(each.ends for each in typed) and not any(name.startswith("s") for name in faults):
        faults["s1_right_in"] = "readings"
    return TypedForm(values, set_ups, about, tuple(each for each in typed if each.ends), faults)


def recordings_of(form: TypedForm, today: dt.date, before: int) -> tuple[RotationRange, ...]:
    """The set-ups of a form without faults as measurements; before: how many alike there are of that day.

    Raises errors of the TrochanterError family.
    """
    named = [TypedSetUp(f"set-up {before + k}", each.ends) for k, each in enumerate(form.typed, 1)]
    return tuple(recording_typed(each, form.about, "", today) for each in named)


def _set_up(values: Mapping[str, str], k: int, faults: dict[str, str], *, alone: bool) -> TypedSetUp:
    ends = []
    for name, side, way in ENDS:
        key = f"s{k}_{name}"
        try:
            end = _end(values, key, side, way)
        except TrochanterError as error:
            faults[key] = f"{error.what}. Possible: {error.valid}." if error.valid else error.what
            continue
        if end is None:
            continue
        if alone and end.pain is None:
            faults[f"{key}_pain"] = "pain"
        if end.pain and not end.pain_place:
            faults[f"{key}_place"] = "place"
        ends.append(end)
    return TypedSetUp(f"set-up {k}", tuple(ends))


def _end(values: Mapping[str, str], key: str, side: Side, way: Way) -> TypedEnd | None:
    """One end range; None where nothing was typed of it."""
    texts = [text for n in REPEATS if (text := values.get(f"{key}_{n}", "").replace(",", "."))]
    pain = values.get(f"{key}_pain", "")
    stopped = values.get(f"{key}_stopped", "") == "yes"
    if not texts:
        if stopped or pain not in ("", "0"):
            raise MissingInput("no angle was typed here", valid="degrees at which the movement was stopped")
        return None
    assert len(texts) <= MOST_REPEATS
    repeats = tuple(angle_of(text, "degrees") for text in texts)
    return TypedEnd(
        side, way, repeats, pain_of(pain, "pain") if pain else None,
        place_of(values.get(f"{key}_place", "")) if pain not in ("", "0") else None, stopped,
    )  # fmt: skip


def _one_of(values: Mapping[str, str], name: str, known: object, faults: dict[str, str]) -> str:
    assert isinstance(known, list | tuple)
    word = values.get(name, "")
    if word not in known:
        faults[name] = "choose"
        return ""
    return word


def _who(values: Mapping[str, str], faults: dict[str, str]) -> str:
    if values.get("who") == MYSELF[0]:
        return MYSELF[0]
    name = place_of(values.get("by", "")) or ""
    if not name or name.lower() in MYSELF:
        faults["by"] = "by"
    return name


def _day(values: Mapping[str, str], faults: dict[str, str]) -> str:
    try:
        return dt.date.fromisoformat(values.get("day", "")).isoformat()
    except ValueError:
        faults["day"] = "day"
        return ""


def new_key() -> str:
    """A key for a form, by which it is known when it comes twice."""
    return uuid4().hex


def hints_of(form: TypedForm) -> tuple[str, ...]:
    """What can be said while somebody types, as keys of words: 'apart', 'groin', 'stopped', 'second'."""
    ends = [end for each in form.typed for end in each.ends]
    found = []
    if any(max(end.repeats_deg) - min(end.repeats_deg) > FAR_APART_DEG for end in ends):
        found.append("apart")
    if any(end.pain and place_of_pain(end.pain_place) == "groin" for end in ends):
        found.append("groin")
    if any(end.stopped for end in ends):
        found.append("stopped")
    if any(len(end.repeats_deg) < len(REPEATS) for end in ends):
        found.append("repeats")
    return tuple(found)
