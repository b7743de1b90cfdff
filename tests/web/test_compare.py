"""Compare: a change counts only beyond the detectable one, and only like is compared with like."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.web.stories import kept, life_of
from trochanter.exchange.measurement_result import measurement_result, measurement_text
from trochanter.kinematics.comparing_check import check_hips
from trochanter.kinematics.rotation_range import RotationRange
from trochanter.store.records import Person
from trochanter.store.store import Store


@pytest.fixture
def measured(store: Store, tmp_path: Path, today: dt.date) -> Person:
    """A runner with two days of measuring, the right hip turning in 20 degrees farther on the second."""
    life = life_of(tmp_path / "measured", today)
    person = kept(store, "Measured twice", life, today)
    before = list(life.checks)
    life.measure(14, 50)
    now = life.checks[len(before) :]
    store.save(person.id, measurement_text(measurement_result(check_hips(now, before))))
    return person


def test_two_days_are_compared(client: TestClient, measured: Person) -> None:
    found = client.get(f"/p/{measured.id}/compare").text
    assert "1 of 4 end ranges changed" in found
    assert found.count("no detectable change") >= 3
    assert "a change is likely" in found
    assert "A change counts from" in found


def test_the_order_of_the_days_does_not_matter(client: TestClient, measured: Person, today: dt.date) -> None:
    first = today - dt.timedelta(days=14)
    there = client.get(f"/p/{measured.id}/compare", params={"then": first.isoformat(), "now": today.isoformat()}).text
    back = client.get(f"/p/{measured.id}/compare", params={"then": today.isoformat(), "now": first.isoformat()}).text
    assert there == back


def test_one_day_is_none_to_compare(client: TestClient, runner: Person, newcomer: Person) -> None:
    assert "There is one day of measuring" in client.get(f"/p/{runner.id}/compare").text
    assert "No measurement is kept yet" in client.get(f"/p/{newcomer.id}/compare").text


def test_another_method_is_no_fair_comparison(client: TestClient, store: Store, runner: Person, today: dt.date) -> None:
    page = client.get(f"/p/{runner.id}/compare")
    assert page.status_code == 200
    from trochanter.exchange.measurement_reading import measurement_of

    (old,) = store.documents(runner.id, "measurement")
    other: list[RotationRange] = [
        replace(each, position="prone", measured_on=today) for each in measurement_of(old.body, "")
    ]
    store.save(runner.id, measurement_text(measurement_result(check_hips(other))))
    assert "cannot be compared fairly" in client.get(f"/p/{runner.id}/compare").text


def test_a_day_without_a_measurement_is_said(client: TestClient, measured: Person) -> None:
    assert client.get(f"/p/{measured.id}/compare", params={"then": "1999-01-01"}).status_code == 404


STILLS = """<ul class="stills"><li><svg class="still" viewBox="0 0 420 380" role="img" aria-label="The right leg.">
<image href="data:image/jpeg;base64,{picture}" width="420" height="380"/><path class="rest" d="M1 2 L3 4"/>
<circle class="knee" cx="10" cy="20" r="5"/></svg><p><b>Turned in</b> 33 degrees</p></li></ul>
<p class="caption under"><b class="R">R</b> the right leg</p>"""


def test_pictures_of_two_days_stand_side_by_side(
    client: TestClient, store: Store, tmp_path: Path, today: dt.date
) -> None:
    life = life_of(tmp_path / "filmed", today)
    person = kept(store, "Filmed twice", life, today)
    before = list(life.checks)
    life.measure(14, 32)
    for picture, checks in (("AAAA", before), ("BBBB", life.checks[len(before) :])):
        page = tmp_path / "check.html"
        page.write_text(STILLS.format(picture=picture), encoding="utf-8")
        store.save(person.id, measurement_text(measurement_result(check_hips(checks))), files=[page])
    found = client.get(f"/p/{person.id}/compare").text
    assert "Stills of the two days" in found
    assert found.index("base64,AAAA") < found.index("base64,BBBB")
