"""One family of errors: each says what was wrong, where, what would be valid, what to do next."""

from collections.abc import Iterable
from difflib import get_close_matches


def one_of(options: Iterable[str], most: int = 12) -> str:
    """List options for a message: quoted, sorted, shortened.

    >>> one_of(["b", "a"])
    "'a', 'b'"
    """
    names = sorted(options)
    shown = ", ".join(repr(name) for name in names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"


class TrochanterError(Exception):
    """Base of all errors that a user can cause and mend.

    ``what`` happened, ``where`` (file, trial, side, sample), what would be ``valid``, what to do ``next_step``.
    """

    def __init__(self, what: str, *, where: str = "", valid: str = "", next_step: str = "") -> None:
        self.what, self.where, self.valid, self.next_step = what, where, valid, next_step
        place = f"{where}: " if where else ""
        parts = [f"{place}{what}"]
        if valid:
            parts.append(f"Valid: {valid}")
        if next_step:
            parts.append(f"Next: {next_step}")
        super().__init__("\n".join(parts))


class UnreadableFile(TrochanterError):
    """A file cannot be read as what it is said to be."""


class UnwritableFile(TrochanterError):
    """A file cannot be written."""


class UnknownFormat(TrochanterError):
    """No reader knows what these bytes are."""

    def __init__(self, where: str, known: Iterable[str], looks_like: str = "", next_step: str = "") -> None:
        super().__init__(
            f"trochanter does not recognise this file's content{f': it is {looks_like}' if looks_like else ''}",
            where=where,
            valid=f"one of the formats {one_of(known)}",
            next_step=next_step or "check that the file is complete and of a listed format",
        )


class UnsupportedElement(TrochanterError):
    """A model uses an element that would change the result and that trochanter cannot evaluate."""

    def __init__(self, where: str, element: str, owner: str, valid: Iterable[str], next_step: str = "") -> None:
        self.element, self.owner = element, owner
        super().__init__(
            f"'{owner}' uses {element}, which trochanter cannot evaluate",
            where=where,
            valid=one_of(valid),
            next_step=next_step or "replace the element in the model, or report it so that it can be added",
        )


class CannotExport(TrochanterError):
    """A body has something that the format asked for cannot hold."""

    def __init__(self, where: str, owner: str, element: str, file_format: str, next_step: str) -> None:
        super().__init__(
            f"'{owner}' has {element}, which {file_format} cannot hold",
            where=where,
            valid=f"a model that {file_format} can hold whole",
            next_step=next_step,
        )


class UnknownName(TrochanterError):
    """A name that does not exist was asked for."""

    def __init__(self, kind: str, name: str, options: Iterable[str], where: str = "") -> None:
        names = list(options)
        close = get_close_matches(name, names, n=1)
        step = "use one of the names above" if names else "check the name"
        super().__init__(
            f"there is no {kind} '{name}'",
            where=where,
            valid=one_of(names),
            next_step=f"did you mean '{close[0]}'?" if close else step,
        )


class BadSetting(TrochanterError):
    """An option has a value outside what it can take."""

    def __init__(self, option: str, got: object, valid: str, next_step: str = "") -> None:
        super().__init__(
            f"{option} cannot be {got!r}", valid=valid, next_step=next_step or f"give {option} a valid value"
        )


class ImpossibleData(TrochanterError):
    """Data that break a promise of their format or of physics."""


class MissingInput(TrochanterError):
    """An input that the work needs is not there."""


class MissingExtra(TrochanterError):
    """An optional dependency is needed."""

    def __init__(self, package: str, extra: str, why: str) -> None:
        super().__init__(
            f"{why} needs the package '{package}'",
            valid=f"an installation with the extra '{extra}'",
            next_step=f"pip install 'trochanter[{extra}]'",
        )
