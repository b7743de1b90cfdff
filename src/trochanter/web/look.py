"""How somebody wants the page to look: language, units, light or dark; kept in a cookie, not in the records."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request

from trochanter.web.words import LANGUAGES, Words, language_of

COOKIE = "trochanter_look"
UNITS, THEMES = ("metric", "imperial"), ("system", "light", "dark")
MILES_A_KM = 1 / 1.609344  # the international mile of 1959


@dataclass(frozen=True, slots=True)
class Look:
    """language: one of LANGUAGES; units: one of UNITS; theme: one of THEMES."""

    language: str = "en"
    units: str = "metric"
    theme: str = "system"

    @property
    def words(self) -> Words:
        """The words of the language."""
        return Words(self.language)

    @property
    def cookie(self) -> str:
        """What the cookie holds."""
        return urlencode({"language": self.language, "units": self.units, "theme": self.theme})

    def distance(self, km: float) -> str:
        """A distance with its unit, as precise as a runner tells it.

        >>> Look().distance(5.0), Look(units="imperial").distance(5.0)
        ('5 km', '3.1 mi')
        """
        number, unit = (km * MILES_A_KM, "mi") if self.units == "imperial" else (km, "km")
        return f"{number:.1f}".removesuffix(".0") + f" {unit}"

    def km(self, typed: float) -> float:
        """Kilometres of a number typed in the units of this look."""
        return typed / MILES_A_KM if self.units == "imperial" else typed


def look_of(request: Request) -> Look:
    """The look that a browser asked for; what is not known is left at its usual value."""
    kept = dict(parse_qsl(request.cookies.get(COOKIE, "")[:200]))
    language = language_of(kept.get("language", ""), request.headers.get("accept-language", "")[:500])
    units = kept.get("units") if kept.get("units") in UNITS else UNITS[0]
    theme = kept.get("theme") if kept.get("theme") in THEMES else THEMES[0]
    assert language in LANGUAGES
    return Look(language, units or UNITS[0], theme or THEMES[0])
