"""What a scene hands to whoever films it: people and their postures over time, the room, the camera, and the truth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from tests.synthetic.camera import Camera
from tests.synthetic.clothing import COLOURS, Clothing
from tests.synthetic.posture import Posture
from tests.synthetic.studio import Box, Light
from trochanter.core.arrays import Floats


@dataclass(frozen=True, slots=True)
class Actor:
    """One person of a scene: what it wears, and its posture in every picture."""

    postures: Sequence[Posture]
    clothing: Clothing = "shorts"
    shirt: tuple[float, float, float] = COLOURS["shirt"]


@dataclass(frozen=True, slots=True)
class Play:
    """A scene, ready to be filmed. The first of ``people`` is measured; ``truth`` holds what else is known.

    time_s (n,): when the pictures are taken; grain: standard deviation of the sensor's noise, in shades of 255;
    turned: quarter turns to the left by which the finished film is turned (a film taken sideways).
    """

    time_s: Floats
    people: Sequence[Actor]
    camera: Camera
    boxes: Sequence[Box]
    light: Light = field(default_factory=Light)
    grain: float = 2.5
    turned: int = 0
    truth: Mapping[str, Floats] = field(default_factory=dict)


class Scene(Protocol):
    """Anything that can be filmed; its ``repr`` says all that it is made of, and so names the film."""

    def play(self) -> Play:
        """People, room, camera and truth."""
        ...
