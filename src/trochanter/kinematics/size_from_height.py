"""A body in the size that a person's height suggests, and what that costs.

Thigh and shank take their share of stature between joint centres (``height_shares.csv``); every other segment the
person's stature over the model's own (``model_statures.csv``). People of one height differ: the rows carry that spread,
and the error that it made in the one runner who was measured both ways.
"""

from dataclasses import replace

from trochanter.anatomy.body import Body, Sizing
from trochanter.anatomy.rows import rows
from trochanter.core.errors import MissingInput
from trochanter.core.quality import Notice
from trochanter.core.sides import SIDES
from trochanter.kinematics.model_landmarks import model_landmarks
from trochanter.kinematics.pair_factors import Factors
from trochanter.kinematics.person_size import check_height, check_mass, check_mass_index
from trochanter.kinematics.scaling import stretch

FOR_HEIGHT = " for a height of"
SIZE_FROM_HEIGHT = "size-from-height"  # code of the notice on what that costs


def scale_to_height(body: Body, *, height_m: float, mass_kg: float | None) -> Body:
    """``body`` for a person of this height and mass; its notices say how uncertain the sizes are.

    mass_kg: None keeps the model's masses. Raises BadSetting for a height outside 1.0 to 2.3 m or a mass outside 10 to
    300 kg, MissingInput where the stature of the generic model is not known.
    """
    check_height(height_m)
    check_mass(mass_kg)
    sized = stretch(body, height_factors(body, height_m), mass_kg)
    doubts = (_spread_notice(height_m), *check_mass_index(mass_kg, height_m, "the height given", ""))
    return replace(
        sized,
        name=f"{body.name}{FOR_HEIGHT} {height_m:.2f} m",
        notices=(*body.notices, *doubts),
        sizing=Sizing(mass_kg=mass_kg, height_m=height_m),
    )


def height_factors(body: Body, height_m: float) -> Factors:
    """Factors along x, y, z of every segment but the ground."""
    overall = height_m / model_stature_m(body)
    model = model_landmarks(body)
    factors = dict.fromkeys(body.segments.names[1:], (overall,) * 3)
    for row in (row for row in rows("height_shares") if row["share_of_stature"]):
        for side in SIDES:
            first, second = f"{row['first']}_{side.value}", f"{row['second']}_{side.value}"
            if not model.has(first, second):
                continue
            factor = float(row["share_of_stature"]) * height_m / model.distance_m(first, second)
            for segment in row["segments"].split():
                if f"{segment}_{side.value}" in factors:
                    factors[f"{segment}_{side.value}"] = (factor,) * 3
    return {name: (x, y, z) for name, (x, y, z) in factors.items()}


def model_stature_m(body: Body) -> float:
    """Stature of the person whom the generic model stands for; raises MissingInput where it is not known."""
    for row in rows("model_statures"):
        if row["recognised_by"] in body.muscles.names:
            return float(row["stature_m"])
    raise MissingInput(
        f"nobody knows how tall the person is whom the model '{body.name}' stands for",
        where=body.source or body.name,
        valid="the built-in hip model, or a model of the Rajagopal or gait2392 family in its generic size",
        next_step="scale with a static trial instead",
    )


def _spread_notice(height_m: float) -> Notice:
    parts = [
        f"{row['measure']} {100 * float(row['spread']):.0f} % (in the runner checked "
        f"{100 * float(row['checked_rbds001']):+.0f} %)"
        for row in rows("height_shares")
    ]
    text = f"sizes come from a height of {height_m:.2f} m alone; people of one height differ by"
    return Notice(SIZE_FROM_HEIGHT, f"{text} {', '.join(parts)} (one standard deviation); a static trial removes that")
