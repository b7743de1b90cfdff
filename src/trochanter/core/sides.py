"""The two sides of a person: always the person's own left and right."""

from enum import StrEnum


class Side(StrEnum):
    """A side of the body. The value is the suffix that models use (``hip_flexion_r``)."""

    RIGHT = "r"
    LEFT = "l"

    @property
    def word(self) -> str:
        """The side as a person reads it.

        >>> Side.RIGHT.word
        'right'
        """
        return "right" if self is Side.RIGHT else "left"

    @property
    def other(self) -> "Side":
        """The opposite side."""
        return Side.LEFT if self is Side.RIGHT else Side.RIGHT


SIDES: tuple[Side, Side] = (Side.RIGHT, Side.LEFT)


def side_of(name: str) -> Side | None:
    """Read the side off a model's name; None where it carries none.

    >>> side_of("glmed1_r")
    <Side.RIGHT: 'r'>
    >>> side_of("/bodyset/femur_l") is Side.LEFT
    True
    >>> side_of("torso") is None
    True
    """
    tail = name.rsplit("_", 1)[-1].lower()
    if tail in ("r", "right"):
        return Side.RIGHT
    if tail in ("l", "left"):
        return Side.LEFT
    return None
