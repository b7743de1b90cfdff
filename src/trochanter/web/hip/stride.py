"""The built-in run, for playing: poses over one stride, and what the muscles do over all of them, as ranges.

The figures are those of the package's own demo: forces and turning moments of a muscle as least and most over its
parameter sets and over all ways of sharing the load that cost at most 5 % more than the cheapest; never one number. The
picture is the hip model in its own size with the runner's joint angles; forces come from the runner's size.
"""

from collections.abc import Sequence

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.demo import DEMO_CREDIT, DEMO_CUTOFF_HZ, DEMO_NAME, demo_trial
from trochanter.kinematics.motion import Motion, Stride
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.phases import net_interval, phase_rows
from trochanter.mechanics.summary import HipSummary, MuscleCourse, person_kg, summarise
from trochanter.web.hip import shapes
from trochanter.web.hip.frames import WORDS, frames_of
from trochanter.web.hip.telling import names_of

FRAMES = 51
SLACK = 0.05  # of the total cost: the narrowest near-optimal band


def make_stride() -> shapes.Stride:
    """Work the run out: some seconds, half a minute where kernels have to be compiled."""
    from trochanter.kinematics.solve import solve
    from trochanter.mechanics.explain import Settings, explain

    trial, body = demo_trial()
    settings = Settings(slacks=(SLACK,), strength_cases=())
    account = explain(solve(trial, body, cutoff_hz=DEMO_CUTOFF_HZ), settings=settings)
    summary = summarise(account)
    stride = _first(account.motion)
    time_s = np.linspace(stride.contact_s, stride.next_contact_s, FRAMES)
    return shapes.Stride(
        name=DEMO_NAME,
        credit=DEMO_CREDIT,
        seconds=round(stride.next_contact_s - stride.contact_s, 3),
        sides=[_side(hip, account) for hip in summary.hips],
        frames=frames_of(
            _at(account.motion, account.motion.q, time_s),
            force_N=_forces(account, time_s),
            own_percent={side: _own_percent(account.motion, side, time_s) for side in SIDES},
        ),
        notes=[],
    )


def _first(motion: Motion) -> Stride:
    """The first whole stride of the right leg."""
    return next(each for each in motion.strides if each.side is Side.RIGHT and each.complete and each.usable)


def _at(motion: Motion, values: Floats, time_s: Floats) -> Floats:
    """Columns of values (n, k) at other instants, by straight lines."""
    return np.stack([np.interp(time_s, motion.time_s, column) for column in np.asarray(values).T], axis=1)


def _forces(account: MuscleAccount, time_s: Floats) -> dict[str, Floats]:
    """Middle of each line's range over the sets of muscle sizes, for colour."""
    cases = np.array([account.force_N, *(each.force_N for each in account.sets)])
    middle = _at(account.motion, 0.5 * (np.nanmin(cases, axis=0) + np.nanmax(cases, axis=0)), time_s)
    return {info.name: middle[:, k] for k, info in enumerate(account.muscles)}


def _own_percent(motion: Motion, side: Side, time_s: Floats) -> Floats:
    """Where a side's own stride stands at instants, per cent; what no whole stride holds is carried on from one."""
    own = [each for each in motion.strides if each.side is side and each.complete]
    found = []
    for t in time_s.tolist():
        stride = min(own, key=lambda each: max(each.contact_s - t, t - each.next_contact_s, 0.0))
        found.append(100.0 * (t - stride.contact_s) / (stride.next_contact_s - stride.contact_s))
    values = np.array(found)
    return values if side is Side.RIGHT else np.asarray(values % 100.0)


def _side(hip: HipSummary, account: MuscleAccount) -> shapes.StrideSide:
    low, high = net_interval(hip)
    return shapes.StrideSide(
        side=WORDS[hip.side],
        strides=hip.strides,
        toe_off=round(float(np.mean(hip.axis.toe_off)), 1),
        phases=[
            shapes.Phase(
                phase=row.span.phase,
                words="",
                start=round(row.span.start, 1),
                end=round(row.span.end, 1),
                net_Nm=shapes.Ranged(
                    value=round(row.net_Nm.value, 1), low=round(row.net_Nm.low, 1), high=round(row.net_Nm.high, 1)
                ),
                told=row.direction,
            )
            for row in phase_rows(hip)
        ],
        net_Nm=_course([low, high]),
        muscles=[_muscle(each, account) for each in _ordered(hip.muscles)],
    )


def _ordered(muscles: Sequence[MuscleCourse]) -> list[MuscleCourse]:
    """The six from top to bottom, then the others by group."""
    from trochanter.anatomy.muscle_names import DEEP_SIX, GROUPS

    def place(each: MuscleCourse) -> tuple[int, int]:
        return GROUPS.index(each.group), DEEP_SIX.index(each.muscle) if each.muscle in DEEP_SIX else 0

    return sorted(muscles, key=place)


def _muscle(each: MuscleCourse, account: MuscleAccount) -> shapes.StrideMuscle:
    band, kg = each.near_optimal[0], person_kg(account)
    name, lay = names_of(each.muscle)
    forces = [kg * values for pair in (each.force_sets, band.force_N_kg) for values in (pair.low, pair.high)]
    turning = [values for pair in (each.moment_sets, band.moment_Nm) for values in (pair.low, pair.high)]
    return shapes.StrideMuscle(
        key=each.muscle,
        name=name,
        lay=lay,
        group=each.group,
        lines=[account.muscles[m].name for m in each.lines],
        force_N=_course(forces),
        turning_Nm=_course(turning),
        told="",
    )


def _course(rows: Sequence[Floats]) -> shapes.Course:
    """Least and most of courses."""
    values = np.array(rows)
    return shapes.Course(low=np.round(values.min(axis=0), 2).tolist(), high=np.round(values.max(axis=0), 2).tolist())
