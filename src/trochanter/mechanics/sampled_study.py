"""A study: an account laid out for sampling, samples evaluated on all threads, and the numbers made of them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from trochanter.anatomy.body import Body, Muscles
from trochanter.anatomy.hip_model import with_set
from trochanter.anatomy.uncertain_inputs import BIAS, PRESSURE, SETS
from trochanter.core.arrays import Floats, frozen
from trochanter.core.constants import GRAVITY_M_S2
from trochanter.core.errors import ImpossibleData, TrochanterError
from trochanter.core.expected import expect
from trochanter.core.quality import Notice
from trochanter.core.sides import SIDES
from trochanter.core.threads import over_frames
from trochanter.mechanics import uncertainty as told
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.geometry import make_engine
from trochanter.mechanics.sampled_demand import loads_known
from trochanter.mechanics.sampled_frames import Instants, instants
from trochanter.mechanics.sampled_leg import Leg, make_leg
from trochanter.mechanics.sampled_run import BATCH, CONTACT, DEEP_OUTWARD, OF_MUSCLES, OUTWARD, columns_of, evaluate
from trochanter.mechanics.sampling import Draws, Space, make_space
from trochanter.mechanics.summary import DEEP, person_kg

MOST_INSTANTS = 72
LARGEST, MEAN, SHARE = "largest", "mean", "share"
Progress = Callable[[int, int], bool | None]


class Stopped(TrochanterError):
    """A caller's progress function has asked to stop."""


@dataclass(frozen=True, slots=True)
class Study:
    """An account laid out for sampling: both legs, their instants, the space of changes, the names of its sets."""

    account: MuscleAccount
    legs: tuple[Leg, ...]
    instants: tuple[Instants, ...]
    space: Space
    sets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sampled:
    """What n samples gave.

    tables: for each leg (n, R, columns), as ``sampled_run`` fills it; solved (legs, n): share of the instants at which
    load sharing converged, NaN for samples in which a path flipped.
    """

    tables: tuple[Floats, ...]
    solved: Floats

    def usable(self, k: int) -> Floats:
        """The table of leg k without the samples in which a path flipped; raises ImpossibleData where most did."""
        kept = np.isfinite(self.solved[k])
        if 2 * kept.sum() < len(kept):
            raise ImpossibleData(
                f"in {len(kept) - kept.sum()} of {len(kept)} samples a muscle's path flips round its wrap",
                valid="shifts of attachments that leave most paths on their side of the bone",
                next_step="assume smaller spreads of attachments and hip centre",
            )
        return np.asarray(self.tables[k][kept])


def make_study(
    account: MuscleAccount,
    body: Body | None = None,
    stride: int | None = None,
    most_instants: int = MOST_INSTANTS,
    *,
    every: bool = False,
) -> Study:
    """Lay an account out for sampling.

    body: of the account, where it is not its motion's; every: watch all muscles of the hip, not the deep rotators only.
    """
    expect("account", account, MuscleAccount, "an account, as explain() gives it")
    engine = make_engine(body or account.motion.body)
    own, fitting = own_set(account), tuple(share.name for share in account.sets)
    sets = fitting if own in fitting else (own,)
    muscles = muscles_of_sets(engine.body, sets, own)
    chosen = tuple(instants(account, side, stride, most_instants) for side in SIDES)
    legs = tuple(
        make_leg(account, engine, muscles, side, each.frames, every=every)
        for side, each in zip(SIDES, chosen, strict=True)
    )
    crossing = [int(m) for leg in legs for m in leg.crossing]
    power = int(account.settings.get("power") or 2)
    return Study(account, legs, chosen, make_space(engine.body, crossing, len(sets), sets.index(own), power), sets)


def own_set(account: MuscleAccount) -> str:
    """The parameter set of an account's deep rotators; 'model' for a model's own values."""
    return str(account.settings.get("set") or "model")


def muscles_of_sets(body: Body, sets: tuple[str, ...], own: str) -> tuple[Muscles, ...]:
    """Muscles of a body under every parameter set; ``own`` is the body's."""
    return tuple(body.muscles if name == own else with_set(body, name).muscles for name in sets)


