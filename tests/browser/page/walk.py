"""The first quarter of an hour of somebody new, step by step: the story test plays it, and docs/page.md shows it."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.browser.page.doing import READINGS, answer_screen, begin, choose, follow, measure_again, says, send

MOST_TAPS = 12


def newcomer(page: Page, address: str, name: str = "Robin") -> Iterator[str]:
    """From the printed address to a plan, by what stands on the page; yields the name of each step when it is there."""
    page.goto(address)
    yield "welcome"
    begin(page, name)
    yield "question"
    taps = answer_screen(page)
    assert taps <= MOST_TAPS, f"{taps} taps"
    yield "answers"
    follow(page, "Check my hips")
    yield "ways"
    page.get_by_role("link", name="Type in readings").click()
    yield "typed"
    _readings(page)
    yield "result"
    follow(page, "Say what I want to do again")
    page.get_by_role("textbox", name="What do you want to do again?").fill("run 10 km without thinking of my hip")
    choose(page, "How well can you do that now", "4")
    page.get_by_role("checkbox", name="Running as far as I want").check()
    yield "goal"
    _history(page)
    yield "plan"
    page.get_by_role("link", name="Today", exact=True).click()
    page.wait_for_url("**/today")
    yield "today"


def _readings(page: Page) -> None:
    measure_again(page, READINGS)
    says(page, "38 to 54")


def _history(page: Page) -> None:
    for _ in ("the goal", "no pain", "nothing before", "what there is"):
        send(page, "Go on")
    send(page, "Make my plan")
