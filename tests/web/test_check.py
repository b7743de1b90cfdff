"""Check my hips through the pages: the choice, readings typed in, recordings measured by real jobs, results."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.kinematics.made_phone import Course, Phone, recorded, write_sensor_logger
from tests.web.stories import save_screen
from tests.web.test_screen import screens
from tests.web.walks import TYPED, answer, landed, question_of, quiet_answers, screen_answered
from tests.web.working import ended, state_in
from trochanter.core.sides import SIDES, Side
from trochanter.exchange.measurement_reading import measurement_of
from trochanter.findings.answers import Answers
from trochanter.findings.screen import screened
from trochanter.kinematics.rotation_range import RotationRange
from trochanter.store.records import Person
from trochanter.store.store import Store
from trochanter.web import jobs

FILM = Path(__file__).parents[2] / "src/trochanter/capture/data/demo_film.mp4"
INLINE = re.compile(r"<script(?![^>]*(?:src=|application/json))|<style|\sstyle=|\son[a-z]+=|javascript:")


@pytest.fixture
def ready(store: Store, newcomer: Person, today: dt.date) -> Person:
    """A newcomer who has answered the questions today, and has no symptom."""
    save_screen(store, newcomer, screened(quiet_answers(), today), today)
    return newcomer


def measured(store: Store, person: Person) -> list[RotationRange]:
    """All set-ups in the records."""
    found = store.page_data(person.id).measurements
    return [one for each in found for one in measurement_of(each.body, "a measurement")]


def typed(client: TestClient, person: Person, **changed: str) -> tuple[int, str]:
    """Type readings in; the status and where it goes on, or the page."""
    today = dt.datetime.now().astimezone().date().isoformat()
    found = client.post(f"/p/{person.id}/check/typed", data={"day": today, **TYPED, **changed})
    return found.status_code, found.headers.get("location", found.text)


def words_of(page: str) -> str:
    """What a page says, in plain spaces."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_the_questions_come_before_any_way_to_measure(client: TestClient, newcomer: Person) -> None:
    page = client.get(f"/p/{newcomer.id}/check").text
    assert "First the questions." in page
    for way in ("typed", "film", "phone", "tap"):
        found = client.get(f"/p/{newcomer.id}/check/{way}")
        assert found.headers["location"] == f"/p/{newcomer.id}/screen?then=check/{way}"
    status, where = typed(client, newcomer)
    assert (status, where) == (303, f"/p/{newcomer.id}/screen?then=check/typed")
    last = question_of(client, newcomer.id, then="check/typed")
    where = answer(client, newcomer.id, last, then="check/typed")
    screen_answered(client, newcomer.id)
    assert client.get(f"/p/{newcomer.id}/check/typed").status_code == 200


def test_typed_readings_become_a_measurement_and_a_page_at_once(
    client: TestClient, store: Store, ready: Person, today: dt.date
) -> None:
    status, where = typed(client, ready)
    assert status == 303
    (found,) = measured(store, ready)
    assert (found.position, found.mode, found.method, found.measured_by, found.measured_on) == (
        "seated", "active", "goniometer", "self", today,
    )  # fmt: skip
    assert [(end.side, end.direction, end.repeats_deg, end.pain) for end in found.ends] == [
        (Side.RIGHT, "internal", (33.0, 34.0, 32.0), 0),
        (Side.RIGHT, "external", (38.0,), 0),
        (Side.LEFT, "internal", (37.5,), 0),
        (Side.LEFT, "external", (36.0,), 0),
    ]
    page = client.get(where).text
    told = words_of(page)
    for words in ("Turning in: right 33 degrees, left 38.", "How sure:", "No fair comparison exists", "not compared"):
        assert words in told
    assert f'href="/p/{ready.id}/goal"' in page  # a newcomer's next step
    assert landed(client, f"/p/{ready.id}/check") == f"/p/{ready.id}/check"


def test_a_form_that_comes_twice_is_one_measurement(client: TestClient, store: Store, ready: Person) -> None:
    key = re.search(r'name="key" value="(\w+)"', client.get(f"/p/{ready.id}/check/typed").text)
    assert key is not None
    first, second = (typed(client, ready, key=key[1]) for _ in range(2))
    assert first == second
    assert len(measured(store, ready)) == 1


