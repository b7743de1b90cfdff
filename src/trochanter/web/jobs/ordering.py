"""From what was asked for to the arguments of a command; the person's screen and earlier results go along as files."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from trochanter.core.errors import BadSetting, MissingInput
from trochanter.exchange.whole import write_whole
from trochanter.findings.permission import ScreenNeeded
from trochanter.store.records import PageData
from trochanter.web.jobs.folders import GIVEN, OUT
from trochanter.web.jobs.job import Arguments, JobFile, Value

SCREEN, SCREEN_BEFORE = f"{GIVEN}/screen.json", f"{GIVEN}/screen-before.json"  # pain is noted in the first
THEN = "then"  # the page to go on to, where it is not the usual one of the kind
MOST_EARLIER = 20
LONGEST_VALUE = 500
_ABOUT = ("position", "mode", "measured-by", "measured-on")
_ENDS = ("right-in", "right-out", "left-in", "left-out")
_FILM = ("side", "mirrored", "person", "slow-motion", "model")
_MEASURE = (*_ABOUT, *_ENDS, *_FILM, "knee", "ankle", "at", "using", "screen-forward")
_LOOKS = ("mirrored", "person", "slow-motion", "model", "pain", "measured-on")
_ANALYZE = (
    "mass-kg", "height-m", "fix-labels", "weights", "lag-s", "rate-hz", "forces-rate-hz", "set", "cutoff-hz", "power",
    "strength", "samples", "own-muscles", "deep-six", "skip-unsupported",
)  # fmt: skip
_WHAT_IF = (
    "weaken", "strengthen", "tighten", "shorten-tendon", "remove", "floor", "pelvic-tilt-deg", "anteversion-deg",
    "samples", "seed",
)  # fmt: skip
_EITHER = ("mirrored",)  # options that can be said to be so, said not to be so, or left open


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for: the job's folder, its arguments and files, the records of its person, the day.

    run: the folder of an earlier analysis of the same person, where the arguments name one.
    """

    folder: Path
    arguments: Arguments
    files: tuple[JobFile, ...]
    data: PageData
    today: str
    run: Path | None = None

    def paths(self, role: str) -> tuple[str, ...]:
        """The files for a purpose, as the command finds them from its folder."""
        return tuple(each.name for each in self.files if each.role == role)


def measure(order: Order) -> tuple[str, ...]:
    """``trochanter measure`` of films, of taps in a film, or of a phone's recordings."""
    _expect(order, "film", "right", "left")
    sides = [f"--{role}={path}" for role in ("right", "left") for path in order.paths(role)]
    said = (*_said(order, _MEASURE), *sides, _screen(order), *_earlier(order, "measurement"))
    return ("measure", *said, f"--out={OUT}", "--", *order.paths("film"))


def control_test(order: Order) -> tuple[str, ...]:
    """``trochanter control-test`` of one film."""
    _expect(order, "film")
    said = _said(order, (*_LOOKS, "side", "exercise", "one-leg-pain-free"))
    return ("control-test", *said, _screen(order), *_earlier(order, "appearance"), f"--out={OUT}", *_film(order))


def running_video(order: Order) -> tuple[str, ...]:
    """``trochanter running-video`` of one film."""
    _expect(order, "film")
    said = _said(order, (*_LOOKS, "view", "height-cm", "speed-kmh"))
    return ("running-video", *said, _screen(order), *_earlier(order, "appearance"), f"--out={OUT}", *_film(order))


def analyze(order: Order) -> tuple[str, ...]:
    """``trochanter analyze`` of one trial or several."""
    _expect(order, "trial")
    forces = [f"--forces={path}" for path in order.paths("forces")]
    ones = [f"--{role}={path}" for role in ("static", "model", "functional", "markers") for path in order.paths(role)]
    return ("analyze", *_said(order, _ANALYZE), *forces, *ones, f"--out={OUT}", "--", *order.paths("trial"))


def demo(_: Order) -> tuple[str, ...]:
    """``trochanter demo``."""
    return ("demo", "--no-browser", f"--out={OUT}")


def monte_carlo(order: Order) -> tuple[str, ...]:
    """``trochanter whatif`` of an earlier analysis, whose files are copied: it may go before this is done."""
    from shutil import copytree

    if order.run is None:
        raise MissingInput("no run is named", valid="the key of an analysed run", next_step="open a run first")
    copytree(order.run, order.folder / GIVEN / "run")
    return ("whatif", *_said(order, _WHAT_IF, besides=("run",)), f"--out={OUT}", f"{GIVEN}/run")


def physics(_: Order) -> tuple[str, ...]:
    """``trochanter exercises``: what exercises ask of the muscles is worked out and kept for the plans of everybody."""
    return ("exercises", "--json")


def weights(order: Order) -> tuple[str, ...]:
    """``trochanter weights``: the pose model, downloaded because a person asked for it."""
    return ("weights", *_said(order, ("model",)))


def _film(order: Order) -> tuple[str, ...]:
    films = order.paths("film")
    if len(films) != 1:
        raise MissingInput("one film is needed", valid="one film", next_step="choose one")
    return ("--", *films)


def _expect(order: Order, *roles: str) -> None:
    if not any(order.paths(role) for role in roles):
        raise MissingInput("there is no recording", valid="a file", next_step="choose one, and send it again")


def _said(order: Order, known: Collection[str], besides: Collection[str] = ()) -> tuple[str, ...]:
    """The options, as ``--name=value``: nothing that was typed can become another option."""
    found: list[str] = []
    for key, value in order.arguments.items():
        name = key.replace("_", "-")
        if name in (*besides, THEN):
            continue
        if name not in known:
            raise BadSetting("an option of this work", name[:80], ", ".join(sorted(known)))
        for each in value if isinstance(value, list) else (value,):
            found += _one(name, each)
    return tuple(found)


def _one(name: str, value: Value) -> Sequence[str]:
    if isinstance(value, bool) and (value or name in _EITHER):
        return (f"--{name}" if value else f"--not-{name}",)
    if value is None or value is False or value == "":
        return ()
    text = f"{value:.10g}" if isinstance(value, float) else str(value)
    if len(text) > LONGEST_VALUE or not text.isprintable():
        raise BadSetting(name, text[:80], f"at most {LONGEST_VALUE} characters that can be printed")
    return (f"--{name}={text}",)


def _screen(order: Order) -> str:
    """The last screen of the person as a file; raises ScreenNeeded without one."""
    if not order.data.screens:
        raise ScreenNeeded
    for name in (SCREEN, SCREEN_BEFORE):
        write_whole(order.folder / name, order.data.screens[-1].body)
    return f"--screen={SCREEN}"


def _earlier(order: Order, kind: str) -> tuple[str, ...]:
    """Earlier results of days before, as files."""
    day = str(order.arguments.get("measured-on") or order.arguments.get("measured_on") or order.today)
    found = [each for each in order.data.measurements if each.kind == kind and each.day < day][-MOST_EARLIER:]
    names = [f"{GIVEN}/earlier-{k}.json" for k in range(1, len(found) + 1)]
    for name, each in zip(names, found, strict=True):
        write_whole(order.folder / name, each.body)
    return tuple(f"--earlier={name}" for name in names)
