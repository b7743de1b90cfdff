"""A browser, a served page with people in its records, and a watch over everything that a page asks for."""

import datetime as dt
import hashlib
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.devtools import chromium_path
from tests.browser.page.serving import ARGUMENTS, ROOT, Served, serving
from tests.browser.page.weeks import Weeks, first_days
from tests.browser.page.windows import Windows
from tests.web.stories import kept, life_of, save_screen
from trochanter.exchange.record_documents import check, without_private
from trochanter.store.opening import open_store

WIDTHS = {"phone": 390, "desktop": 1280}


@dataclass
class House:
    """A served page, and the keys of the people in its records by what they are."""

    served: Served
    people: dict[str, str]

    def url(self, who: str, page: str) -> str:
        """The address of a page of somebody."""
        return f"{self.served.address}/p/{self.people[who]}/{page}"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, with drawn cameras and software graphics."""
    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=chromium_path(), args=list(ARGUMENTS))
        yield found
        found.close()


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The page over records of a newcomer, a runner, and two whom the screen stops."""
    folder = tmp_path_factory.mktemp("served")
    people = filled(folder)
    with serving(folder / "records") as served:
        yield House(served, people)


STOPPING = {"stopped": {"groin": "yes", "groin_night": "yes"}, "emergency": {"numb_saddle": "yes"}}
EVERYBODY = ("newcomer", "runner", "filmed", "stopped", "emergency")


def filled(folder: Path, wanted: Sequence[str] = EVERYBODY) -> dict[str, str]:
    """Records with people; returns their keys."""
    today = dt.datetime.now().astimezone().date()
    people = {}
    with open_store(folder / "records", check=check, hide=without_private) as store:
        for who in wanted:
            if who == "newcomer":
                people[who] = store.add_person("A newcomer").id
                continue
            life = life_of(folder / who, today)
            person = kept(store, who.capitalize(), life, today)
            people[who] = person.id
            if who in STOPPING:
                life.again(14, **STOPPING[who])
                save_screen(store, person, life.screen, today)
    return people


@pytest.fixture(scope="session")
def entered(house: House, browser: Browser) -> list[Any]:
    """The cookies of a browser that opened the printed address."""
    return Windows(browser, house.served).cookies


Opener = Callable[..., Page]


@pytest.fixture
def opened(house: House, browser: Browser, entered: list[Any]) -> Iterator[Opener]:
    """Opens pages: ``opened(width=390, dark=False, script=True)``; nothing may be asked of any other host."""
    windows = Windows(browser, house.served, cookies=entered)
    yield windows.open
    windows.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core, as the lock file of the bundle pins it; npm fetches it once."""
    lock = ROOT / "web" / "package-lock.json"
    folder = ROOT / "build" / "axe" / hashlib.sha256(lock.read_bytes()).hexdigest()[:16]
    script = folder / "node_modules" / "axe-core" / "axe.min.js"
    if not script.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(ROOT / "web" / name, folder / name)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, check=True)
    return script.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def weeks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Weeks]:
    """The page over the runners of the twelve weeks, on their first day, with a clock that tests move."""
    folder = tmp_path_factory.mktemp("weeks")
    today = dt.datetime.now().astimezone().date()
    lives, people = first_days(folder, today)
    clock = folder / "clock"
    clock.write_text("0")
    with serving(folder / "records", clock=clock) as served:
        yield Weeks(served, clock, lives, people)


@pytest.fixture(scope="session")
def entered_weeks(weeks: Weeks, browser: Browser) -> list[Any]:
    """The cookies of a browser that opened the printed address of the moved page."""
    return Windows(browser, weeks.served).cookies


@pytest.fixture
def week_page(weeks: Weeks, browser: Browser, entered_weeks: list[Any]) -> Iterator[Page]:
    """A window on the moved page, as wide as a phone."""
    windows = Windows(browser, weeks.served, cookies=entered_weeks)
    yield windows.open(width=390)
    windows.close()
