"""A small writer of SVG: marks with classes, so that every colour comes from the stylesheet."""

from collections.abc import Iterable, Sequence
from functools import cache
from html import escape

import numpy as np
from numpy.typing import ArrayLike, NDArray

from trochanter.core.sides import Side

WIDE_PX, NARROW_PX = 1040.0, 358.0
LETTER_PX = 0.59


def number(value: float) -> str:
    """A coordinate with at most one decimal.

    >>> number(3.04), number(-0.02)
    ('3', '0')
    """
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


@cache
def _tenths(count: int) -> str:
    """A whole number of tenths, as short as SVG allows, with the sign as separator where there is one.

    >>> _tenths(-4), _tenths(31), _tenths(20)
    ('-.4', ' 3.1', ' 2')
    """
    whole, rest = divmod(abs(count), 10)
    digits = f"{whole or ''}.{rest}" if rest else f"{whole}"
    return f"-{digits}" if count < 0 else f" {digits}"


def points(x: ArrayLike, y: ArrayLike) -> str:
    """Path data through points, to a tenth of a pixel; a gap where y is not finite.

    >>> points([0, 1, 2, 3], [0.0, float("nan"), 4.0, 3.5])
    'M 0 0M 2 4l 1-.5'
    """
    across, down = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    known = np.isfinite(down)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], known, [False]]).astype(np.int8)))
    tenths = np.stack([np.rint(10.0 * across), np.rint(10.0 * np.where(known, down, 0.0))], axis=1).astype(int)
    return "".join(_run(tenths[a:b]) for a, b in zip(edges[::2], edges[1::2], strict=True))


def _run(tenths: NDArray[np.int_]) -> str:
    steps = np.diff(tenths, axis=0).ravel().tolist()
    start = "M" + "".join(_tenths(v) for v in tenths[0].tolist())
    return start + ("l" + "".join(map(_tenths, steps)) if steps else "")


def outline(x: ArrayLike, low: ArrayLike, high: ArrayLike) -> str:
    """Closed path data between two curves."""
    across, below, above = (np.asarray(v, dtype=float) for v in (x, low, high))
    return points(np.concatenate([across, across[::-1]]), np.concatenate([above, below[::-1]])) + "Z"


def text_width(text: str, size_px: float) -> float:
    """Generous width of a text in pixels, for a wide system font."""
    return LETTER_PX * size_px * len(text)


class Drawing:
    """One SVG picture of a fixed width; its height is set when it is closed."""

    def __init__(self, width_px: float) -> None:
        self.width_px, self.wide = width_px, width_px > 2 * NARROW_PX
        self.parts: list[str] = []
        self.boxes: list[tuple[float, float, float, float]] = []

    @property
    def letter_px(self) -> float:
        """Size of plain letters."""
        return 13.0 if self.wide else 12.0

    def path(self, kind: str, data: str) -> None:
        """A path with a class."""
        self.parts.append(f'<path class="{kind}" d="{data}"/>')

    def line(self, kind: str, x1: float, y1: float, x2: float, y2: float) -> None:
        """A straight line with a class."""
        self.path(kind, f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}")

    def rect(self, kind: str, x: float, y: float, width: float, height: float, radius: float = 0.0) -> None:
        """A rectangle with a class."""
        corner = f' rx="{number(radius)}"' if radius else ""
        size = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
        self.parts.append(f'<rect class="{kind}" {size}{corner}/>')

    def circle(self, kind: str, x: float, y: float, radius: float) -> None:
        """A circle with a class."""
        self.parts.append(f'<circle class="{kind}" cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"/>')

    def text(self, kind: str, x: float, y: float, words: str | Iterable[tuple[str, str]]) -> None:
        """Words at a baseline; several (class, words) pieces follow each other."""
        if isinstance(words, str):
            inner = escape(words)
        else:
            gap = ' dx="8"'
            inner = "".join(
                f'<tspan class="{piece}"{gap if i else ""}>{escape(part)}</tspan>'
                for i, (piece, part) in enumerate(words)
            )
        self.parts.append(f'<text x="{number(x)}" y="{number(y)}" class="{kind}">{inner}</text>')

    def badge(self, side: Side, x: float, y: float) -> None:
        """The mark of a side, 18 px: a square for right, a circle for left, with its letter."""
        letter = side.word[0].upper()
        if side is Side.RIGHT:
            self.rect(f"bd{letter}", x, y, 18, 18, 4)
        else:
            self.circle(f"bd{letter}", x + 9, y + 9, 9)
        self.text("t1 b m s", x + 9, y + 13.2, letter)

    def hit(self, x: float, y: float, width: float, height: float, columns: Sequence[str]) -> None:
        """An unseen field over a panel: the page's script reads the named columns of the figure's numbers there."""
        size = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
        self.parts.append(f'<rect class="hit" {size} data-c="{escape("|".join(columns))}"/>')

    def close(self, height_px: float, sentence: str) -> str:
        """The finished picture, described by a sentence."""
        kind = "wide" if self.wide else "narrow"
        box = f'viewBox="0 0 {number(self.width_px)} {number(height_px)}"'
        body = "\n".join(self.parts)
        return f'<svg class="{kind}" {box} role="img" aria-label="{escape(sentence)}">\n{body}\n</svg>'
