"""What goes wrong around a page: the server dies, the connection goes, tokens are used, files are others than meant."""

import datetime as dt
import re
import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from examples.twelve_weeks import Life
from tests.browser.page.conftest import House
from tests.browser.page.doing import ENDS, heading, measure_again, press, send, three_questions
from tests.browser.page.films import DEMO
from tests.browser.page.serving import started
from tests.browser.page.session import begin_session, play
from tests.browser.page.weeks import Weeks, first_days
from tests.browser.page.windows import Windows
from trochanter.exchange.record_documents import check, without_private
from trochanter.exchange.session_result import entry_of
from trochanter.progress.session import Session
from trochanter.store.opening import open_store

pytestmark = pytest.mark.needs("chromium")
WHO = "improves"


@dataclass
class Fragile:
    """A page that is killed and started again at its port, over its records, with a runner on a day of exercises."""

    weeks: Weeks
    windows: Windows
    today: dt.date

    def again(self) -> None:
        """Start the server once more, as somebody does after a power cut."""
        self.weeks.served.end()
        self.weeks.served = started(self.weeks.served.folder, self.weeks.served.port, clock=self.weeks.clock)

    def entries(self) -> int:
        """How many sessions of today the records hold."""
        return sum(each.on == self.today and each.ended == "part" for each in self._told())

    def runs(self) -> list[float]:
        """How far the runs were that the records hold."""
        return [each.run_km for each in self._told() if each.run_km is not None]

    def _told(self) -> list[Session]:
        with open_store(self.weeks.served.folder, check=check, hide=without_private) as store:
            found = store.page_data(self.weeks.people[WHO]).sessions
        return [entry_of(each.body, each.id).session for each in found]


@pytest.fixture(scope="module")
def first_day(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Life], dict[str, str]]:
    """Records of a runner on the first day, to be copied."""
    folder = tmp_path_factory.mktemp("first-day")
    return folder, *first_days(folder, dt.datetime.now().astimezone().date(), (WHO,))


@pytest.fixture
def fragile(
    browser: Browser, first_day: tuple[Path, dict[str, Life], dict[str, str]], tmp_path: Path
) -> Iterator[Fragile]:
    """A page of its own, a week after the first day."""
    folder, lives, people = first_day
    shutil.copytree(folder / "records", tmp_path / "records")
    (tmp_path / "clock").write_text("0")
    weeks = Weeks(started(tmp_path / "records", clock=tmp_path / "clock"), tmp_path / "clock", lives, people)
    day = weeks.next_day(WHO, 7)
    weeks.go_to(day)
    windows = Windows(browser, weeks.served)
    windows.expected = "Failed to load resource|ERR_"
    yield Fragile(weeks, windows, lives[WHO].day(day))
    windows.close()
    weeks.served.end()


def opened_today(fragile: Fragile, page: Page) -> None:
    """Today with its questions answered, and the session begun."""
    page.clock.install()
    page.goto(fragile.weeks.url(WHO))
    three_questions(page)
    begin_session(page)


@pytest.mark.needs("kill-9")
def test_a_server_killed_in_mid_session_loses_nothing(fragile: Fragile) -> None:
    page = fragile.windows.open(width=390)
    opened_today(fragile, page)
    play(page, steps=4)
    fragile.weeks.served.kill()
    play(page, steps=3)
    press(page, "End the session")
    press(page, "Save")
    expect(page.get_by_role("heading", name="Session saved here; it will be sent")).to_be_visible()
    fragile.again()
    page.reload()  # the cookie of before still opens it
    assert page.url == fragile.weeks.url(WHO)  # and not the page that is locked
    expect(page.locator("footer [data-unsent]")).to_be_hidden()
    page.reload()
    expect(page.get_by_role("listitem").filter(has_text="partly done").first).to_be_visible()
    assert fragile.entries() == 1


def test_what_is_noted_without_a_connection_is_sent_once(fragile: Fragile) -> None:
    page = fragile.windows.open(width=390)
    opened_today(fragile, page)
    other = page.context.new_page()
    other.goto(fragile.weeks.url(WHO))
    page.context.set_offline(True)
    play(page, steps=3)
    press(page, "End the session")
    press(page, "Save")
    expect(page.get_by_role("heading", name="Session saved here; it will be sent")).to_be_visible()
    expect(other.locator("footer [data-unsent]")).to_be_visible()
    assert fragile.entries() == 0
    page.context.set_offline(False)  # both tabs hear of it, and both want to send
    expect(page.locator("footer [data-unsent]")).to_be_hidden()
    expect(other.locator("footer [data-unsent]")).to_be_hidden()
    assert fragile.entries() == 1


def test_a_run_noted_in_two_tabs_without_a_connection_is_sent_from_both(fragile: Fragile) -> None:
    page = fragile.windows.open(width=390)
    tabs = [page, page.context.new_page()]
    for each in tabs:
        each.goto(fragile.weeks.url(WHO, "today/note"))
    page.context.set_offline(True)
    for number, each in enumerate(tabs, 1):
        each.get_by_label("Distance").fill(str(number))
        each.get_by_role("region", name="Log a run").get_by_role("button", name="Save").click()
        expect(each.locator("footer [data-unsent]")).to_have_text(re.compile(str(number)))
    page.context.set_offline(False)
    for each in tabs:
        expect(each.locator("footer [data-unsent]")).to_be_hidden(timeout=15_000)
    assert sorted(fragile.runs()) == [1.0, 2.0]


