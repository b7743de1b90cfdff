"""The documented shapes of ``result.json``: the schema ``trochanter.result/2``."""

from pydantic import Field

from trochanter.exchange.shapes import Curve, Quantity, Shape
from trochanter.exchange.uncertainty_schema import UncertaintyResult


class InputFile(Shape):
    """A file that went in: its role, its name and the SHA-256 of its bytes."""

    role: str = Field(
        description="What the file was: model, coordinates, forces, muscle signals, or what the model was scaled from."
    )
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
    """Load sharing with every muscle's active force multiplied by a factor."""

    factor: Quantity = Field(description="On what every muscle can pull actively; passive forces stay.")
    saturated: int = Field(description="Muscle lines that reach full activation.")
    peak_contact: dict[str, Quantity] = Field(description="Peak hip contact force by side.")
    peak_reserve: Quantity = Field(description="The most that a reserve off the ankle gave.")


class PhaseResult(Shape):
    """A named phase on the hip's axis; whole: whether the record holds all of it."""

    name: str = Field(description="Name of the phase.")
    start: Quantity = Field(description="Where it begins on the axis.")
    end: Quantity = Field(description="Where it ends on the axis.")
    whole: bool = Field(description="Whether the record holds all of it.")


class NearOptimalResult(Shape):
    """Least and most activation at a total cost of (1 + slack) times the optimum."""

    slack: Quantity = Field(description="How far the cost may lie above the optimum: 0.05 is 5 %.")
    low: list[float | None] = Field(description="Least activation at that cost.")
    high: list[float | None] = Field(description="Most activation at that cost.")


class MuscleResult(Shape):
    """One anatomical muscle of one hip, its lines joined: forces and moments are summed over them, the rest is a mean.

    doubt: share of instants with each reason for care.
    """

    muscle: str = Field(description="Name of the muscle.")
    label: str = Field(description="Its name for people.")
    group: str = Field(description="Group of muscles that it belongs to.")
    activation: Curve = Field(description="Activation at the least cost, 0 to 1.")
    near_optimal: list[NearOptimalResult] = Field(description="Range of activations at nearly the least cost.")
    rotation_moment: Curve = Field(description="What it turns the thigh with; inwards is positive.")
    outward_share: Curve = Field(
        description="Its part, 0 to 1, of what all muscles of the hip turn the thigh outwards with; null where that is "
        "less than 0.5 N m."
    )
    inward_share: Curve = Field(description="The same for what turns the thigh inwards.")
    force: Curve = Field(description="Tendon force by body mass, passive force included.")
    passive_force: Curve = Field(description="The passive part of it: what the muscle pulls at no activation.")
    length: Curve = Field(description="Length from origin to insertion, tendon included.")
    fiber_length: Curve = Field(description="Length of the fibres over their optimal length.")
    fiber_velocity: Curve = Field(
        description="Speed of the fibres over their maximum contraction velocity; lengthening is positive."
    )
    arm: dict[str, Curve] = Field(description="Moment arms by movement: flexion, adduction, rotation.")
    doubt: dict[str, Quantity] = Field(description="Share of instants with each reason for care.")


class HipResult(Shape):
    """One hip. Flexion, adduction and internal rotation are positive; moments are what the muscles must produce."""

    axis: Curve = Field(
        description="Where the numbers of all curves lie: percent of the stride or, without complete strides, seconds."
    )
    strides: int = Field(description="How many strides the averages hold; 0 where the record holds no complete one.")
    toe_off: list[Quantity] = Field(description="Where toe-off lies on the axis.")
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
    where: str = Field(description="File without its folders, side or time; may be empty.")


class SideDifferenceResult(Shape):
    """Right minus left of one quantity in one phase, beside the smallest difference that could be detected."""

    quantity: str = Field(description="net: the rotation moment of all muscles; deep: what the deep rotators turn out.")
    phase: str = Field(description="Name of the phase.")
    difference: Quantity = Field(description="Right minus left, mean over the phase and the strides.")
    detectable: Quantity = Field(description="What a difference has to pass to be told from chance and bias.")
    found: bool = Field(description="Whether it does.")


