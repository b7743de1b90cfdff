"""The documented shapes of ``appearance.json``: the schema ``trochanter.appearance/1``."""

from pydantic import Field

from trochanter.exchange.measurement_schema import NoticeResult, ScreenBefore
from trochanter.exchange.shapes import Quantity, Shape


class FilmResult(Shape):
    """The film, and what found the points in it."""

    name: str = Field(description="Name of the file, without folders.")
    sha256: str = Field(description="SHA-256 of its bytes.")
    model: str = Field(description="Which pose model ran: heavy or full.")
    pictures_a_second: Quantity = Field(description="Median over the film, in seconds of the world.")
    duration: Quantity = Field(description="How long, in seconds of the world.")
    width: Quantity = Field(description="Of the upright picture, as it was read.")
    height: Quantity = Field(description="Of the upright picture, as it was read.")


class AppearanceNumberResult(Shape):
    """One thing that is read off the pictures. Two-dimensional appearance, compared within one person only."""

    quantity: str = Field(description="Name of the quantity.")
    words: str = Field(description="What it is.")
    positive: str = Field(description="What a positive number means.")
    side: str | None = Field(description="right or left; null where it belongs to both.")
    value: Quantity = Field(description="Median over repetitions or steps, with its standard error.")
    repeats: list[Quantity] = Field(description="Each repetition or step.")
    detectable: Quantity = Field(description="How much it has to change until the next film before that is likely.")


class LeftOutResult(Shape):
    """Something that this film cannot give."""

    quantity: str = Field(description="Name of the quantity.")
    reason: str = Field(description="Why not.")


class AppearanceChangeResult(Shape):
    """One quantity now less then; null and the reasons where that would not be fair."""

    quantity: str = Field(description="Name of the quantity.")
    side: str | None = Field(description="right or left; null where it belongs to both.")
    since: str = Field(description="The earlier day, as YYYY-MM-DD.")
    change: Quantity = Field(description="Now less then.")
    detectable: Quantity = Field(description="What it has to pass.")
    found: bool = Field(description="Whether it passes; false says no detectable change, never no change.")
    reasons: list[str] = Field(description="Why it is refused; empty where it is not.")


class ApartResult(Shape):
    """An earlier film that is not compared."""

    measured_on: str = Field(description="Its day, as YYYY-MM-DD.")
    reasons: list[str] = Field(description="Why not.")


class AppearanceCauseResult(Shape):
    """One cause of the error of a quantity."""

    quantity: str = Field(description="Name of the quantity.")
    name: str = Field(description="Name of the cause.")
    words: str = Field(description="What it is.")
    sigma: Quantity = Field(description="Its standard error.")
    shared: bool = Field(description="Whether it is the same in the next film, and so gone in a change.")
    status: str = Field(description="READ in the source or its abstract, DERIVED from it, computed, or an assumption.")
    source: str = Field(description="Citation.")


class CountsResult(Shape):
    """How many repetitions or steps."""

    right: int = Field(description="Of the right leg.")
    left: int = Field(description="Of the left leg.")


class AppearanceResult(Shape):
    """One film of a control test or a run."""

    schema_: str = Field(alias="schema", description="Name and version of this schema.")
    versions: dict[str, str] = Field(description="Versions that a number can depend on.")
    kind: str = Field(description="control_test or running_video.")
    view: str = Field(description="front, side or rear.")
    exercise: str = Field(description="single_leg_squat, step_down or running.")
    side: str | None = Field(description="The leg stood on, or the side that faces the camera; null from behind.")
    measured_on: str = Field(description="Day, as YYYY-MM-DD.")
    film: FilmResult = Field(description="The film.")
    belt_speed: Quantity = Field(description="Speed of the belt; null where it was not told.")
    pain: Quantity | None = Field(description="Pain while it was filmed, 0 to 10; null where nobody asked.")
    counts: CountsResult = Field(description="Repetitions or steps.")
    numbers: list[AppearanceNumberResult] = Field(description="What was read.")
    left_out: list[LeftOutResult] = Field(description="What this film cannot give, with the reasons.")
    cannot_show: list[str] = Field(description="What no film of this kind can show.")
    changes: list[AppearanceChangeResult] = Field(description="Against the latest earlier film that is alike.")
    apart: list[ApartResult] = Field(description="Earlier films that are not compared.")
    errors: list[AppearanceCauseResult] = Field(description="Error budget of each number.")
    screen: ScreenBefore | None = Field(description="The screen before it.")
    notices: list[NoticeResult] = Field(description="What a reader must know.")
