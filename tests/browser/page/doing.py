"""What a person does on the page, by what they read: buttons, links and fields by their roles and labels."""

import re
from collections.abc import Mapping, Sequence

from playwright.sync_api import Locator, Page, expect

ENDS = ("Right, turning in", "Right, turning out", "Left, turning in", "Left, turning out")
READINGS = dict(zip(ENDS, ((30, 31, 30), (44, 45, 44), (38, 37, 38), (46, 45, 46)), strict=True))
READINGS_LATER = dict(zip(ENDS, ((38, 39), (44, 45), (38, 37), (46, 45)), strict=True))
HURTS: Mapping[str, str | Sequence[str]] = {"In the last 4 weeks": "Yes"}
USUAL = re.compile(r"^(None of these|No|no|no, or does not apply to me|18 to 44)$")


def press(page: Page, name: str) -> None:
    """Press a button that changes something on the page as it is."""
    page.get_by_role("button", name=name, exact=True).first.click()


def send(page: Page, name: str) -> None:
    """Press a button, and wait for the page that follows."""
    _left_by(page, page.get_by_role("button", name=name, exact=True).first)


def follow(page: Page, name: str) -> None:
    """Follow a link in the content, and wait for the page that follows."""
    _left_by(page, page.get_by_role("main").get_by_role("link", name=name, exact=True).first)


def _left_by(page: Page, pressed: Locator) -> None:
    page.evaluate("document.documentElement.dataset.before = 'yes'")
    pressed.click()
    expect(page.locator("html[data-before]")).to_have_count(0, timeout=15_000)
    page.wait_for_load_state()


def heading(page: Page) -> str:
    """The one sentence that the page says first."""
    return page.get_by_role("heading", level=1).inner_text()


def heads(page: Page, words: str) -> None:
    """The page comes to say first what begins with some words."""
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(rf"^\s*{re.escape(words)}"))


def says(page: Page, words: str) -> None:
    """The page comes to say something."""
    expect(page.get_by_role("main")).to_contain_text(re.compile(words))


def group(page: Page, name: str) -> Locator:
    """A group of fields by its words."""
    return page.get_by_role("group", name=re.compile(f"^{re.escape(name)}"))


def choose(page: Page, question: str, answer: str) -> None:
    """Choose one answer of a question, by the words it begins with."""
    group(page, question).get_by_role("radio", name=re.compile(rf"^{re.escape(answer)}\b")).first.check()


def begin(page: Page, name: str) -> None:
    """Say a name on the first page of all."""
    page.get_by_label("What may we call you?").fill(name)
    send(page, "Begin")


def answer_screen(page: Page, told: Mapping[str, str | Sequence[str]] | None = None) -> int:
    """Answer the questions before any test until they end; nothing applies but what is told.

    told: by the words a question begins with, the words of the button to press, or of all items to tick. Returns how
    often the screen was touched.
    """
    left, taps = dict(told or {}), 0
    while page.get_by_text(re.compile(r"^Question \d+ of \d+$")).count():
        before, asked = page.url, heading(page)
        found = next((words for words in left if asked.startswith(words)), None)
        taps += _answered(page, left.pop(found) if found else USUAL)
        expect(page).not_to_have_url(before)
        page.wait_for_load_state()
    assert not left, f"never asked: {left}"
    return taps


def _answered(page: Page, reply: str | Sequence[str] | re.Pattern[str]) -> int:
    main = page.get_by_role("main")
    if isinstance(reply, str | re.Pattern):
        main.get_by_role("button", name=reply).first.click()
        return 1
    for words in reply:
        main.get_by_role("checkbox", name=words).first.check()
    main.get_by_role("button", name="Go on with what I ticked").click()
    return len(reply) + 1


def type_readings(page: Page, degrees: Mapping[str, Sequence[int]], *, set_up: int = 1) -> None:
    """Type readings of a set-up, pain none; keys are of ENDS."""
    frame = page.get_by_role("group", name=f"Set-up {set_up}", exact=True)
    for name, readings in degrees.items():
        end = frame.get_by_role("group", name=re.compile(re.escape(name)))
        for number, reading in enumerate(readings, 1):
            end.get_by_label(f"Reading {number}").fill(str(reading))
        end.get_by_label("Pain there, 0 to 10").select_option("0")


def three_questions(page: Page, pain: int = 1) -> None:
    """Answer the three short questions of the day: nothing new, no groin, some pain."""
    choose(page, "Since the last time, is anything new", "No")
    choose(page, "Since the last time, was there pain in the groin", "No")
    choose(page, "How strong is the pain now", str(pain))
    send(page, "Go on")


def measure_again(page: Page, degrees: Mapping[str, Sequence[int]], *, set_ups: int = 2) -> None:
    """Type in the same readings for all set-ups: one's own, with a goniometer, seated."""
    for question, answer in (
        ("Who measured?", "I did"),
        ("In which position?", "sitting"),
        ("Who moved the leg?", "I did"),
        ("Measured with", "goniometer"),
    ):
        choose(page, question, answer)
    type_readings(page, degrees)
    for number in range(2, set_ups + 1):
        send(page, "Add another set-up")
        type_readings(page, degrees, set_up=number)
    send(page, "Show the result")
