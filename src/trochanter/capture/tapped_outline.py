"""Following a plain shin by its outline: the map of what looks like the leg is laid over the outline known so far.

A shin that shows nothing to follow (bare skin, plain trousers) still ends where its surroundings begin. The pose is
found by Gauss-Newton steps after Lucas and Kanade (1981) with the four parameters of a similarity, Tukey's weights for
what does not fit (Huber and Ronchetti 2009, doi:10.1002/9780470434697), and the knee held near where it was tapped, for
which the sides of a leg give no measure.
"""

from dataclasses import dataclass

import numpy as np

from trochanter.capture.film import Pixels
from trochanter.capture.tapped_colours import Colours, Map
from trochanter.capture.tapped_layer import FITS, Layer
from trochanter.capture.tapped_picture import LegFrame, colours_of, evenly_lit, opencv
from trochanter.capture.tapped_pose import Similarity, turned
from trochanter.core.arrays import Flags, Floats

LONGEST_PX = 140.0
SURE = 0.6
_BESIDE, _ENDS = 0.42, 0.1
_STEPS, _TURN_SMALL, _SHIFT_SMALL = 8, 5e-4, 5e-4
_KNEE_END = 0.22
_LEAST_TELLING = 0.35  # share of the outline that has to say something
_SIZE, _KNEE = 0.02, (0.08, 0.05)  # standard errors of size (a share) and knee (across, along; shin lengths)
_NOISE = 0.15
_SHADING_FROM, _SHADING_LEAST = (0.1, 0.3), 0.1
_GROWTHS, _LIKELY, _SURELY = 3, 0.6, 0.75
_TOLD_APART = 0.4  # mean likeness of leg less that of what is beside it
_MOST_LEARNED, _RATE = 60, 0.05
_SWEEP_RAD = np.deg2rad(np.arange(-75.0, 75.1, 5.0))


@dataclass(frozen=True, slots=True)
class Fit:
    """A pose and the share of the outline's pixels that agree with it."""

    pose: Similarity
    share: float


@dataclass(slots=True)
class Outline:
    """What is known of one shin. home: pose at the tap; likeness: its outline; shading: what is inside it."""

    frame: LegFrame
    home: Similarity
    colours: Colours
    likeness: Layer
    shading: Layer
    learned: int = 1

    def __post_init__(self) -> None:
        self._prepare()

    @property
    def usable(self) -> bool:
        """Whether leg and surroundings can be told apart by their colours."""
        shape, core, beside = self.likeness.mean, _core(self.frame), _beside(self.frame)
        return float(shape[core].mean() - shape[beside].mean()) > _TOLD_APART

    def fit(self, pixels: Pixels, guess: Similarity) -> Fit:
        """The pose at which the outline fits best, near a guess."""
        pose = guess
        for _ in range(_STEPS):
            step = self._step(pixels, pose)
            pose = pose.after(step)
            if abs(step.angle_rad) < _TURN_SMALL and abs(step.shift) < _SHIFT_SMALL:
                break
        return Fit(pose, _agreeing(self._off(pixels, pose)))

    def search(self, pixels: Pixels, last: Similarity) -> Fit:
        """The pose that fits best of all turns about the knee where it was last seen."""
        turns = [turned(self.home, angle, last.shift - self.home.shift) for angle in _SWEEP_RAD]
        misfits = [float(np.abs(self._off(pixels, pose)).mean()) for pose in turns]
        return max((self.fit(pixels, turns[i]) for i in np.argsort(misfits)[:2]), key=lambda fit: fit.share)

    def learn(self, pixels: Pixels, pose: Similarity) -> None:
        """Take in how colours and outline look at a pose that is sure."""
        colours = colours_of(pixels, pose, self.frame)
        inside = _core(self.frame) | (_broad(self.frame) & (self.likeness.mean > _SURELY))
        other = _beside(self.frame) & (self.colours.likeness(colours) < 0.5)
        self.colours.learn(colours, inside, other, _RATE)
        if self.learned < _MOST_LEARNED:
            self.learned += 1
            self.likeness.learn(_soft(self.colours.likeness(colours)), 1.0 / self.learned)
            self.shading.learn(shaded(colours, self.frame), 1.0 / self.learned)
            self._prepare()

    def _prepare(self) -> None:
        self.likeness.prepare(self.frame)
        self.shading.prepare(self.frame, self.likeness.mean > 0.5)

    def _off(self, pixels: Pixels, pose: Similarity) -> Floats:
        return self.likeness.difference(_soft(self.colours.likeness(colours_of(pixels, pose, self.frame))))

    def _step(self, pixels: Pixels, pose: Similarity) -> Similarity:
        """One Gauss-Newton step, in the shin's own coordinates."""
        colours = colours_of(pixels, pose, self.frame)
        outside = self.likeness.difference(_soft(self.colours.likeness(colours)))
        square, side = self.likeness.normal(outside)
        within, within_side = self.shading.normal(self.shading.difference(shaded(colours, self.frame)))
        part = _shading_counts(_silent(outside))
        held = (_NOISE / np.array([_SIZE, np.inf, *_KNEE])) ** 2
        knee = (pose.shift - self.home.shift) / pose.turn
        off = np.array([np.log(pose.scale / self.home.scale), 0.0, knee.real, knee.imag])
        grow, turn, right, down = np.linalg.solve(
            square + part * within + np.diag(held) + 1e-9 * np.eye(4),
            -(side + part * within_side + held * off),
        )
        return Similarity(complex(1.0 + grow, turn), complex(right, down))


