import csv
import re
from dataclasses import replace
from io import StringIO
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

import numpy as np
import pytest
from lxml import etree

from tests.reporting.made_account import made_account
from tests.reporting.reading import parsed, plain
from trochanter.capture.trial import Table
from trochanter.core.arrays import frozen
from trochanter.core.quality import Notice, Source
from trochanter.core.sides import Side
from trochanter.mechanics.phases import net_interval
from trochanter.mechanics.summary import DEEP, ROTATION, summarise
from trochanter.reporting.build import render

LARGEST_BYTES = 700_000


@pytest.fixture(scope="module")
def whole() -> str:
    return render(made_account(bias_Nm=8.7), sources=(Source("Somebody 2017, A journal", doi="10.7717/peerj.3298"),))


@pytest.fixture(scope="module")
def partial() -> str:
    return render(made_account(0))


def test_a_report_loads_nothing_from_anywhere(whole: str) -> None:
    page = parsed(whole)
    assert not page.xpath("//@src | //link | //iframe | //object | //embed | //base | //form")
    for address in page.xpath("//@href"):
        assert address.startswith(("#", "data:text/csv", "https://doi.org/"))
    assert page.xpath("//a[starts-with(@href, 'https://doi.org/10.7717/peerj.3298')]")
    assert "url(" not in whole
    assert "@import" not in whole
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'")


def test_a_report_says_nothing_of_the_machine(whole: str) -> None:
    assert not re.search(r"/(home|work|root|tmp|usr)/", whole)


def test_a_report_is_one_document_that_a_screen_reader_can_walk(whole: str) -> None:
    page = parsed(whole)
    assert page.get("lang") == "en"
    assert [len(page.xpath(path)) for path in ("//h1", "//main")] == [1, 1]
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1 | //h2 | //h3")]
    assert all(below - above <= 1 for above, below in pairwise(levels))
    names = page.xpath("//@id")
    assert len(names) == len(set(names))
    for section in page.xpath("//main/section"):
        assert page.get_element_by_id(section.get("aria-labelledby")) is not None
    for header in page.xpath("//th"):
        assert header.get("scope") in ("col", "row", "rowgroup")
    assert all(table.xpath("./caption | ancestor::details") for table in page.xpath("//table"))


def test_every_figure_is_drawn_twice_and_described(whole: str) -> None:
    figures = parsed(whole).xpath("//figure")
    assert len(figures) == 8
    for figure in figures:
        drawings = figure.xpath("./svg")
        assert [drawing.get("class") for drawing in drawings] == ["wide", "narrow"]
        assert [drawing.get("viewbox").split()[2] for drawing in drawings] == ["1040", "358"]
        assert all(drawing.get("role") == "img" and len(drawing.get("aria-label")) > 40 for drawing in drawings)
        assert figure.xpath(".//figcaption/p")[0].text_content().strip()


def test_every_drawing_is_well_formed_and_finite(whole: str) -> None:
    for drawing in re.findall(r"<svg class=\"(?:wide|narrow)\".*?</svg>", whole, re.DOTALL):
        etree.fromstring(drawing)
        assert not re.search(r"nan|inf(?!erior)", drawing)


def test_colours_come_from_tokens_and_sides_are_the_two_agreed(whole: str) -> None:
    style = re.findall(r"<style>(.*?)</style>", whole, re.DOTALL)[0]
    assert "--right: #D55E00" in style
    assert "--left: #0072B2" in style
    rules = re.sub(r":root \{.*?\}", "", style, flags=re.DOTALL)
    assert not re.findall(r"#[0-9A-Fa-f]{3,8}\b", rules)
    assert not re.findall(r"(?:fill|stroke|color)=\"(?!none)[^\"]+\"", re.sub(r"currentColor", "none", whole))


def test_the_numbers_under_a_figure_are_those_of_the_account(whole: str) -> None:
    link = parsed(whole).xpath("//figure[@id='fig-net']//a[@download]/@href")[0]
    rows = list(csv.DictReader(StringIO(unquote(link.split(",", 1)[1]))))
    summary = summarise(made_account(bias_Nm=8.7))
    right = summary.hips[0]
    low, high = net_interval(right)
    assert len(rows) == 101
    for column, values in (
        ("R all muscles N m", right.moment_Nm.mean[:, ROTATION]),
        ("R all muscles low N m", low),
        ("R all muscles high N m", high),
        ("R without plate twist N m", right.moment_without_bias_Nm.mean[:, ROTATION]),
    ):
        given = np.array([float(row[column]) for row in rows])
        assert np.allclose(given, values, rtol=1e-3, atol=1e-3)


def test_each_muscles_turning_stands_in_the_numbers_of_the_first_figure(whole: str) -> None:
    figure = parsed(whole).xpath("//figure[@id='fig-budget']")[0]
    rows = list(csv.DictReader(StringIO(unquote(figure.xpath(".//a[@download]/@href")[0].split(",", 1)[1]))))
    for hip, side in zip(summarise(made_account(bias_Nm=8.7)).hips, "RL", strict=True):
        for muscle in hip.muscles:
            columns = [(f"{side} {muscle.label} in positive N m", muscle.moment_Nm.mean)]
            if muscle.group == DEEP:
                columns.append((f"{side} {muscle.label} sets low N m", muscle.moment_sets.low))
                columns.append((f"{side} {muscle.label} sets high N m", muscle.moment_sets.high))
            for column, values in columns:
                assert np.allclose([float(row[column]) for row in rows], values, rtol=1e-3, atol=1e-3), column
    shown = {name for hit in figure.xpath(".//*[@data-c]/@data-c") for name in hit.split("|")}
    assert "R all muscles N m" in shown
    assert not [name for name in shown if "obturator" in name]


