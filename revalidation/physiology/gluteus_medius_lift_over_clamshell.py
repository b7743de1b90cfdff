"""Gluteus medius: the straight leg lifted on the side against the clamshell."""

from revalidation.check import Check, Kind, around
from revalidation.exercise_emg import compared, computed

LIFT, CLAM = "side-lying hip abduction", "clam at 30 degrees of flexion"


def _ratio() -> float:
    own = {row.theirs: computed(row).nominal for row in compared("gluteus_medius")}
    return own[LIFT] / own[CLAM]


CHECK = Check(
    key="gluteus_medius_lift_over_clamshell",
    name="Gluteus medius: side-lying lift of the straight leg over clamshell, ratio",
    published="81 (SD 42) over 40 (SD 38) per cent of a maximal effort",
    unit="1",
    low=around(81.0 / 40.0)[0],
    high=around(81.0 / 40.0)[1],
    source="Distefano and others 2009, J Orthop Sports Phys Ther 39:532",
    kind=Kind.INDEPENDENT,
    ours=_ratio,
    value=81.0 / 40.0,
    note="Both in one study, so that the maximal effort cancels. The clamshell without a band.",
)
