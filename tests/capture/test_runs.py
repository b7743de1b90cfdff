"""Runs out of files of strangers: read, or refused with what to do; never a traceback, never believed blindly."""

import datetime as dt
from pathlib import Path
from random import Random

import pytest

from tests.capture.made_fit import CYCLING, activity, fit, record, session, sport
from trochanter.capture.runs import RecordedRun, read_runs
from trochanter.core.errors import ImpossibleData, TrochanterError, UnreadableFile

TODAY = dt.date(2026, 11, 22)
EVENING = dt.datetime(2026, 11, 20, 23, 30, tzinfo=dt.UTC)
needs_fit = pytest.mark.needs("fitdecode")


def written(tmp_path: Path, data: bytes | str, name: str = "run.fit") -> Path:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


@needs_fit
def test_a_run_of_a_watch(tmp_path: Path) -> None:
    path = written(tmp_path, fit(session(EVENING), activity(EVENING, 0)))
    assert read_runs(path, TODAY) == (RecordedRun(dt.date(2026, 11, 20), 5.02, 30.0, "run.fit"),)


@needs_fit
@pytest.mark.parametrize(("offset_h", "day"), [(1, 21), (0, 20), (-8, 20), (13, 21)])
def test_the_day_is_the_watch_s_own(tmp_path: Path, offset_h: int, day: int) -> None:
    path = written(tmp_path, fit(session(EVENING), activity(EVENING, offset_h)))
    assert read_runs(path, TODAY)[0].on == dt.date(2026, 11, day)


@needs_fit
def test_of_several_sports_the_runs_are_taken(tmp_path: Path) -> None:
    path = written(tmp_path, fit(session(EVENING, sport=CYCLING), session(EVENING), activity(EVENING, 0)))
    assert len(read_runs(path, TODAY)) == 1


@needs_fit
def test_a_watch_that_died_before_its_summary(tmp_path: Path) -> None:
    later = EVENING + dt.timedelta(minutes=20)
    records = [record(EVENING, 0.0), record(EVENING + dt.timedelta(minutes=9), 1500.0), record(later, 3300.0)]
    path = written(tmp_path, fit(sport(), *records, activity(later, 0)))
    assert read_runs(path, TODAY) == (RecordedRun(dt.date(2026, 11, 20), 3.3, 20.0, "run.fit"),)


@needs_fit
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (fit(session(EVENING, sport=CYCLING)), "cycling"),
        (fit(), "no run"),
        (fit(record(EVENING, 100.0)), "no run"),
    ],
    ids=["another sport", "nothing", "no sport"],
)
def test_what_is_no_run_is_told(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        read_runs(written(tmp_path, data), TODAY)


@needs_fit
@pytest.mark.parametrize("start", [dt.datetime(1990, 1, 1, tzinfo=dt.UTC), dt.datetime(2031, 1, 1, tzinfo=dt.UTC)])
def test_a_clock_that_was_never_set(tmp_path: Path, start: dt.datetime) -> None:
    with pytest.raises(TrochanterError, match="clock"):
        read_runs(written(tmp_path, fit(session(start), activity(start, 0))), TODAY)


@needs_fit
def test_a_distance_that_nobody_runs(tmp_path: Path) -> None:
    with pytest.raises(ImpossibleData, match="km"):
        read_runs(written(tmp_path, fit(session(EVENING, metres=4e6), activity(EVENING, 0))), TODAY)


@needs_fit
def test_damaged_files_are_refused_whatever_is_damaged(tmp_path: Path) -> None:
    whole = fit(session(EVENING), *(record(EVENING, 10.0 * k) for k in range(5)), activity(EVENING, 1))
    chance = Random(5)
    for k in range(200):
        data = bytearray(whole)
        if k % 2:
            data = data[: chance.randrange(12, len(data))]
        else:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        with pytest.raises(TrochanterError) as refused:
            read_runs(written(tmp_path, bytes(data)), TODAY)
        assert refused.value.next_step


@needs_fit
def test_more_messages_than_any_run_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trochanter.capture.runs_fit.MOST_MESSAGES", 50)
    data = fit(session(EVENING), *(record(EVENING, 1.0 * k) for k in range(60)))
    with pytest.raises(UnreadableFile, match="50 messages"):
        read_runs(written(tmp_path, data), TODAY)


TABLE = "date,distance_km,minutes\n2026-11-20,5.2,31:30\n2026-11-18,4,25\n2026-11-19,,1:02:00\n"


def test_a_table_of_runs(tmp_path: Path) -> None:
    found = read_runs(written(tmp_path, TABLE, "runs.csv"), TODAY)
    assert [(each.on.day, each.distance_km, each.minutes) for each in found] == [
        (18, 4.0, 25.0),
        (19, None, 62.0),
        (20, 5.2, 31.5),
    ]


def test_semicolons_decimal_commas_and_other_sports(tmp_path: Path) -> None:
    text = "Day;Km;Sport\n2026-11-20;5,2;Running\n2026-11-21;20,0;Ride\n"
    found = read_runs(written(tmp_path, text, "runs.csv"), TODAY)
    assert [(each.on.day, each.distance_km) for each in found] == [(20, 5.2)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", "no column"),
        ("date,km\n", "no run"),
        ("date,km\n20.11.2026,5\n", "no run"),
        ("date,km\n2026-11-20,five\n", "no run"),
        ("date,km\n2026-12-20,5\n", "clock"),
        ("date,km\n2026-11-20,-5\n", "cannot have"),
        ("date,km\n2026-11-20,nan\n", "cannot have"),
    ],
)
def test_tables_that_tell_of_no_run(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(TrochanterError, match=words):
        read_runs(written(tmp_path, text, "runs.csv"), TODAY)


def test_a_file_that_is_called_fit_and_is_none(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="damaged or of something else"):
        read_runs(written(tmp_path, b"PK\x03\x04 zip"), TODAY)


@needs_fit
def test_hostile_bytes_with_true_checksums_are_read_or_refused(tmp_path: Path) -> None:
    whole = fit(session(EVENING), *(record(EVENING, 10.0 * k) for k in range(3)), activity(EVENING, 1))
    chance = Random(7)
    for _ in range(400):
        body = bytearray(whole[14:-2])
        for _ in range(chance.randrange(1, 6)):
            body[chance.randrange(len(body))] = chance.randrange(256)
        try:
            found = read_runs(written(tmp_path, fit(bytes(body))), TODAY)
        except TrochanterError:
            continue
        assert all(each.on <= TODAY for each in found)
