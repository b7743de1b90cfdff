"""The documented shapes of ``measurement.json``: the schema ``trochanter.measurement/1``."""

from pydantic import Field

from trochanter.exchange.shapes import Quantity, Shape


class EndRangeResult(Shape):
    """How far one hip turns in one direction, from its own neutral. Foot out is internal rotation."""

    angle: Quantity = Field(description="Middle of the repeats; where pain began, if it was limited by pain.")
    repeats: list[Quantity] = Field(description="Each repetition.")
    pain: Quantity | None = Field(description="Pain at the end range, 0 to 10; null where nobody asked.")
    pain_place: str | None = Field(description="Where it hurt.")
    limited_by_pain: bool = Field(description="Whether pain stopped the movement: then it is compared with nothing.")


class SideRangeResult(Shape):
    """One hip: both directions, their sum, and the balance (internal less external)."""

    internal: EndRangeResult | None = Field(description="Turning in; null where it was not measured.")
    external: EndRangeResult | None = Field(description="Turning out; null where it was not measured.")
    total: Quantity = Field(description="Both together; null where one is missing or was limited by pain.")
    balance: Quantity = Field(description="Internal less external; null where one is missing or was limited by pain.")


class SetUpResult(Shape):
    """One set-up: everything put in place afresh."""

    name: str = Field(description="Which set-up of the day.")
    measured_on: str = Field(description="Day, as YYYY-MM-DD.")
    measured_by: str = Field(description="Who measured.")
    position: str = Field(description="seated, supine or prone.")
    mode: str = Field(description="active (moved by oneself) or passive (moved by an examiner).")
    method: str = Field(description="Name of a method in the table of methods.")
    sides: dict[str, SideRangeResult] = Field(description="By side: right, left.")
    notices: list["NoticeResult"] = Field(description="What was noticed while measuring.")


class NoticeResult(Shape):
    """Something that a reader must know."""

    code: str = Field(description="For programs.")
    text: str = Field(description="For people.")
    where: str = Field(description="What it is about.")


class DetectableResult(Shape):
    """The smallest difference that can be told from nothing."""

    end: Quantity = Field(description="Of one end range, between the sides or between two days.")
    together: Quantity = Field(description="Of total and balance, which two end ranges enter.")
    how: str = Field(
        description="usual, method (its error is wider than the usual), own (own repeats, finer), own_wider."
    )
    own: Quantity = Field(description="What own repeats give; null where there are too few.")
    recordings: int = Field(description="Own recordings, each set up afresh, that are alike.")
    days: int = Field(description="Days that these are spread over.")
    source: str = Field(description="Where the number comes from.")


class ComparisonResult(Shape):
    """One comparison; null and the reasons where it would not be fair."""

    what: str = Field(description="sides (right less left) or days (now less then).")
    side: str | None = Field(description="Which side; null for right less left.")
    direction: str = Field(description="internal or external.")
    since: str | None = Field(description="The earlier day; null for right less left.")
    difference: Quantity = Field(description="The difference.")
    detectable: Quantity = Field(description="What it has to pass.")
    found: bool = Field(description="Whether it passes; false says no detectable difference, never no difference.")
    reasons: list[str] = Field(description="Why the comparison is refused; empty where it is not.")


class NormResult(Shape):
    """One published value."""

    study: str = Field(description="Its short name.")
    population: str = Field(description="Who was measured.")
    people: int | None = Field(description="How many; null where not told.")
    quantity: str = Field(description="internal, external, total or balance.")
    value: Quantity = Field(description="The mean.")
    spread: Quantity = Field(description="Standard deviation over people.")
    conditions: dict[str, str] = Field(
        description="Its position, mode and method; empty where the source does not say."
    )
    status: str = Field(description="READ in the source or its abstract, or RECALLED from memory: never compared.")
    citation: str = Field(description="Where it is from.")


