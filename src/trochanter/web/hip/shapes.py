"""What the addresses under /api/hip answer with: figures in millimetres, degrees, newtons, with words beside them.

Points are metres in the picture's frame: forward, up, to the person's right, from the middle between the hip centres.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

SideWord = Literal["right", "left"]
Way = Literal["positive", "negative", "hardly", "either"]
Doubt = Literal["", "fibres", "path"]


class Shape(BaseModel):
    """A frozen answer; nothing in it that is not named here."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Ranged(Shape):
    """A value with its range; what the range is made of stands with the field that has it."""

    value: float
    low: float
    high: float


class Arm(Ranged):
    """A moment arm, mm: middle 90 % of 500 samples with attachments moved by 5 mm (standard deviation along each axis).

    way: which way it turns the thigh. 'hardly': so little that the error decides; 'either': more, and it still may be
    either way.
    """

    way: Way


class Line(Shape):
    """One muscle line. path: points from origin to insertion; the arms are None where it does not cross the hip.

    thick_mm: how thick it is drawn in its middle, by the nominal muscle sizes, for the picture only.
    longer_percent: against the path's length in the neutral posture; doubt: why not to read the numbers here.
    """

    name: str
    muscle: str
    group: str
    path: list[list[float]]
    thick_mm: float
    rotation: Arm | None
    flexion: Arm | None
    abduction: Arm | None
    longer_percent: float
    doubt: Doubt


class Entry(Shape):
    """What is listed: a deep rotator with all its lines (mean arm), any other muscle line by line.

    role: which way it turns the thigh, in words; told: what it does here, in sentences; turns_over_deg: hip flexions at
    which its turning changes, with the abduction and rotation as they are.
    """

    key: str
    lines: list[str]
    group: str
    name: str
    lay: str
    rotation: Arm
    flexion: Arm
    abduction: Arm
    longer_percent: float
    doubt: Doubt
    role: str
    amount: str
    told: list[str]
    turns_over_deg: list[float]
    sources: list[str]


class Leg(Shape):
    """One leg in a posture; bones: 4 x 4 matrices, row by row, from a bone's own frame to the picture's.

    marks: places with a name of their own.
    """

    side: SideWord
    bones: dict[str, list[float]]
    marks: dict[str, list[float]]
    lines: list[Line]
    entries: list[Entry]


class Asked(Shape):
    """The posture that was asked for, degrees."""

    flexion_deg: float
    abduction_deg: float
    rotation_deg: float
    tilt_deg: float
    anteversion_deg: int
    knee_deg: float


class Posture(Shape):
    """The hip in one posture."""

    asked: Asked
    words: str
    legs: list[Leg]
    took_ms: float


class Refusal(Shape):
    """Why there is no answer: what, where, what would be valid, what to do next."""

    what: str
    where: str
    valid: str
    next_step: str


class Readiness(Shape):
    """Whether the engine is ready to be asked."""

    ready: bool
    words: str


class Phase(Shape):
    """A phase of one side's stride, per cent."""

    phase: str
    words: str
    start: float
    end: float
    net_Nm: Ranged = Field(description="mean rotation moment of all muscles, 95 % interval; turning in is positive")
    told: str


class Course(Shape):
    """A quantity over per cent of the stride: least and most, a range and no interval.

    Of a muscle: over the parameter sets of muscle sizes, and over load sharings that cost at most 5 % more.
    """

    low: list[float]
    high: list[float]


class StrideMuscle(Shape):
    """A deep rotator with all its lines, or any other muscle, over the stride of one side."""

    key: str
    name: str
    lay: str
    group: str
    lines: list[str]
    force_N: Course
    turning_Nm: Course
    told: str


class StrideSide(Shape):
    """One leg over its own strides; toe_off: per cent."""

    side: SideWord
    strides: int
    toe_off: float
    phases: list[Phase]
    net_Nm: Course = Field(description="mean rotation moment of all muscles, 95 % interval; turning in is positive")
    muscles: list[StrideMuscle]


class Frames(Shape):
    """Poses over one stride of the right leg, a frame each: bones' matrices; paths as ``points`` points a line.

    paths: frames x lines x points x 3 whole numbers, tenths of a millimetre; force_N: middle of the range over the
    parameter sets, frames x lines, for colour only; own_percent: where each leg's own stride stands.
    """

    count: int
    points: int
    lines: list[str]
    thick_mm: list[float]
    sides: list[SideWord]
    bones: dict[str, list[list[float]]]
    paths: list[int]
    rotation_mm: list[list[int]]
    longer_percent: list[list[int]]
    force_N: list[list[int]]
    own_percent: dict[str, list[float]]


class Stride(Shape):
    """The built-in run, for playing."""

    name: str
    credit: str
    seconds: float
    sides: list[StrideSide]
    frames: Frames
    notes: list[str]


class ExerciseMuscle(Shape):
    """What an exercise asks of a muscle of the working hip: share of what it could give, largest over the movement."""

    key: str
    name: str
    lay: str
    group: str
    lines: list[str]
    amount: str
    told: str


class ExerciseFrames(Shape):
    """An exercise over its movement, from its start to its end.

    working: the demand on the muscles is still being worked out; why: why it is not told, empty if it is.
    """

    name: str
    words: str
    side: SideWord
    seconds: float
    working: bool
    why: str
    frames: Frames
    muscles: list[ExerciseMuscle]
