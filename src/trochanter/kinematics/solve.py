"""The verb ``solve``: a trial and a body make a motion."""

from dataclasses import replace
from typing import Literal

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.capture.trial import Forces, Table, Trial
from trochanter.core.arrays import Flags, Floats, frozen
from trochanter.core.errors import ImpossibleData, MissingInput, TrochanterError
from trochanter.core.expected import expect
from trochanter.core.quality import Notice
from trochanter.kinematics.assemble import Assembly, coordinates_of
from trochanter.kinematics.couplers import couple, prescribe
from trochanter.kinematics.cutoff import choose_cutoff, stated_cutoff
from trochanter.kinematics.events import contacts_of
from trochanter.kinematics.motion import ABSENT, Motion
from trochanter.kinematics.smooth import END_SAMPLES, Smoothed, near_ends, smooth
from trochanter.kinematics.strides import strides_of
from trochanter.kinematics.synchronise import Synchronised, loads_at
from trochanter.kinematics.tracked import Tracked, Tracking

Cutoff = float | Literal["auto"] | None
Spans = tuple[tuple[float, float], ...]
SAME_INSTANT_S = 1e-6
LOST, UNSEEN = "a foot stands without known force", "the pelvis is out of view"


def solve(
    trial: Trial | Tracked,
    body: Body,
    *,
    cutoff_hz: Cutoff = "auto",
    force_cutoff_hz: float | Literal["same"] | None = "same",
    tracking: Tracking | None = None,
) -> Motion:
    """Coordinates, speeds and accelerations of ``body`` over ``trial``, with its ground forces at the same instants.

    A trial of markers is tracked first, by the markers of this body; ``tracking`` says how. A body that ``scale`` made
    is registered to the trial before that: the motion's body is the one with the registered markers, and given with
    the next trial of the person it stays as it is.
    cutoff_hz: of the low-pass filter; None for data that are already filtered; "auto" looks at the data and says what
    it chose. force_cutoff_hz: the same for kinematics and forces unless stated (OpenSim's tools filter kinematics
    only: None). Raises BadSetting, ImpossibleData, MissingInput and UnknownName.
    """
    expect("trial", trial, (Trial, Tracked), "a trial, as read() gives it")
    expect("body", body, Body, "a body, as read(), hip_model() or scale() give it")
    if isinstance(trial, Tracked):
        motion = _solved(trial.trial, body, cutoff_hz, force_cutoff_hz, trial.unseen_s)
        return _without_lost(replace(motion, fit=trial.fit), trial)
    if trial.markers is not None:
        tracked = _tracked(trial, body, tracking)
        return solve(tracked, tracked.fit.body, cutoff_hz=cutoff_hz, force_cutoff_hz=force_cutoff_hz)
    return _solved(trial, body, cutoff_hz, force_cutoff_hz)


def _solved(
    trial: Trial,
    body: Body,
    cutoff_hz: Cutoff,
    force_cutoff_hz: float | Literal["same"] | None,
    unseen_s: Spans = (),
) -> Motion:
    """The motion of joint angles; unseen_s: spans in which they are no measurement."""
    assembly = coordinates_of(trial.angles, body)
    _refuse_floating(trial, body, assembly)
    step = float(assembly.time_s[1] - assembly.time_s[0])
    cutoff, chosen = choose_cutoff(cutoff_hz, assembly, trial.forces, body)
    forces_cutoff = cutoff if force_cutoff_hz == "same" else _stated(force_cutoff_hz)
    moved = _smoothed(assembly, body, step, cutoff)
    ground = _ground(trial.forces, body, assembly.time_s, forces_cutoff)
    contacts, seen = contacts_of(trial.forces, ground.loads, body, assembly.time_s, moved.value, unseen_s)
    whole, unseen = _whole(trial, body, cutoff, forces_cutoff, unseen_s)
    motion = Motion(
        name=trial.name,
        body=body,
        time_s=frozen(assembly.time_s),
        q=frozen(moved.value),
        qd=frozen(moved.rate),
        qdd=frozen(moved.acceleration),
        roles=assembly.roles,
        loads=ground.loads,
        strides=strides_of(contacts, float(assembly.time_s[0]), float(assembly.time_s[-1])),
        cutoff_hz=cutoff,
        edge=frozen(near_ends(len(assembly.time_s), step, cutoff) | ground.unknown, dtype=bool),
        notices=(
            *trial.notices,
            *assembly.notices,
            *chosen,
            *ground.notices,
            *seen,
            *_differing(cutoff, forces_cutoff, trial),
            *unseen,
        ),
        whole=whole,
    )
    return replace(motion, led=_led(motion, trial.leading, body, cutoff))