class NormsResult(Shape):
    """Published values beside one's own: only where position, mode and method are the same."""

    fair: list[NormResult] = Field(description="Alike in all three and read in their source.")
    recalled: list[NormResult] = Field(description="Alike in all three but from memory: not compared.")
    nearest: NormResult | None = Field(description="The closest one that was read, where none is fair.")
    reasons: list[str] = Field(description="Why no fair comparison exists.")


class ErrorCauseResult(Shape):
    """One cause of the error of the method."""

    name: str = Field(description="Name of the cause.")
    words: str = Field(description="What it is.")
    sigma: Quantity = Field(description="Its standard error.")
    shared: bool = Field(description="Whether it is the same on both sides and next time, so gone in a difference.")
    status: str = Field(description="READ in the source or its abstract, DERIVED from it, computed, or an assumption.")
    source: str = Field(description="Citation.")


class ScreenBefore(Shape):
    """What the screen before the measurement said."""

    file: str = Field(description="Name of the screen's file, without folders.")
    sha256: str = Field(description="SHA-256 of its bytes.")
    answered_on: str = Field(description="Day of the answers.")


class GateResult(Shape):
    """One check of a filmed leg."""

    name: str = Field(description="Name of a row in the table of checks (film_gates).")
    label: str = Field(description="What was looked at.")
    value: Quantity = Field(description="What was found; null where it could not be looked at.")
    limit: Quantity = Field(description="From where it is told.")
    kept: bool = Field(description="Whether the film keeps it.")


class HoldResult(Shape):
    """One stretch in which a leg was held."""

    way: str = Field(description="rest, internal or external.")
    start: Quantity = Field(description="When it begins in the film.")
    end: Quantity = Field(description="When it ends.")
    angle: Quantity = Field(description="Its middle, from the first rest; internal rotation is positive.")


class FilmedLegResult(Shape):
    """One leg of a film."""

    side: str = Field(description="right or left.")
    holds: list[HoldResult] = Field(description="Every hold in its order; the first is the neutral position.")
    gates: list[GateResult] = Field(description="What was checked.")


class FilmResult(Shape):
    """A film that was measured."""

    set_up: str = Field(description="Which set-up it is.")
    file: str = Field(description="Name of the film, without folders.")
    sha256: str = Field(description="SHA-256 of its bytes.")
    found_by: str = Field(description="heavy or full (pose model that ran), or taps.")
    duration: Quantity = Field(description="How long it is.")
    rate: Quantity = Field(description="Pictures a second, the median as read.")
    width: Quantity = Field(description="Of the upright picture as it was read.")
    height: Quantity = Field(description="Of the upright picture as it was read.")
    mirrored: bool | None = Field(description="What was said: whether the film is mirrored; null where nobody did.")
    slow_motion: float | None = Field(description="How many times slower it plays, where that was said.")
    legs: list[FilmedLegResult] = Field(description="The legs that were measured.")


class MeasurementResult(Shape):
    """One check of the hips."""

    schema_: str = Field(alias="schema", description="Name and version of this schema.")
    versions: dict[str, str] = Field(description="Versions that a number can depend on.")
    measured_on: str = Field(description="Day, as YYYY-MM-DD.")
    position: str = Field(description="seated, supine or prone.")
    mode: str = Field(description="active or passive.")
    method: str = Field(description="Name of a method.")
    sides: dict[str, SideRangeResult] = Field(description="All set-ups put together, by side: right, left.")
    set_ups: list[SetUpResult] = Field(description="Each set-up by itself.")
    detectable: DetectableResult = Field(description="The smallest difference that can be told from nothing.")
    comparisons: list[ComparisonResult] = Field(description="Right against left, and now against the last check.")
    apart: list[ComparisonResult] = Field(description="Earlier checks that are not comparable, with the reasons.")
    norms: NormsResult = Field(description="Published values.")
    errors: list[ErrorCauseResult] = Field(description="Error budget of the method.")
    screen: ScreenBefore | None = Field(description="The screen before it; null where none was given.")
    notices: list[NoticeResult] = Field(description="What a reader must know.")
    films: list[FilmResult] = Field(default_factory=list, description="The films it was measured from, if any.")
    error_basis: str = Field(default="", description="What the error budget rests on, in words.")
