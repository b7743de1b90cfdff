"""Rules on where it hurts, when, and how much."""

from collections.abc import Iterable, Mapping

from trochanter.core.sides import Side
from trochanter.findings.case import Case, side_of_most
from trochanter.findings.clearance import Clearance
from trochanter.findings.finding_words import capital, day_words, on_the
from trochanter.findings.history import Pain
from trochanter.findings.history_words import meaning
from trochanter.findings.looked_at import groin_seen, pubic_seen
from trochanter.findings.rule_rows import Noticed, Rule
from trochanter.findings.sentences import listed

MUCH = 4  # of 10: between 4 and 5 nothing is added, above 5 something is changed (thomee1997)
BENDING = ("car", "bath", "squat", "low_cupboard", "trousers", "sitting")
NONE_IS_THE_MEASURE = ("groin", "front_hip", "front_thigh", "pubic", "tailbone")  # where no pain at all is gone on with
_PER_TEN = 10.0


def pain_words(pain: Pain) -> str:
    """A pain as evidence: 'Buttock, right: 4 of 10 at its worst.'."""
    return f"{capital(meaning('pain_places', pain.place))}{on_the(pain.side)}: {pain.worst} of 10 at its worst."


def _of(code: str, words: Mapping[str, str], pains: tuple[Pain, ...]) -> Noticed:
    """A rule noticed for pains: their side, themselves as evidence, the stronger first."""
    worst = max((pain.worst for pain in pains), default=0)
    side = side_of_most([pain.side for pain in pains])
    return Noticed(code, side, words, tuple(map(pain_words, pains)), worst / (_PER_TEN + 1.0))


def _night(case: Case) -> Iterable[Noticed]:
    if case.history.at_night:
        yield Noticed("night")


def _groin(case: Case) -> Iterable[Noticed]:
    if groin_seen(case.screen, case.on) is None:
        yield from _groin_told(case, "groin", {})


def _groin_seen(case: Case) -> Iterable[Noticed]:
    seen = groin_seen(case.screen, case.on)
    if seen is not None:
        yield from _groin_told(case, "groin_seen", _by_whom(seen))


def _groin_told(case: Case, code: str, words: Mapping[str, str]) -> Iterable[Noticed]:
    pains = case.pain_at("groin", "front_thigh")
    if pains:
        yield _of(code, words, pains)
    elif case.said("groin"):
        yield Noticed(code, None, words, ("You told of it in the screen.",))


def _by_whom(seen: Clearance) -> Mapping[str, str]:
    """Who looked, and when, for the words of a rule."""
    return {"by": seen.by.strip().rstrip("."), "day": day_words(seen.on)}


def _front_pinch(case: Case) -> Iterable[Noticed]:
    pains = case.pain_at("front_hip")
    if not pains and not case.said("front_pinch"):
        return
    tasks = [meaning("tasks", task) for task in case.history.limited if task in BENDING]
    bending = f", and it makes {listed(tasks)} hard" if tasks else ""
    found = _of("front_pinch", {"bending": bending}, pains)
    evidence = found.evidence or ("You told of a pinch in the screen.",)
    yield Noticed("front_pinch", found.side, found.words, evidence, found.first)


def _tingling(case: Case) -> Iterable[Noticed]:
    if case.said("tingling"):
        yield Noticed("tingling")


def _pubic(case: Case) -> Iterable[Noticed]:
    pains = case.pain_at("pubic")
    if pains and pubic_seen(case.history, case.screen, case.on) is None:
        yield _of("pubic", {}, pains)


def _pubic_seen(case: Case) -> Iterable[Noticed]:
    pains, seen = case.pain_at("pubic"), pubic_seen(case.history, case.screen, case.on)
    if pains and seen is not None:
        yield _of("pubic_seen", _by_whom(seen), pains)


def _pelvic_ring(case: Case) -> Iterable[Noticed]:
    pains = case.pain_at("back_pelvis")
    if pains:
        yield _of("pelvic_ring", {"where": "at the back of the pelvis"}, pains)
    elif case.said("pelvic_ring") and not case.pain_at("pubic"):
        where = "at the pubic bone or the back of the pelvis"
        yield Noticed("pelvic_ring", None, {"where": where}, ("You told of it in the screen.",))


def _flare(case: Case) -> Iterable[Noticed]:
    worst = max(case.history.pains, key=lambda pain: pain.worst, default=None)
    if worst is not None and worst.worst >= MUCH:
        place = f" ({meaning('pain_places', worst.place)}{on_the(worst.side)})"
        none = bool(case.pain_at(*NONE_IS_THE_MEASURE))
        until = "there is none, also the next day" if none else "it stays at 3 or below"
        yield Noticed("flare", worst.side, {"worst": str(worst.worst), "place": place, "until": until})


def _hamstring_like(case: Case) -> Iterable[Noticed]:
    pains = case.pain_at("sit_bone", "back_thigh")
    if pains:
        place = "at the sit-bone" if pains[0].place == "sit_bone" else "at the back of the thigh"
        yield _of("hamstring_like", {"place": place}, pains)


def _onset_far(case: Case) -> Iterable[Noticed]:
    if case.history.onset == "later":
        km = case.history.onset_km
        after = f"after about {km:g} km" if km is not None else "after a while of running"
        quiet = "" if case.history.sitting or case.history.at_night else " and not at rest"
        yield Noticed(
            "onset_far", _side(case), {"after": after, "quiet": quiet}, (f"You told that it begins {after}.",)
        )


def _start_eases(case: Case) -> Iterable[Noticed]:
    if case.history.onset == "start":
        yield Noticed("start_eases", _side(case), evidence=("You told that it hurts at the start and then eases.",))


def _throughout(case: Case) -> Iterable[Noticed]:
    closed = bool(case.pain_at("pubic")) and pubic_seen(case.history, case.screen, case.on) is None
    if case.history.onset == "always" and case.limits.run and not closed:
        most = "0" if case.pain_at(*NONE_IS_THE_MEASURE, "back_pelvis") else "2 of 10 or below"
        yield Noticed("throughout", _side(case), {"most": most})


def _sitting(case: Case) -> Iterable[Noticed]:
    if case.history.sitting:
        yield Noticed("sitting", _side(case))


def _side(case: Case) -> Side | None:
    return side_of_most([pain.side for pain in case.history.pains if pain.worst])


RULES = (
    Rule("night", _night),
    Rule("groin", _groin),
    Rule("groin_seen", _groin_seen),
    Rule("tingling", _tingling),
    Rule("front_pinch", _front_pinch),
    Rule("pubic", _pubic),
    Rule("pubic_seen", _pubic_seen),
    Rule("pelvic_ring", _pelvic_ring),
    Rule("flare", _flare),
    Rule("hamstring_like", _hamstring_like),
    Rule("onset_far", _onset_far),
    Rule("start_eases", _start_eases),
    Rule("throughout", _throughout),
    Rule("sitting", _sitting),
)
