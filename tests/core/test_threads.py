"""Ranges of frames on threads: every frame once, errors reach the caller."""

import threading

import pytest

import trochanter.core.threads
from trochanter.core.threads import over_frames


@pytest.fixture(params=[1, 2, 5])
def threads(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    count = int(request.param)
    monkeypatch.setattr(trochanter.core.threads, "config", type("config", (), {"NUMBA_NUM_THREADS": count}))
    return count


@pytest.mark.parametrize("frames", [0, 1, 10, 64, 101])
def test_every_frame_is_in_one_range(threads: int, frames: int) -> None:
    seen: list[int] = []
    over_frames(lambda first, last: seen.extend(range(first, last)), frames, 10)
    assert sorted(seen) == list(range(frames))


def test_ranges_do_not_depend_on_the_number_of_threads(threads: int) -> None:
    seen: list[tuple[int, int]] = []
    over_frames(lambda first, last: seen.append((first, last)), 25, 10)
    assert sorted(seen) == [(0, 10), (10, 20), (20, 25)]


def test_errors_pass_through(threads: int) -> None:
    def fail(first: int, last: int) -> None:
        raise ValueError(f"frames {first} to {last}")

    with pytest.raises(ValueError, match="frames 0 to 10"):
        over_frames(fail, 30, 10)


def test_as_many_threads_as_asked_for_work_at_once(threads: int) -> None:
    meeting = threading.Barrier(threads, timeout=10.0)

    def meet(first: int, last: int) -> None:
        assert last - first == 10
        meeting.wait()

    over_frames(meet, 10 * threads, 10)
    assert not meeting.broken


def test_nothing_is_begun_after_an_error(threads: int) -> None:
    begun: list[int] = []

    def fail(first: int, last: int) -> None:
        begun.append(first)
        raise KeyError(last)

    with pytest.raises(KeyError, match="10"):
        over_frames(fail, 10_000, 10)
    assert len(begun) <= threads


def test_ranges_may_share_out_frames_themselves(threads: int) -> None:
    seen: list[int] = []
    over_frames(lambda first, last: over_frames(lambda a, _: seen.append(first + a), last - first, 5), 100, 10)
    assert sorted(seen) == list(range(0, 100, 5))
