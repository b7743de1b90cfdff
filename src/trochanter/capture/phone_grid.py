"""One grid of times for sensors that tick apart: evenly spaced, at the gyroscope's rate, where all have recorded."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trochanter.capture.phone_sensors import Sensor
from trochanter.core.arrays import Floats
from trochanter.core.errors import ImpossibleData
from trochanter.core.quality import Notice

LEAST_HZ, MOST_HZ = 20.0, 250.0  # legs turn below 5 Hz; more than this carries noise only
LEAST_S = 1.0
_HOLE_S = 0.25  # two samples further apart than this leave a hole
_MOST_HOLES = 0.2  # of the record
_MOST_UNSHARED = 0.2  # of the gyroscope's record may lie where another sensor has nothing


@dataclass(frozen=True, slots=True)
class Grid:
    """time_s (n,) and the values (n, 3) of each sensor there, by its name."""

    time_s: Floats
    values: dict[str, Floats]
    notices: tuple[Notice, ...]

    def of(self, sensor: Sensor) -> Floats:
        """Values (n, 3) of a sensor on the grid."""
        return self.values[_key(sensor)]


def on_one_grid(leading: Sensor, sensors: Sequence[Sensor], where: str) -> Grid:
    """Interpolate sensors (straight lines) to one grid, at the rate of the ``leading`` one.

    Raises ImpossibleData where they do not share a second of time, tick too slowly, or have too many holes.
    """
    sensors = _on_one_clock(sensors)
    leading = next(each for each in sensors if _key(each) == _key(leading))
    for sensor in sensors:
        _check_rate(sensor)
    start = max(float(sensor.time_s[0]) for sensor in sensors)
    end = min(float(sensor.time_s[-1]) for sensor in sensors)
    if end - start < LEAST_S:
        raise ImpossibleData(
            f"the sensors share {max(0.0, end - start):.1f} s of time",
            where=where,
            valid=f"at least {LEAST_S:g} s in which all of them record",
            next_step="export the tables of one recording, and record for a minute",
        )
    rate = min(MOST_HZ, 1.0 / float(np.median(np.diff(leading.time_s))))
    time_s = start + np.arange(int((end - start) * rate + 1e-3) + 1) / rate
    values = {_key(sensor): _at(time_s, sensor) for sensor in sensors}
    notices = [*_unshared(leading, end - start, where), *(n for sensor in sensors for n in _holes(sensor))]
    return Grid(time_s, values, tuple(notices))


def _key(sensor: Sensor) -> str:
    return f"{sensor.where}|{sensor.name}"


def _on_one_clock(sensors: Sequence[Sensor]) -> list[Sensor]:
    """Sensors whose times count from one instant: dates are counted from the first of them."""
    from dataclasses import replace

    first = min((float(sensor.time_s[0]) for sensor in sensors if sensor.dated), default=0.0)
    return [replace(each, time_s=each.time_s - first) if each.dated else each for each in sensors]


def _at(time_s: Floats, sensor: Sensor) -> Floats:
    return np.column_stack([np.interp(time_s, sensor.time_s, sensor.xyz[:, k]) for k in range(3)])


def _check_rate(sensor: Sensor) -> None:
    count = len(sensor.time_s)
    step = float(np.median(np.diff(sensor.time_s))) if count > 1 else float("inf")
    if count < LEAST_S * LEAST_HZ or step > 1.0 / LEAST_HZ * 1.001:
        rate = 1.0 / step if step > 0.0 else 0.0
        raise ImpossibleData(
            f"'{sensor.name}' has {count} samples, {rate:.3g} a second",
            where=sensor.where,
            valid=f"at least {LEAST_HZ:g} a second",
            next_step="set the app to 50 or 100 Hz and record for a minute",
        )
    lost = float(_steps(sensor).sum() / (sensor.time_s[-1] - sensor.time_s[0]))
    if lost > _MOST_HOLES:
        raise ImpossibleData(
            f"{100.0 * lost:.0f} % of the time of '{sensor.name}' are holes",
            where=sensor.where,
            valid="a recording without pauses",
            next_step="keep the app open and the screen on while it records",
        )


def _steps(sensor: Sensor) -> Floats:
    steps = np.diff(sensor.time_s)
    return np.asarray(steps[steps > _HOLE_S])


def _holes(sensor: Sensor) -> list[Notice]:
    holes = _steps(sensor)
    if holes.size == 0:
        return []
    text = f"'{sensor.name}' has {holes.size} holes, the longest {holes.max():.1f} s: joined by straight lines"
    return [Notice("recording-holes", text, sensor.where)]


def _unshared(leading: Sensor, shared_s: float, where: str) -> list[Notice]:
    span = float(leading.time_s[-1] - leading.time_s[0])
    if shared_s >= (1.0 - _MOST_UNSHARED) * span:
        return []
    return [Notice("recording-cut", f"all sensors record together for {shared_s:.0f} of {span:.0f} s only", where)]
