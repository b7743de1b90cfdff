"""Other published paths of the deep rotators."""

import numpy as np
import pytest

from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.lines import deep_stems
from trochanter.anatomy.path_variants import PathVariant, path_variants, with_variant
from trochanter.anatomy.rows import rows, sources
from trochanter.core.errors import UnknownName
from trochanter.core.sides import Side
from trochanter.mechanics.atlas import posture_atlas

FLEXION_RAD = np.radians([0.0, 30.0, 60.0, 90.0, 120.0])
# Rotation arms of Dostal's straight lines in that cadaver's own size, mm, computed when the paths were derived; the
# hip model's size is 0.914 to 0.957 of it.
DOSTAL_MM = {
    "piri": (-31.1, np.nan, np.nan, 21.0, np.nan),
    "obtint_sup": (-32.3, -30.7, -21.2, -7.2, 7.7),
    "gem_sup": (-30.5, -24.8, -13.3, 0.7, 13.6),
    "gem_inf": (-33.2, -32.0, -22.5, -7.9, 7.6),
    "quadfem_inf": (-33.9, -43.0, -37.7, -26.1, -12.9),
    "obtext_sup": (-3.7, -13.0, -21.3, -25.6, -24.8),
}


@pytest.mark.parametrize(("line", "expected_mm"), DOSTAL_MM.items())
def test_dostals_lines_have_dostals_arms_in_the_models_size(line: str, expected_mm: tuple[float, ...]) -> None:
    body = with_variant(hip_model(), "dostal1981")
    arms = 1e3 * posture_atlas(body, FLEXION_RAD, lines=[f"{line}_r"]).arm_m[:, 0, 0, 0, 2]
    known = np.isfinite(expected_mm)
    assert np.abs(arms - 0.95 * np.array(expected_mm))[known].max() < 1.3


@pytest.mark.parametrize("variant", path_variants(), ids=lambda variant: variant.name)
def test_a_variant_moves_its_own_lines_and_no_other_on_both_sides(variant: PathVariant) -> None:
    body = hip_model()
    before, after = posture_atlas(body, FLEXION_RAD), posture_atlas(with_variant(body, variant.name), FLEXION_RAD)
    left = posture_atlas(with_variant(body, variant.name), FLEXION_RAD, side=Side.LEFT)
    assert np.allclose(after.arm_m, left.arm_m, rtol=0.0, atol=1e-12)
    for k, line in enumerate(before.lines):
        same = np.allclose(before.arm_m[..., k, :], after.arm_m[..., k, :], rtol=0.0, atol=1e-9)
        assert same is (line[:-2] not in variant.lines), line


def test_an_unknown_variant_is_told() -> None:
    with pytest.raises(UnknownName, match="dostal1981"):
        with_variant(hip_model(), "dostal1891")


def test_every_row_names_sources_and_deep_lines() -> None:
    for row in (*rows("deep_six_variants"), *rows("deep_six_variant_points")):
        assert set(row["source"].split()) <= set(sources())
    assert {row["line"] for row in rows("deep_six_variant_points")} <= set(deep_stems())
