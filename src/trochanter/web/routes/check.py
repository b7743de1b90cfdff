"""Check my hips: the last result and earlier ones, the choice of how to measure, readings typed in, clearances."""

from collections.abc import Sequence

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from trochanter.core.errors import TrochanterError, UnknownName
from trochanter.findings.permission import NotOffered, ScreenNeeded
from trochanter.kinematics.rotation_range import RotationRange
from trochanter.web.check import typed
from trochanter.web.check.gate import open_positions, questions_due
from trochanter.web.check.saving import alike_on, save_check
from trochanter.web.check.shown import check_named, check_of, kept_checks
from trochanter.web.check.stills import pages_of, stills_of
from trochanter.web.check.ways import ways
from trochanter.web.drafts import once
from trochanter.web.fields import Fields, said
from trochanter.web.person import Here, PersonPage
from trochanter.web.render import Offers, page, rendered, stops
from trochanter.web.training.limits import soon

router = APIRouter(prefix="/p/{person}/check", include_in_schema=False)
OFFERS: Offers = "self_check"


@router.get("")
def check(here: Here) -> Response:
    """The last result; for a newcomer the choice of how to measure."""
    kept = kept_checks(here)
    return result(here, kept[0].key) if kept and not stops(here.tier, OFFERS) else new(here)


@router.get("/new")
def new(here: Here) -> Response:
    """How to measure: the ways, with how long each takes and how sure it is."""
    return page(
        here, "check_new.html", offers=OFFERS, ways=ways(), due=questions_due(here), positions=open_positions(here),
        first=here.screen_url("check/new"), kept=kept_checks(here),
        soon=soon(here),
    )  # fmt: skip


@router.get("/typed")
def typed_form(here: Here, by: str = "") -> Response:
    """The form for readings of a goniometer or a level."""
    if questions_due(here) and not stops(here.tier, OFFERS):
        return RedirectResponse(here.screen_url("check/typed"), 303)
    positions = open_positions(here)
    alone = bool(positions) and by != "other"
    form = typed.empty_form(here.today, by_oneself=alone, position=positions[0] if positions else "seated")
    return _form(here, form)


@router.post("/typed")
def typed_in(here: Here, fields: Fields) -> Response:
    """Take readings: the result at once, or the form again with what is missing beside each field."""
    form = typed.form_of(fields)
    if said(fields, "do") == "more":
        return _form(here, _one_more(form))
    if form.faults or stops(here.tier, OFFERS):
        return _form(here, form, status=422)
    try:
        key = once(here, said(fields, "key"), lambda: _saved(here.fresh(), form))
    except ScreenNeeded:
        return RedirectResponse(here.screen_url("check/typed"), 303)
    except TrochanterError as error:
        return _form(here, form, status=403 if isinstance(error, NotOffered) else 422, refused=error)
    return RedirectResponse(here.url(f"check/result/{key}"), 303)


@router.post("/typed/hints")
def typed_hints(here: Here, fields: Fields) -> Response:
    """What can be said while somebody types: readings far apart, pain in the groin, what is still missing."""
    return rendered(here, "check_typed_hints.html", hints=typed.hints_of(typed.form_of(fields)))


@router.get("/result/{key}")
def result(here: Here, key: str) -> Response:
    """One check: the sentence, the figure, how sure, and what was measured."""
    from trochanter.reporting.check import check_page
    from trochanter.reporting.sentences import say

    kept = check_named(here, key)
    found = check_of(here, kept)
    return page(
        here, "check.html", offers="advice", shown=check_page(found), check=found, kept=kept, say=say,
        every=kept_checks(here), due=questions_due(here), again=_again(found.set_ups, found.whole),
        stills=stills_of(here, kept), soon=soon(here),
    )  # fmt: skip


@router.get("/result/{key}/page")
def whole_page(here: Here, key: str) -> Response:
    """The page that a measurement wrote, as it was kept; raises UnknownName where there is none."""
    from trochanter.web.reports import alone

    found = pages_of(here, check_named(here, key))
    if not found or stops(here.tier, "advice"):
        raise UnknownName("page of this measurement", key[:80], ())
    return alone(found[-1])


def _again(set_ups: int, whole: RotationRange) -> str:
    """What would make this check say more: the other side, a second set-up, or nothing."""
    sides = {end.side for end in whole.ends}
    return "other_side" if len(sides) < 2 else "second" if set_ups < 2 else ""


def _saved(here: PersonPage, form: typed.TypedForm) -> str:
    return save_check(here, _recordings(here, form))


def _recordings(here: PersonPage, form: typed.TypedForm) -> Sequence[RotationRange]:
    now = typed.recordings_of(form, here.today, 0)
    before = {each.set_up for each in alike_on(here, now[0])}
    return typed.recordings_of(form, here.today, len(before)) if before else now


def _one_more(form: typed.TypedForm) -> typed.TypedForm:
    number = min(form.set_ups + 1, typed.MOST_SET_UPS)
    return typed.TypedForm(form.values, number, form.about, form.typed)


def _form(
    here: PersonPage, form: typed.TypedForm, *, status: int = 200, refused: TrochanterError | None = None
) -> Response:
    return page(
        here, "check_typed.html", offers=OFFERS, status=status, form=form, refused=refused, ends=typed.ENDS,
        repeats=typed.REPEATS, places=typed.PLACES, methods=typed.eye_methods(), positions=open_positions(here),
        most=typed.MOST_SET_UPS, soon=soon(here), key=form.value("key") or typed.new_key(),
    )  # fmt: skip
