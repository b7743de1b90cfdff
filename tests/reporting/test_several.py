import re
from dataclasses import replace

import pytest

from tests.kinematics.made_rotation import fitted, made_motion
from tests.reporting.made_account import made_account
from tests.reporting.reading import parsed, plain
from tests.reporting.test_sentences import NEVER
from tests.reporting.test_turning import with_motion
from trochanter.core.errors import BadSetting
from trochanter.core.quality import Notice
from trochanter.reporting.several import render_several

NAMES = ("before <b>", "after", "short")


@pytest.fixture(scope="module")
def page() -> str:
    return render_several([with_motion(fitted(made_motion())), made_account(saturated=False), made_account(0)], NAMES)


def test_the_trials_stand_in_the_order_given(page: str) -> None:
    heads = [cell.text_content() for cell in parsed(page).xpath("//tbody/tr/th")]
    assert heads == list(NAMES)
    assert len(parsed(page).xpath("//figure")) == 2
    assert "The record holds no complete stride of both sides." in plain(page)


def test_all_curves_share_one_scale(page: str) -> None:
    scales = [
        re.findall(r">([+−]?\d+)</text>", "".join(re.findall(r"<text [^>]*class=\"e\".*?</text>", figure)))
        for figure in re.findall(r"<svg class=\"wide\".*?</svg>", page, re.DOTALL)
    ]
    assert len(scales) == 2
    assert scales[0] == scales[1] != []


def test_numbers_of_each_trial_come_with_their_interval_or_reason(page: str) -> None:
    rows = [
        [cell.text_content().replace("\u00a0", " ") for cell in row.xpath("./td")]
        for row in parsed(page).xpath("//tbody/tr")
    ]
    assert re.fullmatch(r"(9|10) \(\d+ to \d+\)", rows[0][1])
    assert rows[0][5] == "6.0"
    assert rows[1][5] == "angles given"
    assert rows[1][7] == "never"
    assert rows[2][0] == "no complete stride of both sides"
    assert rows[2][3] == "no verdict"


def test_nothing_is_ranked_and_nothing_is_loaded(page: str) -> None:
    for pattern in (*NEVER, r"\b(best|worst|better|worse|winner|rank)"):
        assert re.search(pattern, plain(page), re.IGNORECASE) is None, pattern
    assert not parsed(page).xpath("//@src | //link")
    assert page.count("<b>") == 0 or "before <b>" not in page
    assert "nan" not in plain(page).replace("nano", "")


def test_a_doubtful_trial_is_called_so_above_its_curves() -> None:
    doubt = Notice("fit-poor", "body and markers are 107 mm apart")
    doubtful = replace(with_motion(fitted(made_motion())), notices=(doubt,))
    text = plain(render_several([with_motion(fitted(made_motion())), doubtful], ("one", "other")))
    assert text.count("Body and markers are 107 mm apart.") == 1
    assert text.index("other") < text.index("Body and markers are 107 mm apart.") < text.index("And in numbers?")


def test_each_trial_can_lead_to_its_own_report() -> None:
    page = render_several([made_account(), made_account(0)], ("a", "b"), links=("a/report.html", 'b "c"/report.html'))
    assert parsed(page).xpath("//h3/a/@href") == ["a/report.html", "b%20%22c%22/report.html"]
    with pytest.raises(BadSetting, match="links"):
        render_several([made_account()], ("a",), links=("a", "b"))


def test_names_have_to_fit() -> None:
    with pytest.raises(BadSetting, match="names"):
        render_several([made_account()], ())
    with pytest.raises(BadSetting):
        render_several([], ())
