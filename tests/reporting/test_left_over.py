from dataclasses import replace

import numpy as np

from tests.reporting.made_account import made_account
from tests.reporting.reading import parsed
from trochanter.core.arrays import frozen
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.summary import summarise
from trochanter.reporting.build import render
from trochanter.reporting.left_over import left_over


def whole_body(force_N: float) -> MuscleAccount:
    """A made account of a body with a trunk, with a constant force left over at its pelvis."""
    account = made_account()
    segments = account.motion.body.segments
    names = tuple("torso" if name == "toes_l" else name for name in segments.names)
    body = replace(account.motion.body, segments=replace(segments, names=names))
    left = np.zeros_like(account.motion.q)
    left[:, body.coordinate("pelvis_ty")] = force_N
    return replace(account, motion=replace(account.motion, body=body), generalized_force=frozen(left))


def test_a_body_without_trunk_has_no_such_section() -> None:
    assert left_over(summarise(made_account())) is None
    assert not parsed(render(made_account())).xpath("//section[@aria-labelledby='h-balance']")


def test_value_limit_and_whether_it_is_kept_stand_side_by_side() -> None:
    page = parsed(render(whole_body(40.0)))
    cells = [cell.text_content() for cell in page.xpath("//section[@aria-labelledby='h-balance']//tbody/tr[1]/*")]
    peak = np.hypot(300.0, 1200.0)
    assert cells == ["Force, N", "40", "40", f"{0.05 * peak:.0f}", "yes"]


def test_a_missed_limit_is_said_in_words() -> None:
    found = left_over(summarise(whole_body(400.0)))
    assert found is not None
    assert "beyond its published limit" in found.text[0]
    assert [row[4] for row in found.rows] == ["no", "yes"]
