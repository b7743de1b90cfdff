"""The documented shapes of ``result.json``: the schema ``trochanter.result/1``."""

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """Base of all shapes: no unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Quantity(Shape):
    """One number with its unit; sigma: its standard error where it was measured; null where it is not known."""

    value: float | None
    unit: str
    sigma: float | None = None


class Curve(Shape):
    """Numbers along the hip's axis, all in one unit.

    stride_sd: spread over strides; sigma: standard error; set_low, set_high: range (not an interval) over the
    parameter sets of the deep rotators.
    """

    unit: str
    values: list[float | None]
    stride_sd: list[float | None] | None = None
    sigma: list[float | None] | None = None
    set_low: list[float | None] | None = None
    set_high: list[float | None] | None = None


class InputFile(Shape):
    """A file that went in: its role, its name and the SHA-256 of its bytes."""

    role: str
    name: str
    sha256: str


class StrideResult(Shape):
    """A stride, half-open from contact to next contact; used: whether it enters averages, else the reason."""

    side: str
    contact: Quantity
    toe_off: Quantity
    next_contact: Quantity
    complete: bool
    used: bool
    reason: str


class PlateResult(Shape):
    """Whether the force plate can be believed for a rotation moment."""

    free_moment_bias: Quantity
    stance_bias: Quantity
    mean_vertical: Quantity
    lag: Quantity
    believable: bool
    reasons: list[str]


class ReserveResult(Shape):
    """What a reserve actuator costs and the most that it carried, beside the most that was asked for."""

    coordinate: str
    optimal: Quantity
    peak: Quantity
    peak_demand: Quantity


class PhaseResult(Shape):
    """A named phase on the hip's axis; whole: whether the record holds all of it."""

    name: str
    start: float
    end: float
    whole: bool


class NearOptimalResult(Shape):
    """Least and most activation at a total cost of (1 + slack) times the optimum."""

    slack: Quantity
    low: list[float | None]
    high: list[float | None]


class MuscleResult(Shape):
    """One anatomical muscle of one hip, its lines joined. doubt: share of instants with each reason for care."""

    muscle: str
    label: str
    group: str
    activation: Curve
    near_optimal: list[NearOptimalResult]
    rotation_moment: Curve
    force: Curve
    arm: dict[str, Curve]
    doubt: dict[str, float | None]


class HipResult(Shape):
    """One hip. Flexion, adduction and internal rotation are positive; moments are what the muscles must produce."""

    axis: Curve
    strides: int
    toe_off: list[float | None]
    phases: list[PhaseResult]
    angle: dict[str, Curve]
    moment: dict[str, Curve]
    moment_without_plate_bias: dict[str, Curve]
    reserve: dict[str, Curve]
    contact: Curve
    contact_saturated: list[bool]
    muscles: list[MuscleResult]


class WarningResult(Shape):
    """Something that a reader must know: code for programs, text for people."""

    code: str
    text: str
    where: str


class Result(Shape):
    """The whole of ``result.json``."""

    schema_name: str = Field(alias="schema")
    name: str
    model: str
    versions: dict[str, str]
    inputs: list[InputFile]
    parameters: dict[str, str | float | None]
    duration: Quantity
    rate: Quantity
    coordinates: dict[str, str]
    strides: list[StrideResult]
    plate: PlateResult | None
    reserves: list[ReserveResult]
    hips: dict[str, HipResult]
    warnings: list[WarningResult]
    timings: dict[str, Quantity]
