"""Whether what a caller gives is of the kind that a verb takes: one clear error at the door, not a fault behind it."""

from trochanter.core.errors import BadSetting


def expect(name: str, value: object, kinds: type | tuple[type, ...], valid: str) -> None:
    """Raise BadSetting where ``value`` is of none of the ``kinds``; ``valid`` says in words what would be.

    >>> expect("path", 3, str, "the name of a file")
    Traceback (most recent call last):
    ...
    trochanter.core.errors.BadSetting: path cannot be 3
    Valid: the name of a file
    Next: give path a valid value
    """
    if not isinstance(value, kinds):
        plain = value is None or isinstance(value, bool | int | float | str)
        raise BadSetting(name, value if plain else _Kind(value), valid)


class _Kind:
    """Stands for a value too long to be shown."""

    def __init__(self, value: object) -> None:
        self._name = type(value).__name__

    def __repr__(self) -> str:
        return f"a value of type {self._name}"
