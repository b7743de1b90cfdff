"""The forms of 'My running', read: options of the commands, what pain in a film means for the screen."""

import datetime as dt
import math
from collections.abc import Mapping

from trochanter.core.errors import BadSetting, MissingInput
from trochanter.findings.after_pain import After, Felt, after_pain
from trochanter.findings.limits import CONTROL_TEST, READING, RUNNING_VIDEO, Activity
from trochanter.findings.permission import refuse_unless_screened
from trochanter.web.fields import said
from trochanter.web.jobs import Value
from trochanter.web.person import PersonPage
from trochanter.web.uploads import Received

MASS_KG = (10.0, 300.0)
CM_AN_INCH, KG_A_POUND = 2.54, 0.45359237
MUSCLES = (
    "obturator_internus", "piriformis", "quadratus_femoris", "deep", "gluteus_medius", "gluteus_maximus",
    "tensor_fasciae_latae", "adductor", "flexor", "hamstring",
)  # fmt: skip
SIDES: Mapping[str, str] = {"both": "", "right": "_r", "left": "_l"}
HOW: Mapping[str, float] = {"half": 0.5, "quarter_less": 0.75, "none": 0.0}
SAMPLES = 200
Asked = dict[str, Value]


def trial_asked(given: Received) -> Asked:
    """The options of an analysis; raises BadSetting."""
    imperial = given.text("units") == "imperial"
    mass = number(given, "mass", "the mass")
    if mass is not None:
        mass *= KG_A_POUND if imperial else 1.0
        _within("the mass", mass, MASS_KG, "kg")
    return {"mass-kg": mass, "fix-labels": given.text("fix_labels") == "yes"}


def running_asked(here: PersonPage, given: Received) -> Asked:
    """The options of a film of a run; raises BadSetting, ScreenNeeded and NotOffered."""
    imperial = given.text("units") == "imperial"
    height, speed = number(given, "height", "the height"), number(given, "speed", "the speed")
    view = _one_of(given, "view", ("side", "rear"), "the view")
    return {
        **_film(here, given, RUNNING_VIDEO),
        "view": view,
        "height-cm": None if height is None else height * (CM_AN_INCH if imperial else 1.0),
        "speed-kmh": None if speed is None else here.look.km(speed) if imperial else speed,
    }


def one_leg_asked(here: PersonPage, given: Received) -> Asked:
    """The options of a control test; raises BadSetting, MissingInput, ScreenNeeded and NotOffered."""
    if given.text("stood") != "free":
        raise MissingInput(
            "it is not said that standing on this leg for 10 s is free of pain",
            valid="a leg that can be stood on for 10 s without pain, with a hand on a wall if you like",
            next_step="try that first; if it hurts, leave this test out, and answer the questions again",
        )
    return {
        **_film(here, given, CONTROL_TEST),
        "side": _one_of(given, "side", ("right", "left"), "the side"),
        "exercise": _one_of(given, "exercise", ("squat", "step-down"), "the exercise"),
        "one-leg-pain-free": True,
    }


def what_if_asked(fields: Mapping[str, tuple[str, ...]]) -> dict[str, Value]:
    """The options of a what-if; raises BadSetting."""
    muscle, side, how = said(fields, "muscle"), said(fields, "side"), said(fields, "how")
    for what, typed, known in (("the muscle", muscle, MUSCLES), ("the side", side, SIDES), ("how much", how, HOW)):
        if typed not in known:
            raise BadSetting(what, typed[:40], " or ".join(each or "both" for each in known), "choose one of them")
    name = muscle + SIDES[side]
    asked: dict[str, Value] = {"remove": name} if not HOW[how] else {"weaken": f"{name}={HOW[how]:g}"}
    return {**asked, "samples": SAMPLES if said(fields, "sure") == "yes" else 0}


def number(given: Received, field: str, what: str) -> float | None:
    """A number as typed, with a point or a comma; None where nothing was. Raises BadSetting."""
    text = given.text(field).replace(",", ".")
    if not text:
        return None
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not math.isfinite(found) or found <= 0.0:
        raise BadSetting(what, text[:40], "a number above 0, such as 62.5")
    return found


def _film(here: PersonPage, given: Received, activity: Activity) -> Asked:
    """What is said of every film; the screen is asked before the film is read."""
    day = _day(here, given.text("day"))
    earlier = day < here.today and here.screen is not None and here.screen.asked_on == here.today
    refuse_unless_screened(here.screen, READING if earlier else activity, on=here.today if earlier else day)
    return {
        "measured-on": day.isoformat(),
        "pain": _pain(given),
        "mirrored": given.text("mirrored") == "yes",
        "slow-motion": number(given, "slow_motion", "the slow motion"),
        "model": given.text("model"),
        "keep_files": given.text("keep") == "yes",
    }


def pain_to_tell(here: PersonPage, given: Received) -> After | None:
    """The screen as it stands after pain while it was filmed; None where it stands as it is."""
    pain, day = _pain(given), _day(here, given.text("day"))
    if here.screen is None or not pain or day < here.screen.asked_on:
        return None
    return after_pain(here.screen, [Felt(pain, given.text("pain_place") or None)], day)


def _day(here: PersonPage, text: str) -> dt.date:
    if not text:
        return here.today
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise BadSetting("the day", text[:40], "a day as YYYY-MM-DD") from None
    if day > here.today:
        raise BadSetting("the day", text[:40], "today or a day before")
    return day


def _pain(given: Received) -> int | None:
    text = given.text("pain")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and int(text) <= 10):
        raise BadSetting("the pain", text[:40], "a whole number from 0 (none) to 10 (worst)")
    return int(text)


def _one_of(given: Received, field: str, known: tuple[str, ...], what: str) -> str:
    found = given.text(field)
    if found not in known:
        raise BadSetting(what, found[:40] or "left open", " or ".join(known), "choose one, and send the form again")
    return found


def _within(what: str, value: float, limits: tuple[float, float], unit: str) -> None:
    if not limits[0] <= value <= limits[1]:
        raise BadSetting(what, f"{value:g} {unit}", f"{limits[0]:g} to {limits[1]:g} {unit}")
