"""What all documented shapes are made of: a strict base, a number with its unit, a curve."""

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

    strides: each stride by itself; stride_sd: spread over strides; sigma: standard error; set_low, set_high: range
    (not an interval) over the parameter sets of the deep rotators.
    """

    unit: str = Field(description="Unit of all numbers of the curve.")
    values: list[float | None] = Field(
        description="One number an instant of the axis: the mean where there are strides."
    )
    strides: list[list[float | None]] | None = Field(
        default=None,
        description="One list a stride that was used, in the order of time; null where there are not several, or where "
        "only mean and spread are kept.",
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
