"""A body in the size and with the markers of a person who was recorded standing still.

Upright axes and landmarks, one place a marker, joint centres, factors by pairs of landmarks, masses by the person's,
muscle fibres and tendons at constant ratio, the standing posture, and every marker fixed where it stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from trochanter.anatomy.body import Body, Origin, Sizing, Still
from trochanter.capture.trial import Trajectories, Trial
from trochanter.core.arrays import Floats
from trochanter.core.errors import BadSetting, MissingInput
from trochanter.core.quality import Notice
from trochanter.kinematics.centre_guesses import with_guessed_centres
from trochanter.kinematics.functional_hip import SCORE, FunctionalHip, functional_hips
from trochanter.kinematics.hip_centres import MEAN, chosen_hips
from trochanter.kinematics.marker_match import landmarks_of, named_like
from trochanter.kinematics.mirror_or_labels import SIDES_EXCHANGED
from trochanter.kinematics.model_landmarks import model_landmarks
from trochanter.kinematics.movement_registration import Registered, register_to_movement
from trochanter.kinematics.pair_factors import (
    Factors,
    Measured,
    SidesFrom,
    factor_notices,
    measured_pairs,
    pair_factors,
)
from trochanter.kinematics.person_size import (
    check_height,
    check_mass,
    check_mass_index,
    check_stature,
    stature_from_legs_m,
)
from trochanter.kinematics.registration import Stance, stance_notices, stand, with_recorded_markers
from trochanter.kinematics.same_person import same_person
from trochanter.kinematics.scaling import stretch
from trochanter.kinematics.standing import Standing, standing
from trochanter.kinematics.true_sides import refuse_mirrored_static
from trochanter.kinematics.upright import upright

STATIC_TRIAL = "static trial"  # role of the file that gave a body its markers
OWN_INSTANT = "instant of the movement"  # the same where nobody stood still


@dataclass(frozen=True, slots=True)
class Scaled:
    """A scaled body and how it came about.

    factors: along x, y, z by segment; measured: the pairs behind them; how: what was done, in order; errors: misfit in
    metres of each landmark in the standing posture; stance: that posture; registered: what a movement changed, None
    without one.
    """

    body: Body
    factors: Factors
    how: tuple[str, ...]
    errors: Mapping[str, float]
    notices: tuple[Notice, ...]
    person: Standing
    stance: Stance
    measured: tuple[Measured, ...]
    functional: tuple[FunctionalHip, ...] = ()
    registered: Registered | None = None


def scale_to_static(
    body: Body,
    static: Trajectories | Trial,
    *,
    mass_kg: float | None,
    height_m: float | None = None,
    functional: Trajectories | Trial | None = None,
    mapping: Mapping[str, str] | None = None,
    movement: Trajectories | None = None,
    hips: str = MEAN,
    functional_method: str = SCORE,
    sides: SidesFrom = "mean",
    foot_pitch_rad: Mapping[str, float] | None = None,
    fix_labels: bool = False,
) -> Scaled:
    """``body`` in the size of the person of ``static``, with the recorded markers in place of its own.

    mass_kg: the person's, None keeps the model's masses (told); height_m: the person's, only compared with the legs';
    functional: a trial in which the hips turn about several axes; mapping: recorded name -> landmark or known marker;
    movement: a trial to which the markers of shank and foot are registered, its axes upright and its labels mended;
    hips: a regression of the hip centre, or their mean; sides: 'mean' gives both sides the same size; foot_pitch_rad:
    by side how far each foot points up, for an instant of a movement, in which feet do not stand flat; fix_labels:
    where right and left are exchanged throughout static or functional trial, every label changes its side, and a notice
    says so. Raises MissingInput, ImpossibleData or BadSetting where that cannot work.
    """
    check_mass(mass_kg)
    check_height(height_m)
    recorded = _upright(_markers(static, "the static trial"), mapping, fix_labels=fix_labels)
    swing = None
    if functional is not None:
        swing = _upright(_markers(functional, "the functional trial"), mapping, recorded, fix_labels=fix_labels)
    swing = None if swing is None else named_like(swing, recorded.names, mapping)
    person, found, how_hips = _with_hips(_standing(recorded, mapping), swing, hips, functional_method)
    model = model_landmarks(body)
    person = replace(with_guessed_centres(person, model), foot_pitch_rad=foot_pitch_rad or {})
    measured = measured_pairs(person, model)
    factors = pair_factors(body, measured, sides=sides)
    doubts = (*factor_notices(body, measured, person.where), *_size_doubts(person, mass_kg, height_m))
    sized = stretch(body, factors, mass_kg)
    stance = stand(sized, person)
    sized, told = with_recorded_markers(sized, person, stance)
    origins = _origins((STATIC_TRIAL, static), ("functional trial", functional))
    name = f"{body.name} in the size of {recorded.name}"
    scaled = Scaled(
        body=replace(
            sized,
            name=name,
            made_from=(*body.made_from, *origins),
            sizing=Sizing(_still(recorded), mapping, mass_kg, height_m),
        ),
        factors=factors,
        how=(_sizes_words(measured, sides), how_hips, _mass_words(mass_kg)),
        errors=stance.error_m,
        notices=(*person.notices, *doubts, *stance_notices(stance, person.where), *told),
        person=person,
        stance=stance,
        measured=measured,
        functional=found,
    )
    return _told(scaled) if movement is None else registered_to(scaled, movement)


def _still(recorded: Trajectories) -> Still:
    sides = next((notice for notice in recorded.notices if notice.code == SIDES_EXCHANGED), None)
    return Still(recorded.time_s, recorded.names, recorded.position_m, recorded.source or recorded.name, sides)


def still_trial(still: Still) -> Trajectories:
    """The static trial, upright, that a body was scaled to; a notice tells where its sides were assumed."""
    told = () if still.sides is None else (still.sides,)
    name = Path(still.source).stem
    return Trajectories(name, still.time_s, still.names, still.position_m, source=still.source, notices=told)


def _standing(recorded: Trajectories, mapping: Mapping[str, str] | None) -> Standing:
    names = landmarks_of(recorded.names, mapping)
    person = standing(recorded, names)
    return replace(person, notices=(*recorded.notices, *names.notices, *person.notices))


def _size_doubts(person: Standing, mass_kg: float | None, height_m: float | None) -> tuple[Notice, ...]:
    """Whether mass and height can be those of the person with these legs."""
    stature_m = stature_from_legs_m(person)
    doubts = check_mass_index(mass_kg, stature_m, "the stature that these legs suggest", person.where)
    return (*doubts, *check_stature(height_m, stature_m, person.where))


def registered_to(scaled: Scaled, movement: Trajectories) -> Scaled:
    """``scaled`` with shank and foot markers where they stay in ``movement``; says where that shows another person."""
    movement = named_like(movement, scaled.body.markers.names)
    if scaled.body.sizing is not None and scaled.body.sizing.still is not None:
        refuse_mirrored_static(still_trial(scaled.body.sizing.still), movement, scaled.body.sizing.mapping)
    told = same_person(scaled.person, movement)
    registered = register_to_movement(scaled.body, movement)
    registered = replace(registered, body=as_registered(registered.body, movement))
    over = f"shank and foot markers registered over {registered.frames} frames of '{movement.name}'"
    changed = replace(
        scaled,
        body=registered.body,
        how=(*scaled.how, over),
        notices=(*scaled.notices, *told, *registered.notices),
        registered=registered,
    )
    return _told(changed)


def register_body(body: Body, movement: Trajectories) -> Registered:
    """A body that ``scale_to_static`` made, registered to a movement as ``registered_to`` does it, with its notices.

    Raises BadSetting for a body that no static trial gave its size, and what ``register_to_movement`` raises.
    """
    sizing = body.sizing
    if sizing is None or sizing.still is None:
        raise BadSetting("body", body.name, "a body that was scaled to a static trial")
    static, movement = still_trial(sizing.still), named_like(movement, body.markers.names)
    refuse_mirrored_static(static, movement, sizing.mapping)
    person = standing(static, landmarks_of(static.names, sizing.mapping))
    told = same_person(person, movement)
    found = register_to_movement(body, movement)
    notices = tuple(dict.fromkeys((*body.notices, *told, *found.notices)))
    return replace(found, body=replace(as_registered(found.body, movement), notices=notices))


def as_registered(body: Body, movement: Trajectories) -> Body:
    """``body`` with the movement noted that its markers stay in; it is registered once."""
    sizing = body.sizing or Sizing()
    return replace(body, sizing=replace(sizing, registered_to=movement.source or movement.name))


def _told(scaled: Scaled) -> Scaled:
    """The body itself carries the notices, so that every result made with it shows them."""
    notices = tuple(dict.fromkeys((*scaled.body.notices, *scaled.notices)))
    return replace(scaled, body=replace(scaled.body, notices=notices))


def _origins(*given: tuple[str, Trajectories | Trial | None]) -> tuple[Origin, ...]:
    """The files that gave the body its size."""
    files = [(role, trial.markers if isinstance(trial, Trial) else trial) for role, trial in given]
    return tuple(Origin(role, file.source, file.sha256) for role, file in files if file is not None)


def _markers(trial: Trajectories | Trial, what: str) -> Trajectories:
    markers = trial.markers if isinstance(trial, Trial) else trial
    if markers is None:
        raise MissingInput(
            f"{what} holds joint angles, not markers",
            where=trial.source,
            valid="markers over time in a .trc or .c3d file or a marker table",
            next_step="give the recording of the markers",
        )
    return markers


def _upright(
    markers: Trajectories, mapping: Mapping[str, str] | None, static: Trajectories | None = None, *, fix_labels: bool
) -> Trajectories:
    turned, _, notices = upright(markers, None, mapping=mapping, fix_labels=fix_labels, reference=static)
    return replace(turned, notices=tuple(dict.fromkeys((*turned.notices, *notices))))


def _with_hips(
    person: Standing, functional: Trajectories | None, choice: str, method: str
) -> tuple[Standing, tuple[FunctionalHip, ...], str]:
    """Hip centres by movement where that works on both sides, else by regression; in words which, and why."""
    regressed, how, doubts = _regressed(person, choice)
    if functional is None:
        return person.with_landmarks(regressed, *doubts), (), how
    found = functional_hips(person, functional, method)
    where, failed = person.where, [f"{hip.side.word}: {hip.reason}" for hip in found if hip.reason]
    if failed:
        text = f"hip centres come from regression, because the functional trial cannot give them ({'; '.join(failed)})"
        return person.with_landmarks(regressed, *doubts, Notice("functional-hip-refused", text, where)), found, how
    centres = {f"hip_centre_{hip.side.value}": hip.centre_m for hip in found}
    apart = [1000 * float(np.linalg.norm(centres[name] - place)) for name, place in regressed.items()]
    residual = max(1000 * hip.residual_m for hip in found)
    text = f"functional hip centres (residual {residual:.1f} mm) lie {' and '.join(f'{a:.0f}' for a in apart)} mm"
    notice = Notice("functional-hip-used", f"{text} from the regression's, right and left", where)
    return person.with_landmarks(centres, notice), found, f"hip centres by movement ({method})"


def _regressed(person: Standing, choice: str) -> tuple[dict[str, Floats], str, tuple[Notice, ...]]:
    """By regression; where the pelvis has no spines, as recorded by the laboratory."""
    recorded = ("hip_centre_r", "hip_centre_l")
    if not person.has("asis_r", "asis_l", "psis_mid") and person.has(*recorded):
        return {name: person.landmark_m[name] for name in recorded}, "hip centres as recorded", ()
    return chosen_hips(person, choice)


def _sizes_words(measured: tuple[Measured, ...], sides: SidesFrom) -> str:
    measures = dict.fromkeys(m.measure.replace("_", " ") for m in measured)
    return f"sizes by {', '.join(measures)}{' (mean of both sides)' if sides == 'mean' else ''}"


def _mass_words(mass_kg: float | None) -> str:
    return "masses as in the model" if mass_kg is None else f"masses for a person of {mass_kg:g} kg"
