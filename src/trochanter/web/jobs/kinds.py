"""The kinds of jobs: the command of each, its limits, what is saved from it, and the page that it goes on to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from trochanter.core.errors import UnknownName
from trochanter.web.jobs import keeping, ordering
from trochanter.web.jobs.keeping import Keeping
from trochanter.web.jobs.ordering import Order

GIB = 2**30


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of job. command: its arguments; keep: saves what came of it and returns the keys.

    limit_s: how long it may take; heavy: only one such runs at a time; begins: the page below the person's address on
    which it is begun; opens: the one that shows the result, with {key} for the job's and {saved} for that of its
    document; network: whether it may use it; forgets: whether the files that were given go as soon as it is done.
    """

    name: str
    command: Callable[[Order], tuple[str, ...]]
    limit_s: float
    opens: str
    begins: str
    keep: Callable[[Keeping], tuple[str, ...]] = keeping.nothing
    memory_bytes: int = 8 * GIB  # of addresses; npm reserves far more than it uses
    heavy: bool = True
    network: bool = False
    forgets: bool = False


FILM, LEG = ("running/film/{saved}", "running/new/film"), ("running/film/{saved}", "running/new/one-leg")
CHECK, TRIAL = ("check", "check/new"), ("running/trial/{key}", "running/new/trial")
KINDS: Mapping[str, Kind] = {
    each.name: each
    for each in (
        Kind("measure-film", ordering.measure, 3600.0, *CHECK, keeping.measurement, forgets=True),
        Kind("measure-taps", ordering.measure, 1800.0, *CHECK, keeping.measurement, forgets=True),
        Kind("measure-phone", ordering.measure, 600.0, *CHECK, keeping.measurement, heavy=False, forgets=True),
        Kind("control-test", ordering.control_test, 3600.0, *LEG, keeping.appearance, forgets=True),
        Kind("running-video", ordering.running_video, 3600.0, *FILM, keeping.appearance, forgets=True),
        Kind("analyze", ordering.analyze, 3600.0, *TRIAL, keeping.trial),
        Kind("demo", ordering.demo, 900.0, "running/trial/{key}", "running", keeping.trial),
        Kind("monte-carlo", ordering.monte_carlo, 1800.0, "running/whatif/{key}", "running", forgets=True),
        Kind("physics", ordering.physics, 1800.0, "plan", "plan", heavy=False),
        Kind("weights", ordering.weights, 1800.0, *CHECK, heavy=False, network=True, memory_bytes=64 * GIB),
    )
}


def kind_of_job(name: str) -> Kind:
    """The kind of a name; raises UnknownName."""
    if name not in KINDS:
        raise UnknownName("kind of job", name[:80], KINDS)
    return KINDS[name]
