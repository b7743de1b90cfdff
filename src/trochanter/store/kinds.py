"""The kinds of document that are kept: their schema, their table, and where in them their day stands."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from trochanter.core.errors import UnknownName


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document. private_key: what stays out of an export unless it is asked for, empty for nothing."""

    kind: str
    schema: str
    table: str
    day_key: str
    private_key: str


@cache
def kinds() -> Mapping[str, Kind]:
    """All kinds by their name, from ``data/kinds.csv``."""
    text = files("trochanter.store").joinpath("data", "kinds.csv").read_text(encoding="utf-8")
    return {row["kind"]: Kind(**row) for row in csv.DictReader(text.splitlines())}


def kind_named(name: str) -> Kind:
    """The kind of a name; raises UnknownName."""
    if name not in kinds():
        raise UnknownName("kind of document", name, kinds())
    return kinds()[name]


def kind_of_schema(schema: str, where: str = "") -> Kind:
    """The kind that a schema belongs to; raises UnknownName."""
    found = {each.schema: each for each in kinds().values()}
    if schema not in found:
        raise UnknownName("schema of a document that is kept", schema, found, where)
    return found[schema]
