"""The type of an exercise: posture, load, range, words, dose, and whom it is not for.

Everything is told for the right leg as the working leg; the left is its mirror image. Degrees stand in this type, for
they are what the file of an exercise holds; ``at_rad`` gives radians.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from trochanter.core.arrays import Floats, frozen
from trochanter.core.rotations import axis_rotation
from trochanter.findings.limits import Activity

ExerciseType = Literal["isometric", "strength", "mobility", "breathing", "control", "run"]
Stage = Literal["settle", "control", "strengthen", "load", "run", "maintain"]
LoadKind = Literal["none", "gravity", "band", "weight", "body weight", "hand", "floor"]
Basis = Literal["trial", "trial of its kind", "guideline", "opinion, no trial", "seed only, no trial"]
TYPES: tuple[ExerciseType, ...] = get_args(ExerciseType)
STAGES: tuple[Stage, ...] = get_args(Stage)
LOAD_KINDS: tuple[LoadKind, ...] = get_args(LoadKind)
BASES: tuple[Basis, ...] = get_args(Basis)
PELVIS = ("pelvis_tilt", "pelvis_list", "pelvis_rotation")
LEG = ("hip_flexion", "hip_adduction", "hip_rotation", "knee_angle", "ankle_angle")
COORDINATES = (*PELVIS, *LEG, *(f"other_{name}" for name in LEG))


@dataclass(frozen=True, slots=True)
class DoseRow:
    """A dose with its source: sets, repetitions or holds, days a week; the first rows of BASES weigh more.

    repeats: the fewest, repeats_most: the most; 0 sets: the text gives no dose; hold_s: of each repetition;
    weeks: how long it was done, 0 if that is not said; note: what to know about it.
    """

    basis: Basis
    sets: int
    repeats: int
    hold_s: float
    days_a_week: int
    source: str
    repeats_most: int = 0
    weeks: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rests:
    """What the working leg rests on, in words; at: where it is pushed upward, words of ``data/load_points.csv``.

    None of them: the leg is free. sure: whether it does rest there all the time; if not it may or may not.
    """

    words: str
    at: tuple[str, ...] = ()
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Load:
    """What loads the hip beside the weight of the moved limb, which acts in every exercise.

    kind: 'gravity' and 'none' add nothing to that weight; 'band' and 'weight' act at the point ``at``, 'hand' is a
    hand, the other leg or a strap; 'body weight' comes through the foot of the working leg alone, 'floor' is a share
    of it.
    at, to: words of ``data/load_points.csv``; a band runs from ``at`` on the working leg to ``to``. direction: of the
    band's pull on the working leg at the start, a unit vector in the pelvis's axes (forward, up, right).
    force_N: (lowest, highest) at the start, stiffness_N_m: (lowest, highest) of the band as it lies: its pull is the
    force at the start plus the stiffness times what it gets longer. band: the row of ``data/bands.csv`` behind both.
    mass_kg: (lowest, highest) of a weight; rests: what the leg rests on beside it, None where nobody has told;
    unknown: why the load cannot be computed, empty if it can.
    """

    kind: LoadKind
    at: str = ""
    to: str = ""
    direction: tuple[float, float, float] | None = None
    band: str = ""
    force_N: tuple[float, float] | None = None
    stiffness_N_m: tuple[float, float] | None = None
    mass_kg: tuple[float, float] | None = None
    rests: Rests | None = None
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """How an exercise is drawn: what figures need beyond the posture.

    view: 'side' (from the person's right), 'left', 'front', 'back' or 'head' (along the body, from the head), or
    degrees round the vertical and above the horizon as 'azimuth,elevation'; fixed: the part that stays in place;
    trunk_deg: how far the spine bends forward, to the right, and turns to the left at the start, and at the end;
    arms, things: words of ``data/words.toml``; seen: muscles that are drawn, keys of ``anatomy``.
    """

    view: str
    fixed: str = "pelvis"
    trunk_deg: tuple[float, float, float] = (0.0, 0.0, 0.0)
    trunk_to_deg: tuple[float, float, float] | None = None
    arms: str = "beside"
    things: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Exercise:
    """One exercise, a file of ``plan/data/exercises``; one object each, so that it can be a key.

    name: its key, the name of its file; words: its name as anybody says it; term: as a therapist would; latin: muscles
    it aims at, keys of ``anatomy``; claims: 'E01' to 'E22' of the texts behind it; same_kind: whether it is a
    progression or regression that those texts do not name.
    posture_deg: COORDINATES at the start, those left out are 0 (the standing neutral posture; 'other_' is the leg that
    does not work; the knee is positive in flexion); moves: coordinate -> (from, to) degrees; hold_s: at the end of a
    repetition; seconds: of one repetition with its hold.
    aims: words that findings name; activity: what the screen is asked; not_with: words of symptoms that leave it out;
    easier, harder: names of exercises. reviewed_by, reviewed_on: empty until a clinician has read the file.
    """

    name: str
    words: str
    term: str
    latin: tuple[str, ...]
    claims: tuple[str, ...]
    same_kind: bool
    type: ExerciseType
    stages: tuple[Stage, ...]
    aims: tuple[str, ...]
    activity: Activity
    posture_deg: Mapping[str, float]
    moves: Mapping[str, tuple[float, float]]
    load: Load
    one_sided: bool
    how: tuple[str, ...]
    cues: tuple[str, ...]
    good: str
    cautions: tuple[str, ...]
    not_with: tuple[str, ...]
    equipment: frozenset[str]
    doses: tuple[DoseRow, ...]
    hold_s: float
    seconds: float
    easier: tuple[str, ...]
    harder: tuple[str, ...]
    sources: tuple[str, ...]
    picture: Picture
    reviewed_by: str = ""
    reviewed_on: str = ""

    @property
    def reviewed(self) -> str:
        """Who of the clinicians has read it, in words."""
        return f"{self.reviewed_by}, {self.reviewed_on}" if self.reviewed_by else "not yet reviewed by a clinician"

    @property
    def dose(self) -> DoseRow:
        """The dose to begin with: that of the strongest basis; that of the texts comes last."""
        return min((row for row in self.doses if row.sets), key=lambda row: BASES.index(row.basis))

    def at_deg(self, share: float) -> dict[str, float]:
        """All COORDINATES after a share (0 to 1) of the movement, degrees."""
        start = {name: self.posture_deg.get(name, 0.0) for name in COORDINATES}
        return start | {name: low + share * (high - low) for name, (low, high) in self.moves.items()}

    def at_rad(self, share: float) -> dict[str, float]:
        """All COORDINATES after a share of the movement, radians."""
        return {name: float(np.radians(value)) for name, value in self.at_deg(share).items()}

    def up(self, share: float = 0.0) -> Floats:
        """The direction against gravity in the pelvis's axes (forward, up, right), (3,), unit; share: of the movement.

        The pelvis turns by tilt about its z, then list about its x, then rotation about its y, as in the hip model
        (``anatomy/data/joint_axes.csv``).
        """
        tilt, lean, turn = (self.at_rad(share)[name] for name in PELVIS)
        turned = axis_rotation([0, 0, 1], tilt) @ axis_rotation([1, 0, 0], lean) @ axis_rotation([0, 1, 0], turn)
        return frozen(turned[1])
