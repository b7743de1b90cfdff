"""The type of a motion: a body's coordinates over time, smoothed, with the ground forces at the same instants."""

from dataclasses import dataclass, field

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.capture.ik_tasks import CoordinateTask
from trochanter.core.arrays import Flags, Floats, Ints
from trochanter.core.quality import Notice
from trochanter.core.sides import Side

FREE, LOCKED, PRESCRIBED, COUPLED, ABSENT = "free", "locked", "prescribed", "coupled", "absent"


@dataclass(frozen=True, slots=True)
class Load:
    """A ground force at the motion's instants: acts on ``segment``; force_N, point_m, moment_Nm (n, 3) in ground.

    Where the foot is unloaded, all three are zero (the point too: it has no effect).
    """

    name: str
    segment: int
    force_N: Floats
    point_m: Floats
    moment_Nm: Floats


@dataclass(frozen=True, slots=True)
class Stride:
    """A foot's contact and what follows: seconds; NaN where the record does not hold the event.

    Half-open: [contact_s, next_contact_s). complete: two contacts of the same foot with a toe-off between them.
    usable: whether it enters averages; reason says why not.
    """

    side: Side
    contact_s: float
    toe_off_s: float
    next_contact_s: float
    usable: bool = True
    reason: str = ""

    @property
    def complete(self) -> bool:
        """Whether both contacts of the stride are in the record."""
        return self.contact_s == self.contact_s and self.next_contact_s == self.next_contact_s


@dataclass(frozen=True, slots=True)
class MarkerFit:
    """How well a body's markers meet the recorded ones, at the instants of the recording.

    body: the one that follows the markers, another than the motion's where the hip model takes its angles;
    time_s (n,); names (k,): markers of that body that were tracked; recorded (k,): their names in the recording;
    segment, weight (k,); error_m (n, k): distance of the two, NaN where a marker was not seen; converged (n,): whether
    the optimum was reached; iterations (n,); wishes: tasks of coordinates that stood beside the markers.
    """

    body: Body
    time_s: Floats
    names: tuple[str, ...]
    recorded: tuple[str, ...]
    segment: Ints
    weight: Floats
    error_m: Floats
    converged: Flags
    iterations: Ints
    wishes: tuple[CoordinateTask, ...] = ()

    @property
    def rms_m(self) -> float:
        """Root mean square distance over all markers and instants, each counted once whatever its weight."""
        return float(np.sqrt(np.nanmean(self.error_m**2)))


@dataclass(frozen=True, slots=True)
class Motion:
    """Coordinates of a body over time.

    time_s (n,) uniform; q, qd, qdd (n, n_coordinates) in radians and metres; roles: one of FREE, LOCKED,
    PRESCRIBED, COUPLED, ABSENT a coordinate; edge (n,): True within one filter time of the record's ends;
    cutoff_hz: None if unfiltered; fit: of the markers, None where joint angles were given; whole: the same trial as the
    motion of ``body.whole``, None where there is no such body or no ground force; led: the same with the angles of the
    trial's ``leading`` table, from which hip angles are read, None where there is none.
    """

    name: str
    body: Body
    time_s: Floats
    q: Floats
    qd: Floats
    qdd: Floats
    roles: tuple[str, ...]
    loads: tuple[Load, ...]
    strides: tuple[Stride, ...]
    cutoff_hz: float | None
    edge: Flags
    notices: tuple[Notice, ...] = ()
    fit: MarkerFit | None = None
    whole: "Motion | None" = field(default=None, repr=False)
    led: "Motion | None" = field(default=None, repr=False)

    @property
    def of_hips(self) -> "Motion":
        """The motion from which hip angles are read."""
        return self.led or self


def body_in(motion: Motion, body: Body) -> Body:
    """``body``, or the motion's own where ``body`` is what that was before it was registered to the movement."""
    before, after = body.sizing, motion.body.sizing
    registered = before is not None and after is not None and after.registered_to and not before.registered_to
    return motion.body if registered else body
