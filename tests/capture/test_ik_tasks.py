"""OpenSim's inverse-kinematics tasks: what is read, what is refused."""

from pathlib import Path

import pytest

from trochanter.capture.files import FileContent
from trochanter.capture.ik_tasks import DEFAULT_VALUE, FROM_FILE, MANUAL_VALUE, IkTasks, parse_ik_tasks, read_ik_tasks
from trochanter.core.errors import ImpossibleData, MissingInput, TrochanterError, UnreadableFile

MARKER = "<IKMarkerTask name='{0}'><apply>{1}</apply><weight>{2}</weight></IKMarkerTask>"
COORDINATE = "<IKCoordinateTask name='{0}'><weight>{1}</weight>{2}</IKCoordinateTask>"


def tasks_of(inside: str) -> IkTasks:
    text = f"<?xml version='1.0'?><OpenSimDocument Version='40600'>{inside}</OpenSimDocument>"
    return parse_ik_tasks(FileContent("tasks.xml", text.encode()))


def objects(*tasks: str) -> str:
    return f"<IKTaskSet><objects>{''.join(tasks)}</objects></IKTaskSet>"


def test_weights_values_and_what_is_idle() -> None:
    tasks = tasks_of(
        objects(
            MARKER.format("a", "true", 5),
            MARKER.format("b", "false", 2),
            "<IKMarkerTask name='c'/>",
            COORDINATE.format("knee", 2, ""),
            COORDINATE.format("hip", 3, "<value_type>manual_value</value_type><value>0.5</value>"),
            COORDINATE.format("ankle", 0.5, "<value_type>from_file</value_type><value>7</value>"),
            COORDINATE.format("toe", 0, ""),
        )
    )
    assert dict(tasks.markers) == {"a": 5.0, "b": 0.0, "c": 0.0}
    assert [(t.name, t.weight, t.kind, t.value) for t in tasks.coordinates] == [
        ("knee", 2.0, DEFAULT_VALUE, 0.0),
        ("hip", 3.0, MANUAL_VALUE, 0.5),
        ("ankle", 0.5, FROM_FILE, 0.0),
    ]
    assert tasks.notices[0].text.startswith("3 tasks")


def test_a_set_up_file_holds_tasks_too() -> None:
    tool = f"<InverseKinematicsTool>{objects(MARKER.format('a', 'true', 1))}</InverseKinematicsTool>"
    assert dict(tasks_of(tool).markers) == {"a": 1.0}


@pytest.mark.needs("shared-data")
def test_tasks_of_the_shared_walk(shared_data: Path) -> None:
    tasks = read_ik_tasks(shared_data / "walk_3d" / "ik_tasks_walk.xml")
    assert tasks.markers["R.ASIS"] == 20.0
    assert tasks.markers["R.Biceps"] == 0.0
    assert sum(weight > 0.0 for weight in tasks.markers.values()) == 30


@pytest.mark.parametrize(
    ("inside", "error", "what"),
    [
        ("<Model/>", UnreadableFile, "0 sets"),
        (objects(MARKER.format("a", "true", 1)) * 2, UnreadableFile, "2 sets"),
        (objects(), ImpossibleData, "no marker task"),
        (objects(MARKER.format("a", "false", 1)), ImpossibleData, "no marker task"),
        (objects(MARKER.format("a", "true", -1)), ImpossibleData, "<weight> of 'a' is -1"),
        (objects(MARKER.format("a", "true", "inf")), ImpossibleData, "<weight> of 'a' is inf"),
        (objects(MARKER.format("a", "true", "much")), ImpossibleData, "'much'"),
        (objects(MARKER.format("a", "perhaps", 1)), ImpossibleData, "'perhaps'"),
        (objects(MARKER.format("", "true", 1)), ImpossibleData, "no name"),
        (objects(MARKER.format("a", "true", 1) * 2), ImpossibleData, "two tasks 'a'"),
        (objects("<IKOrientationTask name='a'/>"), ImpossibleData, "IKOrientationTask"),
        (objects(COORDINATE.format("k", 1, "<value_type>guess</value_type>")), ImpossibleData, "'guess'"),
        (
            objects(COORDINATE.format("k", 1, "<value_type>manual_value</value_type><value>1e9</value>")),
            ImpossibleData,
            "<value> of 'k'",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused(inside: str, error: type[TrochanterError], what: str) -> None:
    with pytest.raises(error, match=what) as told:
        tasks_of(inside)
    assert "tasks.xml" in str(told.value)


def test_hostile_xml_and_absent_files_are_refused(tmp_path: Path) -> None:
    bomb = b"<!DOCTYPE a [<!ENTITY e 'x'>]><IKTaskSet>&e;</IKTaskSet>"
    with pytest.raises(UnreadableFile, match="document type"):
        parse_ik_tasks(FileContent("bomb.xml", bomb))
    many = objects(*(MARKER.format(f"m{k}", "true", 1) for k in range(10_001)))
    with pytest.raises(ImpossibleData, match="10001 tasks"):
        tasks_of(many)
    with pytest.raises(MissingInput):
        read_ik_tasks(tmp_path / "none.xml")
