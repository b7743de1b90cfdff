"""Damaged models never end in anything but a sound new file or an error of the family."""

import os
import random
from pathlib import Path

import pytest

from tests.property.test_osim_mutations import MILD, MUTATIONS, assert_sound
from trochanter.capture.osim import parse_osim
from trochanter.core.errors import TrochanterError
from trochanter.exchange.osim_edit import osim_with_deep_six
from trochanter.kinematics.deep_six import with_deep_six

COUNT = 1_000 if os.environ.get("TROCHANTER_SOAK") == "1" else 8
REAL = ("models/subject01_gait2392_scaled.osim", "walk_3d/subject_walk_scaled.osim")


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("name", REAL)
def test_damaged_models_end_well(name: str, shared_data: Path) -> None:
    data = (shared_data / name).read_bytes()
    ends = [end(data, seed) for seed in range(COUNT)]
    assert ends.count("written") >= COUNT // 3
    assert all(said == "written" or said.startswith(f"seed {seed}") for seed, said in enumerate(ends)), ends


def end(data: bytes, seed: int) -> str:
    """Damage a model, add the deep six and write it: 'written', or what the error said."""
    rng, where = random.Random(seed), f"seed {seed}"
    damaged = rng.choice((*MUTATIONS, *MILD, *MILD, *MILD))(rng, data)
    try:
        found = with_deep_six(parse_osim(damaged, where, skip_unsupported=True))
        new = osim_with_deep_six(damaged, found, where)
    except TrochanterError as error:
        return str(error)
    assert_sound(found.body)
    assert parse_osim(new, "new", skip_unsupported=True).muscles.names == found.body.muscles.names
    return "written"
