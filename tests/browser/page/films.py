"""The demo film of the package, cut as a person cuts a film: one leg in a file of its own, and ways to break it."""

from fractions import Fraction
from importlib.resources import files
from pathlib import Path

RIGHT_ENDS_S = 23.4
DEMO = Path(str(files("trochanter.capture").joinpath("data", "demo_film.mp4")))
RIGHT_KNEE, RIGHT_ANKLE = (0.494, 0.484), (0.500, 0.638)


def right_leg(folder: Path) -> Path:
    """The first part of the demo film, in which the right leg turns; without encoding it anew."""
    import av

    target = folder / "right leg.mp4"
    with av.open(str(DEMO)) as given, av.open(str(target), "w") as made:
        source = given.streams.video[0]
        stream = made.add_stream_from_template(source)
        for packet in given.demux(source):
            if packet.pts is None or packet.pts * (packet.time_base or Fraction(1)) > RIGHT_ENDS_S:
                continue
            packet.stream = stream
            made.mux(packet)
    return target
