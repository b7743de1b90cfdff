"""Numbers as files hold them: six digits, null for what is none, the same alone and in lists; and what they load."""

import math
import subprocess
import sys

import numpy as np

from trochanter.exchange.quantities import number, numbers, quantity, versions


def test_a_number_has_six_digits_and_nothing_becomes_null() -> None:
    assert [number(value) for value in (12.3456789, -0.000123456789, math.nan, math.inf)] == [
        12.3457, -0.000123457, None, None
    ]  # fmt: skip
    assert quantity(1.5, "deg").model_dump() == {"value": 1.5, "unit": "deg", "sigma": None}
    assert quantity(math.nan, "m", 0.25).model_dump() == {"value": None, "unit": "m", "sigma": 0.25}


def test_numbers_in_lists_are_those_that_stand_alone() -> None:
    rng = np.random.default_rng(3)
    values = np.concatenate([rng.normal(size=500) * 10.0 ** rng.integers(-25, 25, 500), [0.0, -0.0, np.nan, np.inf]])
    assert numbers(values) == [number(value) for value in values.tolist()]


def test_versions_are_those_a_number_can_depend_on() -> None:
    assert set(versions()) == {"trochanter", "python", "numpy", "scipy", "numba"}


def test_what_only_reads_or_tells_loads_no_engine() -> None:
    """A plan, progress and a check that was typed in are told in a fraction of the second that the engine takes."""
    for name in ("plan_result", "progress_result", "measurement_reading", "history_result", "screen_result"):
        code = f"import sys, trochanter.exchange.{name}; print([n for n in ('numba', 'scipy') if n in sys.modules])"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "[]", name