class SidesResult(Shape):
    """Whether right and left differ by more than the method can miss."""

    verdict: str = Field(
        description="detectable, not_detectable, or why there is no verdict: partial, few_strides, plate."
    )
    differences: list[SideDifferenceResult] = Field(description="By quantity and phase; empty where not compared.")


class StretchResult(Shape):
    """A stretch of time."""

    start: Quantity = Field(description="Where it begins.")
    end: Quantity = Field(description="Where it ends.")


class SignalSideResult(Shape):
    """One side's computed activation beside a measured signal."""

    side: str = Field(description="right or left.")
    correlation: Quantity = Field(description="Pearson's, over the record; null where one of the two is flat.")
    on: list[StretchResult] = Field(description="When the computed activation is on.")


class SignalResult(Shape):
    """A measured muscle signal beside computed activation; on: more than half way from its least to its most."""

    column: str = Field(description="Name of the column in the file.")
    muscles: list[str] = Field(description="Muscles that it stands beside.")
    on: list[StretchResult] = Field(description="When the signal is on.")
    computed: list[SignalSideResult] = Field(description="Both sides where the file does not say which it is.")


class LeftOutSignalResult(Shape):
    """A measured signal that stands beside nothing."""

    column: str = Field(description="Name of the column in the file.")
    reason: str = Field(
        description="off_hip: its muscle does not cross the hip; absent: the model lacks it; unknown: no muscle has "
        "that name; empty: no usable values."
    )


class SignalsResult(Shape):
    """Measured muscle signals."""

    compared: list[SignalResult] = Field(description="Signals of muscles that cross the hip.")
    left_out: list[LeftOutSignalResult] = Field(description="All others.")


class MarkerResult(Shape):
    """One marker of the model and how far it stays from the recorded one."""

    name: str = Field(description="Name in the model.")
    recorded: str = Field(description="Name in the recording.")
    segment: str = Field(description="Segment that it is fixed to.")
    weight: Quantity = Field(description="How strongly the fit follows it.")
    rms: Quantity = Field(description="Root mean square distance; null where it was never seen.")
    largest: Quantity = Field(description="Largest distance.")
    seen: Quantity = Field(description="Share of instants at which it was seen.")


class MarkerFitResult(Shape):
    """How well the model's markers meet the recorded ones."""

    rms: Quantity = Field(description="Root mean square distance over all markers and instants.")
    instants: int = Field(description="How many instants were fitted.")
    unconverged: int = Field(description="At how many the best fit was not reached.")
    markers: list[MarkerResult] = Field(description="Every marker, in the order of the model.")


class ErrorPartResult(Shape):
    """One standard error each that one cause leaves in a hip's rotation."""

    cause: str = Field(description="soft_tissue, pelvis, hip_centre, knee_axis or marker_fit.")
    offset: Quantity = Field(description="Standard error of the average over the stride.")
    excursion: Quantity = Field(description="Standard error of the range.")
    shape: Curve = Field(description="Standard error of the curve from its own average.")


class PhaseRotationResult(Shape):
    """Rotation in one phase, from the curve's own average."""

    name: str = Field(description="Name of the phase.")
    mean: Quantity = Field(description="Mean over the phase, with its standard error.")
    stride_sd: Quantity = Field(description="Standard deviation over strides.")


class SideRotationResult(Shape):
    """Rotation of one hip over its complete strides; internal is positive."""

    strides: int = Field(description="How many strides.")
    offset: Quantity = Field(description="Average over the stride: rests on the knee's axis, never to be compared.")
    offset_stride_sd: Quantity = Field(description="Standard deviation of the offset over strides.")
    excursion: Quantity = Field(description="Range of the mean curve.")
    excursion_stride_sd: Quantity = Field(description="Standard deviation of the range over strides.")
    at_contact: Quantity = Field(description="Mean curve at foot contact, offset included.")
    at_toe_off: Quantity = Field(description="Mean curve at toe-off, offset included.")
    shape: Curve = Field(description="Mean curve from its own average, at 101 points of the stride, with every stride.")
    phases: list[PhaseRotationResult] = Field(description="By phase.")
    errors: list[ErrorPartResult] = Field(description="The error budget, chance between strides apart.")


