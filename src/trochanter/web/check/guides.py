"""The drawings of how to record, as the page shows them: the ones of the documentation."""

from collections.abc import Mapping
from functools import cache

from trochanter.reporting.figures.frame import Figure


@cache
def figures_of(way: str) -> Mapping[str, Figure]:
    """Drawings by name for a way to measure: 'seated', 'lying', 'phone'."""
    if way == "phone":
        from trochanter.reporting.figures.phone_on_shin import figure

        return {"phone": figure()}
    from trochanter.reporting.figures.filming import lying, seated

    return {"seated": seated(), "lying": lying()}
