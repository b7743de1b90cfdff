"""Tables of a what-if: forces, turning moments, the socket, centring, reserves."""

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.mechanics.cup import Cup
from trochanter.mechanics.doubts import RESERVE_SHARE
from trochanter.mechanics.summary import latin
from trochanter.mechanics.what_if import WhatIf
from trochanter.mechanics.what_if_hips import HipChange
from trochanter.reporting.numbers import NBSP, rounded
from trochanter.reporting.sections import capital
from trochanter.reporting.sentences import say
from trochanter.reporting.what_if_words import DASH, Grid, column_words, columns_shown, told_phases, with_range

MOST_ROWS = 8
SMALLEST_N, SMALLEST_NM = 0.5, 0.05
LEAST_RESERVE_NM = 0.1


def force_grid(hip: HipChange) -> Grid:
    """Change of force by muscle and phase."""
    rows = _change_rows(hip, hip.force_change_N, hip.force_range_N, SMALLEST_N, 1.0)
    return Grid(say("whatif.force.caption", side=_side(hip)), _heads(hip), rows)


def moment_grid(hip: HipChange) -> Grid:
    """Change of rotation moment by muscle and phase."""
    rows = _change_rows(hip, hip.moment_change_Nm, hip.moment_range_Nm, SMALLEST_NM, 0.1)
    return Grid(say("whatif.moment.caption", side=_side(hip)), _heads(hip), rows)


def _change_rows(
    hip: HipChange, change: Floats, ranges: Floats, least: float, step: float
) -> tuple[tuple[str, ...], ...]:
    shown = columns_shown(hip)
    told = [p for p in shown if hip.conclusive[p]]
    if not told:
        return ()
    size = np.abs(change[told]).max(axis=0)
    order = [int(q) for q in np.argsort(-size) if size[q] >= least][:MOST_ROWS]
    return tuple((capital(latin(hip.muscles[q])), *_cells(hip, change, ranges, q, step)) for q in order)


def _cells(hip: HipChange, change: Floats, ranges: Floats, q: int, step: float) -> tuple[str, ...]:
    return tuple(
        with_range(float(change[p, q]), float(ranges[0, p, q]), float(ranges[1, p, q]), step)
        if hip.conclusive[p]
        else DASH
        for p in columns_shown(hip)
    )


def socket_words(cup: Cup) -> str:
    """The stated cup."""
    angles = {
        "inclination": cup.inclination_rad,
        "opening": cup.anteversion_rad,
        "rim": cup.rim_rad,
    }
    values = {name: rounded(float(np.rad2deg(angle)), 1.0) for name, angle in angles.items()}
    return say("whatif.socket.text", radius=rounded(1000.0 * cup.radius_m, 1.0), **values)


def socket_grid(hip: HipChange) -> Grid:
    """Size and direction of the joint force before and after, with the reserves on which it rests."""
    rows = (
        (say("whatif.socket.size"), *_pairs(hip, hip.contact_bw, 0.01)),
        (say("whatif.socket.angle"), *_pairs(hip, np.rad2deg(hip.cup_angle_rad), 0.1)),
        (say("whatif.socket.rim"), *_pairs(hip, 1000.0 * hip.rim_m, 0.1)),
        (say("whatif.socket.reserve"), *(_pair(100.0 * hip.reserve_share[:, p], 1.0) for p in columns_shown(hip))),
    )
    heads = (say("whatif.column_quantity"), *_heads(hip)[1:])
    return Grid(say("whatif.socket.caption", side=_side(hip)), heads, rows)


def centre_grid(hip: HipChange) -> Grid:
    """Centring and shear of the muscles that pull most, in the first phase that is told."""
    told = told_phases(hip) or columns_shown(hip)[:1]
    p = max(told, key=lambda p: float(hip.contact_bw[0, p]))
    total = np.hypot(hip.centring_N[:, p], hip.shear_N[:, p]).max(axis=0)
    order = [int(q) for q in np.argsort(-total) if total[q] >= SMALLEST_N][: 2 * MOST_ROWS]
    rows = tuple(
        (
            capital(latin(hip.muscles[q])),
            *(_pair(part[:, p, q], 1.0) for part in (hip.centring_N, hip.shear_N, hip.shear_up_N)),
        )
        for q in order
    )
    heads = (say("whatif.column_muscle"), *(say(f"whatif.centre.{part}") for part in ("into", "across", "up")))
    caption = say("whatif.centre.caption", side=_side(hip), phase=column_words(hip, p).lower())
    return Grid(caption, heads, rows)


def reserve_grid(found: WhatIf) -> Grid | None:
    """Reserves that gave more than LEAST_RESERVE_NM in either case; None where there are none."""
    used = [each for each in found.reserves if max(each.peak_before_Nm, each.peak_after_Nm) > LEAST_RESERVE_NM]
    if not used:
        return None
    rows = tuple(
        (
            capital(each.coordinate.replace("_", " ")),
            f"{rounded(each.peak_before_Nm, 0.1)}{NBSP}({rounded(100.0 * each.share_before, 1.0)}{NBSP}%)",
            f"{rounded(each.peak_after_Nm, 0.1)}{NBSP}({rounded(100.0 * each.share_after, 1.0)}{NBSP}%)",
        )
        for each in used
    )
    heads = tuple(say(f"whatif.column_{name}") for name in ("reserve", "before", "after"))
    return Grid(say("whatif.reserves.caption"), heads, rows)


def reserve_words() -> str:
    """What a reserve is, and where conclusions end."""
    return say("whatif.reserves.text", limit=f"{100.0 * RESERVE_SHARE:g}")


def _pairs(hip: HipChange, values: Floats, step: float) -> tuple[str, ...]:
    return tuple(_pair(values[:, p], step) if hip.conclusive[p] else DASH for p in columns_shown(hip))


def _pair(values: Floats, step: float) -> str:
    if not np.isfinite(values).all():
        return DASH
    before, after = (rounded(float(value), step) for value in values)
    return before if before == after else say("whatif.from_to", before=before, after=after).replace(" ", NBSP)


def _heads(hip: HipChange) -> tuple[str, ...]:
    return (say("whatif.column_muscle"), *(column_words(hip, p) for p in columns_shown(hip)))


def _side(hip: HipChange) -> str:
    return capital(say(f"side.{hip.side.word}"))
