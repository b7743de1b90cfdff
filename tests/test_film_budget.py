"""The error budget of a film is what the geometry of a camera gives, and nothing that a film has seen."""

import numpy as np
import pytest

from scripts.film_budget import REFUSED, as_found, drawn, fitted
from trochanter.anatomy.measuring import method_named
from trochanter.anatomy.rows import rows

ERRORS = drawn(40_000)
KNOWN = {row["quantity"]: float(row["value"]) for row in rows("film_camera")}


def test_rows_are_what_the_script_computes() -> None:
    c, k = fitted(as_found(ERRORS, KNOWN["length_by_chance"]))
    assert KNOWN["at_same_length"] == pytest.approx(c, abs=0.11)
    assert KNOWN["per_length"] == pytest.approx(k, abs=2.1)
    for name in ("video", "video_full", "tapped_video"):
        causes = {cause.name: cause.sigma_deg for cause in method_named(name).at("seated").causes}
        assert causes["camera"] == pytest.approx(ERRORS.error_deg.std(), abs=0.1)


def test_the_shins_length_tells_how_far_off_an_end_can_be() -> None:
    steady = ERRORS.error_deg[ERRORS.change < 0.03].std()
    askew = ERRORS.error_deg[(ERRORS.change > 0.1) & (ERRORS.change < 0.35)].std()
    assert askew > 3.0 * steady


def test_the_bar_holds_what_it_says_over_all_misalignments() -> None:
    chance = np.random.default_rng(3)
    sizes = {cause.name: cause.sigma_deg for cause in method_named("video").at("seated").causes}
    found = as_found(ERRORS, KNOWN["length_by_chance"], seed=9)
    rest = np.hypot(sizes["pelvis"], sizes["points"])
    kept = found.change < REFUSED
    off = (found.error_deg + rest * chance.standard_normal(len(found.error_deg)))[kept]
    camera = np.hypot(KNOWN["at_same_length"], KNOWN["per_length"] * found.change[kept])
    half = 1.96 * np.hypot(camera, rest)
    assert 0.93 < np.mean(np.abs(off) < half) < 0.97
    assert np.mean(half) < 7.0
