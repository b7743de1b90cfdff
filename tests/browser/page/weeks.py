"""Records of runners on their first day, and a page whose clock goes on: the stories of examples/twelve_weeks."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from playwright.sync_api import Page

from examples.twelve_weeks import BIRTH, Life, begun
from tests.browser.page.serving import Served
from tests.web.stories import kept
from trochanter.exchange.record_documents import check, without_private
from trochanter.findings.history import Private
from trochanter.store.opening import open_store

STORIES = ("improves", "seldom", "worsens", "after birth", "stopped", "emergency", "player")


@dataclass
class Weeks:
    """A page over runners of whom everything is known on their first day; ``go_to`` is its clock."""

    served: Served
    clock: Path
    lives: Mapping[str, Life]
    people: Mapping[str, str]

    def url(self, who: str, page: str = "today") -> str:
        """The address of a page of somebody."""
        return f"{self.served.address}/p/{self.people[who]}/{page}"

    def go_to(self, day: int) -> None:
        """From now on it is this day; the first one is 0."""
        self.clock.write_text(str(day))

    def next_day(self, who: str, after: int) -> int:
        """The next day on which the plan asks for something."""
        life = self.lives[who]
        return next(k for k in range(after, after + 8) if life.plan is not None and life.plan.items_on(life.day(k)))

    def train(self, page: Page, who: str, days: range, pain: int, *, every: int = 1) -> None:
        """Note sessions through the page's own interface, as its player sends them, on each n-th day of the plan."""
        life = self.lives[who]
        planned = [k for k in days if life.plan is not None and life.plan.items_on(life.day(k))]
        for k in planned[::every]:
            self.note(page, who, k, ended="done", pain_before=max(pain - 1, 0), pain_during=pain, effort=5)

    def note(self, page: Page, who: str, k: int, **told: object) -> None:
        """Send one entry of a day; it is taken."""
        body = {
            "key": f"{who.replace(' ', '-')}-{k:03d}-{told['ended']}",
            "on": self.lives[who].day(k).isoformat(),
            **told,
        }
        answer = page.context.request.post(f"{self.served.address}/api/p/{self.people[who]}/sessions", data=body)
        assert answer.ok, answer.text()


def first_days(folder: Path, today: dt.date, wanted: Sequence[str] = STORIES) -> tuple[dict[str, Life], dict[str, str]]:
    """The lives that begin today, saved in records; and their keys."""
    lives = {}
    for who in wanted:
        begin = partial(begun, who, folder / who.replace(" ", "-"), today)
        born = Private(sex="female", birth_on=today - dt.timedelta(days=42), birth_how="vaginal", pelvic=("leakage",))
        lives[who] = begin(able=2, private=born, **BIRTH) if who == "after birth" else begin()
    with open_store(folder / "records", check=check, hide=without_private) as store:
        people = {who: kept(store, who.capitalize(), life, today).id for who, life in lives.items()}
    return lives, people
