"""What all pages share: templates, stylesheet and script."""

from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from trochanter.reporting.sentences import say


def asset(name: str) -> str:
    """A text file of this room."""
    return files("trochanter.reporting").joinpath(name).read_text("utf-8")


@cache
def environment() -> Environment:
    """The templates, which know all sentences."""
    found = Environment(
        loader=PackageLoader("trochanter.reporting", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    found.globals["say"] = say
    return found
