"""Walks through the pages as a person takes them: the questions answered one by one, forms filled and sent."""

import re
from collections.abc import Mapping

from starlette.testclient import TestClient

from trochanter.findings.answers import Answers, nothing_on
from trochanter.findings.questions import Page
from trochanter.findings.walk import next_page
from trochanter.web.check.asking import page_named

QUIET = {"age": "18_to_44", "pregnancy": "no", "surgery": "no"}
TYPED = {
    "who": "self", "position": "seated", "mode": "active", "method": "goniometer", "set_ups": "1",
    "s1_right_in_1": "33", "s1_right_in_2": "34", "s1_right_in_3": "32", "s1_right_in_pain": "0",
    "s1_right_out_1": "38", "s1_right_out_pain": "0", "s1_left_in_1": "37,5", "s1_left_in_pain": "0",
    "s1_left_out_1": "36", "s1_left_out_pain": "0",
}  # fmt: skip


def landed(client: TestClient, path: str, **more: str) -> str:
    """The page on which a person lands, redirects followed; its address without the host."""
    found = client.get(path, params=more, follow_redirects=True)
    assert found.status_code == 200, found.text
    return found.url.raw_path.decode()


def question_of(client: TestClient, person: str, **more: str) -> str:
    """The key of the question that is asked now, read from the form of the page; '' where none is asked."""
    found = client.get(f"/p/{person}/screen", params=more, follow_redirects=True)
    form = re.search(r'action="/p/[\w-]+/screen/q/(\w+)"', found.text)
    return form[1] if form else ""


def answer(client: TestClient, person: str, key: str, given: Mapping[str, str] | None = None, **more: str) -> str:
    """Answer a question, with what applies or nothing; the address to which the page goes on."""
    page = page_named(key)
    assert page is not None
    found = client.post(f"/p/{person}/screen/q/{key}", data={**form_for(page, given or {}), **more})
    assert found.status_code == 303, found.text
    return str(found.headers["location"])


def form_for(page: Page, given: Mapping[str, str]) -> dict[str, str]:
    """What a person sends who ticks these things of a page, or presses the button of one."""
    mine = {name: given[name] for name in page.names if name in given}
    if page.choices:
        return {"do": mine.get(page.key, QUIET.get(page.key, "no"))}
    if len(page.items) == 1:
        return {"do": mine.get(page.items[0].key, "no")}
    return {**mine, "do": "ticked"} if mine else {"do": "none"}


def screen_answered(client: TestClient, person: str, given: Mapping[str, str] | None = None) -> int:
    """Answer all questions; returns how many taps it took."""
    taps = 0
    key = question_of(client, person)
    while key:
        where = answer(client, person, key, given)
        taps += 1
        found = re.search(r"/screen/q/(\w+)$", where)
        key = found[1] if found else ""
    return taps


def quiet_answers() -> Answers:
    """The answers of somebody without symptoms."""
    answers = Answers({})
    while (page := next_page(answers)) is not None:
        answers = answers.with_replies({page.key: QUIET[page.key]} if page.choices else nothing_on(page))
    return answers