def test_a_form_sent_from_many_tabs_at_once_is_one_measurement(client: TestClient, store: Store, ready: Person) -> None:
    with ThreadPoolExecutor(6) as tabs:
        sent = list(tabs.map(lambda _: typed(client, ready, key="one-form"), range(6)))
        others = list(tabs.map(lambda k: typed(client, ready, key=f"form-{k}"), range(3)))
    assert len(set(sent)) == 1
    assert {status for status, _ in others} == {303}
    assert sorted(each.set_up for each in measured(store, ready)) == [f"set-up {k}" for k in range(1, 5)]


def test_a_second_set_up_on_the_same_day_lets_the_sides_be_compared(
    client: TestClient, store: Store, ready: Person
) -> None:
    _, first = typed(client, ready)
    assert "Once more, all put in place afresh" in client.get(first).text
    _, second = typed(client, ready, s1_left_in_1="51")
    page = client.get(second).text
    assert "2 set-ups" in page
    assert "Right and left are not compared yet" not in page
    assert client.get(first).text == page  # one check, whichever of its documents is asked for
    assert {each.set_up for each in measured(store, ready)} == {"set-up 1", "set-up 2"}


@pytest.mark.parametrize(
    ("changed", "beside", "words"),
    [
        ({"method": ""}, "method", "Choose one."),
        ({"position": "standing"}, "position", "Choose one."),
        ({"day": "soon"}, "day", "Give a day"),
        ({"who": "other"}, "by", "Say who measured"),
        ({"s1_right_in_2": "330"}, "s1_right_in", "330 degrees cannot be an end range. Possible: 0 to 120 degrees"),
        ({"s1_right_in_2": "a lot"}, "s1_right_in", "degrees of each repeat"),
        ({"s1_left_out_pain": ""}, "s1_left_out_pain", "Say the pain there"),
        ({"s1_left_out_pain": "4"}, "s1_left_out_place", "Say where it hurt"),
        ({"s1_left_out_1": "", "s1_left_out_pain": "4", "s1_left_out_place": "side"}, "s1_left_out", "no angle"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_nothing_typed_is_lost(
    client: TestClient, store: Store, ready: Person, changed: dict[str, str], beside: str, words: str
) -> None:
    status, page = typed(client, ready, **changed)
    assert status == 422
    assert words in re.findall(rf'id="f-{beside}"[^>]*>(.*?)</p>', page, re.DOTALL)[0]
    assert 'name="s1_right_in_1" type="text"' in page
    assert re.search(r'id="s1_right_in_1"[^>]*value="33"', page)
    assert measured(store, ready) == []


def test_a_day_to_come_and_nothing_at_all_are_refused(client: TestClient, store: Store, ready: Person) -> None:
    status, page = typed(client, ready, day="2999-01-01")
    assert (status, "today or a day before" in page) == (422, True)
    status, page = typed(client, ready, **dict.fromkeys((each for each in TYPED if each.startswith("s1")), ""))
    assert (status, "at least one reading" in page) == (422, True)
    assert measured(store, ready) == []


def test_hints_come_while_somebody_types(client: TestClient, ready: Person) -> None:
    form = {**TYPED, "s1_right_in_3": "70", "s1_right_in_pain": "3", "s1_right_in_place": "groin"}
    told = client.post(f"/p/{ready.id}/check/typed/hints", data=form).text
    assert "lie far apart" in told
    assert "please stop here" in told


def test_what_pain_stopped_is_kept_apart(client: TestClient, ready: Person) -> None:
    changed = {
        "s1_left_out_pain": "3",
        "s1_left_out_place": "side",
        "s1_left_out_stopped": "yes",
        "s1_left_out_1": "22",
    }
    _, where = typed(client, ready, **changed)
    page = client.get(where).text
    assert "limited by pain" in page.lower()
    assert "22 (28" not in page


def told_of_pain(client: TestClient, person: Person) -> None:
    """Answer the questions of today as somebody who has pain, and nothing that stops."""
    screen_answered(client, person.id, {"pain": "yes"})


def test_pain_in_the_groin_opens_b1_again_for_somebody_who_told_of_pain(
    client: TestClient, store: Store, newcomer: Person, today: dt.date
) -> None:
    told_of_pain(client, newcomer)
    _, where = typed(client, newcomer, s1_right_in_pain="2", s1_right_in_place="groin")
    screen = screens(store, newcomer)[-1]
    assert (screen.tier(today), [flag.code for flag in screen.in_force(today)][:1]) == ("B", ["B1"])
    assert "See a doctor today." in client.get(f"/p/{newcomer.id}/check").text
    page = client.get(where).text  # what was measured can still be read
    assert "Before anything else" in page
    assert "--" not in re.sub(r"<!--.*?-->|<svg.*?</svg>|href=\"[^\"]*\"|class=\"[^\"]*\"", "", page, flags=re.DOTALL)


def test_pain_in_the_groin_makes_the_questions_due_for_somebody_who_told_of_none(
    client: TestClient, store: Store, ready: Person
) -> None:
    _, where = typed(client, ready, s1_right_in_pain="1", s1_right_in_place="groin")
    assert screens(store, ready)[-1].complete is False
    page = client.get(where).text
    assert f'href="/p/{ready.id}/screen?worse=true"' in page
    assert "trochanter screen" not in page
    assert typed(client, ready)[1].startswith(f"/p/{ready.id}/screen")


def test_tier_c_leaves_ones_own_check_out_and_takes_what_a_therapist_read(
    client: TestClient, store: Store, newcomer: Person
) -> None:
    screen_answered(client, newcomer.id, {"pain": "yes", "locking": "yes"})
    assert "A check of your own is left out" in client.get(f"/p/{newcomer.id}/check/new").text
    assert "Choose File" not in client.get(f"/p/{newcomer.id}/check/film").text
    status, page = typed(client, newcomer)
    assert (status, "end of the range" in page) == (403, True)
    assert "--position" not in page
    status, _ = typed(client, newcomer, who="other", by="J Doe, therapist", mode="passive")
    assert status == 303
    assert [each.measured_by for each in measured(store, newcomer)] == ["J Doe, therapist"]


def test_late_in_pregnancy_nothing_is_measured_lying(client: TestClient, store: Store, newcomer: Person) -> None:
    screen_answered(client, newcomer.id, {"pregnancy": "from_week_14"})
    page = client.get(f"/p/{newcomer.id}/check/tap").text
    assert 'value="seated"' in page
    assert 'value="supine"' not in page
    assert typed(client, newcomer, position="supine")[0] == 403
    assert typed(client, newcomer, position="seated")[0] == 303


def test_a_result_belongs_to_one_person(client: TestClient, store: Store, ready: Person, runner: Person) -> None:
    _, where = typed(client, ready)
    assert client.get(where).status_code == 200
    assert client.get(where.replace(ready.id, runner.id)).status_code == 404
    assert client.get(f"{where}/page").status_code == 404  # typed: there is no page of a recording


def test_a_runner_sees_changes_since_the_last_check(client: TestClient, store: Store, runner: Person) -> None:
    page = client.get(f"/p/{runner.id}/check").text
    key = re.search(r'href="/p/[\w-]+/check/result/([\w-]+)"', page)
    assert key is not None
    assert "Your checks" in page
    assert f'href="/p/{runner.id}/goal"' not in page  # told already


def test_pages_hold_no_script_and_no_style_of_their_own(client: TestClient, store: Store, ready: Person) -> None:
    _, where = typed(client, ready)
    paths = ("check/new", "check/typed", "check/film", "check/phone", "check/tap", "check/clearance", "screen/result")
    for path in (where, *(f"/p/{ready.id}/{each}" for each in paths)):
        page = client.get(path)
        assert page.status_code == 200, path
        assert not INLINE.search(page.text), (path, INLINE.search(page.text))
        assert len(re.findall(r'\bid="', page.text)) == len(set(re.findall(r'\bid="([^"]*)"', page.text))), path
    german = client.get(where, headers={"accept-language": "de"}).text
    assert "Noch einmal, alles neu aufgebaut" in german


def archived(folder: Path, seed: int) -> dict[Side, Path]:
    """Recordings of a phone on each shin, with known angles, as an archive a leg."""
    from shutil import make_archive

    found = {}
    for side in SIDES:
        made = recorded(Course(), Phone(side=side, gyroscope_noise_rad_s=0.005), seed)
        written = write_sensor_logger(folder / f"{side.word}-{seed}", made)
        found[side] = Path(make_archive(str(folder / f"{side.word}-log-{seed}"), "zip", written))
    return found


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> dict[Side, Path]:
    """One recording of each leg."""
    return archived(tmp_path_factory.mktemp("logs"), 2)


def send(client: TestClient, person: Person, way: str, files: dict[str, Path], **fields: str) -> tuple[int, str]:
    """Send recordings as the form does."""
    opened = {name: (path.name, path.read_bytes()) for name, path in files.items()}
    data = {"position": "seated", "felt": "none", "keep": "no", **fields}
    found = client.post(f"/p/{person.id}/check/{way}/upload", data=data, files=opened)
    return found.status_code, found.headers.get("location", found.text)


def done(client: TestClient, person: Person, where: str) -> jobs.Job:
    """The job of an address when it has ended."""
    state = state_in(client)
    return ended(state, jobs.find(state, person.id, where.rpartition("/")[2]))


def test_recordings_of_a_phone_are_measured(
    client: TestClient, store: Store, ready: Person, logs: dict[Side, Path]
) -> None:
    files = {side.word: path for side, path in logs.items()}
    status, where = send(client, ready, "phone", files, key="once")
    assert status == 303
    assert send(client, ready, "phone", files, key="once") == (303, where)  # sent twice, measured once
    job = done(client, ready, where)
    assert (job.state, job.problem) == ("done", None)
    (found,) = measured(store, ready)
    assert found.method == "phone_shin"
    assert [round(end.angle.value) for end in found.ends] == [32, 41, 32, 41]
    assert all(end.pain == 0 for end in found.ends)
    assert "right 32 degrees, left 32" in words_of(client.get(landed(client, f"/p/{ready.id}/jobs/{job.key}")).text)
    assert {each.name for each in store.page_data(ready.id).recordings} == {"check.html"}  # the recording is not kept


def test_recordings_of_one_day_are_set_ups_of_one_check(
    client: TestClient, store: Store, ready: Person, logs: dict[Side, Path], tmp_path: Path
) -> None:
    for files in (logs, logs, archived(tmp_path, 3)):  # what is sent once more by mistake counts once
        _, where = send(client, ready, "phone", {side.word: path for side, path in files.items()})
        assert done(client, ready, where).state == "done"
    assert {each.set_up for each in measured(store, ready)} == {"1", "set-up 2"}
    page = words_of(client.get(f"/p/{ready.id}/check").text)
    assert "2 set-ups" in page
    assert "No detectable difference between your right and left hip" in page
    assert page.count("sitting, phone strapped to the shin") == 1  # one line in the list


def test_pain_at_the_end_of_a_recording_reaches_the_screen(
    client: TestClient, store: Store, newcomer: Person, today: dt.date, logs: dict[Side, Path]
) -> None:
    told_of_pain(client, newcomer)
    hurts = {"felt": "some", "right_in_pain": "3", "right_in_place": "groin", "right_out_pain": "0"}
    status, where = send(client, newcomer, "phone", {"right": logs[Side.RIGHT]}, **hurts)
    assert status == 303
    assert done(client, newcomer, where).state == "done"
    assert screens(store, newcomer)[-1].tier(today) == "B"


def test_a_film_is_tapped_and_followed(client: TestClient, store: Store, ready: Person) -> None:
    status, where = send(client, ready, "tap", {"film": FILM}, side="right")
    assert status == 303
    page = client.get(where).text
    key = re.search(r'data-src="/p/[\w-]+/check/tap/(\w+)/film"', page)
    assert key is not None
    base = f"/p/{ready.id}/check/tap/{key[1]}"
    assert client.get(f"{base}/film").content == FILM.read_bytes()
    still = client.get(f"{base}/still", params={"at": "1.5"})
    assert (still.headers["content-type"], still.content[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert client.post(base, data={**hidden, "knee": "", "ankle": ""}).status_code == 409
    assert client.post(base, data={**hidden, "knee": "x", "ankle": "--help"}).status_code == 422
    taps = {"knee": "49.6%,49.8%", "ankle": "50.2%,64.8%", "at": "0"}
    begun = client.post(base, data={**hidden, **taps})
    assert begun.status_code == 303, begun.text
    assert client.get(where).status_code == 404  # the film is the job's now
    job = done(client, ready, begun.headers["location"])
    assert (job.state, job.problem) == ("done", None)
    (found,) = measured(store, ready)
    assert found.method == "tapped_video"
    page = client.get(f"/p/{ready.id}/check").text
    assert page.count('<svg class="still"') == 3
    key = re.search(r'href="(/p/[\w-]+/check/result/[\w-]+/page)"', page)
    assert key is not None
    assert "sandbox" in client.get(key[1]).headers["content-security-policy"]


@pytest.mark.parametrize(
    ("way", "content", "words"),
    [
        ("film", b"\xff\xd8\xff\xe0" + b"\0" * 200, "a film (MP4, MOV, WebM, MKV or AVI)"),
        ("phone", FILM, "the recording of a phone"),
        ("tap", b"a,b\n1,2\n", "a film (MP4, MOV, WebM, MKV or AVI)"),
    ],
)
def test_a_wrong_file_is_told_apart_before_anything_is_done(
    client: TestClient, store: Store, ready: Person, tmp_path: Path, way: str, content: bytes | Path, words: str
) -> None:
    file = tmp_path / "..%2f..%2fetc%2fpasswd.mp4"
    file.write_bytes(content if isinstance(content, bytes) else content.read_bytes())
    status, page = send(client, ready, way, {"film" if way == "tap" else "right": file}, side="right")
    assert 400 <= status < 500
    assert words in page
    assert jobs.jobs_of(state_in(client), ready.id) == ()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"position": "prone"}, "seated or supine"),
        ({"felt": ""}, "what was felt"),
        ({"felt": "some"}, "0 for none"),
        ({"felt": "some", "right_in_pain": "11"}, "0 to 10"),
        ({"felt": "some", "right_in_pain": "3"}, "where it hurt"),
        ({"slow": "1000"}, "1 to 64"),
    ],
)
def test_what_is_said_of_a_film_has_to_be_possible(
    client: TestClient, ready: Person, fields: dict[str, str], words: str
) -> None:
    status, page = send(client, ready, "film", {"right": FILM}, **fields)
    assert 400 <= status < 500
    assert words in page
    assert jobs.jobs_of(state_in(client), ready.id) == ()


def test_no_recording_is_taken_where_the_screen_stops(
    client: TestClient, store: Store, newcomer: Person, today: dt.date
) -> None:
    save_screen(store, newcomer, screened(Answers({"age": "18_to_44", "one_calf": "yes"}), today), today)
    status, page = send(client, newcomer, "film", {"right": FILM})
    assert status in (403, 409)
    assert "--" not in re.sub(r"<[^>]*>", "", page)
    assert jobs.jobs_of(state_in(client), newcomer.id) == ()


ODD = st.one_of(
    st.sampled_from(
        ["", "0", "yes", "self", "other", "more", "33", "-1", "1e400", "nan", "999", "é\x00", "٣", "١٢", "²"]
    ),
    st.text(max_size=30),
)
FORMS = {
    "check/typed": ("who", "by", "position", "mode", "method", "day", "set_ups", "do", "key", "s1_right_in_1",
                    "s1_right_in_pain", "s1_right_in_place", "s1_left_out_2", "s1_left_out_stopped"),
    "check/typed/hints": ("set_ups", "s1_right_in_1", "s1_right_in_pain", "s1_right_in_place"),
    "check/clearance": ("by", "on", "flags", "allows", "until", "ends", "told"),
    "screen/q/age": ("do", "then", "worse", "age"),
    "check/tap/00000000000000000000000000000000": ("side", "position", "knee", "ankle", "at", "felt", "slow"),
}  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from(sorted(FORMS)), data=st.data())
def test_forms_take_whatever_is_typed(client: TestClient, ready: Person, path: str, data: st.DataObject) -> None:
    fields = data.draw(st.dictionaries(st.sampled_from(FORMS[path]), ODD))
    usual = {**TYPED, "day": "2026-11-22"} if path.startswith("check/typed") else {}
    found = client.post(f"/p/{ready.id}/{path}", data={**usual, **fields})
    assert found.status_code in (200, 303, 400, 403, 404, 409, 422)
