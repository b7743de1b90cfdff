"""The body that follows a movement: a person's body has its markers registered to that movement first.

One place for ``solve`` and for the command, so that both give the same motion for the same files.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from trochanter.anatomy.body import Body, Origin
from trochanter.capture.trial import Trajectories
from trochanter.core.errors import ImpossibleData, MissingInput
from trochanter.core.quality import Notice
from trochanter.kinematics.landmark_following import following_landmarks
from trochanter.kinematics.marker_match import landmarks_of
from trochanter.kinematics.movement_registration import Registered
from trochanter.kinematics.own_instant import own_instant
from trochanter.kinematics.size_from_height import FOR_HEIGHT, SIZE_FROM_HEIGHT
from trochanter.kinematics.static_scaling import OWN_INSTANT, as_registered, register_body, scale_to_static, still_trial


@dataclass(frozen=True, slots=True)
class Fitting:
    """The body whose markers are followed; registered: what a movement changed about its markers, None without one."""

    body: Body
    registered: Registered | None = None


def reference_of(body: Body) -> Trajectories | Body | None:
    """What tells the distances between a person's markers: the static trial of the body, else the body itself.

    None for a body that a height alone gave its size: it would mislead.
    """
    if body.sizing is None:
        return body
    return None if body.sizing.still is None else still_trial(body.sizing.still)


def fitted_to(body: Body, movement: Trajectories, mapping: Mapping[str, str] | None = None) -> Fitting:
    """``body`` with markers as they stay in ``movement``, which is upright and mended; as it is where that was done.

    A body in the size of a static trial is registered (``register_body``), one in the size of a height alone takes
    sizes and places from the movement's own instant, or at least follows landmarks (``following_landmarks``). Bodies
    of other origin keep their markers. Raises what these raise.
    """
    sizing = body.sizing
    if sizing is None or sizing.registered_to:
        return Fitting(body)
    if sizing.still is not None:
        found = register_body(body, movement)
        return Fitting(found.body, found)
    own = from_own_instant(body, movement, sizing.mass_kg, sizing.height_m, mapping)
    if own is not None:
        return own
    followed = following_landmarks(body, movement, mapping)
    generic = followed.markers is body.markers
    return Fitting(followed if generic else as_registered(followed, movement))


def from_own_instant(
    body: Body,
    movement: Trajectories,
    mass_kg: float | None,
    height_m: float | None = None,
    mapping: Mapping[str, str] | None = None,
) -> Fitting | None:
    """``body`` scaled to the instant of ``movement`` at which the legs are straightest; None where there is none.

    mass_kg, height_m as in ``scale_to_static``.
    """
    instant = own_instant(movement, landmarks_of(movement.names, mapping))
    if instant is None:
        return None
    try:
        found = scale_to_static(
            body,
            instant.markers,
            mass_kg=mass_kg,
            height_m=height_m,
            mapping=mapping,
            movement=movement,
            foot_pitch_rad=instant.foot_pitch_rad,
        )
    except (ImpossibleData, MissingInput):
        return None
    text = (
        f"there is no static trial: sizes and marker places are those of one instant of the movement, "
        f"{instant.markers.time_s[0]:.2f} s; what the skin had moved just then stays in every angle"
    )
    told = Notice("static-from-movement", text, movement.source or movement.name)
    sizing = found.body.sizing
    kept = tuple(notice for notice in found.body.notices if notice.code != SIZE_FROM_HEIGHT)
    sized = replace(
        found.body,
        name=f"{body.name.split(FOR_HEIGHT)[0]} in the size of {movement.name}",
        made_from=(*body.made_from, Origin(OWN_INSTANT, movement.source, movement.sha256)),
        notices=(told, *kept),
        sizing=sizing and replace(sizing, still=None),  # one frame is no measure of another recording's labels
    )
    return Fitting(sized, found.registered)
