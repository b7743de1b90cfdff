"""Archives of phone recordings: damaged, hostile, and simply large ones."""

import random
import shutil
import struct
import zipfile
from pathlib import Path

import pytest

from tests.kinematics.made_phone import Course, Phone, recorded, write_sensor_logger
from trochanter.capture import phone_pack
from trochanter.capture.phone_log import read_phone_log
from trochanter.capture.phone_pack import MOST_MEMBERS, read_pack
from trochanter.core.errors import TrochanterError, UnreadableFile


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("made")
    write_sensor_logger(folder / "log", recorded(Course((30.0,), (30.0,)), Phone(gyroscope_noise_rad_s=0.01), 1))
    return Path(shutil.make_archive(str(folder / "log"), "zip", folder / "log")).read_bytes()


def refused(path: Path) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        read_pack(path)
    assert str(path) in caught.value.where
    assert caught.value.next_step
    return caught.value


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("Gyroscope.csv", b"0,0,0,0,0\n" * 4_000_000)
    assert (tmp_path / "a.zip").stat().st_size < 100_000
    assert "claims to unpack to 38 MB" in refused(tmp_path / "a.zip").what


def test_what_an_archive_says_of_a_size_is_not_believed(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("Gyroscope.csv", b"0,0,0,0,0\n" * 400_000)
    data = (tmp_path / "a.zip").read_bytes()
    lie = data.replace(struct.pack("<I", 4_000_000), struct.pack("<I", 1000))
    assert lie != data
    (tmp_path / "a.zip").write_bytes(lie)
    assert "damaged" in refused(tmp_path / "a.zip").what


def test_many_members_and_too_much_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as made:
        for k in range(MOST_MEMBERS + 1):
            made.writestr(f"{k}.csv", "")
    assert "more than" in refused(tmp_path / "many.zip").what
    monkeypatch.setattr(phone_pack, "MOST_BYTES", 50_000)
    with zipfile.ZipFile(tmp_path / "large.zip", "w") as made:
        made.writestr("Gyroscope.csv", random.Random(1).randbytes(40_000))
        made.writestr("Accelerometer.csv", random.Random(2).randbytes(9_000))
        made.writestr("Gravity.csv", random.Random(3).randbytes(2_000))
    assert "more than" in refused(tmp_path / "large.zip").what or "too many" in refused(tmp_path / "large.zip").what


def test_a_cut_archive_at_any_place(archive: bytes, tmp_path: Path) -> None:
    path = tmp_path / "cut.zip"
    for part in (0.02, 0.3, 0.6, 0.99):
        path.write_bytes(archive[: int(part * len(archive))])
        assert "damaged or was cut off" in refused(path).what


def test_flipped_bytes_never_break_the_reader(archive: bytes, tmp_path: Path) -> None:
    chance, path, outcomes = random.Random(5), tmp_path / "broken.zip", set()
    for _ in range(60):
        broken = bytearray(archive)
        for _ in range(chance.randint(1, 5)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        path.write_bytes(broken)
        try:
            read_phone_log(path)
        except TrochanterError as error:
            outcomes.add(type(error).__name__)
        else:
            outcomes.add("read")
    assert "UnreadableFile" in outcomes


def test_encrypted_and_unusually_packed_members(archive: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(archive.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"))
    assert "encrypted" in refused(path).what
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as made:
        made.writestr("Gyroscope.csv", "x" * 100)
    assert "unusual" in refused(path).what


def test_spreadsheets_and_hidden_files(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as made:
        made.writestr("xl/workbook.xml", "")
        made.writestr("__MACOSX/._Gyroscope.csv", "")
    assert "spreadsheet" in refused(tmp_path / "a.xlsx").what


def test_nothing_is_written_and_names_cannot_leave_the_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr("../Gyroscope.csv", "seconds_elapsed,x,y,z\n0,0,0,0\n")
    assert "no table" in refused(tmp_path / "a.zip").what
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]
    assert not (tmp_path.parent / "Gyroscope.csv").exists()
