"""The recording behind the packaged trial, taken through the chain once a run of the tests."""

from functools import cache
from pathlib import Path

from scripts.demo.chain import Recorded, followed, mended, recorded
from trochanter.capture.trial import Trajectories
from trochanter.kinematics.demo import demo_body
from trochanter.kinematics.tracked import Tracked


@cache
def demo_recorded(data: Path) -> Recorded:
    """RBDS001 read, mended and scaled."""
    return recorded(data / "rbds001")


@cache
def demo_followed(data: Path) -> Tracked:
    """All 30 s of the mended run as the packaged body follows them."""
    return followed(mended(data / "rbds001"), demo_body())


@cache
def mended_run(data: Path) -> Trajectories:
    """Markers of the run with its labels mended."""
    return mended(data / "rbds001").markers
