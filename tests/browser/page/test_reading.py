"""Pages read and used in other ways: by keyboard alone, with letters twice as large, with less motion."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.page.conftest import House, Opener
from trochanter.web.navigation import PAGES

pytestmark = pytest.mark.needs("chromium")
KEYED = ("today", "check/typed", "explore", "plan", "settings", "people")
MOST_TABS = 400

# What a keyboard has to reach: of a group of radio buttons one, of a folded part nothing but its summary.
REACHABLE = """() => {
  const seen = new Set(), found = [];
  for (const each of document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')) {
    if (each.disabled || each.type === 'hidden' || each.tabIndex < 0) continue;
    if (!each.checkVisibility({visibilityProperty: true})) continue;
    if (each.type === 'radio' && seen.has(each.name)) continue;
    if (each.type === 'radio') seen.add(each.name);
    each.dataset.reach = String(found.length);
    found.push(each.outerHTML.slice(0, 120));
  }
  return found;
}"""
HERE = """() => {
  const on = document.activeElement;
  if (!on || on === document.body) return null;
  const first = on.type === 'radio' && document.querySelector(`[name="${CSS.escape(on.name)}"][data-reach]`);
  const box = on.getBoundingClientRect();
  const marked = each => {
    const style = each && getComputedStyle(each);
    if (!style) return false;
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
  };
  return {reach: (first || on).dataset.reach ?? null, html: on.outerHTML.slice(0, 120),
          marked: [on, on.closest('label'), on.nextElementSibling].some(marked),
          covered: box.bottom < 0 || box.top > innerHeight};
}"""


def tabbed(page: Page) -> tuple[set[str], set[str]]:
    """Everything that Tab reaches until it is back at the beginning; and what it showed there to be reached."""
    reached: set[str] = set()
    shown: set[str] = set()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        here: dict[str, Any] | None = page.evaluate(HERE)
        if here is None or (here["reach"] == "0" and len(reached) > 1):
            break
        if here["reach"] is not None:
            reached.add(here["reach"])
        if here["marked"] and not here["covered"]:
            shown.add(here["reach"])
    return reached, shown


@pytest.mark.parametrize("path", KEYED)
def test_a_keyboard_reaches_everything_and_shows_where_it_is(house: House, opened: Opener, path: str) -> None:
    page = opened(width=1280)
    page.goto(f"{house.served.address}/people" if path == "people" else house.url("runner", path))
    if path == "explore":
        page.get_by_role("button", name="Piriformis").wait_for(timeout=120_000)
    wanted: list[str] = page.evaluate(REACHABLE)
    reached, shown = tabbed(page)
    assert [html for k, html in enumerate(wanted) if str(k) not in reached] == []
    assert [html for k, html in enumerate(wanted) if str(k) not in shown] == []


def test_letters_twice_as_large_lose_nothing(house: House, opened: Opener) -> None:
    page, wrong = opened(width=1280), []
    for path in (each.path for each in PAGES):
        page.goto(house.url("runner", path))
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        wrong += [f"{path}: {over} px too wide"] * (over > 0)
        wrong += [f"{path}: cut off: {html}" for html in page.evaluate(CUT)]
    assert wrong == []


CUT = """() => [...document.querySelectorAll('main a, main button, main label, main h1, main h2, main p')]
  .filter(each => each.checkVisibility() && !each.closest('.scroll, .vh, svg, canvas'))
  .filter(each => each.scrollWidth > each.clientWidth + 1)
  .filter(each => ['hidden', 'clip'].includes(getComputedStyle(each).overflowX))
  .map(each => each.outerHTML.slice(0, 100))"""


def test_less_motion_means_none(house: House, opened: Opener) -> None:
    page, wrong = opened(width=390), []
    for path in (each.path for each in PAGES):
        page.goto(house.url("runner", path))
        page.wait_for_timeout(150)
        wrong += [f"{path}: {each}" for each in page.evaluate(MOVING)]
    assert wrong == []


MOVING = """() => document.getAnimations()
  .filter(each => each.playState === 'running' && each.effect.getComputedTiming().duration > 100)
  .map(each => `${each.animationName ?? each.transitionProperty} on ${each.effect.target?.outerHTML.slice(0, 80)}`)"""
