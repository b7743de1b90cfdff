"""What is computed of the exercises: used where it is kept, worked out beside the page where it is not."""

import datetime as dt
from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import UUID

from trochanter.core.errors import TrochanterError
from trochanter.web import jobs
from trochanter.web.person import PersonPage

if TYPE_CHECKING:
    from trochanter.plan.ranking import Ranking

KIND = "physics"
_TIME_BITS = 80  # of a UUID of version 7, below the milliseconds since 1970


def kept_physics() -> "Ranking | None":
    """The ranking, where all of it is kept; None where it would have to be worked out first."""
    from trochanter.plan.library import exercises
    from trochanter.plan.physics_cache import is_kept
    from trochanter.plan.physics_ranking import ByPhysics

    return ByPhysics() if all(is_kept(each) for each in exercises().values()) else None


def begin_physics(here: PersonPage) -> None:
    """Have it worked out in a job, where it is not kept and nobody has begun; a plan does not wait for it."""
    if kept_physics() is None and not jobs.jobs_of(here.state, here.person.id, KIND):
        with suppress(TrochanterError):
            jobs.start(here.state, here.person.id, KIND, {})


def came_since(here: PersonPage) -> bool:
    """Whether it was worked out after the plan in force was made, so that a plan made anew can count it."""
    ended = [each.ended_at for each in jobs.jobs_of(here.state, here.person.id, KIND) if each.state == "done"]
    plans = here.data.plans
    return bool(plans) and any(each is not None and each > saved_at(plans[-1].id) for each in ended)


def saved_at(key: str) -> dt.datetime:
    """When a document was saved, out of its key (a UUID of version 7, RFC 9562)."""
    return dt.datetime.fromtimestamp((UUID(key).int >> _TIME_BITS) / 1000.0, dt.UTC)
