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
    from trochanter.kinematics.person_body import Fitting


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of the person's size, as typed: recordings, mass and height, a mapping of marker names.

    fix_labels: whether exchanged labels of these recordings are put right.
    """

    static: "Trial | None" = None
    functional: "Trial | None" = None
    mass_kg: float | None = None
    height_m: float | None = None
    mapping: "Mapping[str, str] | None" = None
    fix_labels: bool = False

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


def sized_body(model: "Body | None", set_name: str, person: Person) -> "Body | None":
    """The model, else the hip model, in the size that static trial or height give; None where nothing tells a size."""
    if model is None and not person.sized:
        return None
    from trochanter.anatomy.hip_model import hip_model
    from trochanter.kinematics.scaling import scale

    base = model or hip_model(set_name)
    if not person.sized:
        return base
    return scale(
        base,
        static=person.static,
        functional=person.functional,
        mass_kg=person.mass_kg,
        height_m=person.height_m,
        mapping=person.mapping,
        fix_labels=person.fix_labels,
    )


def followed_body(
    sized: "Body | None", set_name: str, person: Person, movement: "Trajectories", where: str
) -> "Fitting":
    """The body whose markers follow a recording, its markers as they stay in ``movement``.

    sized: as ``sized_body`` gave it; None: of the movement's own instant. Raises MissingInput where that tells nothing.
    """
    from trochanter.anatomy.hip_model import hip_model
    from trochanter.kinematics.person_body import fitted_to, from_own_instant

    if sized is not None:
        return fitted_to(sized, movement, person.mapping)
    own = from_own_instant(hip_model(set_name), movement, person.mass_kg, None, person.mapping)
    if own is None:
        raise MissingInput(
            "nothing says how large the person is: markers alone do not tell bones from skin",
            where=where,
            valid="a static trial, a model that is scaled already, or at least the person's height",
            next_step="add --static STATIC (best), --model SCALED.osim, or --height-m and --mass-kg",
        )
    return own


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
