"""My running: the forms behind the screen, the run that comes along, a laboratory's recording, reports rebuilt."""

import datetime as dt
import html
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.web.working import ended, state_in
from trochanter.exchange.appearance_result import appearance_json, appearance_result
from trochanter.exchange.screen_result import screen_of
from trochanter.findings.screen import limits_of
from trochanter.reporting.appearance import render_appearance
from trochanter.store.records import Person
from trochanter.store.store import Store
from trochanter.web import jobs
from trochanter.web.reports import main_of, told_in
from trochanter.web.reports.alone import policy

MP4 = b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 400
FORMS = ("running/new/film", "running/new/one-leg")


def page(client: TestClient, person: Person, path: str) -> str:
    answer = client.get(f"/p/{person.id}/{path}")
    assert answer.status_code == 200, answer.text
    return html.unescape(answer.text)


def test_a_newcomer_faces_no_empty_page(client: TestClient, newcomer: Person) -> None:
    text = page(client, newcomer, "running")
    assert "See how you run" in text
    assert "Try the built-in run" in text
    assert "Your analysed runs" not in text


@pytest.mark.parametrize("path", FORMS)
def test_the_questions_come_before_any_film(path: str, client: TestClient, newcomer: Person) -> None:
    text = page(client, newcomer, path)
    assert "The questions come first." in text
    assert f"/p/{newcomer.id}/screen?then={path}" in text
    assert 'type="file"' not in text
    answer = client.post(
        f"/p/{newcomer.id}/{path}/upload", files={"film": ("f.mp4", MP4)},
        data={"view": "side", "side": "right", "stood": "free", "exercise": "squat"},
    )  # fmt: skip
    assert answer.status_code == 409
    assert jobs.jobs_of(state_in(client), newcomer.id) == ()


@pytest.mark.parametrize("path", [*FORMS, "running/new/film/upload", "running/new/one-leg/upload"])
def test_nobody_whom_the_screen_stops_is_filmed(
    path: str, client: TestClient, stopped: Person, emergency: Person
) -> None:
    for person in (stopped, emergency):
        if path.endswith("upload"):
            answer = client.post(f"/p/{person.id}/{path}", files={"film": ("f.mp4", MP4)}, data={"view": "side"})
        else:
            answer = client.get(f"/p/{person.id}/{path}")
        assert 'class="stop' in answer.text
        assert 'type="file"' not in answer.text
        assert jobs.jobs_of(state_in(client), person.id) == ()
    assert 'class="stop' in client.get(f"/p/{emergency.id}/running").text
    text = page(client, stopped, "running")
    assert 'class="stop' not in text
    assert text.count("Your answers leave this closed today.") == 2
    assert all(f"/p/{stopped.id}/{each}" not in text for each in FORMS)


def test_standing_on_the_leg_comes_before_the_film(client: TestClient, runner: Person) -> None:
    text = page(client, runner, "running/new/one-leg")
    assert "stand on that leg for 10 seconds" in text
    assert "How to film" not in text
    hurt = page(client, runner, "running/new/one-leg?side=right&stood=hurt")
    assert "leave this test out" in hurt
    assert 'type="file"' not in hurt
    assert "How to film" in page(client, runner, "running/new/one-leg?side=left&stood=free")
    for odd in ("side=up&stood=free", "side=right&stood=yes", "side=<b>&stood=free"):
        assert 'type="file"' not in page(client, runner, f"running/new/one-leg?{odd}")


