"""Walks through the page as somebody new does: ``python -m scripts.make_page_walk``.

It writes docs/figures/page and the walk in docs/page.md. It needs Chromium and the wheels of the
tests; the steps are those that tests/browser/page plays.
"""

import datetime as dt
import io
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.devtools import chromium_path
from tests.browser.page.doing import HURTS, READINGS_LATER, answer_screen, choose, measure_again, send, three_questions
from tests.browser.page.serving import ARGUMENTS, serving
from tests.browser.page.session import begin_session, play
from tests.browser.page.walk import newcomer
from tests.browser.page.weeks import Weeks, first_days
from tests.browser.page.windows import Windows

WORDS = Path(__file__).with_name("page_walk.toml")
DOCS = Path(__file__).parents[1] / "docs"
PICTURES = DOCS / "figures" / "page"
PHONE, DESK, TALLEST_PX = 390, 1280, {390: 1100, 1280: 1000}
QUALITY = 72
WALK = re.compile(r"(?<=<!-- walk -->\n).*?(?=<!-- end of walk -->)", re.DOTALL)
Words = Mapping[str, Sequence[Mapping[str, Any]]]
NUMB = {"Is any of this new": ("numb or odd feeling between the legs",)}


def picture(page: Page, name: str, width: int = PHONE) -> None:
    """Keep what the page shows from its top, as wide as a phone or a desk."""
    page.set_viewport_size({"width": width, "height": TALLEST_PX[width]})
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(400)
    drawn = Image.open(io.BytesIO(page.screenshot()))
    drawn.save(PICTURES / f"{name}.webp", quality=QUALITY, method=6)
    page.set_viewport_size({"width": PHONE, "height": TALLEST_PX[PHONE]})


def walked(browser: Browser, folder: Path) -> None:
    """Somebody new, from the printed address to a plan."""
    with serving(folder / "records") as served:
        windows = Windows(browser, served)
        page = windows.open(width=PHONE)
        for step in newcomer(page, served.address):
            picture(page, step)
            if step == "ways":
                page.get_by_role("link", name="Film it with a phone").click()
                picture(page, "film")
                page.go_back()
        windows.close()


def lived(browser: Browser, folder: Path) -> None:
    """Somebody who has a plan: a session, six weeks later the re-test; and what stands before everything else."""
    lives, people = first_days(folder, dt.datetime.now().astimezone().date(), ("improves", "emergency"))
    clock = folder / "clock"
    clock.write_text("0")
    with serving(folder / "records", clock=clock) as served:
        weeks, windows = Weeks(served, clock, lives, people), Windows(browser, served)
        for page, name in _session(weeks, windows.open(width=PHONE)):
            picture(page, name)
        for page, name in _six_weeks(weeks, windows.open(width=PHONE)):
            picture(page, name, DESK)
        page = windows.open(width=PHONE)
        weeks.go_to(0)
        page.goto(weeks.url("emergency", "screen"))
        answer_screen(page, NUMB)
        send(page, "Yes, that is so")
        picture(page, "stop")
        windows.close()


def _session(weeks: Weeks, page: Page) -> Iterator[tuple[Page, str]]:
    day = weeks.next_day("improves", 7)
    weeks.go_to(day)
    weeks.train(page, "improves", range(day), 3)
    page.clock.install()
    page.goto(weeks.url("improves"))
    yield page, "questions"
    three_questions(page)
    begin_session(page)
    play(page, steps=3)
    yield page, "session"
    play(page)
    yield page, "after"


def _six_weeks(weeks: Weeks, page: Page) -> Iterator[tuple[Page, str]]:
    who = "improves"
    weeks.go_to(42)
    weeks.train(page, who, range(weeks.next_day(who, 7), 42), 2)
    page.goto(weeks.url(who, "screen"))
    answer_screen(page, HURTS)
    page.goto(weeks.url(who, "check/typed"))
    measure_again(page, READINGS_LATER)
    page.goto(weeks.url(who, "progress"))
    choose(page, "How well does it go now", "8")
    send(page, "Save")
    page.goto(weeks.url(who, "progress"))
    yield page, "progress"
    for name in ("check", "plan", "clinician", "compare", "running", "learn", "settings"):
        page.goto(weeks.url(who, name))
        yield page, f"{name}-desk"
    page.goto(weeks.url(who, "explore"))
    page.get_by_role("button", name=re.compile("Piriformis")).first.wait_for(timeout=120_000)
    yield page, "explore"


def words_of() -> Words:
    """What is said beside the pictures."""
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


def told(words: Words) -> str:
    """The steps with their pictures, for docs/page.md."""
    steps = [_shown(each, f"{number}. ") for number, each in enumerate(words["step"], 1)]
    more = [_shown(each) for each in words["more"]]
    return "\n".join(["", *steps, "## Afterwards\n", *more, ""])


def _shown(each: Mapping[str, Any], number: str = "") -> str:
    name, title, width = each["name"], each["title"], 840 if each.get("wide") else 360
    picture = f'<img src="figures/page/{name}.webp" width="{width}" alt="The page: {title}">'
    return f"### {number}{title}\n\n{each['words']}\n\n{picture}\n"


def main() -> None:
    """Take all pictures, and write the walk into the page."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium_path(), args=list(ARGUMENTS))
        walked(browser, Path(folder) / "new")
        lived(browser, Path(folder) / "weeks")
        browser.close()
    words = words_of()
    wanted = {each["name"] for each in (*words["step"], *words["more"])}
    for each in PICTURES.glob("*.webp"):
        if each.stem not in wanted:
            each.unlink()
    page = DOCS / "page.md"
    page.write_text(WALK.sub(lambda _: told(words), page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
