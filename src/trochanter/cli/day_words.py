"""A day as it is typed."""

import datetime as dt

from trochanter.core.errors import BadSetting


def day_typed(option: str, text: str, today: dt.date) -> dt.date:
    """A day of an option, today where nothing was typed; raises BadSetting for no day, and for one to come.

    >>> day_typed("--on", "2026-11-20", dt.date(2026, 11, 22))
    datetime.date(2026, 11, 20)
    """
    if not text:
        return today
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise BadSetting(option, text, f"a day as YYYY-MM-DD, such as {today}") from None
    if day > today:
        raise BadSetting(option, text, f"today ({today}) or a day before", "check the date, also that of this computer")
    return day