def _led(motion: Motion, leading: Table | None, body: Body, cutoff_hz: float | None) -> Motion | None:
    """The motion with hip angles of the fit that pelvis and thighs lead, at the same instants."""
    if leading is None:
        return None
    assembly = coordinates_of(leading, body)
    if len(assembly.time_s) != len(motion.time_s) or np.abs(assembly.time_s - motion.time_s).max() > SAME_INSTANT_S:
        raise ImpossibleData(
            "the angles led by pelvis and thighs are of other instants than the joint angles",
            where=leading.source or leading.name,
            valid="the same instants in both",
            next_step="fit both to the same markers",
        )
    if assembly.roles != motion.roles:
        raise MissingInput(
            "the angles led by pelvis and thighs are not of the same coordinates as the joint angles",
            where=leading.source or leading.name,
            valid="a column for each coordinate of the joint angles",
            next_step="fit both with the same body",
        )
    step = float(motion.time_s[1] - motion.time_s[0])
    moved = _smoothed(assembly, body, step, cutoff_hz)
    return replace(motion, q=frozen(moved.value), qd=frozen(moved.rate), qdd=frozen(moved.acceleration), whole=None)


def _whole(
    trial: Trial, body: Body, cutoff_hz: float | None, force_cutoff_hz: float | None, unseen_s: Spans
) -> tuple[Motion | None, tuple[Notice, ...]]:
    """The trial as the motion of the whole body, against which its forces are held; a notice where it cannot be."""
    if body.whole is None or trial.forces is None or not trial.forces.loads:
        return None, ()
    try:
        return _solved(replace(trial, leading=None), body.whole, cutoff_hz, force_cutoff_hz, unseen_s), ()
    except TrochanterError as error:
        text = f"whether forces move the whole body as recorded is not checked: {error.what}"
        return None, (Notice("whole-unchecked", text, error.where),)


def _tracked(trial: Trial, body: Body, tracking: Tracking | None) -> Tracked:
    from trochanter.kinematics.tracking import follow

    return follow(trial, body, tracking)


def _without_lost(motion: Motion, tracked: Tracked) -> Motion:
    """The motion with spans flagged, and strides left out, in which a foot's force or the pelvis is not known.

    What was not seen spoils one filter time around it too.
    """
    reach = END_SAMPLES / _rate_hz(motion) if motion.cutoff_hz is None else 1.0 / motion.cutoff_hz
    unseen = tuple((first - reach, last + reach) for first, last in tracked.unseen_s)
    motion = _flagged(_flagged(motion, tracked.lost_s, LOST), unseen, UNSEEN)
    led = motion.led and replace(motion.led, edge=motion.edge, strides=motion.strides, fit=tracked.leading_fit)
    return replace(motion, led=led)


def _flagged(motion: Motion, spans_s: tuple[tuple[float, float], ...], reason: str) -> Motion:
    edge = motion.edge.copy()
    for first, last in spans_s:
        edge |= (motion.time_s >= first) & (motion.time_s < last)
    strides = tuple(
        replace(stride, usable=False, reason=reason)
        if any(first < stride.next_contact_s and last > stride.contact_s for first, last in spans_s)
        else stride
        for stride in motion.strides
    )
    flags: Flags = frozen(edge, dtype=bool)
    return replace(motion, edge=flags, strides=strides)


def _rate_hz(motion: Motion) -> float:
    return 1.0 / float(motion.time_s[1] - motion.time_s[0])


def _stated(cutoff_hz: float | None) -> float | None:
    return None if cutoff_hz is None else stated_cutoff(cutoff_hz)


def _smoothed(assembly: Assembly, body: Body, step_s: float, cutoff_hz: float | None) -> Smoothed:
    """Smooth what was given, hold what is constant, compute what depends."""
    q = assembly.q.copy()
    qd, qdd = np.zeros_like(q), np.zeros_like(q)
    moving = np.flatnonzero(np.ptp(q, axis=0) > 0.0)
    found = smooth(q[:, moving], step_s, cutoff_hz)
    q[:, moving], qd[:, moving], qdd[:, moving] = found.value, found.rate, found.acceleration
    prescribe(body, assembly.time_s, q, qd, qdd)
    couple(body, q, qd, qdd)
    return Smoothed(q, qd, qdd)


def _ground(forces: Forces | None, body: Body, time_s: Floats, cutoff_hz: float | None) -> Synchronised:
    if forces is None or not forces.loads:
        return Synchronised((), np.zeros(len(time_s), dtype=bool), ())
    return loads_at(forces, body, time_s, cutoff_hz)


def _refuse_floating(trial: Trial, body: Body, assembly: Assembly) -> None:
    """Forces act at points in ground: without the base's coordinates the body is not where they are."""
    if trial.forces is None or not trial.forces.loads:
        return
    base = body.joints.parent[body.coordinates.joint] == 0
    missing = [
        name
        for name, role, of_base in zip(body.coordinates.names, assembly.roles, base, strict=True)
        if of_base and role == ABSENT
    ]
    if missing:
        raise MissingInput(
            f"there are ground forces, but no columns for {', '.join(missing)}: the body has no place in the room",
            where=trial.source,
            valid="columns for every coordinate of the joint to the ground",
            next_step="export these coordinates too, or read the trial without forces",
        )


def _differing(cutoff: float | None, forces_cutoff: float | None, trial: Trial) -> tuple[Notice, ...]:
    if trial.forces is None or cutoff == forces_cutoff:
        return ()
    kinematics, forces = ("unfiltered" if c is None else f"filtered at {c:g} Hz" for c in (cutoff, forces_cutoff))
    text = f"kinematics are {kinematics}, forces {forces}: a difference adds artefacts at contact"
    return (Notice("cutoffs-differ", text, trial.forces.source),)
