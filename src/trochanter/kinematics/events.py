"""Contacts of both feet in a trial: from the forces, else from the feet; and whether forces and feet agree."""

from collections.abc import Iterable

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.capture.trial import Forces
from trochanter.core.arrays import Floats
from trochanter.core.errors import ImpossibleData
from trochanter.core.quality import Notice
from trochanter.core.sides import Side, side_of
from trochanter.kinematics.contacts import Contact, contacts_from_force
from trochanter.kinematics.foot_contacts import FootPath, foot_contacts, foot_paths
from trochanter.kinematics.motion import Load
from trochanter.kinematics.weight import check_weight

FAR_M = 0.3  # from the middle of the foot, horizontally: longer than any foot
FAR_UP_M = 0.2  # the middle of a standing foot is less than 0.12 m above the ground
_FIRM_N = 200.0
_CLEAR_S = 0.1
_COMMON = 0.6  # force and foot tell the same contact to some 50 ms at either end; exchanged feet in walking share half


def contacts_of(
    forces: Forces | None,
    loads: tuple[Load, ...],
    body: Body,
    time_s: Floats,
    q: Floats,
    unseen_s: tuple[tuple[float, float], ...] = (),
) -> tuple[dict[Side, tuple[Contact, ...]], tuple[Notice, ...]]:
    """Contacts by side, and notices of how they were found and where force and foot contradict each other.

    ``forces`` at their own instants, for the sharpest events; ``loads``: the same at the motion's instants;
    ``unseen_s``: spans in which q is no measurement, and no foot's contact is told by it. Raises ImpossibleData for
    forces that cannot be this body's.
    """
    up = _up(body)
    pressed = _contacts_by_force(forces, up)
    feet = foot_paths(body, q)
    moved = {side: _seen(foot_contacts(time_s, foot, up), unseen_s) for side, foot in feet.items()}
    chosen = {side: pressed.get(side) or moved.get(side, ()) for side in Side}
    estimated = [side.word for side in Side if not pressed.get(side) and moved.get(side)]
    notices = []
    if estimated:
        feet_named = " and ".join(estimated)
        text = f"contacts of the {feet_named} foot come from its motion, for want of forces: expect errors of 45 ms"
        notices.append(Notice("contacts-from-feet", text))
    if not any(chosen.values()):
        notices.append(Notice("contacts-unknown", "neither forces nor feet show a contact: there are no strides"))
    if forces is not None:
        notices += check_weight(
            forces, body, up, [c for side in Side for c in (*pressed.get(side, ()), *moved.get(side, ()))]
        )
    pressed = {side: _seen(own, unseen_s) for side, own in pressed.items()}
    if forces is not None:
        _refuse_another_trial(pressed, moved, forces, time_s)
    for side in feet:
        if pressed.get(side) and forces is not None:
            notices += _contradictions(side, pressed[side], moved[side], forces, time_s)
            notices += _far_points(
                side,
                [load for load in loads if side_of(body.segments.names[load.segment]) is side],
                feet[side],
                time_s,
                up,
            )
    return chosen, tuple(notices)


def _seen(contacts: tuple[Contact, ...], unseen_s: tuple[tuple[float, float], ...]) -> tuple[Contact, ...]:
    """Contacts that do not reach into a span."""
    return tuple(c for c in contacts if not any(not (c.end_s < a or c.start_s > b) for a, b in unseen_s))


def _up(body: Body) -> Floats:
    gravity = np.asarray(body.gravity_m_s2)
    size = float(np.linalg.norm(gravity))
    return -gravity / size if size > 0.0 else np.array([0.0, 1.0, 0.0])


def _contacts_by_force(forces: Forces | None, up: Floats) -> dict[Side, tuple[Contact, ...]]:
    if forces is None:
        return {}
    found = {}
    for side in Side:
        own = [load.force_N for load in forces.loads if side_of(load.segment) is side]
        if own:
            found[side] = contacts_from_force(forces.time_s, np.sum(own, axis=0) @ up)
    return found


