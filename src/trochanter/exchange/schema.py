"""The documented shapes of ``result.json``: the schema ``trochanter.result/1``."""

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """Base of all shapes: no unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Quantity(Shape):
    """One number with its unit; sigma: its standard error where it was measured; null where it is not known."""

    value: float | None = Field(description="The number; null where it is not known.")
    unit: str = Field(description="Its unit; 1 for a number without unit.")
    sigma: float | None = Field(default=None, description="Its standard error; null where nobody knows it.")


class Curve(Shape):
    """Numbers along the hip's axis, all in one unit.

    stride_sd: spread over strides; sigma: standard error; set_low, set_high: range (not an interval) over the
    parameter sets of the deep rotators.
    """

    unit: str = Field(description="Unit of all numbers of the curve.")
    values: list[float | None] = Field(
        description="One number an instant of the axis: the mean where there are strides."
    )
    stride_sd: list[float | None] | None = Field(
        default=None, description="Standard deviation over strides; null where there are not several."
    )
    sigma: list[float | None] | None = Field(default=None, description="Standard error; null where it is not computed.")
    set_low: list[float | None] | None = Field(
        default=None, description="Least over the parameter sets of the deep rotators: an envelope, no interval."
    )
    set_high: list[float | None] | None = Field(
        default=None, description="Most over the parameter sets of the deep rotators."
    )


class InputFile(Shape):
    """A file that went in: its role, its name and the SHA-256 of its bytes."""

    role: str = Field(description="What the file was: model, coordinates, forces, muscle signals.")
    name: str = Field(description="Its name, without folders.")
    sha256: str = Field(description="SHA-256 of its bytes; empty where it came from no file.")


class StrideResult(Shape):
    """A stride, half-open from contact to next contact; used: whether it enters averages, else the reason."""

    side: str = Field(description="Foot whose contacts bound the stride: right or left.")
    contact: Quantity = Field(description="First contact; null where the record does not hold it.")
    toe_off: Quantity = Field(description="Toe-off; null where the record does not hold it.")
    next_contact: Quantity = Field(description="Next contact of the same foot; null where the record does not hold it.")
    complete: bool = Field(description="Whether both contacts are in the record.")
    used: bool = Field(description="Whether the stride enters averages.")
    reason: str = Field(description="Why it does not.")


class PlateResult(Shape):
    """Whether the force plate can be believed for a rotation moment."""

    free_moment_bias: Quantity = Field(
        description="Mean vertical moment of the forces about the body centre over whole strides; 0 is expected."
    )
    stance_bias: Quantity = Field(
        description="The same spread over the time in contact: what acts on the standing leg."
    )
    mean_vertical: Quantity = Field(description="Mean vertical force over whole strides; 1 is expected.")
    lag: Quantity = Field(description="Delay of the forces behind the motion.")
    believable: bool = Field(description="Whether no limit is exceeded.")
    reasons: list[str] = Field(description="Which limits are, in words.")


class ReserveResult(Shape):
    """What a reserve actuator costs and the most that it carried, beside the most that was asked for."""

    coordinate: str = Field(description="Coordinate on which the reserve acts.")
    optimal: Quantity = Field(description="What it can give at a cost of 1.")
    peak: Quantity = Field(description="The most that it gave.")
    peak_demand: Quantity = Field(description="The most that motion and forces asked for.")


class StrengthResult(Shape):
    """Load sharing with every maximum force multiplied by a factor."""

    factor: float = Field(description="On every maximum force.")
    saturated: int = Field(description="Muscle lines that reach full activation.")
    peak_contact: dict[str, Quantity] = Field(description="Peak hip contact force by side.")
    peak_reserve: Quantity = Field(description="The most that a reserve off the ankle gave.")


class PhaseResult(Shape):
    """A named phase on the hip's axis; whole: whether the record holds all of it."""

    name: str = Field(description="Name of the phase.")
    start: float = Field(description="Where it begins on the axis.")
    end: float = Field(description="Where it ends on the axis.")
    whole: bool = Field(description="Whether the record holds all of it.")


