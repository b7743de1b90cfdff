"""Damaged, nonsensical and tiny force records: a result with its notices, or one of the family's errors, never more."""

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.kinematics.recorded_plates import Recorded, demo, forgotten
from trochanter.capture.trial import PlateLoad, Plates
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import TrochanterError
from trochanter.kinematics.plate_feet import PlateFeet

FIELDS = ("force_N", "point_m", "moment_Nm")
DAMAGES = st.sampled_from(
    ["scale", "nan_run", "nan_all", "constant", "noise", "spikes", "shuffle_axes", "sign", "offset", "roll", "zero"]
)


def damaged(values: Floats, damage: str, random: np.random.Generator) -> Floats:
    """One kind of damage to a column triple (n, 3)."""
    changed, n = np.array(values), len(values)
    first = int(random.integers(0, n))
    run = slice(first, first + int(random.integers(1, max(2, n // 2))))
    size = float(10.0 ** random.uniform(-4, 4))
    if damage == "scale":
        changed *= size
    elif damage == "nan_run":
        changed[run] = np.nan
    elif damage == "nan_all":
        changed[:] = np.nan
    elif damage == "constant":
        changed[:] = random.normal(0.0, size, 3)
    elif damage == "noise":
        changed += random.normal(0.0, size, changed.shape)
    elif damage == "spikes":
        changed[random.integers(0, n, 5)] = size * 1e3
    elif damage == "shuffle_axes":
        changed = changed[:, random.permutation(3)]
    elif damage == "sign":
        changed *= random.choice([-1.0, 1.0], 3)
    elif damage == "offset":
        changed += random.normal(0.0, size, 3)
    elif damage == "roll":
        changed = np.roll(changed, int(random.integers(1, n)), axis=0)
    else:
        changed[run] = 0.0
    return changed


def with_arrays(load: PlateLoad, arrays: dict[str, Any]) -> PlateLoad:
    """The load with some of its arrays replaced."""
    changes: dict[str, Any] = {name: frozen(values) for name, values in arrays.items()}
    return replace(load, **changes)


def hostile(plates: Plates, damages: list[tuple[int, str]], random: np.random.Generator) -> Plates:
    loads = list(plates.loads)
    for field, damage in damages:
        k, name = int(random.integers(0, len(loads))), FIELDS[field]
        loads[k] = with_arrays(loads[k], {name: damaged(getattr(loads[k], name), damage, random)})
    return replace(plates, loads=tuple(loads))


def sound(found: PlateFeet, count: int) -> bool:
    """Both feet, whole arrays, finite forces, and something told."""
    loads = found.forces.loads
    shapes = {getattr(load, name).shape for load in loads for name in FIELDS}
    finite = all(np.isfinite(load.force_N).all() for load in loads)
    return len(loads) == 2 and shapes == {(count, 3)} and finite and bool(found.forces.notices)


@settings(max_examples=150)
@given(
    st.booleans(),
    st.lists(st.tuples(st.integers(0, 2), DAMAGES), min_size=1, max_size=4),
    st.integers(0, 2**32 - 1),
)
def test_a_damaged_record_gives_a_sound_result_or_an_error_of_the_family(
    by_foot: bool, damages: list[tuple[int, str]], seed: int
) -> None:
    run, forces = demo()
    few = slice(0, 300)
    short = Recorded(forgotten(forces) if by_foot else run.plates, run.body, run.time_s[few], run.q[few], run.mass_kg)
    plates = hostile(short.plates, damages, np.random.default_rng(seed))
    try:
        found = short.to_feet(plates)
    except TrochanterError as error:
        event(f"refused: {str(error)[:60]}")
        return
    event("result")
    assert sound(found, len(plates.time_s))


@settings(max_examples=60)
@given(st.integers(1, 400), st.integers(1, 400), st.integers(0, 1200), st.floats(-3.0, 3.0))
def test_records_of_any_length_and_start_give_a_result_or_an_error_of_the_family(
    frames: int, samples: int, first: int, shift_s: float
) -> None:
    run, _ = demo()
    rows = slice(first, first + samples)
    loads = tuple(with_arrays(load, {name: getattr(load, name)[rows] for name in FIELDS}) for load in run.plates.loads)
    plates = Plates(frozen(run.plates.time_s[rows] + shift_s), loads)
    if not len(plates.time_s):
        return
    short = Recorded(plates, run.body, run.time_s[:frames], run.q[:frames], run.mass_kg)
    try:
        found = short.to_feet()
    except TrochanterError:
        event("refused")
        return
    event("result")
    assert sound(found, len(plates.time_s))
