"""Whether a film may be made today: the screen first, and then what it leaves open."""

from dataclasses import dataclass

from trochanter.findings.limits import Activity, may
from trochanter.findings.permission import NotOffered, ScreenNeeded, refuse_unless_screened
from trochanter.web.person import PersonPage


@dataclass(frozen=True, slots=True)
class Closed:
    """Why it may not be: questions: they come first, with the address of them; what and next_step: in words."""

    questions: str
    what: str
    next_step: str


def left_open(here: PersonPage, activity: Activity) -> bool:
    """Whether the screen of this person leaves an activity open, as far as it was answered."""
    return here.limits is None or may(here.limits, activity).allowed


def closed(here: PersonPage, activity: Activity, then: str) -> Closed | None:
    """Why an activity is not open today; None where it is. then: the page to come back to after the questions."""
    try:
        refuse_unless_screened(here.screen, activity, on=here.today)
    except ScreenNeeded as error:
        return Closed(f"{here.url('screen')}?then={then}", error.what, "")
    except NotOffered as error:
        return Closed("", error.what, error.next_step)
    return None
