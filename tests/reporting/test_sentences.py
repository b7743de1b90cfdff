import re
from collections.abc import Callable
from pathlib import Path
from string import Formatter

import pytest

from tests.reporting.made_account import made_account
from tests.reporting.reading import parsed, plain
from trochanter.mechanics.account import MuscleAccount
from trochanter.reporting.build import render
from trochanter.reporting.sentences import listed, say, sentences

SOURCES = Path(__file__).parents[2] / "src" / "trochanter" / "reporting"

# What finding 6 and the safety rules forbid, as words that no sentence may hold.
NEVER = (
    r"inactive|switched off|does nothing|silent muscle",
    r"\bweak|weakness|overload|overwork|protect(s|ive|ing)|dysfunction|imbalance|abnormal|pathologic",
    r"\btight|\bbad\b|worry|dangerous|should see a|injury risk|prevent|\bfix(es|ed)?\b|guarantee",
    r"controls? (the )?(internal|inward)|resists? (internal|inward|turning in)|raises? hip load|eccentric",
    r"\bscore\b|\bgrade\b|symmetr|asymmetr|\bequal sides|sides are equal|\bidentical\b",
    r"osteoarthritis|impingement|femoral version|anteversion|85 degrees",
)
ACCOUNTS: dict[str, Callable[[], MuscleAccount]] = {
    "whole": made_account,
    "biased plate": lambda: made_account(bias_Nm=8.7),
    "two strides": lambda: made_account(2),
    "sides differ": lambda: made_account(left_scale=2.5),
    "sides differ, biased plate": lambda: made_account(left_scale=4.0, bias_Nm=8.7),
    "partial": lambda: made_account(0),
    "partial, piriformis only": lambda: made_account(0, deep=False),
    "whole, piriformis only": lambda: made_account(deep=False, saturated=False),
}


@pytest.fixture(scope="module", params=list(ACCOUNTS))
def words(request: pytest.FixtureRequest) -> str:
    return plain(render(ACCOUNTS[request.param]()))


@pytest.mark.parametrize("pattern", NEVER)
def test_no_sentence_says_what_may_not_be_said(pattern: str) -> None:
    assert [key for key, each in sentences().items() if re.search(pattern, each.text, re.IGNORECASE)] == []


@pytest.mark.parametrize("pattern", NEVER)
def test_no_report_says_what_may_not_be_said(pattern: str, words: str) -> None:
    found = re.search(pattern, words, re.IGNORECASE)
    assert found is None, words[max(0, found.start() - 60) : found.end() + 60]


def test_an_optimum_of_zero_is_never_called_rest_and_steadying_is_never_excluded(words: str) -> None:
    assert "A line at zero does not mean a muscle at rest" in words
    assert "cannot be excluded" in words
    assert "Whether a deep muscle was on" in words


def test_no_force_of_a_deep_rotator_stands_without_its_range() -> None:
    page = parsed(render(made_account(bias_Nm=8.7)))
    cells = page.xpath("//table[contains(@class, 'forces')]//td[@data-l]")
    assert len(cells) == 6 * 2 * 4
    assert sum(cell.get("data-l").endswith(", N m") for cell in cells) == 6 * 2 * 2
    for cell in cells:
        text = cell.text_content().replace("\u00a0", " ").replace("\u2212", "-").strip()
        found = re.fullmatch(r"(-?\d+\.\d) \((-?\d+\.\d) to (-?\d+\.\d)\)|0\.0", text)
        assert found, text
        if found.group(1):
            assert float(found.group(2)) <= float(found.group(1)) <= float(found.group(3))


def test_every_moment_of_the_deep_rotators_stands_with_its_range(words: str) -> None:
    for number in re.findall(r"deep rotators (?:peak )?(\d.{0,12})", words):
        assert re.match(r"\d+ \(\d+ to \d+\)", number), number


def test_each_sentence_names_its_source_and_evidence_and_waits_for_a_clinician() -> None:
    for key, sentence in sentences().items():
        assert sentence.text.strip(), key
        assert sentence.source, key
        assert sentence.evidence, key
        assert bool(sentence.reviewed_by) == bool(sentence.reviewed_on), key
    assert "not yet reviewed by a clinician" in plain(render(made_account(0, deep=False)))


def _asked_for() -> tuple[set[str], list[str]]:
    """Keys named in the code and templates, and patterns of those that are put together."""
    exact: set[str] = set()
    patterns: list[str] = []
    for path in [*SOURCES.rglob("*.py"), *SOURCES.rglob("*.html")]:
        text = path.read_text("utf-8")
        exact |= set(re.findall(r"""["']([a-z_]+\.[A-Za-z_.]+)["']""", text))
        for template in re.findall(r"""f["']([a-z_]+\.[^"']*\{[^"']*)["']""", text):
            literal = [re.escape(part) for part, *_ in Formatter().parse(template)]
            patterns.append(r"[\w.]+".join(literal) + (r"[\w.]*" if template.endswith("}") else ""))
    return exact, patterns


def test_each_sentence_is_used() -> None:
    exact, patterns = _asked_for()
    unused = [key for key in sentences() if key not in exact and not any(re.fullmatch(p, key) for p in patterns)]
    assert unused == []


def test_numbers_and_units_stay_on_one_line() -> None:
    assert say("can.no_long", duration="3.4").endswith("3.4\u00a0s.")
    assert "5\u00a0%" in say("six.key_near", share="5")


def test_lists_read_as_sentences() -> None:
    assert [listed([]), listed(["a"]), listed(["a", "b"])] == ["", "a", "a and b"]
    assert listed(["a", "b", "c"], "or") == "a, b or c"
