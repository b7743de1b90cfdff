"""My running: recordings of a laboratory, films of a run or of one leg, the run that comes along; reports."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import RedirectResponse, Response

from trochanter.core.errors import MissingInput
from trochanter.exchange.screen_result import screen_result, screen_text
from trochanter.findings.limits import CONTROL_TEST, RUNNING_VIDEO
from trochanter.reporting.figures.filming_appearance import control_test, running_video
from trochanter.reporting.figures.frame import Figure
from trochanter.web import jobs
from trochanter.web.drafts import once
from trochanter.web.fields import Fields, said
from trochanter.web.jobs.runs import REPORT, RESULT, file_of, run_named
from trochanter.web.person import Here, PersonPage
from trochanter.web.render import page, stop_page, stops
from trochanter.web.reports import alone, main_of
from trochanter.web.running_forms import MUSCLES, one_leg_asked, pain_to_tell, running_asked, trial_asked, what_if_asked
from trochanter.web.running_gate import closed, left_open
from trochanter.web.running_seen import can_ask, film_named, film_page, overview, what_if_html
from trochanter.web.training.limits import soon
from trochanter.web.uploads import GIB, TRIALS, FileField, Received, Upload, taking

router = APIRouter(prefix="/p/{person}/running", include_in_schema=False)
FILM = FileField("film", ("film",), most_bytes=2 * GIB)
TRIAL_FILES = (
    FileField("trial", TRIALS),
    FileField("static", TRIALS),
    FileField("forces", ("external_loads", "force_table", "opensim_table", "c3d", "marker_table"), most=2),
    FileField("model", ("opensim_model",), most_bytes=64 * 2**20),
)
FilmGiven = Annotated[Received, Depends(taking(FILM))]
TrialGiven = Annotated[Received, Depends(taking(*TRIAL_FILES))]


@router.get("")
def running(here: Here) -> Response:
    """What there is of this person's running, and what can be added."""
    return page(here, "running.html", offers="advice", soon=soon(here), offered=_offered(here), **overview(here))


@router.post("/demo")
def demo(here: Here, fields: Fields) -> Response:
    """Work out the run that comes with trochanter."""
    return _begun(here, said(fields, "key"), "demo", {})


@router.post("/weights")
def weights(here: Here, fields: Fields) -> Response:
    """Fetch the model that finds a person in a film, because this person asked for it."""
    return _begun(here, said(fields, "key"), "weights", {"then": "running"})


@router.get("/new/trial")
def trial_form(here: Here) -> Response:
    """The form for a recording of a laboratory."""
    return page(here, "running_trial.html", offers="advice", key=jobs.new_key())


@router.post("/new/trial/upload")
def trial(here: Here, given: TrialGiven) -> Response:
    """Begin to analyse a recording."""
    if stops(here.tier, "advice"):
        return stop_page(here)
    _expect(given, "trial", "a recording: .trc, .c3d, .mot or .sto")
    return _begun(here, given.text("key"), "analyze", trial_asked(given), given)


@router.get("/new/film")
def film_form(here: Here) -> Response:
    """The form for a film of a run."""
    why = None if stops(here.tier, "run") else closed(here, RUNNING_VIDEO, "running/new/film")
    return page(here, "running_film.html", offers="run", closed=why, **_film_words(here, running_video()))


@router.post("/new/film/upload")
def film(here: Here, given: FilmGiven) -> Response:
    """Begin to read a film of a run."""
    if stops(here.tier, "run"):
        return stop_page(here)
    _expect(given, "film", "a film")
    return _read(here, given, "running-video", running_asked(here, given))


@router.get("/new/one-leg")
def one_leg_form(here: Here, side: str = "", stood: str = "") -> Response:
    """First whether standing on the leg is free of pain; only then how to film."""
    why = None if stops(here.tier, "control_test") else closed(here, CONTROL_TEST, "running/new/one-leg")
    ready = side in ("right", "left") and stood == "free"
    return page(
        here, "running_one_leg.html", offers="control_test", closed=why, side=side, stood=stood, ready=ready,
        **_film_words(here, control_test()),
    )  # fmt: skip


@router.post("/new/one-leg/upload")
def one_leg(here: Here, given: FilmGiven) -> Response:
    """Begin to read a film of standing on one leg."""
    if stops(here.tier, "control_test"):
        return stop_page(here)
    _expect(given, "film", "a film")
    return _read(here, given, "control-test", one_leg_asked(here, given))


