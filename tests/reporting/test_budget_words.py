"""Words of the first figure find a place however large the numbers in them are."""

from dataclasses import replace

import pytest

from tests.reporting.made_account import made_account
from trochanter.core.arrays import frozen
from trochanter.mechanics.summary import summarise
from trochanter.reporting.figures.budget import budget_figure


@pytest.mark.parametrize("factor", [1.0, 1e12, 1e40])
def test_words_wider_than_the_figure_stay_in_it(factor: float) -> None:
    account = made_account()
    sets = tuple(replace(s, rotation_moment_Nm=frozen(factor * s.rotation_moment_Nm)) for s in account.sets)
    loud = replace(account, rotation_moment_Nm=frozen(factor * account.rotation_moment_Nm), sets=sets)
    figure = budget_figure(summarise(loud))
    assert all("deep rotators" in drawing.lower() for drawing in (figure.wide, figure.narrow))
