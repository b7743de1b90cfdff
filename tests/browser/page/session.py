"""Playing the guided session of Today, with the browser's clock moved instead of waiting."""

from playwright.sync_api import Page

from tests.browser.page.doing import press

STEP_MS = 5_000
MAIN = ("Start", "Set done", "Skip the rest", "Go on")


def begin_session(page: Page, pain: int = 1) -> None:
    """Say how much it hurts, by keyboard, and begin."""
    slider = page.get_by_role("slider", name="Pain before you start")
    slider.press("Home")
    for _ in range(pain):
        slider.press("ArrowRight")
    press(page, "Begin")


def play(page: Page, *, steps: int = 400) -> int:
    """Go on with the session until its end, or for some steps; returns how many steps it took."""
    for taken in range(steps):
        if page.get_by_role("heading", name="How was it?").count():
            return taken
        wanted = [each for name in MAIN if (each := page.get_by_role("button", name=name, exact=True)).count()]
        if wanted:
            wanted[0].click()
        else:
            page.clock.fast_forward(STEP_MS)
    return steps
