"""How far the hips turn on several days, as the data of a chart: both sides in one panel, each with its interval."""

from collections.abc import Sequence
from typing import Any

from trochanter.kinematics.comparing_limits import NORMAL_95
from trochanter.progress.result import Progress
from trochanter.progress.trend import Trend
from trochanter.web.person import PersonPage

LEAST_DAYS = 2
_FULL_DEG = 60.0


def range_charts(here: PersonPage, found: Progress) -> tuple[dict[str, Any], ...]:
    """One chart a direction that was measured on two days at least; () where there is none, or all is stopped."""
    if found.stopped_since is not None:
        return ()
    by_direction: dict[str, list[tuple[str, Trend]]] = {}
    for trend in found.trends:
        side, _, direction = trend.what.partition(" hip, ")
        if trend.measure == "range" and direction:
            by_direction.setdefault(direction, []).append((side, trend))
    several = {
        direction: sides
        for direction, sides in by_direction.items()
        if max(len(trend.points) for _, trend in sides) >= LEAST_DAYS
    }
    return tuple(_chart(here, direction, sides) for direction, sides in several.items())


def _chart(here: PersonPage, direction: str, sides: Sequence[tuple[str, Trend]]) -> dict[str, Any]:
    words = here.look.words
    days = sorted({point.on for _, trend in sides for point in trend.points})
    highest = max(point.value + NORMAL_95 * point.sigma for _, trend in sides for point in trend.points)
    return {
        "title": direction,
        "says": " ".join(text for _, trend in sides for text in trend.says),
        "file": direction.replace(" ", "-"),
        "x": {"kind": "date", "words": words("progress.day"), "values": [day.isoformat() for day in days]},
        "y": {
            "words": f"{direction}, {words('progress.degrees')}",
            "unit": "°",
            "digits": 0,
            "min": 0,
            "max": max(_FULL_DEG, 10.0 * (highest // 10.0 + 1.0)),
        },
        "series": [_series(here, side, trend, days) for side, trend in sides],
    }


def _series(here: PersonPage, side: str, trend: Trend, days: Sequence[Any]) -> dict[str, Any]:
    by_day = {point.on: point for point in trend.points}
    told = [by_day.get(day) for day in days]
    return {
        "name": here.look.words(f"progress.side_{side}"),
        "side": side,
        "values": [None if each is None else round(each.value, 1) for each in told],
        "low": [None if each is None else round(each.value - NORMAL_95 * each.sigma, 1) for each in told],
        "high": [None if each is None else round(each.value + NORMAL_95 * each.sigma, 1) for each in told],
        "join": False,
    }