def test_an_address_opens_once(fragile: Fragile, browser: Browser) -> None:
    stranger = browser.new_context().new_page()
    used = stranger.goto(fragile.weeks.served.enter)
    assert used is not None
    assert used.status == 401
    said = stranger.get_by_role("main").inner_text()
    assert "terminal" in said
    fragile.again()
    stranger.goto(fragile.weeks.served.enter)
    assert heading(stranger) != said.splitlines()[0]
    stranger.context.close()


def test_back_after_a_form_was_sent_saves_nothing_twice(fragile: Fragile) -> None:
    page = fragile.windows.open(width=390)
    page.goto(fragile.weeks.url(WHO, "screen"))
    fragile.weeks.go_to(0)  # the day on which the screen was answered
    page.goto(fragile.weeks.url(WHO, "check/typed"))
    readings = dict(zip(ENDS, ((30,), (44,), (38,), (46,)), strict=True))
    measure_again(page, readings, set_ups=1)
    result = page.url
    page.go_back(wait_until="commit")
    page.get_by_role("button", name="Show the result").wait_for()
    page.reload()
    page.go_forward(wait_until="commit")
    page.wait_for_url(result)
    page.reload()
    with open_store(fragile.weeks.served.folder, check=check, hide=without_private) as store:
        kept = store.page_data(fragile.weeks.people[WHO]).measurements
    assert len(kept) == 2  # that of the first day, and this one


NO_FILM = b"\x89PNG\r\n\x1a\n" + b"a picture, no film, no recording and no table" * 40
HOSTILE = (
    "../../../../etc/passwd.mp4",
    "<img src=x onerror=alert(1)>.mp4",
    "a\u202egpj.mp4",
    "x" * 200 + ".mp4",
    "'; DROP TABLE documents; --.mp4",
)
UPLOADS = (
    "check/film",
    "check/phone",
    "check/tap",
    "running/new/film",
    "running/new/trial",
    "running/new/one-leg",
    "today/note",
)


@pytest.fixture
def careless(house: House, browser: Browser, entered: list[Any]) -> Iterator[Page]:
    """A window of somebody who gives the page what it cannot take; no dialog may open."""
    windows = Windows(browser, house.served, cookies=entered)
    windows.expected = r"status of 4(00|15|22)|ERR_"
    page = windows.open(width=390)
    page.on("dialog", lambda dialog: windows.faults.append(f"a dialog: {dialog.message}"))
    yield page
    windows.close()


@pytest.mark.needs("pose-weights")
@pytest.mark.parametrize("path", UPLOADS)
def test_a_wrong_file_is_refused_in_words(house: House, careless: Page, path: str) -> None:
    careless.goto(house.url("filmed", path))
    before = set(house.served.folder.rglob("*"))
    said = given(careless, HOSTILE[UPLOADS.index(path) % len(HOSTILE)], NO_FILM)
    assert "What would work" in said
    left = {each for each in house.served.folder.rglob("*") if each not in before and each.is_file()}
    assert not [each for each in left if "passwd" in each.name or each.read_bytes() == NO_FILM]


@pytest.mark.needs("pose-weights")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_only_shown(house: House, careless: Page, name: str) -> None:
    careless.goto(house.url("filmed", "check/tap"))
    given(careless, name, DEMO.read_bytes())
    careless.wait_for_url("**/check/tap/*")
    assert careless.locator("main img[src=x]").count() == 0
    assert "passwd" not in " ".join(each.name for each in house.served.folder.rglob("*"))


def test_an_upload_that_breaks_off_leaves_nothing(house: House, careless: Page) -> None:
    careless.goto(house.url("filmed", "check/phone"))
    careless.route("**/upload", lambda route: route.abort("connectionreset"))
    assert given(careless, "log.zip", NO_FILM) == "The connection broke off and nothing was kept. Please send it again."
    careless.unroute("**/upload")
    before = set(house.served.folder.rglob("*"))
    _half_an_upload(house, careless)
    careless.wait_for_timeout(500)
    assert {each for each in house.served.folder.rglob("*") if each.is_file()} <= before


def _half_an_upload(house: House, page: Page) -> None:
    """Send the first half of a film, and hang up."""
    cookie = next(each for each in page.context.cookies() if each["name"] == "trochanter")["value"]
    path = house.url("filmed", "check/film/upload").removeprefix(house.served.address)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{house.served.port}\r\nCookie: trochanter={cookie}\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 4000000\r\n\r\n--b\r\n"
        'Content-Disposition: form-data; name="right"; filename="half.mp4"\r\nContent-Type: video/mp4\r\n\r\n'
    )
    with socket.create_connection(("127.0.0.1", house.served.port)) as line:
        line.sendall(head.encode() + DEMO.read_bytes()[:100_000])


def given(page: Page, name: str, content: bytes) -> str:
    """Give a file to the form of the page, with first answers to what has to be answered; returns what is said."""
    if page.get_by_role("group", name="How was it?").count():
        page.get_by_role("radio").first.check()
        page.get_by_role("radio", name=re.compile("free of pain")).check()
        send(page, "Go on")
    if page.get_by_text("From a watch or a table").count():
        page.get_by_text("From a watch or a table").click()
    form = page.locator("form", has=page.locator("input[type=file]")).first
    for each in form.locator("fieldset").filter(has=page.locator("input[type=radio][required]")).all():
        each.locator("input[type=radio]").first.check()
    form.locator("input[type=file]").first.set_input_files(FilePayload(name=name, mimeType="video/mp4", buffer=content))
    form.locator("button:not([type=button])").last.click()
    told = page.locator("form .fault, [role=alert], .note").filter(visible=True).or_(page.get_by_text("Tap the middle"))
    told.first.wait_for()
    return " ".join(told.all_inner_texts())