def outlined(pixels: Pixels, home: Similarity) -> Outline:
    """The outline of a shin in the picture in which it was tapped: from the line outwards, as far as colours go."""
    frame = LegFrame(min(home.scale, LONGEST_PX), _BESIDE, _ENDS)
    seen, colours = colours_of(pixels, home, frame), Colours()
    inside, other = _core(frame), _beside(frame)
    for _ in range(_GROWTHS):
        colours.learn(seen, inside, other, 1.0)
        inside = _core(frame) | (_broad(frame) & (_soft(colours.likeness(seen)) > _LIKELY))
    shape = _soft(colours.likeness(seen))
    grid = frame.grid()
    near = np.asarray((grid.imag > _KNEE_END) & (grid.imag < 0.98) & (np.abs(grid.real) < 0.3))
    light = shaded(seen, frame)
    return Outline(
        frame, home, colours, Layer(shape, np.zeros_like(shape), near), Layer(light, np.zeros_like(light), near)
    )


def shaded(colours: Pixels, frame: LegFrame) -> Map:
    """Light and dark on a shin against their surroundings, about -1 to 1 (height, width)."""
    grey = opencv().GaussianBlur(opencv().cvtColor(colours, opencv().COLOR_RGB2GRAY), (0, 0), 1.2)
    return np.asarray(evenly_lit(grey, frame), dtype=np.float32) / 128.0 - 1.0


def _agreeing(difference: Floats) -> float:
    """Share of pixels that agree; where something looks like the leg beside it, another leg may be behind it."""
    agree = float((np.abs(difference) < FITS).mean()) if difference.size else 0.0
    return agree / max(1.0 - _silent(difference), _LEAST_TELLING)


def _silent(difference: Floats) -> float:
    """Share of pixels beside the leg that look like it."""
    return float((difference > FITS).mean()) if difference.size else 1.0


def _shading_counts(silent: float) -> float:
    """How much light and dark inside count: light does not turn with a leg, so little while the outline says enough."""
    low, high = _SHADING_FROM
    return float(np.interp(silent, (low, high), (_SHADING_LEAST, 1.0)))


def _core(frame: LegFrame) -> Flags:
    return _within(frame, 0.05)


def _broad(frame: LegFrame) -> Flags:
    return _within(frame, 0.16)


def _within(frame: LegFrame, half: float) -> Flags:
    grid = frame.grid()
    return np.asarray((grid.imag > 0.08) & (grid.imag < 0.9) & (np.abs(grid.real) < half))


def _beside(frame: LegFrame) -> Flags:
    grid = frame.grid()
    return np.asarray((grid.imag > 0.05) & (grid.imag < 1.0) & (np.abs(grid.real) > 0.26))


def _soft(likeness: Map) -> Map:
    """Without the steps of single pixels, along which nothing could slide."""
    return np.asarray(opencv().GaussianBlur(likeness, (0, 0), 1.2))
