"""What is said of a film in which a tapped leg is followed: refusals and notices, with what to film again."""

from collections.abc import Sequence

import numpy as np

from trochanter.capture.film import Film
from trochanter.capture.tapped_follower import Lost, Seen
from trochanter.capture.tapped_surroundings import Surroundings
from trochanter.core.errors import BadSetting, ImpossibleData
from trochanter.core.quality import Notice

LEAST_FOLLOWED = 0.5  # of the pictures: less of a leg gives no angle
LEAST_SHIN = 0.06  # of the picture's longer side: a shorter shin is no leg that one can measure
LEAST_SHIN_PX = 40.0
_STILL_RAD = np.deg2rad(4.0)
_LEAST_GAP_S = 0.3
_CAMERA_RAD, _CAMERA_SHARE = np.deg2rad(1.5), 0.03
_WHY: dict[Lost, tuple[str, str]] = {
    "outside": ("the leg leaves the picture", "film from farther away, so that knee and foot stay in the picture"),
    "cut": ("the film is cut", "film without a break, or cut the film so that one check is left"),
    "dark": ("the light changes too much", "film in even light, with automatic exposure locked if the camera can"),
    "blurred": ("the picture is too blurred", "film in more light, let the foot swing more slowly, clean the lens"),
    "covered": (
        "the shin is covered or looks different from what was tapped",
        "keep the other leg, hands and clothes out of the way; two strips of tape across the shin help",
    ),
}


def check_taps(film: Film, knee: tuple[float, float], ankle: tuple[float, float], at_s: float) -> None:
    """Raise BadSetting where taps cannot be on a leg: outside the picture, too close together, after the film's end."""
    for name, (x, y) in (("knee", knee), ("ankle", ankle)):
        if not (0.0 <= x < film.width_px and 0.0 <= y < film.height_px):
            valid = f"x from 0 to {film.width_px}, y from 0 to {film.height_px}, in pixels of the upright picture"
            raise BadSetting(f"the tap on the {name}", f"{x:.0f},{y:.0f}", valid, f"tap on the {name} once more")
    least = max(LEAST_SHIN * max(film.width_px, film.height_px), LEAST_SHIN_PX)
    apart = float(np.hypot(ankle[0] - knee[0], ankle[1] - knee[1]))
    if apart < least:
        raise BadSetting(
            "the distance of the taps",
            f"{apart:.0f} pixels",
            f"at least {least:.0f}: one tap on the middle of the knee, one on the middle of the ankle",
            "tap both once more; if the leg is that small in the picture, film from nearer",
        )
    if not 0.0 <= at_s <= film.duration_s:
        raise BadSetting("the time of a tap", f"{at_s:g} s", f"0 to {film.duration_s:.1f} s, the length of the film")


def too_plain(film: Film, at_s: float) -> ImpossibleData:
    """The refusal where nothing on the shin can be told apart from its neighbourhood."""
    return ImpossibleData(
        f"the shin that was tapped at {at_s:.1f} s shows too little that can be followed (plain, dark or blurred)",
        where=film.source,
        valid="a shin with something to see on it: bare skin in good light, a sock's edge, a pattern, strips of tape",
        next_step="check the taps; or put three strips of tape across the shin, in a colour unlike it, and film again",
    )


def refuse_if_lost(film: Film, seen: Sequence[Seen], cuts_s: Sequence[float]) -> None:
    """Raise ImpossibleData where the leg was followed in too few pictures, with the reason most often met."""
    lost = [_reason(one, cuts_s) for one in seen if one.pose is None]
    if len(lost) <= (1.0 - LEAST_FOLLOWED) * len(seen):
        return
    most = max(set(lost), key=lost.count)
    what, again = _WHY[most]
    raise ImpossibleData(
        f"the tapped leg could be followed in {len(seen) - len(lost)} of {len(seen)} pictures only: {what}",
        where=film.source,
        valid=f"a leg that can be seen in at least {LEAST_FOLLOWED:.0%} of the film",
        next_step=f"{again}; or tap the middle of knee and ankle once more, or at another time",
    )


def _reason(seen: Seen, cuts_s: Sequence[float]) -> Lost:
    return "cut" if any(cut <= seen.time_s for cut in cuts_s) else seen.lost or "covered"


def notices(
    seen: Sequence[Seen], around: Surroundings, film: Film, corrected: Sequence[tuple[float, float]]
) -> list[Notice]:
    """What a reader must know of a leg that was followed; corrected: time and angle in rad of each tap that won."""
    return [
        *_gaps(seen, around.cuts_s, film),
        *_cuts(around.cuts_s, film),
        *_camera(around, film),
        *_corrections(corrected, film),
        *_still(seen, film),
    ]


def _gaps(seen: Sequence[Seen], cuts_s: Sequence[float], film: Film) -> list[Notice]:
    found: list[Notice] = []
    start: int | None = None
    for i, one in enumerate([*seen, Seen(np.inf, seen[0].pose, 1.0)]):
        if one.pose is None and start is None:
            start = i
        elif one.pose is not None and start is not None:
            found += _gap(seen[start:i], cuts_s, film)
            start = None
    return found


def _gap(lost: Sequence[Seen], cuts_s: Sequence[float], film: Film) -> list[Notice]:
    first, last = lost[0].time_s, lost[-1].time_s
    if last - first < _LEAST_GAP_S:
        return []
    reasons = [_reason(one, [cut for cut in cuts_s if cut >= first - _LEAST_GAP_S]) for one in lost]
    what, again = _WHY[max(set(reasons), key=reasons.count)]
    text = f"the leg could not be followed from {first:.1f} to {last:.1f} s: {what}. To mend it: {again}."
    return [Notice("shin-lost", text, film.source)]


def _cuts(cuts_s: Sequence[float], film: Film) -> list[Notice]:
    if not cuts_s:
        return []
    times = ", ".join(f"{cut:.1f}" for cut in cuts_s[:5])
    text = f"the picture changes at once at {times} s, as if the film were cut there or the camera knocked"
    return [Notice("film-cut", f"{text}: film without a break.", film.source)]


def _camera(around: Surroundings, film: Film) -> list[Notice]:
    limit_px = _CAMERA_SHARE * max(film.width_px, film.height_px)
    far = [(t, turn) for t, turn, move in around.turns if abs(turn) > _CAMERA_RAD or move > limit_px]
    if len(far) < 2:
        return []
    most = max(abs(np.rad2deg(turn)) for _, turn in far)
    text = (
        f"the camera moved while it filmed (from {far[0][0]:.1f} s, by up to {most:.1f} degrees), which moves the"
        " angles as well: let it stand on something firm."
    )
    return [Notice("camera-moved", text, film.source)]


def _corrections(corrected: Sequence[tuple[float, float]], film: Film) -> list[Notice]:
    return [
        Notice(
            "tap-corrects",
            f"the tap at {time_s:.1f} s lies {abs(np.rad2deg(angle)):.0f} degrees from where the leg had been followed"
            " to: the tap was taken, and what lies before it was shifted along.",
            film.source,
        )
        for time_s, angle in corrected
    ]


def _still(seen: Sequence[Seen], film: Film) -> list[Notice]:
    angles = np.unwrap([one.pose.angle_rad for one in seen if one.pose is not None])
    if angles.size and float(np.ptp(angles)) < _STILL_RAD:
        text = "what was tapped hardly turned in this film: check that the taps are on the leg that swings."
        return [Notice("shin-still", text, film.source)]
    return []
