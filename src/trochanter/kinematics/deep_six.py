"""The deep six in anyone's model: their lines, laid on its bones by landmarks, in place of the lumped ones it has."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from trochanter.anatomy.body import Body, ThelenCurves
from trochanter.anatomy.deep_sets import NOMINAL_SET
from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.lines import deep_stems
from trochanter.anatomy.rows import rows
from trochanter.core.errors import ImpossibleData
from trochanter.core.expected import expect
from trochanter.core.quality import Notice
from trochanter.core.sides import SIDES
from trochanter.kinematics.deep_six_families import Family, family_of
from trochanter.kinematics.deep_six_hips import hip_order, need_hips, usual_order
from trochanter.kinematics.deep_six_lines import grafted, placed_lines
from trochanter.kinematics.deep_six_registration import BoneFit, Registration, register_bones
from trochanter.kinematics.marker_match import landmarks_of
from trochanter.kinematics.model_landmarks import JOINT_CENTRES, model_landmarks

TOLD_CENTRE_GAP_M = 0.003
TOLD_TURN_RAD = float(np.radians(15.0))
PECTINEUS = "pectineus"


@dataclass(frozen=True, slots=True)
class DeepSix:
    """A body with the deep rotators, and how they came into it.

    added, removed, kept: names of lines that are new, of lumped muscles that they replace, of own muscles that stay in
    place of a line of the hip model; templates: by side the muscle whose kind and curves the new lines take; wraps: the
    new capsule spheres; registration: maps of the bones with their errors; marker_gap_m: by landmark, how far the
    model's markers are from where the bones' maps put the hip model's (they had no say).
    """

    body: Body
    family: Family
    set_name: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]
    templates: Mapping[str, str]
    wraps: tuple[str, ...]
    registration: Registration
    marker_gap_m: Mapping[str, float]
    notices: tuple[Notice, ...]


def with_deep_six(body: Body, set_name: str = NOMINAL_SET) -> DeepSix:
    """``body``, of the Rajagopal or Delp family, with the hip model's deep rotators (and pectineus where it has none).

    Points are carried over by the maps of ``register_bones``, capsule spheres stand at the hip joint centres; strength,
    fibre and tendon slack lengths are the set's at the lengths that the lines have in this body. Raises UnknownName for
    a set; MissingInput for a model of another family, of one leg, or without hips; ImpossibleData where it has deep
    rotators of its own or where its muscles and joints do not fit together.
    """
    expect("body", body, Body, "a model, as read() or hip_model() give it")
    hip_model(set_name)  # an unknown set is told before anything else
    need_hips(body)
    family = _without_deep_six(body)
    found = register_bones(body, family.name)
    removed = tuple(f"{stem}_{side}" for side in SIDES for stem in family.replaced)
    removed = tuple(name for name in removed if name in body.muscles.names)
    kept = tuple(name for name in body.muscles.names if PECTINEUS in _synonyms(name))
    stems = [(side, stem) for side in SIDES for stem in deep_stems()]
    sides_kept = {name[-1] for name in kept}
    added = tuple(f"{stem}_{side}" for side, stem in stems if stem != "pect" or side.value not in sides_kept)
    templates = {side.value: _template(body, family, side.value) for side in SIDES}
    lines = placed_lines(body, found, set_name)
    new = grafted(body, lines, removed, added, templates)
    gaps = _marker_gaps(body, found)
    notices = (*_notices(body, set_name, added, removed, kept), *_doubts(body, found), *lines.notices)
    return DeepSix(
        body=replace(new, notices=(*body.notices, *notices)),
        family=family,
        set_name=set_name,
        added=added,
        removed=removed,
        kept=kept,
        templates=templates,
        wraps=lines.wraps.names,
        registration=found,
        marker_gap_m=gaps,
        notices=notices,
    )


def _without_deep_six(body: Body) -> Family:
    """The family of a body that has no deep rotators but lumped ones; raises ImpossibleData where it has others."""
    own = {name: _synonyms(name) - {PECTINEUS} for name in body.muscles.names}
    lumped = {row["muscle"] for row in rows("deep_six_replaced")}
    others = [name for name, muscles in own.items() if muscles and name.rsplit("_", 1)[0] not in lumped]
    if others:
        shown = ", ".join(others[:6]) + (f" and {len(others) - 6} more" if len(others) > 6 else "")
        raise ImpossibleData(
            f"the model '{body.name}' has deep rotators of its own: {shown}",
            where=body.source,
            valid=f"a model without them; only {', '.join(sorted(lumped))} are replaced",
            next_step="use the model as it is, or take these muscles out of it first",
        )
    return family_of(body)


def _synonyms(name: str) -> set[str]:
    """The deep muscles that a name may stand for."""
    stem = re.sub(r"_[rl]$", "", name.rsplit("/", 1)[-1].lower())
    return {row["muscle"] for row in rows("deep_six_synonyms") if re.fullmatch(row["pattern"], stem)}


def _template(body: Body, family: Family, side: str) -> str:
    """The muscle of a side whose kind the new lines take: the piriformis they replace, else another hip muscle."""
    first = next(r["recognised_by"].split()[0] for r in rows("model_families") if r["family"] == family.name)
    wanted = (f"{stem}_{side}" for stem in (*family.replaced, first))
    return next(name for name in wanted if name in body.muscles.names)


def _marker_gaps(body: Body, found: Registration) -> dict[str, float]:
    """Distances of the body's own markers over pelvis and femur from where the hip model's would be."""
    if not body.markers.names:
        return {}
    here, there = model_landmarks(hip_model()), model_landmarks(body)
    marked = set(landmarks_of(body.markers.names).landmark.values())
    bones: dict[str, BoneFit] = {}
    for side in found.sides:
        bones |= {f"pelvis {side.side}": side.pelvis, side.femur.segment: side.femur}
    gaps = {}
    for name, segment in here.segment.items():
        if name not in marked or name.startswith(tuple(JOINT_CENTRES)) or there.segment.get(name) != segment:
            continue
        bone = bones.get(f"pelvis {name[-1]}" if segment == "pelvis" else segment)
        if bone is not None:
            gaps[name] = float(np.linalg.norm(bone.map.of(here.location_m[name]) - there.location_m[name]))
    return gaps


def _notices(
    body: Body, set_name: str, added: tuple[str, ...], removed: tuple[str, ...], kept: tuple[str, ...]
) -> list[Notice]:
    where, lines = body.source, f"{len(added)} lines of the deep rotators"
    text = f"{lines} were added from the hip model, parameter set '{set_name}'; their strength is the set's, whatever "
    found = [Notice("deep-six-added", f"{text}the strength of the model's other muscles", where)]
    if removed:
        text = f"{', '.join(removed)} were removed: the new lines take their place"
        found.append(Notice("deep-six-replaced", text, where))
    if kept:
        text = f"{', '.join(kept)} stay as they are: the hip model's pectineus is not added"
        found.append(Notice("deep-six-kept", text, where))
    if any(isinstance(body.muscles.curves[c], ThelenCurves) for c in set(body.muscles.curve.tolist())):
        text = "OpenSim has no rigid tendon for Thelen muscles: in simulations forward in time the new tendons stretch"
        found.append(Notice("deep-six-elastic", f"{text}, in static optimization and here they do not", where))
    return found


def _doubts(body: Body, found: Registration) -> list[Notice]:
    """What a reader must know of how the bones were found."""
    doubts = []
    for fit in found.sides:
        word = fit.side.word
        moved = sorted({name.split()[0] for bone in (fit.pelvis, fit.femur) for name in bone.moved})
        if moved:
            text = (
                f"{word}: {', '.join(moved)} are attached elsewhere than in the generic model; the bones were found by "
            )
            doubts.append(Notice("deep-six-moved", f"{text}{len(fit.error_m)} other places", body.source))
        gap = max(fit.pelvis.centre_gap_m, fit.femur.centre_gap_m)
        if gap > TOLD_CENTRE_GAP_M:
            text = f"{word}: the hip joint centre lies {1000 * gap:.1f} mm from where the muscle points put it; moment "
            doubts.append(Notice("deep-six-centre", f"{text}arms are off by up to as much", body.source))
        if fit.turn_rad > TOLD_TURN_RAD:
            text = f"{word}: zero hip angles stand {np.degrees(fit.turn_rad):.0f} degrees from the hip model's posture"
            doubts.append(Notice("deep-six-turn", f"{text}; lines are placed on the bones all the same", body.source))
        if not usual_order(body, fit.side):
            text = f"{word}: the hip moves by {', '.join(hip_order(body, fit.side))}, in this order; lines lie on the "
            doubts.append(Notice("deep-six-order", f"{text}bones, but moment arms are about these axes", body.source))
    return doubts