def _contradictions(
    side: Side, pressed: tuple[Contact, ...], moved: tuple[Contact, ...], forces: Forces, time_s: Floats
) -> list[Notice]:
    """Contacts that only the force or only the foot shows, where both records hold them."""
    first, last = max(time_s[0], forces.time_s[0]), min(time_s[-1], forces.time_s[-1])
    by_force, by_foot = _spans(pressed, first, last), _spans(moved, first, last)
    notices = []
    for words, spans, others in (
        ("stands without force", by_foot, by_force),
        ("carries force in the air", by_force, by_foot),
    ):
        alone = [span for span in spans if _stands_alone(span, others)]
        if alone:
            shown = ", ".join(f"{start:.3f} to {end:.3f} s" for start, end in alone[:4])
            text = f"the {side.word} foot {words} ({shown}): a plate is missing, or forces and feet are exchanged"
            notices.append(Notice("force-and-foot-differ", text, forces.source))
    return notices


def _refuse_another_trial(
    pressed: dict[Side, tuple[Contact, ...]], moved: dict[Side, tuple[Contact, ...]], forces: Forces, time_s: Floats
) -> None:
    """Raise ImpossibleData where both sides' contacts are strangers, and one side's hardly overlap at all."""
    first, last = max(time_s[0], forces.time_s[0]), min(time_s[-1], forces.time_s[-1])
    by_force, by_foot = ({s: _spans(found.get(s, ()), first, last) for s in Side} for found in (pressed, moved))
    if not all(by_force[side] and by_foot[side] for side in Side):
        return
    if not all(_strangers(by_force[side], by_foot[side]) for side in Side):
        return
    if all(_shared(by_force[side], by_foot[side]) >= _COMMON for side in Side):
        return
    exchanged = not any(_strangers(by_force[side], by_foot[side.other]) for side in Side)
    raise ImpossibleData(
        "forces and feet contradict each other on both sides: feet stand where there is no force, and are in the air "
        "where there is" + (", but each foot stands where the other has force" if exchanged else ""),
        where=forces.source or "forces",
        valid="forces of the same trial, on the same clock, each on its own foot",
        next_step="exchange right and left in the external loads" if exchanged else "give the forces of this trial",
    )


def _shared(spans: list[tuple[float, float]], others: list[tuple[float, float]]) -> float:
    """Time that both share, over that of the shorter."""
    common = sum(max(0.0, min(end, e) - max(start, s)) for start, end in spans for s, e in others)
    return common / min(sum(end - start for start, end in each) for each in (spans, others))


def _strangers(spans: list[tuple[float, float]], others: list[tuple[float, float]]) -> bool:
    """Whether all of one list stand alone beside the other."""
    return all(_stands_alone(s, others) for s in spans) or all(_stands_alone(s, spans) for s in others)


def _stands_alone(span: tuple[float, float], others: list[tuple[float, float]]) -> bool:
    """Whether the others leave so much of a span free that landing and toe-off found late cannot explain it."""
    common = sum(max(0.0, min(span[1], end) - max(span[0], start)) for start, end in others)
    lasts = span[1] - span[0]
    return common < _COMMON * lasts and lasts - common > _CLEAR_S


def _spans(contacts: Iterable[Contact], first: float, last: float) -> list[tuple[float, float]]:
    """Contacts cut to the record."""
    cut = [
        (max(first, np.nan_to_num(c.start_s, nan=first)), min(last, np.nan_to_num(c.end_s, nan=last))) for c in contacts
    ]
    return [(float(start), float(end)) for start, end in cut if end > start]


def _far_points(side: Side, loads: list[Load], foot: FootPath, time_s: Floats, up: Floats) -> list[Notice]:
    notices = []
    middle = 0.5 * (foot.heel_m + foot.ball_m)
    for load in loads:
        firm = load.force_N @ up > _FIRM_N
        if not firm.any():
            continue
        apart = load.point_m[firm] - middle[firm]
        above = float(np.median(apart @ up))
        apart = np.linalg.norm(apart - np.outer(apart @ up, up), axis=1)
        if np.median(apart) > FAR_M or np.percentile(apart, 95) > 2.0 * FAR_M:
            at = float(time_s[firm][int(apart.argmax())])
            text = (
                f"the centre of pressure of '{load.name}' lies {np.median(apart):.2f} m from the middle of the "
                f"{side.word} foot (at most {apart.max():.2f} m, at {at:.3f} s): check units, axes and clock"
            )
            notices.append(Notice("point-far-from-foot", text))
        if abs(above) > FAR_UP_M:
            where = f"{abs(above):.2f} m {'above' if above > 0.0 else 'below'} the middle of the {side.word} foot"
            text = f"the centre of pressure of '{load.name}' lies {where}: check height and unit of pelvis and forces"
            notices.append(Notice("point-far-from-foot", text))
    return notices
