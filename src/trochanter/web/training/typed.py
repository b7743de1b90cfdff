"""What is typed into a form, as numbers and days."""

from trochanter.core.errors import BadSetting
from trochanter.progress.session import MOST
from trochanter.web.look import MILES_A_KM


def pain_typed(text: str, name: str) -> int | None:
    """A number from 0 to 10; None for nothing; raises BadSetting.

    >>> pain_typed(" 4 ", "pain"), pain_typed("", "pain")
    (4, None)
    """
    word = text.strip()
    if not word:
        return None
    if not (word.isascii() and word.isdecimal() and len(word) <= 2 and int(word) <= MOST):
        raise BadSetting(name.replace("_", " "), text[:40], f"a whole number from 0 to {MOST}, or nothing")
    return int(word)


def number_typed(text: str, name: str) -> float | None:
    """A number above 0, with a point or a comma; None for nothing; raises BadSetting.

    >>> number_typed("5,5", "run")
    5.5
    """
    word = text.strip().replace(",", ".")
    if not word:
        return None
    try:
        found = float(word)
    except ValueError:
        found = -1.0
    if not 0.0 < found < 10_000.0:
        raise BadSetting(name.replace("_", " "), text[:40], "a number above 0, such as 5.5, or nothing")
    return found


def km_typed(km: str, miles: str, name: str) -> float | None:
    """A distance in km, typed in km or in miles; None for nothing; raises BadSetting.

    >>> km_typed("", "3", "run"), km_typed("5", "", "run")
    (4.828, 5.0)
    """
    far = number_typed(miles, f"{name}_mi")
    return number_typed(km, f"{name}_km") if far is None else round(far / MILES_A_KM, 3)
