"""Everything that decoding will load, loaded before the film: afterwards the process can open no file any more.

Runs only in the process of ``film_child``.
"""

from fractions import Fraction
from importlib import import_module
from pkgutil import walk_packages

from trochanter.capture.film_canvas import Canvas, Look
from trochanter.capture.film_times import gaps, playing_times, rate_range, sifted


def rehearse() -> None:
    """Import all of PyAV, and go once through the parts of NumPy and PyAV that load others when they are used."""
    from av.video.frame import VideoFrame

    package = import_module("av")
    for module in walk_packages(package.__path__, "av."):
        if not module.name.endswith(("__main__", "datasets")):  # what PyAV offers to people, not to programs
            import_module(module.name)
    times_s = playing_times(range(120), 1.0 / 30.0)
    gaps(times_s)
    rate_range(times_s)
    sifted(times_s, 60.0)
    blank = VideoFrame(64, 32, "yuv420p")
    blank.time_base = Fraction(1, 30)
    canvas, look = Canvas(blank, longest_px=32, mirrored=True, pixel_aspect=1.0), Look()
    for _ in range(2):
        look.at(canvas.painted(blank))
