"""Markers that sit elsewhere than in the static trial, in plain words."""

from collections.abc import Sequence

import numpy as np

from trochanter.core.quality import Notice
from trochanter.kinematics.marker_reputs import Reput

PUT_ANEW = "marker-put-anew"
_NEXT = "leave it out with a mapping file, or record the static trial again"


def reput_notices(reputs: Sequence[Reput], where: str) -> list[Notice]:
    """One notice a segment: which marker, how far away, and what that rests on."""
    return [Notice(PUT_ANEW, _told(reput), where) for reput in reputs]


def _told(reput: Reput) -> str:
    shape = (
        f"the shape of the markers of '{reput.segment}' is {1e3 * reput.misfit_m:.0f} mm off the static trial's, where "
        f"soft tissue leaves up to {1e3 * reput.limit_m:.0f} mm"
    )
    if not np.isfinite(reput.shift_m):
        return (
            f"{shape}, and no single marker explains it: several were put on anew between the trials, or slid; record "
            "the static trial again"
        )
    alone = f"{1e3 * reput.others_m:.0f} mm without it"
    if len(reput.markers) > 1:
        names = " or ".join(repr(name) for name in reput.markers)
        return (
            f"one of {names} sits about {1e3 * reput.shift_m:.0f} mm elsewhere on its segment than in the static trial "
            f"({shape}; {alone}; which of them it is, the shape does not tell): it was put on anew between the trials, "
            f"or slid; {_NEXT}"
        )
    return (
        f"{reput.markers[0]!r} sits {1e3 * reput.shift_m:.0f} mm elsewhere on its segment than in the static trial "
        f"({shape}; {alone}): it was put on anew between the trials, or slid; {_NEXT}"
    )