def test_the_first_screen_answers_and_says_how_sure(whole: str) -> None:
    page = parsed(whole)
    first = page.xpath("//main/section")[0]
    answer = first.xpath(".//h1")[0].text_content()
    assert "Just after landing the hip muscles together turn the thigh in." in answer
    assert "No detectable difference between right and left." in answer
    assert len(first.xpath(".//figure")) == 1
    assert "How sure:" in first.text_content()


def test_a_plate_with_a_bias_is_named_with_both_sums(whole: str) -> None:
    words = plain(whole)
    assert "The force plate adds a twist of its own. Over whole strides it reads 8.7 N m" in words
    assert "with the twist" in words
    assert "without it" in words
    assert "dashed: plate's twist taken out" in words
    assert "twist of its own" not in plain(render(made_account()))


def test_a_partial_record_gives_no_average_no_band_and_no_verdict(partial: str) -> None:
    words = plain(partial)
    first = parsed(partial).xpath("//main/section")[0].text_content()
    assert "No complete stride: no verdict on right against left." in first
    assert "shown in seconds" in first
    assert "This record holds no complete stride of both sides." in words
    for phrase in (
        "detectable difference",
        "46 healthy",
        "46 runners",
        "complete strides right",
        "differ at",
        "% of the stride",
    ):
        assert phrase not in words.replace("Side differences: the largest difference", "")
    for link in parsed(partial).xpath("//a[@download]/@href"):
        rows = unquote(link.split(",", 1)[1]).strip().splitlines()
        assert len(rows) != 102
    assert "0.06 to 0.15 s" in words


def test_a_record_with_one_stride_a_side_has_curves_but_no_verdict() -> None:
    words = plain(render(made_account(1)))
    assert "Too few strides for a verdict on right against left." in words
    assert "46 healthy runners" in words


def test_a_side_difference_beyond_chance_is_told_by_phase() -> None:
    answer = parsed(render(made_account(left_scale=2.5))).xpath("//h1")[0].text_content()
    assert re.search(r"Right and left differ (at landing|in mid stance)", answer)


def test_missing_deep_rotators_are_named_and_the_rest_is_shown() -> None:
    words = plain(render(made_account(deep=False)))
    assert "The model lacks 5 of the six deep rotators." in words
    assert "It has no gemellus superior, obturator internus," in words
    assert "Piriformis" in words
    assert "Obturator internus" not in words


def test_a_walking_stride_is_not_laid_beside_runners() -> None:
    account = made_account()
    strides = tuple(replace(s, toe_off_s=s.contact_s + 0.6 * 0.72) for s in account.motion.strides)
    words = plain(render(replace(account, motion=replace(account.motion, strides=strides))))
    assert "this is walking" in words
    assert "46 healthy" not in words


def test_words_from_files_cannot_become_markup() -> None:
    account = made_account(0)
    nasty = "<script>alert(1)</script>"
    motion = replace(account.motion, name=nasty, notices=(Notice("x", nasty, nasty),))
    page = parsed(render(replace(account, motion=motion)))
    assert len(page.xpath("//script")) == 1
    assert nasty in page.text_content()


def test_measured_signals_stand_beside_computed_activation() -> None:
    account = made_account(0)
    lines = [i for i, m in enumerate(account.muscles) if m.muscle == "gluteus_maximus" and m.side is Side.RIGHT]
    values = np.stack([account.activation[:, lines[0]], np.ones(len(account.motion.time_s))], axis=1)
    emg = Table("emg", account.motion.time_s, ("gluteus_maximus_r", "soleus_r"), frozen(values), in_degrees=False)
    page = render(account, emg=emg)
    words = plain(page)
    assert "Gluteus maximus: measured signal on from" in words
    assert "right likeness 1.00" in words
    assert "Signals of the file that are not shown: soleus r (the model has no such muscle)." in words
    assert parsed(page).xpath("//figure[@id='fig-signals']")
    assert "measured muscle signal" not in plain(render(account))


@pytest.mark.parametrize("strides", [0, 1, 6])
def test_a_report_stays_small(strides: int) -> None:
    assert len(render(made_account(strides)).encode()) < LARGEST_BYTES


def test_a_report_that_is_handed_on_does_not_tell_the_folders_of_a_machine() -> None:
    account = made_account(0)
    told = Notice(
        "x", "read 'C:\\Users\\ann\\run.mot' and /home/ann/data/forces.xml, see github.com/a/b", "/home/ann/run.mot"
    )
    words = plain(render(replace(account, notices=(told,))))
    assert "read 'run.mot' and forces.xml, see github.com/a/b (run.mot)" in words
    assert "ann" not in words.replace("cannot", "").replace("planned", "")


def test_the_sources_of_model_method_and_recording_are_named() -> None:
    account = made_account()
    motion = replace(account.motion, body=replace(account.motion.body, credits="First model\nSecond model"))
    words = plain(render(replace(account, motion=motion), sources=(Source("The recording"),)))
    for source in (
        "The recording",
        "First model",
        "Second model",
        "Semciw et al. 2015",
        "Fukuchi RK, Duarte M, Ferber R",
    ):
        assert source in words


def test_moments_without_an_answer_are_told_and_no_number_is_made_of_nothing() -> None:
    account = made_account(3)
    values: dict[str, Any] = {}
    for name in ("activation", "force_N", "rotation_moment_Nm"):
        values[name] = getattr(account, name).copy()
        values[name][50:60] = np.nan
    words = plain(render(replace(account, **values)))
    assert "At 10 of" in words
    assert not re.search(r"\bnan\b", words)
