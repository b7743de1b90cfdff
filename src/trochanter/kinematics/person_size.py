"""Whether mass and height can be a person's, in kilograms and metres, and fit each other and the legs."""

from itertools import pairwise

import numpy as np

from trochanter.core.errors import BadSetting
from trochanter.core.quality import Notice
from trochanter.kinematics.standing import Standing

LIGHTEST_KG, HEAVIEST_KG = 10.0, 300.0
SHORTEST_M, TALLEST_M = 1.0, 2.3
SLIGHT_KG_M2, STOUT_KG_M2 = 14.0, 35.0
TOLD_STATURE_SHARE = 0.1  # legs of people of one height differ by 3 % (one standard deviation)
LEG_SHARE = 0.4918  # thigh and shank over stature, as in height_shares.csv


def check_mass(mass_kg: float | None) -> None:
    """Raise BadSetting for a mass outside 10 to 300 kg."""
    if mass_kg is not None and not LIGHTEST_KG <= mass_kg <= HEAVIEST_KG:
        valid = f"the person's mass in kilograms, {LIGHTEST_KG:g} to {HEAVIEST_KG:g}"
        raise BadSetting("mass_kg", mass_kg, valid, "grams and pounds have to be converted: 1 lb is 0.4536 kg")


def check_height(height_m: float | None) -> None:
    """Raise BadSetting for a height outside 1 to 2.3 m."""
    if height_m is not None and not SHORTEST_M <= height_m <= TALLEST_M:
        raise BadSetting("height_m", height_m, f"the person's height in metres, {SHORTEST_M:g} to {TALLEST_M:g}")


def check_mass_index(mass_kg: float | None, height_m: float | None, whose: str, where: str) -> tuple[Notice, ...]:
    """A notice where no mass is known, or mass over height squared is hardly a person's."""
    if mass_kg is None:
        text = (
            "the person's mass was not given: every moment and force is that of a body with the model's mass, and in "
            "error by the share in which the person's differs; state it (--mass-kg, mass_kg in Python)"
        )
        return (Notice("mass-unknown", text, where),)
    if height_m is None or SLIGHT_KG_M2 <= mass_kg / height_m**2 <= STOUT_KG_M2:
        return ()
    text = f"{mass_kg:g} kg with {whose} ({height_m:.2f} m) makes {mass_kg / height_m**2:.0f} kg/m2"
    doubt = "check that the mass is in kilograms and that both belong to one person"
    return (Notice("mass-implausible", f"{text}; {doubt}", where),)


def check_stature(height_m: float | None, legs_m: float | None, where: str) -> tuple[Notice, ...]:
    """A notice where the height given and the stature that the legs suggest cannot be one person's."""
    if height_m is None or legs_m is None or abs(legs_m / height_m - 1.0) <= TOLD_STATURE_SHARE:
        return ()
    text = f"the legs of the static trial suggest a stature of {legs_m:.2f} m, the height given is {height_m:.2f} m"
    return (
        Notice("static-of-another", f"{text}: the static trial may be another person's, or a unit is wrong", where),
    )


def stature_from_legs_m(person: Standing) -> float | None:
    """Stature that thigh and shank suggest, within some 3 %; None where a joint centre is not known on both sides."""
    joints = ("hip_centre", "knee_centre", "ankle_centre")
    legs = [
        sum(person.distance_m(f"{a}_{s}", f"{b}_{s}") for a, b in pairwise(joints))
        for s in "rl"
        if person.has(*(f"{joint}_{s}" for joint in joints))
    ]
    return float(np.mean(legs)) / LEG_SHARE if legs else None
