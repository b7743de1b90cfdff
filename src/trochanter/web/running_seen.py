"""What there is of a person's running: analysed runs, films, and work under way."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from trochanter.core.errors import UnknownName
from trochanter.store.records import Stored
from trochanter.web import jobs
from trochanter.web.jobs.folders import OUT
from trochanter.web.jobs.runs import Run, content, runs_of
from trochanter.web.person import PersonPage
from trochanter.web.reports import Rebuilt, Told, main_of, told_in

KINDS = ("analyze", "demo", "running-video", "control-test", "weights")
PAGE = "appearance.html"
LATELY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Latest:
    """What stands first: the path of its page, what it says, and whether it is the run that comes along."""

    path: str
    told: Told
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Film:
    """A film that was read: the key of its document, its day, kind and what it shows."""

    key: str
    day: str
    kind: str
    view: str
    side: str

    @property
    def on(self) -> dt.date:
        """The day."""
        return dt.date.fromisoformat(self.day)


def overview(here: PersonPage) -> dict[str, Any]:
    """Runs, films, and work that is under way or failed lately, each the latest first."""
    work = jobs.jobs_of(here.state, here.person.id, *KINDS)
    runs, films = runs_of(here.store, here.data), films_of(here)
    lately = here.now - LATELY
    return {
        "key": jobs.new_key(),
        "runs": runs,
        "films": films,
        "work": [each for each in work if not each.ended],
        "failed": [each for each in work if each.state == "failed" and each.made_at > lately][:3],
        "latest": _latest(here, runs, films),
    }


def _latest(here: PersonPage, runs: Sequence[Run], films: Sequence[Film]) -> Latest | None:
    """What this person added last; only where there is nothing of their own, the run that comes along."""
    run = next((each for each in runs if each.kind == "analyze"), None)
    film = next(iter(films), None)
    if film is not None and (run is None or film.day > run.day):
        return Latest(f"running/film/{film.key}", told_in(film_html(here, film)))
    run = run or next(iter(runs), None)
    return None if run is None else Latest(f"running/trial/{run.key}", run.told, demo=run.kind == "demo")


def films_of(here: PersonPage) -> tuple[Film, ...]:
    """The films that were read, the latest first."""
    found = [_film(each) for each in here.data.measurements if each.kind == "appearance"]
    return tuple(reversed(found))


def film_named(here: PersonPage, key: str) -> Film:
    """A film by the key of its document; raises UnknownName."""
    for each in here.data.measurements:
        if each.kind == "appearance" and each.id == key:
            return _film(each)
    raise UnknownName("film that was read", key[:40], ())


def film_page(here: PersonPage, film: Film) -> Rebuilt:
    """The inside of a film's page; made anew, without pictures, where none was kept."""
    return main_of(film_html(here, film))


def film_html(here: PersonPage, film: Film) -> str:
    """The page of a film, as it was written or made anew."""
    for each in here.data.recordings:
        if each.document_id == film.key and each.name == PAGE:
            return content(here.store, each).decode("utf-8", "replace")
    return _rendered(here, film.key)


def _rendered(here: PersonPage, key: str) -> str:
    from trochanter.exchange.appearance_result import appearance_of
    from trochanter.reporting.appearance import render_appearance

    body = next(each.body for each in here.data.measurements if each.id == key)
    return render_appearance(appearance_of(body, "the film"))


def _film(stored: Stored) -> Film:
    value = stored.value()
    said = {name: str(value.get(name) or "") for name in ("kind", "view", "side")}
    return Film(stored.id, stored.day, said["kind"], said["view"], said["side"])


def can_ask(here: PersonPage, key: str) -> bool:
    """Whether what an analysis wrote is still there, from which loads can be shared again."""
    try:
        job = jobs.find(here.state, here.person.id, key)
    except UnknownName:
        return False
    return (jobs.folder_of(here.state, job) / OUT / "model.osim").is_file()


def what_if_html(here: PersonPage, job: jobs.Job) -> str:
    """The page that a what-if wrote; raises UnknownName where it is gone."""
    path = jobs.folder_of(here.state, job) / OUT / "whatif.html"
    if job.kind != "monte-carlo" or not path.is_file():
        raise UnknownName("what-if", job.key, ())
    return path.read_text(encoding="utf-8")
