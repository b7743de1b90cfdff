"""Which body a recording is evaluated with: a model, the hip model in its size, or one scaled to the person."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from trochanter.core.errors import BadSetting, MissingInput, UnknownName
from trochanter.core.quality import Notice
from trochanter.core.sides import SIDES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trochanter.anatomy.body import Body
    from trochanter.capture.trial import Trajectories, Trial
    from trochanter.kinematics.movement_registration import Registered


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of the person's size, as typed: recordings, mass and height, and a mapping of marker names."""

    static: "Trial | None" = None
    functional: "Trial | None" = None
    mass_kg: float | None = None
    height_m: float | None = None
    mapping: "Mapping[str, str] | None" = None

    @property
    def sized(self) -> bool:
        """Whether anything tells the size of the bones."""
        return self.static is not None or self.height_m is not None


def model_at(path: Path, *, skip_unsupported: bool) -> "Body":
    """The model of a file; raises MissingInput where it has no hips."""
    from trochanter.capture.osim import read_osim

    body = read_osim(path, skip_unsupported=skip_unsupported)
    refuse_without_hips(body)
    return body


def named(model: Path | None, trial: Path) -> Path:
    """The model's file; raises MissingInput where none was named."""
    if model is None:
        raise MissingInput(
            "no model was named: joint angles mean nothing without the model that they belong to",
            where=str(trial),
            valid="the .osim file with which the angles were computed",
            next_step="add --model MODEL.osim, or try 'trochanter demo'",
        )
    return model


@dataclass(frozen=True, slots=True)
class Sized:
    """The body whose markers are followed; registered: what a movement changed about its markers, None without one."""

    body: "Body"
    registered: "Registered | None" = None


def scaled_body(base: "Body", person: Person, movement: "Trajectories | None") -> Sized:
    """``base`` in the size of the person, or as it is where nothing is known of it.

    ``movement``: mended markers of a movement, to which shank and foot markers are registered.
    """
    if person.static is not None:
        from trochanter.kinematics.static_scaling import scale_to_static

        found = scale_to_static(
            base,
            person.static,
            mass_kg=person.mass_kg,
            height_m=person.height_m,
            functional=person.functional,
            mapping=person.mapping,
            movement=movement,
        )
        return Sized(found.body, found.registered)
    if person.height_m is not None:
        from trochanter.kinematics.size_from_height import scale_to_height

        return Sized(scale_to_height(base, height_m=person.height_m, mass_kg=person.mass_kg))
    return Sized(base)


def tracked_body(model: "Body | None", set_name: str, person: Person, movement: "Trajectories", where: str) -> Sized:
    """The body whose markers follow a recording; raises MissingInput where nothing tells the person's size."""
    if model is None:
        from trochanter.anatomy.hip_model import hip_model

        if not person.sized:
            raise MissingInput(
                "nothing says how large the person is: markers alone do not tell bones from skin",
                where=where,
                valid="a static trial, a model that is scaled already, or at least the person's height",
                next_step="add --static STATIC (best), --model SCALED.osim, or --height-m and --mass-kg",
            )
        return scaled_body(hip_model(set_name), person, movement)
    return scaled_body(model, person, movement)


def with_rotators(body: "Body", set_name: str, *, keep_muscles: bool) -> "Body":
    """``body``, or the hip model in its size where it belongs to the Rajagopal family and lacks deep rotators."""
    from trochanter.anatomy.hip_model import hip_model
    from trochanter.kinematics.family import same_family, scale_like

    hip = hip_model(set_name)
    if keep_muscles or not missing_rotators(body) or not same_family(hip, body):
        return body
    scaled = scale_like(hip, body)
    text = (
        f"the model '{body.name}' lacks {len(missing_rotators(body))} lines of the deep rotators: the built-in hip "
        "model in its size takes the same joint angles instead (--own-muscles keeps the model's own)"
    )
    return replace(scaled, notices=(*body.notices, *scaled.notices, Notice("hip-model", text, body.source)))


def missing_rotators(body: "Body") -> list[str]:
    """Lines of the deep rotators, without side, that a body lacks on one side at least."""
    from trochanter.anatomy.lines import deep_stems

    names = set(body.muscles.names)
    return [stem for stem in deep_stems() if not {f"{stem}_{side}" for side in SIDES} <= names]


def refuse_without_hips(body: "Body") -> None:
    """Raise MissingInput where a body has not two hips with three rotations each."""
    wanted = [f"hip_{move}_{side}" for side in SIDES for move in ("flexion", "adduction", "rotation")]
    missing = [name for name in wanted if name not in body.coordinates.names]
    if missing:
        raise MissingInput(
            f"the model '{body.name}' has no hips to explain: it has no coordinates {', '.join(missing)}",
            where=body.source,
            valid="a model with both hips, their coordinates named hip_flexion_r, hip_adduction_r and so on",
            next_step="give the model of the whole legs with --model",
        )


def refuse_markers_only(given: "Mapping[str, object]", trial: Path) -> None:
    """Raise BadSetting where options that belong to markers were given with joint angles."""
    for option, value in given.items():
        raise BadSetting(
            option,
            str(value),
            f"nothing, with joint angles: '{trial}' is solved already",
            f"leave {option} out, or give the recording of the markers as TRIAL",
        )


def refuse_unknown_targets(mapping: "Mapping[str, str]", body: "Body", where: str) -> None:
    """Raise UnknownName where a mapping gives a recorded name what is no marker of the body and no landmark."""
    from trochanter.anatomy.marker_sets import known_markers, landmark_segments
    from trochanter.kinematics.marker_match import LEFT_OUT

    for target in mapping.values():
        known = {LEFT_OUT, *body.markers.names, *landmark_segments(), *known_markers([target])[1]}
        if target not in known:
            raise UnknownName("marker or landmark", target, [*body.markers.names, *landmark_segments()], where)
