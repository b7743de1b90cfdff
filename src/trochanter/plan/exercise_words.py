"""An exercise in words for people: muscles, doses, loads, and with what it is left out."""

from functools import cache

from trochanter.anatomy.rows import rows as anatomy_rows
from trochanter.findings.permission import word_of
from trochanter.findings.sentences import listed
from trochanter.plan.exercise import DoseRow, Exercise, Load
from trochanter.plan.tables import rows, words


def muscle_words(muscle: str) -> str:
    """A muscle's lay name with the Latin one.

    >>> muscle_words("obturator_internus")
    'inner hip rotator (obturator internus)'
    """
    lay = _labels()[muscle].partition(" (")[0].partition(",")[0]
    return f"{lay} ({muscle.replace('_', ' ')})"


def dose_words(row: DoseRow, *, breaths: bool = False) -> str:
    """A dose in one line; no sets are told as none; breaths: whether its repetitions are breaths.

    >>> dose_words(DoseRow("trial", 3, 10, 0.0, 3, "tuttle2016", 10, 12))
    '3 x 10, 3 days a week, 12 weeks'
    """
    if not row.sets:
        return "none"
    many = f"{row.repeats} to {row.repeats_most}" if row.repeats_most > row.repeats else f"{row.repeats}"
    many = f"{many} breaths" if breaths else many
    many = many if breaths and row.sets == 1 else f"{row.sets} x {many}"
    parts = [many + (f" of {row.hold_s:g} s" if row.hold_s else "")]
    parts += [f"{row.days_a_week} days a week"] if row.days_a_week else []
    parts += [f"{row.weeks} weeks"] if row.weeks else []
    return ", ".join(parts)


def load_words(load: Load) -> str:
    """What loads the hip, with the range of a band's pull, and what is not known of it."""
    said = _KINDS[load.kind]
    if load.band:
        said = rows("bands", "band")[load.band]["words"]
        if load.force_N and load.stiffness_N_m:
            low, high = load.force_N
            soft, stiff = load.stiffness_N_m
            said += f": {low:g} to {high:g} N at the start, {soft:g} to {stiff:g} N more for each metre it gets longer"
    return f"{said} ({load.unknown})" if load.unknown else said


def left_out_with(exercise: Exercise) -> str:
    """Symptoms with which an exercise is left out, in one line; '' for none."""
    return listed([words("symptoms")[word] for word in exercise.not_with])


def positions_words(exercise: Exercise) -> str:
    """What the screen is asked for, in one line; '' for nothing."""
    end = ["end_range"] if exercise.activity.end_range else []
    return listed([word_of(word) for word in [*end, *sorted(exercise.activity.positions)]])


_KINDS = {
    "none": "nothing beside the leg's own weight",
    "gravity": "the leg's own weight",
    "band": "a band",
    "weight": "a weight",
    "body weight": "the body's weight on one leg",
    "hand": "hand, strap or the other leg",
    "floor": "a share of the body's weight",
}


@cache
def _labels() -> dict[str, str]:
    return {row["muscle"]: row["label"] for row in reversed(anatomy_rows("muscles"))}