class RotationDifferenceResult(Shape):
    """Right against left of one quantity beside what could be seen."""

    quantity: str = Field(description="excursion (right minus left) or shape (root mean square over the stride).")
    difference: Quantity = Field(description="The difference.")
    chance: Quantity = Field(description="What like sides would reach by chance between these strides, 95 %.")
    detectable: Quantity = Field(description="The smallest difference that could be told, error budget included, 95 %.")
    found: bool = Field(description="Whether the difference passes the detectable one.")


class RhythmResult(Shape):
    """Cadence and durations; spread over strides in the fields that end in sd."""

    cadence: Quantity = Field(description="Steps a minute of both feet.")
    cadence_sd: Quantity = Field(description="Standard deviation over strides.")
    contact: dict[str, Quantity] = Field(description="Mean time on the ground by side.")
    contact_sd: dict[str, Quantity] = Field(description="Its standard deviation by side.")
    step: dict[str, Quantity] = Field(description="Mean time of the step that ends with this side's contact.")
    step_difference: Quantity = Field(description="Step onto the right foot minus step onto the left.")
    step_chance: Quantity = Field(description="What like sides would reach by chance, 95 %; null below two steps.")
    flight: Quantity = Field(
        description="Mean time from a toe-off to the other foot's contact; negative where both feet stand at once."
    )


class HipRotationResult(Shape):
    """Hip rotation with its error: offset, excursion and shape apart."""

    usable: bool = Field(description="Whether rotation can be told from this record.")
    reasons: list[str] = Field(description="Why not, or what to read it with.")
    sides: dict[str, SideRotationResult] = Field(description="By side; empty without complete strides of both.")
    verdict: str = Field(description="differs, not_detectable, few_strides, or none where there is no comparison.")
    offset_difference: Quantity | None = Field(
        description="Right minus left of the offsets, told and never judged; null without complete strides."
    )
    differences: list[RotationDifferenceResult] = Field(description="What was compared.")
    rhythm: RhythmResult = Field(description="Cadence, contact, flight.")


class ResidualResult(Shape):
    """What a whole body leaves over at the pelvis, beside a published limit."""

    peak: Quantity = Field(description="Largest, away from the record's ends.")
    rms: Quantity = Field(description="Root mean square.")
    limit: Quantity = Field(description="The most to be accepted of the peak (Hicks and others 2015).")
    met: bool = Field(description="Whether the peak keeps it.")


class ResidualsResult(Shape):
    """Residual force and moment of a whole body."""

    force: ResidualResult = Field(description="Of the force.")
    moment: ResidualResult = Field(description="Of the moment.")
    external: Quantity = Field(description="Peak net external force, from which both limits follow.")
    height: Quantity = Field(description="Mean height of the body's centre above the ground.")


class Result(Shape):
    """The whole of ``result.json``."""

    schema_name: str = Field(alias="schema", description="Name and version of this shape.")
    name: str = Field(description="Name of the recording.")
    model: str = Field(description="Name of the model.")
    versions: dict[str, str] = Field(description="Versions of trochanter, Python and libraries.")
    inputs: list[InputFile] = Field(description="Files that went in.")
    parameters: dict[str, str | Quantity | None] = Field(
        description="Recorded choices, among them cutoff_hz and person_mass_kg."
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
    sides: SidesResult = Field(description="Whether right and left differ.")
    emg: SignalsResult | None = Field(
        default=None, description="Measured muscle signals beside computed activation; null without signals."
    )
    marker_fit: MarkerFitResult | None = Field(
        default=None, description="How well the markers were met; null where joint angles were given."
    )
    hip_rotation: HipRotationResult | None = Field(default=None, description="Hip rotation with its error budget.")
    residuals: ResidualsResult | None = Field(
        default=None, description="What a whole body leaves over; null without trunk or without forces."
    )
    uncertainty: UncertaintyResult | None = Field(
        default=None, description="Intervals under assumed distributions of the inputs; null where not asked for."
    )
    files: list[str] = Field(
        default_factory=list,
        description="Names of the files written beside this one; a later run replaces or removes them.",
    )
    warnings: list[WarningResult] = Field(description="What a reader must know.")
    timings: dict[str, Quantity] = Field(description="Seconds that each step took; empty where nobody measured.")
