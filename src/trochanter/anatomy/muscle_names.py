"""What the muscle names of models mean: which muscle, which group, what to call it for people."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from trochanter.anatomy.rows import rows
from trochanter.core.sides import side_of

DEEP_SIX = (
    "piriformis",
    "gemellus_superior",
    "obturator_internus",
    "gemellus_inferior",
    "obturator_externus",
    "quadratus_femoris",
)
GROUPS = ("deep", "gluteal", "adductor", "flexor", "hamstring", "other")


@dataclass(frozen=True, slots=True)
class MuscleName:
    """muscle: key that joins the lines of one muscle; group: one of GROUPS; label: lay word with the Latin name."""

    muscle: str
    group: str
    label: str


def describe(name: str) -> MuscleName:
    """What a model's muscle name means (models of the Rajagopal and gait2392 families, and the hip model).

    An unknown name stands for itself in the group 'other'.

    >>> describe("/forceset/obtint_sup_r").muscle
    'obturator_internus'
    >>> describe("glut_med1_l").label
    'side hip muscle, front (gluteus medius, anterior)'
    >>> describe("my_muscle_r")
    MuscleName(muscle='my_muscle', group='other', label='my muscle')
    """
    bare = name.rsplit("/", 1)[-1]
    stem = bare if side_of(bare) is None else bare.rsplit("_", 1)[0]
    return _known().get(stem) or MuscleName(stem, "other", stem.replace("_", " "))


def signal_muscles(name: str) -> tuple[str, ...]:
    """Muscles that a measured signal stands for: those of its row in the table, else the one that it names.

    ``name``: of the signal, without its side.

    >>> signal_muscles("Medial hamstrings")
    ('semimembranosus', 'semitendinosus')
    >>> signal_muscles("glmed1")
    ('gluteus_medius',)
    """
    key = name.strip().lower().replace(" ", "_")
    named = {row["signal"]: tuple(row["muscles"].split()) for row in rows("signal_names")}
    return named.get(key) or (describe(name if name in _known() else key).muscle,)


def is_muscle(key: str) -> bool:
    """Whether some model of a known family has a muscle of that key."""
    return any(known.muscle == key for known in _known().values())


@cache
def _known() -> Mapping[str, MuscleName]:
    return {row["line"]: MuscleName(row["muscle"], row["group"], row["label"]) for row in rows("muscles")}
