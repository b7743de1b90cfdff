"""A what-if as it is typed: muscles with their numbers, angles in degrees, checked before anything is read."""

from collections.abc import Sequence
from math import radians
from typing import TYPE_CHECKING

from trochanter.core.errors import BadSetting

if TYPE_CHECKING:
    from trochanter.mechanics.scenario import Scenario

GREATEST_DEG = 45.0


def typed_scenario(
    *,
    weaken: Sequence[str] | None,
    strengthen: Sequence[str] | None,
    tighten: Sequence[str] | None,
    shorten: Sequence[str] | None,
    remove: Sequence[str] | None,
    floor: Sequence[str] | None,
    tilt_deg: float,
    anteversion_deg: float,
) -> "Scenario":
    """The scenario as typed; raises BadSetting for what is no scenario."""
    from trochanter.mechanics.scenario import Scenario

    for option, angle_deg in (("--pelvic-tilt-deg", tilt_deg), ("--anteversion-deg", anteversion_deg)):
        if not abs(angle_deg) <= GREATEST_DEG:
            raise BadSetting(option, angle_deg, f"{-GREATEST_DEG:g} to {GREATEST_DEG:g} degrees")

    less, more = _pairs("--weaken", weaken), _pairs("--strengthen", strengthen)
    _refuse_beyond("--weaken", less, "0 to 1; --strengthen takes more", most=1.0)
    _refuse_beyond("--strengthen", more, "1 or more; --weaken takes less", least=1.0)
    both = sorted(set(less) & set(more))
    if both:
        raise BadSetting("--strengthen", both[0], "a muscle that --weaken does not name", "give one of the two")
    found = Scenario(
        name="what if",
        strength=less | more,
        stiffness=_pairs("--tighten", tighten),
        removed=tuple(remove or ()),
        floor=_pairs("--floor", floor),
        pelvic_tilt_rad=radians(tilt_deg),
        anteversion_rad=radians(anteversion_deg),
        shortened=_pairs("--shorten-tendon", shorten),
    )
    if found.empty:
        raise BadSetting(
            "the scenario", "nothing", "at least one change", "add one, such as --weaken obturator_internus=0.5"
        )
    return found


def _pairs(option: str, typed: Sequence[str] | None) -> dict[str, float]:
    """Muscles and numbers of 'muscle=number'; raises BadSetting for anything else, and for a muscle typed twice."""
    found: dict[str, float] = {}
    for text in typed or ():
        word, sign, number = (part.strip() for part in text.rpartition("="))
        try:
            value = float(number)
        except ValueError:
            value, sign = 0.0, ""
        if not (sign and word):
            raise BadSetting(option, text, "a muscle, an equals sign and a number, such as obturator_internus=0.5")
        if word in found:
            raise BadSetting(option, text, "each muscle once", f"leave one of the two values of {word} out")
        found[word] = value
    return found


def _refuse_beyond(
    option: str, values: dict[str, float], valid: str, *, least: float = 0.0, most: float = float("inf")
) -> None:
    for word, value in values.items():
        if not least <= value <= most:
            raise BadSetting(f"{option} of {word}", value, valid)
