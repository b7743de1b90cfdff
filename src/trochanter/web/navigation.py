"""The pages of a person, in the order of the frame: those of the tabs, and those behind 'more'."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tab:
    """One page. key: of its words, 'nav.today'; path: below the person's address; tab: whether it stands in the bar."""

    key: str
    path: str
    tab: bool = False


PAGES = (
    Tab("today", "today", tab=True),
    Tab("check", "check", tab=True),
    Tab("running", "running", tab=True),
    Tab("explore", "explore", tab=True),
    Tab("plan", "plan", tab=True),
    Tab("progress", "progress"),
    Tab("compare", "compare"),
    Tab("clinician", "clinician"),
    Tab("learn", "learn"),
    Tab("settings", "settings"),
)
