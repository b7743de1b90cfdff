"""What makes a recording doubtful as a whole: said in the open, before the numbers, and in the line on how sure."""

from trochanter.core.quality import Notice
from trochanter.core.severity import GRAVE
from trochanter.mechanics.summary import Summary

# What is wrong of the markers is said of the markers; all else is forces and motion that do not fit together.
_OF_MARKERS = {
    "labels-exchanged": "answer.doubtful_labels",
    "static-of-another": "answer.doubtful_static",
    "lying": "answer.doubtful_lying",
    "frames-unconverged": "answer.doubtful_fit",
    "fit-poor": "answer.doubtful_fit",
}

# What was taken for want of something better, or left out: no reason for doubt, but to be known before the numbers.
ASSUMED = (
    "mass-unknown",
    "static-from-movement",
    "markers-from-movement",
    "markers-generic",
    "size-from-height",
    "sides-exchanged",
    "knee-axis-guessed",
    "segment-without-markers",
    "recording-holes",
    "segment-out-of-view",
    "labels-exchanged-foot",
)


def assumed(summary: Summary) -> tuple[Notice, ...]:
    """Notices on what was assumed about the person or left out of the recording, each text once."""
    found = {notice.text: notice for notice in summary.account.notices if notice.code in ASSUMED}
    return tuple(sorted(found.values(), key=lambda notice: ASSUMED.index(notice.code)))


def grave(summary: Summary) -> tuple[Notice, ...]:
    """Notices that make the whole recording doubtful, each text once, the gravest kind first."""
    found = {notice.text: notice for notice in summary.account.notices if notice.code in GRAVE}
    return tuple(sorted(found.values(), key=lambda notice: GRAVE.index(notice.code)))


def unbalanced(summary: Summary) -> tuple[Notice, ...]:
    """Notices of a residual beyond the published limit that is no reason yet to doubt everything."""
    return tuple(notice for notice in summary.account.notices if notice.code == "residual")


def doubt_key(found: tuple[Notice, ...]) -> str:
    """The key of the sentence on what is wrong, by the gravest of the notices that ``grave`` found."""
    return _OF_MARKERS.get(found[0].code, "answer.doubtful")
