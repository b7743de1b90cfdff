"""A day as it is typed."""

import datetime as dt

from trochanter.core.errors import BadSetting


def day_typed(what: str, text: str, today: dt.date) -> dt.date:
    """A day typed for ``what``, today where nothing was typed; raises BadSetting for no day, and for one to come.

    >>> day_typed("--on", "2026-11-20", dt.date(2026, 11, 22))
    datetime.date(2026, 11, 20)
    """
    if not text.strip():
        return today
    try:
        day = dt.date.fromisoformat(text.strip())
    except ValueError:
        raise BadSetting(what, text[:40], f"a day as YYYY-MM-DD, such as {today}") from None
    if day > today:
        raise BadSetting(what, text, f"today ({today}) or a day before", "check the date, also that of this computer")
    return day
