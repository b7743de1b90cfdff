"""Script and style that are committed are what their sources build, fetch nothing from elsewhere, and stay small."""

import gzip
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from trochanter.web.words import LANGUAGES, Words

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "web"
STATIC = ROOT / "src" / "trochanter" / "web" / "static"
MOST_GZIPPED = 400_000
MADE_BY_HAND = {"mark.svg"}
ADDRESS = re.compile(rb"https?:(?:\\?/){2}[\w.-]+")
# Names, not addresses: no browser fetches an XML namespace.
NAMESPACES = {b"http://www.w3.org"}


def _npm(folder: Path, *words: str, **more: str) -> str:
    done = subprocess.run(
        ["npm", *words], cwd=folder, env=os.environ | more, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"npm {' '.join(words)}: {done.stdout[-1500:]}\n{done.stderr[-1500:]}"
    return done.stdout


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources elsewhere, with the packages that the lock names."""
    folder = tmp_path_factory.mktemp("web")
    shutil.copytree(SOURCES, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules", ".tests"))
    _npm(folder, "ci", "--no-audit", "--no-fund")
    return folder


@pytest.mark.needs("node")
def test_the_committed_bundle_is_what_the_sources_build(copied: Path, tmp_path: Path) -> None:
    _npm(copied, "run", "build", TROCHANTER_STATIC=str(tmp_path))
    built = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    committed = {
        file.name: file.read_bytes()
        for file in STATIC.iterdir()
        if file.suffix in (".js", ".css", ".txt") and file.name not in MADE_BY_HAND
    }
    assert sorted(built) == sorted(committed), "run 'npm run build' in web/, and remove what is no longer built"
    stale = [name for name in built if built[name] != committed[name]]
    assert not stale, f"{stale} are not what web/ builds: run 'npm run build' there"


@pytest.mark.needs("node")
def test_the_sources_have_sound_types_and_pass_their_own_tests(copied: Path) -> None:
    _npm(copied, "run", "check")
    told = _npm(copied, "test")
    assert int(re.findall(r"# pass (\d+)", told)[-1]) >= 20
    assert re.findall(r"# fail (\d+)", told)[-1] == "0"


def test_nothing_is_fetched_from_elsewhere() -> None:
    for file in STATIC.iterdir():
        if file.suffix in (".js", ".css", ".svg"):
            assert set(ADDRESS.findall(file.read_bytes())) <= NAMESPACES, file.name
    for file in STATIC.glob("*.css"):
        assert set(re.findall(r"url\(([^)]+)\)", file.read_text())) <= {"#hatch"}, file.name


def test_no_script_of_ours_makes_code_or_markup_of_text() -> None:
    made = re.compile(
        r"\beval\(|\bFunction\(|set(Timeout|Interval)\([\"'`]|\.(inner|outer)HTML\b|insertAdjacentHTML|document\.write"
    )
    for file in (SOURCES / "src").rglob("*.ts"):
        assert not made.search(file.read_text(encoding="utf-8")), file


def test_the_scripts_are_small_enough() -> None:
    sizes = {file.name: len(gzip.compress(file.read_bytes(), mtime=0)) for file in STATIC.glob("*.js")}
    print(f"gzipped: {sum(sizes.values())} bytes: {sizes}")
    assert {"app.js", "shared.js", "session.js", "chart.js", "tap.js", "webcam.js", "viewer.js"} <= set(sizes)
    assert sum(sizes.values()) < MOST_GZIPPED


def test_chunks_name_each_other_by_their_bytes() -> None:
    """Only imports with a hash may be kept for good; app.js is never imported, so it never runs twice."""
    found: dict[str, str] = {}
    for file in STATIC.glob("*.js"):
        for name, version in re.findall(r"[\"'`]\./([\w-]+\.js)(\?v=[0-9a-f]{12})?[\"'`]", file.read_text()):
            assert version, f"{file.name} imports {name} without its hash"
            assert name != "app.js"
            assert found.setdefault(name, version) == version
    assert {"shared.js", "viewer.js"} <= set(found)


def test_licences_of_all_that_is_bundled_go_along() -> None:
    told = (STATIC / "LICENSES.txt").read_text(encoding="utf-8")
    wanted = json.loads((SOURCES / "package.json").read_text())["dependencies"]
    for name, version in wanted.items():
        assert re.fullmatch(r"[\d.]+", version), f"{name} is not pinned"
        assert f"{name} {version} (" in told
    assert not re.search(r"\b(A?GPL|LGPL)\b", told)


def _words_asked_for() -> set[str]:
    """The keys of words in the scripts; what stands in ${} may be any of its kind."""
    found: set[str] = set()
    for file in (SOURCES / "src").rglob("*.ts"):
        if "viewer" in file.parts:
            continue  # which has words of its own
        text = file.read_text(encoding="utf-8")
        for many, words in re.findall(r"\bsay(Many)?\(((?:[^()]|\([^()]*\))*)", text):
            keys = re.findall(r"[\"`]([a-z]+\.[\w${}().]+)[\"`]", words)
            found |= {f"{key}_{number}" for key in keys for number in ("one", "many")} if many else set(keys)
    return found


def test_every_word_that_a_script_says_is_there() -> None:
    asked = _words_asked_for()
    assert len(asked) > 90
    for language in LANGUAGES:
        told = Words(language).under("script")
        assert not [key for key in told if key not in Words("en").under("script")]
        for key in asked:
            pattern = re.sub(r"\\\$\\{.*?\\}", r"[a-z_]+", re.escape(key))
            assert any(re.fullmatch(pattern, each) for each in told), key


def test_every_module_that_a_page_names_exists() -> None:
    modules = (SOURCES / "src" / "modules.ts").read_text(encoding="utf-8")
    known = set(re.findall(r'^  "?([\w-]+)"?(?:,|: \(\) => import)', modules, re.MULTILINE))
    assert {"session-player", "queue", "chart", "tap-track", "webcam", "upload", "job", "viewer"} <= known
    for page in (STATIC.parent / "templates").glob("*.html"):
        asked = re.findall(r'data-module="([\w-]+)"', page.read_text(encoding="utf-8"))
        assert set(asked) <= known, page.name


def test_the_lock_names_no_place() -> None:
    lock = (SOURCES / "package-lock.json").read_text()
    assert "resolved" not in lock
    assert "://" not in lock
    assert '"integrity"' in lock
