"""The band of healthy runners: recomputed from the published angles, loaded with its attribution."""

from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from scripts.make_running_band import write
from trochanter.anatomy.norms import LABS, running_band, running_excursions
from trochanter.core.errors import UnknownName


@pytest.mark.needs("shared-data")
def test_script_reproduces_the_tables(shared_data: Path, tmp_path: Path) -> None:
    write(shared_data / "running_angles_46", tmp_path)
    for name in ("running_hip_curves_46.csv", "running_hip_excursions_46.csv"):
        committed = resources.files("trochanter.anatomy").joinpath("data", name)
        assert (tmp_path / name).read_bytes() == committed.read_bytes(), name


def test_band_has_a_value_at_every_percent() -> None:
    for lab in LABS:
        band = running_band(lab)
        assert band.n == (46 if lab == "POOLED" else 23)
        assert band.percent.tolist() == list(range(101))
        assert band.mean_rad.shape == band.sd_rad.shape == (101, 3)
        assert (band.sd_rad > 0.0).all()
        assert "Fukuchi" in band.source.citation
        assert "CC BY 4.0" in band.source.note


def test_band_has_clinical_signs() -> None:
    mean_deg = np.degrees(running_band().mean_rad)
    assert mean_deg[80, 0] == pytest.approx(34.7, abs=0.05)  # flexed in late swing
    assert mean_deg[40, 0] == pytest.approx(-13.4, abs=0.05)  # extended at toe-off
    assert mean_deg[20, 1] == pytest.approx(6.1, abs=0.05)  # adducted in stance


def test_laboratories_differ_in_the_offset_of_rotation() -> None:
    apart = np.degrees(running_band("RIC").mean_rad[:36, 2] - running_band("BMC").mean_rad[:36, 2])
    assert apart[0] == pytest.approx(6.7, abs=0.05)
    assert 2.0 < apart.min() < apart.max() < 7.0


def test_excursions_are_numbers_over_runners() -> None:
    pooled = running_excursions()
    assert pooled["rotation_stance_excursion"].mean == pytest.approx(9.7, abs=0.05)
    assert pooled["rotation_stance_excursion"].sd == pytest.approx(4.0, abs=0.05)
    assert pooled["rotation_range"].mean == pytest.approx(16.7, abs=0.05)
    assert running_excursions("RIC")["adduction_stance_peak_at"].unit == "percent"


def test_unknown_laboratory_is_named() -> None:
    with pytest.raises(UnknownName, match="laboratory 'BCM'"):
        running_band("BCM")
