"""The needs plugin: what is absent is skipped and counted, and fails where it is required."""

from pathlib import Path

import pytest

from tests.plugins.needs import NEEDS

NEEDY = """
import pytest

@pytest.mark.needs("shared-data")
def test_recording(shared_data):
    assert (shared_data / "README.md").is_file()

def test_plain():
    pass
"""


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """An empty project with the plugin, whose recordings are absent."""
    monkeypatch.setenv("TROCHANTER_DATA", str(pytester.path / "nowhere"))
    monkeypatch.delenv("TROCHANTER_REQUIRE", raising=False)
    return pytester


def outcome(project: pytest.Pytester, code: str, **counts: int) -> str:
    """Run ``code`` as a test file, check the counts, return what was printed."""
    project.makepyfile(code)
    result = project.runpytest_inprocess("-p", "tests.plugins.needs")
    result.assert_outcomes(**counts)
    assert (result.ret == 0) == (not {"failed", "errors"} & set(counts))
    return str(result.stdout)


def test_absence_is_a_skip_with_its_reason(run: pytest.Pytester) -> None:
    said = outcome(run, NEEDY, passed=1, skipped=1)
    assert f"shared-data         0        1  no recordings in {run.path / 'nowhere'}; set TROCHANTER_DATA" in said
    assert "nothing             1        0\n" in said


@pytest.mark.parametrize("required", ["all", "shared-data", "npm, shared-data"])
def test_required_absence_is_a_failure(run: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, required: str) -> None:
    monkeypatch.setenv("TROCHANTER_REQUIRE", required)
    said = outcome(run, NEEDY, passed=1, errors=1)
    assert "TROCHANTER_REQUIRE forbids its absence: no recordings" in said
    assert "shared-data         0        1  no recordings" in said


def test_an_absence_that_is_not_required_stays_a_skip(run: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROCHANTER_REQUIRE", "npm")
    outcome(run, NEEDY, passed=1, skipped=1)


def test_presence_runs(run: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "README.md").touch()
    monkeypatch.setenv("TROCHANTER_DATA", str(tmp_path))
    monkeypatch.setenv("TROCHANTER_REQUIRE", "all")
    assert "shared-data         1        0\n" in outcome(run, NEEDY, passed=2)


SKIPS = {
    "in a test": "import pytest\ndef test_it():\n    pytest.skip('not today')",
    "by a mark": "import pytest\n@pytest.mark.skip(reason='not today')\ndef test_it(): pass",
    "by a condition": "import pytest\n@pytest.mark.skipif(True, reason='not today')\ndef test_it(): pass",
    "of a file": "import pytest\npytest.skip('not today', allow_module_level=True)",
    "by a missing module": "import pytest\npytest.importorskip('no_such_module', reason='not today')",
}


@pytest.mark.parametrize("code", SKIPS.values(), ids=SKIPS.keys())
def test_any_other_skip_fails_where_all_is_required(
    run: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    run.makepyfile(code)
    assert run.runpytest_inprocess("-p", "tests.plugins.needs").parseoutcomes() == {"skipped": 1}
    monkeypatch.setenv("TROCHANTER_REQUIRE", "all")
    result = run.runpytest_inprocess("-p", "tests.plugins.needs")
    assert result.ret != 0
    assert "TROCHANTER_REQUIRE=all forbids this skip: " in str(result.stdout)
    assert "not today" in str(result.stdout)


def test_an_expected_failure_is_not_a_skip(run: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROCHANTER_REQUIRE", "all")
    outcome(run, "import pytest\n@pytest.mark.xfail\ndef test_it(): assert False", xfailed=1)


def test_a_fixture_without_its_mark_is_refused(run: pytest.Pytester) -> None:
    said = outcome(run, "def test_it(shared_data): pass", errors=1)
    assert "the fixture 'shared_data' asks for the mark needs('shared-data')" in said


def test_an_unknown_need_is_refused(run: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    said = outcome(run, "import pytest\n@pytest.mark.needs('luck')\ndef test_it(): pass", errors=1)
    assert "unknown needs ['luck']" in said
    monkeypatch.setenv("TROCHANTER_REQUIRE", "luck")
    result = run.runpytest_inprocess("-p", "tests.plugins.needs")
    assert "TROCHANTER_REQUIRE names ['luck']" in str(result.stderr)


def test_every_need_has_an_answer() -> None:
    for need, probe in NEEDS.items():
        assert isinstance(probe(), str), need


@pytest.mark.needs("opensim")
def test_opensim_works_in_a_folder_of_its_own(opensim: object) -> None:
    assert opensim is not None
    assert Path.cwd().name.startswith("trochanter-opensim-")
    assert not Path("opensim.log").exists()
