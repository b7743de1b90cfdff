"""Muscle names of models in words."""

import pytest

from trochanter.anatomy.muscle_names import MuscleName, describe


@pytest.mark.parametrize(
    ("names", "muscle", "group"),
    [
        (("piri_r", "peri_l", "/forceset/piri_r"), "piriformis", "deep"),
        (("glmax2_r", "glut_max3_l"), "gluteus_maximus", "gluteal"),
        (("addmagIsch_r", "add_mag3_r"), "adductor_magnus", "adductor"),
        (("pect_r",), "pectineus", "adductor"),
        (("bflh_l", "bifemlh_l"), "biceps_femoris_long", "hamstring"),
        (("recfem_r", "rect_fem_r"), "rectus_femoris", "flexor"),
        (("ercspn_r", ), "erector_spinae", "other"),
    ],
)  # fmt: skip
def test_names_of_all_families_lead_to_one_muscle(names: tuple[str, ...], muscle: str, group: str) -> None:
    assert {(describe(name).muscle, describe(name).group) for name in names} == {(muscle, group)}


def test_unknown_name_stands_for_itself() -> None:
    assert describe("new_line_l") == MuscleName("new_line", "other", "new line")
