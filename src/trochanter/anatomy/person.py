"""The person that a body stands for, where the body has no trunk."""

from trochanter.anatomy.body import Body
from trochanter.anatomy.rows import rows

_TRUNKS = ("torso", "trunk", "thorax")


def has_trunk(body: Body) -> bool:
    """Whether a body has a trunk segment; without one, the pelvis carries a load from the upper body."""
    return any(is_trunk(name) for name in body.segments.names)


def is_trunk(name: str) -> bool:
    """Whether a segment of this name is the trunk."""
    return name in _TRUNKS


def person_mass_kg(body: Body) -> float:
    """Mass of the person: all segments or, where the trunk is missing, pelvis and legs divided by their share.

    Share: 41.1 of 75.3 kg in Rajagopal 2016 (doi 10.1109/TBME.2016.2586891).
    """
    return body.mass_kg if has_trunk(body) else body.mass_kg / _share_below_trunk()


def _share_below_trunk() -> float:
    whole = next(float(row["value"]) for row in rows("person") if row["quantity"] == "mass")
    return sum(float(row["mass_kg"]) for row in rows("segments")) / whole