class NearOptimalResult(Shape):
    """Least and most activation at a total cost of (1 + slack) times the optimum."""

    slack: Quantity = Field(description="How far the cost may lie above the optimum: 0.05 is 5 %.")
    low: list[float | None] = Field(description="Least activation at that cost.")
    high: list[float | None] = Field(description="Most activation at that cost.")


class MuscleResult(Shape):
    """One anatomical muscle of one hip, its lines joined. doubt: share of instants with each reason for care."""

    muscle: str = Field(description="Name of the muscle.")
    label: str = Field(description="Its name for people.")
    group: str = Field(description="Group of muscles that it belongs to.")
    activation: Curve = Field(description="Activation at the least cost, 0 to 1.")
    near_optimal: list[NearOptimalResult] = Field(description="Range of activations at nearly the least cost.")
    rotation_moment: Curve = Field(description="What it turns the thigh with; inwards is positive.")
    force: Curve = Field(description="Tendon force by body mass.")
    arm: dict[str, Curve] = Field(description="Moment arms by movement: flexion, adduction, rotation.")
    doubt: dict[str, float | None] = Field(description="Share of instants with each reason for care.")


class HipResult(Shape):
    """One hip. Flexion, adduction and internal rotation are positive; moments are what the muscles must produce."""

    axis: Curve = Field(
        description="Where the numbers of all curves lie: percent of the stride or, without complete strides, seconds."
    )
    strides: int = Field(description="How many strides the averages hold; 0 where the record holds no complete one.")
    toe_off: list[float | None] = Field(description="Where toe-off lies on the axis.")
    phases: list[PhaseResult] = Field(description="Named phases on the axis.")
    angle: dict[str, Curve] = Field(description="Angles by movement.")
    moment: dict[str, Curve] = Field(description="Net moments by movement.")
    moment_without_plate_bias: dict[str, Curve] = Field(
        description="Net moments with the plate's bias taken out; equal to moment where none is known."
    )
    reserve: dict[str, Curve] = Field(description="What reserves carry, by movement.")
    contact: Curve = Field(description="Size of the hip contact force.")
    contact_saturated: list[bool] = Field(
        description="Where a muscle of the hip is at full activation: there the contact force says little."
    )
    muscles: list[MuscleResult] = Field(description="Every muscle of this hip.")


class WarningResult(Shape):
    """Something that a reader must know: code for programs, text for people."""

    code: str = Field(description="For programs.")
    text: str = Field(description="For people.")
    where: str = Field(description="File, side or time; may be empty.")


class Result(Shape):
    """The whole of ``result.json``."""

    schema_name: str = Field(alias="schema", description="Name and version of this shape.")
    name: str = Field(description="Name of the recording.")
    model: str = Field(description="Name of the model.")
    versions: dict[str, str] = Field(description="Versions of trochanter, Python and libraries.")
    inputs: list[InputFile] = Field(description="Files that went in.")
    parameters: dict[str, str | float | None] = Field(
        description="Recorded choices, among them cutoff_hz (Hz) and person_mass_kg (kg)."
    )
    duration: Quantity = Field(description="From the first instant to the last.")
    rate: Quantity = Field(description="Instants a second.")
    coordinates: dict[str, str] = Field(
        description="Role of every coordinate: free, locked, prescribed, coupled, absent."
    )
    strides: list[StrideResult] = Field(description="Strides of both feet.")
    plate: PlateResult | None = Field(description="What the force plate showed; null without forces.")
    reserves: list[ReserveResult] = Field(description="Reserves of all balanced coordinates.")
    strength: list[StrengthResult] = Field(description="What other strengths would give; empty where not asked for.")
    hips: dict[str, HipResult] = Field(description="By side: right, left.")
    warnings: list[WarningResult] = Field(description="What a reader must know.")
    timings: dict[str, Quantity] = Field(description="Seconds that each step took; empty where nobody measured.")