@router.get("/trial/{key}")
def run(here: Here, key: str) -> Response:
    """The report of an analysed run."""
    found = run_named(here.store, here.data, key)
    html = file_of(here.store, here.data, key, REPORT).decode("utf-8", "replace")
    return page(
        here, "running_report.html", offers="advice", run=found, back="", report=main_of(html), muscles=MUSCLES,
        can_ask=can_ask(here, key), key=jobs.new_key(),
    )  # fmt: skip


@router.get("/report/{key}")
def report(here: Here, key: str) -> Response:
    """The report as a page of its own, to be printed or kept."""
    if stops(here.tier, "advice"):
        return stop_page(here)
    return alone(file_of(here.store, here.data, key, REPORT).decode("utf-8", "replace"))


@router.get("/result/{key}.json")
def result(here: Here, key: str) -> Response:
    """The numbers of an analysed run, as a file."""
    data = file_of(here.store, here.data, key, RESULT)
    named = {"content-disposition": f'attachment; filename="trochanter-run-{key[:8]}.json"'}
    return Response(data, media_type="application/json", headers=named)


@router.post("/trial/{key}/whatif")
def what_if(here: Here, key: str, fields: Fields) -> Response:
    """Begin to share the loads of a run again, as if a muscle pulled less."""
    if stops(here.tier, "advice"):
        return stop_page(here)
    run_named(here.store, here.data, key)
    return _begun(here, said(fields, "key"), "monte-carlo", {"run": key, **what_if_asked(fields)})


@router.get("/whatif/{key}")
def what_if_told(here: Here, key: str) -> Response:
    """Who takes over; for as long as the work is kept."""
    job = jobs.find(here.state, here.person.id, key)
    html = what_if_html(here, job)
    return page(
        here, "running_report.html", offers="advice", run=None, back=f"running/trial/{job.arguments.get('run')}",
        report=main_of(html),
    )  # fmt: skip


@router.get("/film/{key}")
def film_seen(here: Here, key: str) -> Response:
    """How a film looks: its page."""
    found = film_named(here, key)
    return page(here, "running_report.html", offers="advice", run=None, back="", report=film_page(here, found))


def _offered(here: PersonPage) -> dict[str, bool]:
    """The ways to add something, and whether the screen leaves each open."""
    return {
        "film": left_open(here, RUNNING_VIDEO), "one-leg": left_open(here, CONTROL_TEST), "trial": True,
    }  # fmt: skip


def _begun(
    here: PersonPage, form: str, kind: str, arguments: Mapping[str, jobs.Value], given: Received | None = None
) -> Response:
    """The page of the work that was begun; a form that comes twice begins it once."""
    files = () if given is None else given.files

    def begin() -> str:
        return jobs.start(here.state, here.person.id, kind, arguments, files).key

    key = once(here, _same(form, arguments, files), begin)
    return RedirectResponse(here.url(f"jobs/{key}"), 303)


def _read(here: PersonPage, given: Received, kind: str, asked: Mapping[str, jobs.Value]) -> Response:
    """Begin to read a film; where it hurt, what that means comes before anything else."""
    after = pain_to_tell(here, given)

    def begin() -> str:
        key = jobs.start(here.state, here.person.id, kind, asked, given.files).key
        if after is not None:
            here.save(screen_text(screen_result(after.screen, here.today, keep_private=True)))
        return key

    key = once(here, _same(given.text("key"), asked, given.files), begin)
    return RedirectResponse(here.url(f"jobs/{key}" if after is None else "screen/result"), 303)


def _same(form: str, asked: Mapping[str, jobs.Value], files: Sequence[Upload]) -> str:
    """What tells a form that came twice from one that was filled in anew; '' for a form without a key."""
    told = json.dumps([form, dict(asked), [each.sha256 for each in files]], sort_keys=True)
    return sha256(told.encode()).hexdigest()[:32] if form else ""


def _expect(given: Received, field: str, valid: str) -> None:
    if not given.of(field):
        raise MissingInput("no file was chosen", valid=valid, next_step="choose a file, and send the form again")


def _film_words(here: PersonPage, figure: Figure) -> dict[str, Any]:
    from trochanter.capture.weights import installed_models

    model = {"model_there": bool(installed_models())}
    return {**model, "today": here.today.isoformat(), "key": jobs.new_key(), "soon": soon(here), "figure": figure}
