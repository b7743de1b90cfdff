"""What the page of a check shows of its films: the leg at rest and at both ends, its angle, what was checked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, isfinite, sin

from trochanter.capture.film import Film
from trochanter.core.sides import Side
from trochanter.kinematics.film_rotation import FilmMeasured
from trochanter.reporting.figures.check import whole
from trochanter.reporting.figures.filmed import filmed_figure
from trochanter.reporting.figures.frame import Figure, letter
from trochanter.reporting.sections import capital
from trochanter.reporting.sentences import listed, say
from trochanter.reporting.stills import Still
from trochanter.reporting.svg import number

_ARC = 0.55  # of the shin's length
_NEAR_DEG = 2.0


@dataclass(frozen=True, slots=True)
class FilmShown:
    """A film that was measured, with its pictures; mirrored: what was said of it; slow_motion: what was taken out."""

    measured: FilmMeasured
    film: Film
    stills: tuple[Still, ...] = ()
    mirrored: bool | None = None
    slow_motion: float | None = None


@dataclass(frozen=True, slots=True)
class StillPart:
    """One picture on the page: a finished SVG, and its words in two lines."""

    picture: str
    heading: str
    words: str


@dataclass(frozen=True, slots=True)
class LegPart:
    """The pictures of one leg of one film."""

    side: Side
    caption: str
    stills: tuple[StillPart, ...]


@dataclass(frozen=True, slots=True)
class FilmPart:
    """All that the page shows of films; gates: set-up, leg, what was looked at, value, limit."""

    legs: tuple[LegPart, ...]
    figures: tuple[Figure, ...]
    gates: tuple[tuple[str, Side, str, str, str], ...]
    facts: tuple[str, ...]


def film_part(films: Sequence[FilmShown]) -> FilmPart | None:
    """What the page shows of films; None without any."""
    if not films:
        return None
    return FilmPart(
        legs=tuple(part for shown in films for part in _legs(shown, len(films))),
        figures=tuple(filmed_figure(shown.measured, k + 1, len(films)) for k, shown in enumerate(films)),
        gates=tuple(row for shown in films for row in _gates(shown)),
        facts=tuple(_facts(shown) for shown in films),
    )


def _legs(shown: FilmShown, films: int) -> Iterable[LegPart]:
    for leg in shown.measured.legs:
        side = leg.turns.side
        stills = [still for still in shown.stills if still.side is side and still.jpeg]
        if stills:
            key = "check_film.still_caption" if films == 1 else "check_film.still_caption_set_up"
            words = {"side": side.word, "set_up": shown.measured.found.set_up, "shown": listed(_repeats(stills))}
            yield LegPart(side, capital(say(key, **words)), tuple(_still(still) for still in stills))


def _repeats(stills: Sequence[Still]) -> list[str]:
    """Which repetition of how many is shown of each end."""
    ends = [still for still in stills if still.what != "rest"]
    return [
        say("check_film.still_shown", k=end.repeat[0], n=end.repeat[1], way=say(f"check.{end.what}")) for end in ends
    ]


def _still(still: Still) -> StillPart:
    angle = whole(still.angle_deg)
    words = say(f"check_film.still_{still.what}_words", angle=angle)
    sentence = say(f"check_film.still_{still.what}_alt", side=still.side.word, angle=angle)
    return StillPart(_picture(still, sentence), say(f"check_film.still_{still.what}"), words)


def _picture(still: Still, sentence: str) -> str:
    """The picture with the shin's line, the line of rest, the arc between them and its number, as one SVG."""
    wide, high = still.size_px
    (kx, ky), (ax, ay), (rx, ry) = still.knee_px, still.ankle_px, still.rest_px
    parts = [
        f'<svg class="still" viewBox="0 0 {wide} {high}" role="img" aria-label="{sentence}">',
        f'<image href="{still.link}" width="{wide}" height="{high}"/>',
        *_cased("rest", f"M{number(kx)} {number(ky)}L{number(rx)} {number(ry)}"),
    ]
    if still.what != "rest":
        parts += _arc(still)
    parts += _cased(f"shin {letter(still.side)}", f"M{number(kx)} {number(ky)}L{number(ax)} {number(ay)}")
    parts.append(f'<circle class="knee" cx="{number(kx)}" cy="{number(ky)}" r="5"/>')
    return "".join([*parts, "</svg>"])


def _cased(kind: str, data: str) -> list[str]:
    """A line with a light edge, so that it is seen on any film."""
    return [f'<path class="case" d="{data}"/>', f'<path class="{kind}" d="{data}"/>']


def _arc(still: Still) -> list[str]:
    """From the line of rest to the shin about the knee, with the angle beside it."""
    (kx, ky), (ax, ay), (rx, ry) = still.knee_px, still.ankle_px, still.rest_px
    radius = _ARC * hypot(ax - kx, ay - ky)
    rest, now = atan2(ry - ky, rx - kx), atan2(ay - ky, ax - kx)
    turn = (now - rest + 3.141592653589793) % 6.283185307179586 - 3.141592653589793
    ends = [(kx + radius * cos(angle), ky + radius * sin(angle)) for angle in (rest, now)]
    data = f"M{number(ends[0][0])} {number(ends[0][1])}"
    data += f"A{number(radius)} {number(radius)} 0 0 {int(turn > 0.0)} {number(ends[1][0])} {number(ends[1][1])}"
    middle = rest + 0.5 * turn
    x, y = kx + 1.35 * radius * cos(middle), ky + 1.35 * radius * sin(middle)
    words = f'<text class="turn" x="{number(x)}" y="{number(y + 10.0)}">{whole(still.angle_deg)}°</text>'
    return [*_cased("arc", data), words]


def _gates(shown: FilmShown) -> Iterable[tuple[str, Side, str, str, str]]:
    for leg in shown.measured.legs:
        for gate in leg.gates:
            if isfinite(gate.value):
                name = shown.measured.found.set_up
                yield name, leg.turns.side, capital(gate.label), gate.shown, gate.bound


def _facts(shown: FilmShown) -> str:
    track, film = shown.measured.legs[0].turns.track, shown.film
    return say(
        "check_film.facts",
        set_up=capital(shown.measured.found.set_up),
        name=film.source.replace("\\", "/").rsplit("/", 1)[-1],
        how=say(f"check_film.by_{track.found_by}"),
        seconds=whole(film.duration_s),
        rate=whole(film.frame_rate_hz),
        wide=film.width_px,
        high=film.height_px,
    )