def inputs_at_hand(study: Study, on: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[Notice, ...]]:
    """The inputs that can be drawn for an account, and a notice on those whose effect is lost.

    Nothing to draw: parameter sets of a model that has one only, a plate's bias that nobody could find, forces where
    there are none.
    """
    account, plate = study.account, study.account.plate
    absent = {SETS} if len(study.sets) < 2 else set()
    if plate is None or not np.isfinite(plate.stance_bias_Nm):
        absent.add(BIAS)
    if not account.motion.loads:
        absent.add(PRESSURE)
    left = tuple(name for name in on if name not in absent)
    if loads_known(account):
        return left, ()
    text = (
        "the ground forces themselves are not at hand: the centre of pressure and the plate's bias stay as they were "
        "recorded, and an offset of the thigh moves muscles, not moments; intervals are narrower for it"
    )
    return left, (Notice("intervals-without-forces", text),)


class Counter:
    """Counts samples and tells the caller; raises Stopped where the caller has had enough."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self.total, self.done, self.progress = total, 0, progress

    def add(self, count: int) -> None:
        """Count more of them."""
        self.done += count
        if self.progress is not None and self.progress(self.done, self.total) is False:
            raise Stopped(
                f"stopped after {self.done} of {self.total} samples",
                next_step="run again, with fewer samples if need be",
            )


def run(study: Study, draws: Draws, follow: Counter | None = None) -> Sampled:
    """Evaluate draws on both legs, in batches on all threads; between groups of batches the caller may stop."""
    count, group = len(draws), 16 * BATCH
    tables = tuple(np.empty((count, len(leg.qd), columns_of(leg))) for leg in study.legs)
    solved = np.empty((len(study.legs), count))

    def work(first: int, last: int) -> None:
        for leg, table, part in zip(study.legs, tables, solved, strict=True):
            evaluate(leg, study.space.areas, draws, first, last, table, part)

    for start in range(0, count, group):
        end = min(start + group, count)
        over_frames(partial(_from, work, start), end - start, BATCH)
        if follow is not None:
            follow.add(end - start)
    return Sampled(tables, frozen(solved))


def _from(work: Callable[[int, int], None], start: int, first: int, last: int) -> None:
    work(start + first, start + last)


def deep_peak(nominal: Sampled, k: int) -> int:
    """The instant at which the deep rotators of leg k together turn outward most in the account itself."""
    return int(np.argmax(nominal.tables[k][0, :, DEEP_OUTWARD]))


@dataclass(frozen=True, slots=True)
class Measure:
    """What makes a named number of a table (n, R, columns): a column over ``scale``.

    how: its LARGEST value over the instants, its MEAN or, as a SHARE, its outward part at instant ``at`` over that of
    all hip muscles.
    """

    quantity: str
    muscle: str
    unit: str
    column: int
    scale: float = 1.0
    how: str = LARGEST
    at: int = 0

    def of(self, table: Floats) -> Floats:
        """The number of every sample (n,); a share is 0 where nothing turns outward."""
        if self.how == LARGEST:
            return np.asarray(table[:, :, self.column].max(axis=1) / self.scale)
        if self.how == MEAN:
            return np.asarray(table[:, :, self.column].mean(axis=1) / self.scale)
        whole = table[:, self.at, OUTWARD]
        return np.asarray(
            np.maximum(self.scale * table[:, self.at, self.column], 0.0) / np.where(whole > 0.0, whole, 1.0)
        )


def measures_of(study: Study, k: int, nominal: Sampled) -> tuple[Measure, ...]:
    """The named numbers of leg k."""
    leg, peak = study.legs[k], deep_peak(nominal, k)
    found = [Measure(told.DEEP_SHARE, DEEP, "1", DEEP_OUTWARD, how=SHARE, at=peak)] if len(leg.deep) else []
    for j, muscle in enumerate(leg.watched):
        found.append(Measure(told.SHARE, muscle, "1", OF_MUSCLES + 2 * j + 1, scale=-1.0, how=SHARE, at=peak))
        found.append(Measure(told.PEAK_FORCE, muscle, "N", OF_MUSCLES + 2 * j))
    weight_N = person_kg(study.account) * GRAVITY_M_S2
    return (*found, Measure(told.PEAK_CONTACT, "", "body weights", CONTACT, weight_N))
