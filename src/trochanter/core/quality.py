"""Numbers with their error, quality with its reasons, sources with their address."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number or sentence comes from."""

    citation: str
    doi: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measured number: value and standard error in ``unit``; ``sigma`` is NaN where nobody knows it."""

    value: float
    sigma: float
    unit: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Quality:
    """Whether data can answer a question, and the reasons where they cannot or only with care."""

    usable: bool
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a reader of a result must know: ``code`` for programs, ``text`` for people."""

    code: str
    text: str
    where: str = ""