def test_without_the_model_it_is_offered_and_not_fetched(
    client: TestClient, runner: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TROCHANTER_WEIGHTS", str(tmp_path))
    text = page(client, runner, "running/new/film")
    assert "Fetch it now" in text
    assert 'type="file"' not in text
    assert jobs.jobs_of(state_in(client), runner.id) == ()


def test_pain_in_a_film_comes_before_its_result(client: TestClient, store: Store, runner: Person) -> None:
    answer = client.post(
        f"/p/{runner.id}/running/new/film/upload", files={"film": ("f.mp4", MP4)},
        data={"view": "side", "pain": "5", "pain_place": "groin"},
    )  # fmt: skip
    assert answer.headers["location"] == f"/p/{runner.id}/screen/result"
    screens = store.page_data(runner.id).screens
    assert screens[-1].body != screens[-2].body
    after = screen_of(screens[-1].body, "after")
    assert not after.complete or limits_of(after, after.asked_on).tier == "B"
    jobs.end_all(state_in(client), runner.id)


def test_what_is_told_of_a_film_goes_to_the_command(client: TestClient, runner: Person) -> None:
    client.cookies.set("trochanter_look", "units=imperial")
    answer = client.post(
        f"/p/{runner.id}/running/new/film/upload", files={"film": ("Sunday run.mov", MP4)},
        data={
            "view": "rear", "units": "imperial", "height": "68", "speed": "6.2", "mirrored": "yes", "pain": "0",
            "slow_motion": "8",
        },
    )  # fmt: skip
    assert answer.status_code == 303
    (job,) = jobs.jobs_of(state_in(client), runner.id)
    for option in ("--view=rear", "--height-cm=172.72", "--mirrored", "--pain=0", "--slow-motion=8"):
        assert option in job.command
    speed = next(each for each in job.command if each.startswith("--speed-kmh="))
    assert float(speed.partition("=")[2]) == pytest.approx(9.978, abs=1e-3)
    assert job.command[-2:] == ("--", "recording/Sunday-run.mp4")
    assert "--screen=recording/screen.json" in job.command
    jobs.end_all(state_in(client), runner.id)


def test_the_built_in_run_is_worked_out_once_for_one_form(client: TestClient, newcomer: Person) -> None:
    key = re.findall(r'name="key" value="([0-9a-f]+)"', page(client, newcomer, "running"))[0]
    first = client.post(f"/p/{newcomer.id}/running/demo", data={"key": key})
    assert client.post(f"/p/{newcomer.id}/running/demo", data={"key": key}).headers == first.headers
    (job,) = jobs.jobs_of(state_in(client), newcomer.id)
    assert "Working out the run" in page(client, newcomer, "running")
    assert ended(state_in(client), job).state == "done"
    text = page(client, newcomer, "running")
    assert "Not yours: the built-in run" in text
    assert "The deep rotators" in text
    assert f"/p/{newcomer.id}/running/trial/{job.key}" in text

    # And what would be if a muscle pulled less, from what that left.
    path = f"/p/{newcomer.id}/running/trial/{job.key}"
    assert "What if a muscle pulled less?" in page(client, newcomer, f"running/trial/{job.key}")
    asked = {"muscle": "obturator_internus", "side": "right", "how": "half"}
    for wrong in ({"muscle": "heart"}, {"side": "up"}, {"how": "0"}, {"muscle": "deep=0 --out=/x"}):
        assert client.post(f"{path}/whatif", data={**asked, **wrong}).status_code == 422
    assert client.post(f"{path}/whatif", data=asked).status_code == 303
    (what_if,) = jobs.jobs_of(state_in(client), newcomer.id, "monte-carlo")
    assert "--weaken=obturator_internus_r=0.5" in what_if.command
    assert ended(state_in(client), what_if).problem is None
    assert "Back to the run" in page(client, newcomer, f"running/whatif/{what_if.key}")
    assert not (jobs.folder_of(state_in(client), what_if) / "recording").exists()
    assert client.get(f"/p/{newcomer.id}/running/whatif/{job.key}").status_code == 404


@pytest.mark.needs("shared-data")
def test_a_recording_of_a_laboratory_becomes_a_report(
    client: TestClient, store: Store, newcomer: Person, shared_data: Path
) -> None:
    folder = shared_data / "run_4ms"
    files = {
        "trial": (
            "My run.mot",
            (Path(__file__).parents[2] / "src/trochanter/kinematics/data/demo_coordinates.mot").read_bytes(),
        ),
        "model": ("scaled.osim", (shared_data / "models" / "subject01_gait2392_scaled.osim").read_bytes()),
    }
    assert folder.is_dir()
    answer = client.post(f"/p/{newcomer.id}/running/new/trial/upload", files=files, data={"mass": "62"})
    assert answer.status_code == 303, answer.text
    (job,) = jobs.jobs_of(state_in(client), newcomer.id)
    done = ended(state_in(client), job)
    assert done.problem is None
    text = page(client, newcomer, f"running/trial/{job.key}")
    assert "It cannot tell" in text
    assert "My run.mot" in page(client, newcomer, "running")
    other = store.add_person("Somebody else")
    for path in (f"trial/{job.key}", f"report/{job.key}", f"result/{job.key}.json"):
        assert client.get(f"/p/{other.id}/running/{path}").status_code == 404


def test_a_film_that_was_read_is_shown_with_and_without_its_page(
    client: TestClient, store: Store, runner: Person, tmp_path: Path
) -> None:
    from tests.kinematics.made_appearance import Squat
    from trochanter.core.sides import Side
    from trochanter.kinematics.squat_picture import control_test

    day = dt.datetime.now().astimezone().date()
    found = control_test(Squat().film(), measured_on=day, side=Side.RIGHT)
    body = appearance_json(appearance_result(found))
    kept = tmp_path / "appearance.html"
    kept.write_text(render_appearance(found), encoding="utf-8")
    keys = [store.save(runner.id, body, files=[kept]), store.save(runner.id, body)]
    assert "A film of one leg, right leg" in page(client, runner, "running")
    for key in keys:
        text = page(client, runner, f"running/film/{key}")
        assert "knee" in text
        assert "<style" not in text
    assert client.get(f"/p/{store.add_person('Else').id}/running/film/{keys[0]}").status_code == 404


def test_a_report_is_rebuilt_from_what_is_known() -> None:
    hostile = (
        '<html><body><main onload="x()"><h1 class="answer"><span>A &lt;b&gt; &amp;</span></h1><script>evil()</script>'
        '<p class="lead">so<b>!</b></p><p style="position:fixed" onclick="x()">a</p><iframe src="/x"></iframe>'
        '<a href=" javascript:x()">a</a>'
        '<a href="https://doi.org/10.1/x">b</a><svg viewBox="0 0 1 1"><path d="M0 0" style="stroke-width:26"/>'
        '<foreignObject><form action="/p/x"><input name="y"></form></foreignObject><use href="/x#y"/>'
        '<path fill="url(http://x)" data-module="queue" hx-get="/x"/><title>t</title><![CDATA[<script>]]></svg>'
        '<img src="http://x/y.png" onerror="x()"><math><mi xlink:href="x">m</mi></math><noscript><p title="</noscript>'
        '<img src=x onerror=x()>"></noscript><div class="scroll"><table><caption>A table</caption></table></div></main>'
    )
    found = main_of(hostile).html
    for evil in ("script>", "onload", "onclick", "onerror", "javascript", "iframe", "<form", "<input", "style=", "url(",
                 "data-module", "hx-get", "http://", "foreignObject", "<use", "<math"):  # fmt: skip
        assert evil not in found.replace("&lt;script&gt;", ""), evil
    assert "A &lt;b&gt; &amp;" in found
    assert 'stroke-width="26"' in found
    assert 'viewBox="0 0 1 1"' in found
    assert 'rel="noopener noreferrer"' in found
    assert 'tabindex="0" role="region" aria-label="A table"' in found
    assert told_in(hostile).answer == ("A <b> &",)
    assert told_in(hostile).lead == "so!"


@pytest.mark.parametrize("bad", ["", "   ", "<p>no main</p>", "\x00\x01", "<main"])
def test_what_is_no_report_is_told(bad: str) -> None:
    from trochanter.core.errors import UnreadableFile

    with pytest.raises(UnreadableFile):
        main_of(bad)


def test_a_report_alone_can_run_its_own_script_only() -> None:
    assert re.search(r"script-src 'sha256-[A-Za-z0-9+/=]{44}'", policy())
    assert "allow-same-origin" not in policy()
    assert "connect-src" not in policy()  # default-src 'none' holds


def test_german_has_all_words(client: TestClient, runner: Person) -> None:
    client.cookies.set("trochanter_look", "language=de")
    for path in ("running", "running/new/trial", "running/new/film", "running/new/one-leg", "jobs"):
        text = page(client, runner, path)
        assert 'lang="de"' in text
    assert "Etwas hinzufügen" in page(client, runner, "running")
