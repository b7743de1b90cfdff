"""Set-ups of all times to the latest check of each kind, with those before it to compare with."""

from collections.abc import Sequence

from trochanter.kinematics.comparing_check import HipCheck, check_hips
from trochanter.kinematics.rotation_range import RotationRange


def latest_checks(recordings: Sequence[RotationRange]) -> tuple[HipCheck, ...]:
    """The last check of each kind (position, mode, method), all other recordings as earlier ones."""
    kinds = dict.fromkeys(map(_kind, recordings))
    last = [_last([each for each in recordings if _kind(each) == kind]) for kind in kinds]
    return tuple(check_hips(now, [each for each in recordings if each not in now]) for now in last)


def _kind(each: RotationRange) -> tuple[str, str, str]:
    return each.position, each.mode, each.method


def _last(alike: list[RotationRange]) -> list[RotationRange]:
    day = max(each.measured_on for each in alike)
    return [each for each in alike if each.measured_on == day]
