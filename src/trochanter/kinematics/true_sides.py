"""Whether the right markers are on the person's right, forward x up; else labels are exchanged or axes are mirrored."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from trochanter.anatomy.body import Body
from trochanter.capture.trial import Trajectories
from trochanter.core.errors import ImpossibleData
from trochanter.core.quality import Notice
from trochanter.kinematics.body_directions import Directions
from trochanter.kinematics.marker_sides import other_side
from trochanter.kinematics.mirror_or_labels import SIDES_EXCHANGED, Evidence, mirror_or_labels

OnTheWay = Literal["refuse", "leave"]
MIRRORED = -0.3
FOR_A_WHILE = 0.02  # of the frames: labels that are right in more of them, but not in all, change on the way
_EITHER = (
    "left and right do not fit front and up: the left and right labels are exchanged, "
    "or the laboratory's axes are mirrored"
)


def with_true_sides(
    markers: Trajectories,
    directions: Directions,
    reference: Trajectories | Body | None,
    *,
    mapping: Mapping[str, str] | None,
    fix_labels: bool,
    on_the_way: OnTheWay,
) -> tuple[Trajectories, tuple[Notice, ...]]:
    """``markers`` whose right is right, if need be with the sides of all names exchanged, which a notice then tells.

    Options and errors as in ``upright``; where nobody knows forward or up, nothing is done.
    """
    where = markers.source or markers.name
    if FOR_A_WHILE < directions.right_share < 1.0 - FOR_A_WHILE:
        if on_the_way == "leave":
            return markers, ()
        raise _changing(directions.right_share, where)
    if not directions.handed < MIRRORED:
        return markers, ()
    if directions.forward @ directions.toes_m < 0.0:
        raise ImpossibleData(
            "the toes point backwards, seen from the pelvis: front and back labels of the pelvis are exchanged",
            where=where,
            valid="ASIS in front, PSIS or sacrum behind",
            next_step="exchange these labels in the file, or in a mapping file",
        )
    evidence = mirror_or_labels(markers, reference, mapping)
    if evidence is not None and evidence.cause == "mirror":
        raise _mirrored(evidence, where)
    if not fix_labels:
        raise _exchanged(evidence, where)
    named = replace(markers, names=tuple(other_side(name) for name in markers.names))
    return named, (Notice(SIDES_EXCHANGED, _relabelled(evidence), where),)


def refuse_mirrored_static(
    static: Trajectories, movement: Trajectories, mapping: Mapping[str, str] | None = None
) -> None:
    """Raise ImpossibleData for a static trial whose sides were exchanged by assumption where a movement knows better.

    movement: in true axes, its own labels as recorded; one that was exchanged too says nothing, and nothing is done.
    """
    given, other = (any(n.code == SIDES_EXCHANGED for n in trial.notices) for trial in (static, movement))
    if not given or other:
        return
    recorded = replace(static, names=tuple(other_side(name) for name in static.names), notices=())
    evidence = mirror_or_labels(movement, recorded, mapping)
    if evidence is not None and evidence.cause == "mirror":
        name = movement.source or movement.name
        raise ImpossibleData(
            f"the static trial's axes are mirrored: its left and right do not fit front and up, and beside '{name}' "
            f"{evidence.words}",
            where=static.source or static.name,
            valid="right-handed axes, the same in both recordings",
            next_step="correct the axes in the recording software, one of them points the other way",
        )


def _mirrored(evidence: Evidence, where: str) -> ImpossibleData:
    return ImpossibleData(
        f"the laboratory's axes are mirrored: left and right do not fit front and up, and {evidence.words}",
        where=where,
        valid=f"right-handed axes, as in the {evidence.basis}",
        next_step="correct the axes in the recording software, one of them points the other way; --fix-labels would "
        "call the left leg the right one",
    )


def _exchanged(evidence: Evidence | None, where: str) -> ImpossibleData:
    if evidence is not None and evidence.cause == "labels":
        return ImpossibleData(
            f"the left and right labels are exchanged: left and right do not fit front and up, and {evidence.words}",
            where=where,
            valid="the person's own right on the right",
            next_step="--fix-labels gives every label its other side",
        )
    return ImpossibleData(
        f"{_EITHER}; {_who_cannot_tell(evidence)}",
        where=where,
        valid="right-handed axes, and the person's own right on the right",
        next_step="correct the axes in the recording software if they are mirrored; if the labels are exchanged, "
        "--fix-labels gives every label its other side",
    )


def _relabelled(evidence: Evidence | None) -> str:
    if evidence is not None and evidence.cause == "labels":
        return f"the left and right labels are exchanged ({evidence.words}); every label was given its other side"
    return (
        f"{_EITHER}; {_who_cannot_tell(evidence)}; every label was given its other side, which is right only if the "
        "labels were exchanged"
    )


def _who_cannot_tell(evidence: Evidence | None) -> str:
    if evidence is None:
        return "markers alone cannot tell which"
    return f"the {evidence.basis} cannot tell which: on too few of its segments do right and left markers lie unlike"


def _changing(right_share: float, where: str) -> ImpossibleData:
    return ImpossibleData(
        f"left and right labels change places during the recording: they are right in {100 * right_share:.0f} % of it",
        where=where,
        valid="the person's own right on the right from beginning to end",
        next_step="export a part in which they are right, or correct the labels in the recording software",
    )
