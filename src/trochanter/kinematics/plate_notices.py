"""What is told of plates, contacts, clocks and weight on the way from plates to feet."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from trochanter.capture.trial import Plates
from trochanter.core.arrays import Floats
from trochanter.core.quality import Notice
from trochanter.core.sides import Side
from trochanter.kinematics.belt_frame import BeltFrame
from trochanter.kinematics.force_lag import ACCURACY_S, ALIKE, ForceLag
from trochanter.kinematics.plate_contacts import AIR, BETWEEN, EDGE, FAR, HOLE, MIXED, PART, UNSEEN, PlateContact
from trochanter.kinematics.plate_mismatch import Stand
from trochanter.kinematics.plate_weight import MeanForce

WEIGHT_TOLERANCE = 0.05
_MOST = 4
_BELT_M_S = 0.3
_USUAL, _FEWEST = 0.75, 4
_WHY = {
    MIXED: "both feet stand on one plate",
    BETWEEN: "the centre of pressure lies between the feet",
    FAR: "no foot lies under the centre of pressure",
    AIR: "the foot under it is in the air",
    UNSEEN: "it has no centre of pressure, or no motion to compare",
    EDGE: "the foot stands partly beside the plates, which feel only a part of its force",
    PART: "the foot's other part stands on a plate whose force is unusable",
    HOLE: "the pelvis is out of view meanwhile",
}


def record_notices(plates: Plates, time_s: Floats, outside: int) -> Iterator[Notice]:
    """Records that begin or end apart."""
    sample = float((time_s[-1] - time_s[0]) / (len(time_s) - 1))
    ends = np.array([plates.time_s[0] - time_s[0], plates.time_s[-1] - time_s[-1]])
    if np.all(np.abs(ends) <= sample + 1e-9):
        return
    first, last = max(plates.time_s[0], time_s[0]), min(plates.time_s[-1], time_s[-1])
    left = f"; {outside} contact{'s' if outside > 1 else ''} outside them left out" if outside else ""
    text = (
        f"forces run from {plates.time_s[0]:.4g} to {plates.time_s[-1]:.4g} s, the motion from {time_s[0]:.4g} to "
        f"{time_s[-1]:.4g} s: the {last - first:.4g} s that they have in common are used{left}"
    )
    yield Notice("records-differ", text, plates.source)


def contact_notices(plates: Plates, contacts: Sequence[PlateContact], stands: Sequence[Stand]) -> Iterator[Notice]:
    """Which plate carried which foot, and the contacts that are unusable, doubtful, interrupted or crossed over."""
    time, where = plates.time_s, plates.source
    names = [f"'{load.name}'" for load in plates.loads]
    yield Notice("plates-to-feet", _summary(names, contacts), where)
    for problem, why in _WHY.items():
        bad = [c for c in contacts if c.problem == problem]
        if bad:
            text = f"{_counted(bad, time, names)} cannot be used: {why}"
            yield Notice("contact-unusable", text, where)
    bridged = [c for c in contacts if c.contact.drop_outs]
    if bridged:
        text = f"the force drops out for a moment within {_counted(bridged, time, names)}: the gap is bridged"
        yield Notice("force-drop-out", text, where)
    felt = [s for s in stands if s.plate >= 0]
    if felt:
        shown = ", ".join(f"{s.side.word} at {time[s.first]:.3f} s on {names[s.plate]}" for s in felt[:_MOST])
        text = f"{len(felt)} times a foot stands on a plate that feels nothing ({shown})"
        yield Notice("foot-without-force", text, where)
    yield from _crossed(plates, contacts, names)
    yield from _repeated(plates, contacts, names)


def _summary(names: list[str], contacts: Sequence[PlateContact]) -> str:
    parts = []
    for k, name in enumerate(names):
        own = [c for c in contacts if c.plate == k and not c.problem]
        counts = {side: sum(c.side is side for c in own) for side in Side}
        said = " and ".join(f"{n} of the {side.word}" for side, n in counts.items() if n)
        parts.append(f"{name} carries {said} foot" if said else f"{name} carries no usable contact")
    return "contacts: " + "; ".join(parts)


def _counted(some: Sequence[PlateContact], time_s: Floats, names: list[str]) -> str:
    shown = ", ".join(f"{names[c.plate]} at {time_s[c.first]:.3f} s" for c in some[:_MOST])
    more = f" and {len(some) - _MOST} more" if len(some) > _MOST else ""
    return f"{len(some)} contact{'s' if len(some) > 1 else ''} ({shown}{more})"


def _crossed(plates: Plates, contacts: Sequence[PlateContact], names: list[str]) -> Iterator[Notice]:
    """Steps onto the belt that usually carries the other foot."""
    if len(plates.loads) < len(Side):
        return
    for k, name in enumerate(names):
        own = [c for c in contacts if c.plate == k and c.side]
        right = sum(c.side is Side.RIGHT for c in own)
        if len(own) < _FEWEST or max(right, len(own) - right) / len(own) < _USUAL:
            continue
        usual = Side.RIGHT if 2 * right > len(own) else Side.LEFT
        over = [c for c in own if c.side is not usual or c.problem == MIXED]
        if over:
            text = f"{_counted(over, plates.time_s, names)}: the {usual.other.word} foot steps over to {name}"
            yield Notice("cross-over-step", text, plates.source)


def _repeated(plates: Plates, contacts: Sequence[PlateContact], names: list[str]) -> Iterator[Notice]:
    """On one belt under both feet, contacts alternate."""
    if len(plates.loads) > 1:
        return
    repeated = [
        now
        for before, now in pairwise(contacts)
        if now.side is before.side and now.side is not None and not (now.problem or before.problem)
    ]
    if repeated:
        text = f"{_counted(repeated, plates.time_s, names)}: the same foot as in the contact before"
        yield Notice("contacts-not-alternating", text, plates.source)


def checked_notice(lag: ForceLag, frame: BeltFrame | None, weight: MeanForce | None, where: str) -> Iterator[Notice]:
    """What was compared of forces and motion, with the numbers, whether they fit or not."""
    parts = []
    if np.isfinite(lag.lag_s):
        word = "behind" if lag.lag_s > 0.0 else "ahead of"
        parts.append(f"forces {abs(1000.0 * lag.lag_s):.0f} ms {word} the motion (likeness {lag.likeness:.3f})")
    if frame is not None and np.isfinite(frame.turned_rad):
        parts.append(f"direction of progress {abs(np.degrees(frame.turned_rad)):.1f} degrees off the motion's")
        ground = f"a belt of {frame.belt_m_s:.2f} m/s" if frame.belt_m_s > _BELT_M_S else "still ground"
        parts.append(f"{frame.speed_m_s:.2f} m/s over the standing foot, on {ground}")
    if frame is not None and np.isfinite(frame.forward_tilt_rad):
        forward, right = (np.degrees(tilt) for tilt in (frame.forward_tilt_rad, frame.right_tilt_rad))
        leans = f"mean force leans {forward:+.2f} degrees forwards and {right:+.2f} to the right"
        parts.append(f"{leans} over {frame.strides} strides")
    if weight is not None:
        parts.append(f"mean vertical force {weight.share:.3f} of what the mass asks for")
    if parts:
        yield Notice("plates-checked", f"forces against the motion: {'; '.join(parts)}", where)


def lag_notices(lag: ForceLag, time_s: Floats, where: str) -> Iterator[Notice]:
    """A lag of more than one sample of the markers, or forces that hardly follow the motion."""
    sample = float((time_s[-1] - time_s[0]) / (len(time_s) - 1))
    if np.isfinite(lag.likeness) and lag.likeness < ALIKE:
        text = (
            f"force and motion are alike only by {lag.likeness:.2f} (at least {ALIKE:g} is usual): their lag cannot be "
            "told, and they may not belong together"
        )
        yield Notice("force-unlike-motion", text, where)
    elif abs(lag.lag_s) > max(sample, ACCURACY_S):
        word = "behind" if lag.lag_s > 0.0 else "ahead of"
        text = (
            f"the forces run {abs(1000.0 * lag.lag_s):.0f} ms {word} the motion, more than one sample of the markers "
            f"({1000.0 * sample:.1f} ms); the estimate is good to about {1000.0 * ACCURACY_S:.0f} ms. Nothing is "
            f"corrected: --lag-s {lag.lag_s:.3f} (lag_s in Python) would"
        )
        yield Notice("force-lag", text, where)


def weight_notices(weight: MeanForce | None, where: str) -> Iterator[Notice]:
    """A mean force that is not this person's."""
    if weight is None or abs(weight.share - 1.0) <= WEIGHT_TOLERANCE:
        return
    over = f"{weight.strides} whole strides" if weight.strides else f"{weight.duration_s:.2f} s"
    text = (
        f"over {over} the mean vertical force is {weight.share:.2f} times what a person of {weight.mass_kg:.1f} kg "
        f"asks for: it is that of {weight.implied_kg:.1f} kg; check the mass, or whose forces these are"
    )
    yield Notice("force-against-weight", text, where)
