"""Every page, at both widths, light and dark: it is there, fits, says nothing wrong, and axe finds nothing."""

import json
from collections.abc import Iterable

import pytest
from playwright.sync_api import Page

from tests.browser.page.conftest import WIDTHS, House, Opener
from trochanter.web.navigation import PAGES

pytestmark = pytest.mark.needs("chromium", "npm")
PATHS = [each.path for each in PAGES]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
FOUR = [(width, dark) for width in WIDTHS for dark in (False, True)]
TWO = [("phone", False), ("desktop", True)]
SEEN = [("runner", *how) for how in FOUR] + [(who, *how) for who in ("newcomer", "stopped", "emergency") for how in TWO]


BELOW = (
    "today/note", "screen/q/age", "screen/q/nerves", "check/new", "check/film", "check/phone", "check/tap",
    "check/typed", "check/clearance", "goal/goal", "goal/pain", "goal/before", "goal/have", "goal/private", "plan/add",
    "running/new/film", "running/new/trial", "running/new/one-leg", "jobs", "settings/audit",
)  # fmt: skip
TWICE = """() => { const seen = new Set(), twice = [];
  for (const each of document.querySelectorAll('[id]')) (seen.has(each.id) ? twice.push(each.id) : seen.add(each.id));
  return twice; }"""


def axe_faults(page: Page, axe: str) -> list[str]:
    """What axe finds against WCAG 2.2 AA on the page as it is now."""
    page.evaluate(axe + "\n;0")
    found = page.evaluate(f"axe.run(document, {{runOnly: {json.dumps(RULES)}}})")
    return [
        f"{one['id']}: {one['help']}: {'; '.join(node['html'][:160] for node in one['nodes'][:3])}"
        for one in found["violations"]
    ]


def faults_of(house: House, page: Page, axe: str, who: str, paths: Iterable[str]) -> list[str]:
    """What is wrong with pages: no answer, too wide, against WCAG, two things with one name, not one headline."""
    wrong: list[str] = []
    for path in paths:
        answer = page.goto(house.url(who, path))
        assert answer is not None
        wrong += [f"{path}: {answer.status}"] * (answer.status != 200)
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        wrong += [f"{path}: {over} px too wide"] * (over > 0)
        wrong += [f"{path}: {each}" for each in axe_faults(page, axe)]
        wrong += [f"{path}: two things are called {each}" for each in page.evaluate(TWICE)]
        headlines = page.locator("h1").count()
        wrong += [f"{path}: {headlines} headlines"] * (headlines != 1)
    return wrong


@pytest.mark.parametrize(("who", "width", "dark"), SEEN)
def test_a_person_sees_every_page(house: House, opened: Opener, axe: str, who: str, width: str, dark: bool) -> None:
    assert faults_of(house, opened(width=WIDTHS[width], dark=dark), axe, who, PATHS) == []


@pytest.mark.parametrize(("width", "dark"), TWO)
def test_what_lies_below_the_pages(house: House, opened: Opener, axe: str, width: str, dark: bool) -> None:
    assert faults_of(house, opened(width=WIDTHS[width], dark=dark), axe, "runner", BELOW) == []


@pytest.mark.parametrize("path", ["/people", "/welcome"])
@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_nobody(house: House, opened: Opener, axe: str, path: str, width: str) -> None:
    page = opened(width=WIDTHS[width])
    answer = page.goto(house.served.address + path)
    assert answer is not None
    assert answer.status == 200
    assert axe_faults(page, axe) == []


@pytest.mark.parametrize("path", PATHS)
def test_every_page_reads_without_script(house: House, opened: Opener, path: str) -> None:
    page = opened(width=390, script=False)
    answer = page.goto(house.url("runner", path))
    assert answer is not None
    assert answer.status == 200
    assert page.locator("main").inner_text().strip()
