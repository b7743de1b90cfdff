"""The deep six written into the files of models: what changes, what stays byte by byte, what refuses."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from trochanter.anatomy.lines import deep_stems
from trochanter.anatomy.neutral import neutral_coordinates, neutral_lengths
from trochanter.capture.osim import parse_osim, read_osim
from trochanter.core.errors import BadSetting, ImpossibleData, TrochanterError
from trochanter.exchange.osim import osim_text
from trochanter.exchange.osim_edit import osim_with_deep_six, write_deep_six
from trochanter.kinematics.deep_six import DeepSix, with_deep_six
from trochanter.mechanics.geometry import geometry, make_engine

MODELS = (
    "models/Rajagopal2016.osim",
    "models/gait2392_thelen2003muscle.osim",
    "models/subject01_gait2392_scaled.osim",
    "run_4ms/runningModel_CMC_test.osim",
    "walk_3d/subject_walk_scaled.osim",
    "hip_swing_imu/calibrated_pelvis_rot.osim",
)
LINES = "|".join(f"{stem}_[rl]" for stem in deep_stems())
MUSCLE = rb'\s*<(Thelen2003Muscle|Millard2012EquilibriumMuscle) name="(%b)">.*?</\1>'
SPHERE = rb'\s*<WrapSphere name="hip_capsule_[rl]">.*?</WrapSphere>'
MEMBERS = rb"<members>[^<]*</members>"
pytestmark = pytest.mark.needs("shared-data")


def edit(data: bytes) -> bytes:
    return osim_with_deep_six(data, made(data), "model.osim")


def made(data: bytes) -> DeepSix:
    return with_deep_six(parse_osim(data, "model.osim"))


@pytest.fixture(scope="module")
def gait(shared_data: Path) -> bytes:
    return (shared_data / MODELS[1]).read_bytes()


@pytest.fixture(scope="module")
def old(shared_data: Path) -> bytes:
    return (shared_data / MODELS[2]).read_bytes()


@pytest.mark.parametrize("model", MODELS)
def test_everything_else_stays_byte_by_byte(shared_data: Path, model: str) -> None:
    """Without its deep rotators, spheres and lists of members, a file is the same before and after."""
    before = (shared_data / model).read_bytes()
    after = edit(before)
    kept = b'"pect_r"' in before
    ours = b"|".join(each for each in LINES.encode().split(b"|") if not (kept and each.startswith(b"pect")))
    lumped = b"piri_[rl]|peri_[rl]|gem_[rl]|quad_fem_[rl]"

    def bare(data: bytes) -> bytes:
        for pattern in (MUSCLE % lumped, MUSCLE % ours, SPHERE, MEMBERS):
            data = re.sub(pattern, b"", data, flags=re.DOTALL)
        return re.sub(rb"<objects ?/>|<objects>\s*</objects>", b"<none/>", data)

    assert len(re.findall(MUSCLE % ours, after, flags=re.DOTALL)) == (18 if kept else 20)
    assert bare(before) == bare(after)
    assert len(after) > len(before)


@pytest.mark.parametrize("model", MODELS)
def test_it_reads_back_as_the_body_that_was_made(shared_data: Path, tmp_path: Path, model: str) -> None:
    found = write_deep_six(shared_data / model, tmp_path / "deep.osim")
    read = read_osim(tmp_path / "deep.osim")
    assert read.muscles.names == found.body.muscles.names
    for table in ("max_isometric_force_N", "optimal_fiber_length_m", "tendon_slack_length_m", "pennation_rad"):
        assert np.array_equal(getattr(read.muscles, table), getattr(found.body.muscles, table)), table
    for table in ("max_contraction_velocity", "minimum_activation"):
        assert np.array_equal(getattr(read.muscles, table), getattr(found.body.muscles, table)), table
    assert [read.muscles.curves[c] for c in read.muscles.curve] == [
        found.body.muscles.curves[c] for c in found.body.muscles.curve
    ]
    q = np.tile(neutral_coordinates(read), (8, 1))
    q[:, read.coordinates.is_rotation] += np.random.default_rng(0).uniform(
        -0.5, 0.5, (8, read.coordinates.is_rotation.sum())
    )
    ours, theirs = geometry(make_engine(found.body), q), geometry(make_engine(read), q)
    assert theirs.length_m == pytest.approx(ours.length_m, abs=1e-14)
    assert theirs.arm_m == pytest.approx(ours.arm_m, abs=1e-13)


def test_line_ends_stay(gait: bytes, old: bytes) -> None:
    for data in (gait, old):
        assert edit(data.replace(b"\n", b"\r\n")) == edit(data).replace(b"\n", b"\r\n")


def test_indentation_is_the_files_own(gait: bytes) -> None:
    spaced = edit(gait.replace(b"\t", b"  "))
    assert spaced == edit(gait).replace(b"\t", b"  ")
    assert b"\t" not in spaced


def test_a_file_in_one_line_stays_in_one_line(gait: bytes) -> None:
    flat = re.sub(rb">\s+<", b"><", re.sub(rb"<!--.*?-->", b"", gait, flags=re.DOTALL))
    assert edit(flat).count(b"\n") == flat.count(b"\n")


@pytest.mark.parametrize(
    ("encoding", "mark"), [("UTF-8", b"\xef\xbb\xbf"), ("UTF-8", b""), ("ISO-8859-1", b""), ("windows-1252", b"")]
)
def test_encoding_and_letters_stay(gait: bytes, encoding: str, mark: bytes) -> None:
    thanks = "<credits>Müller, Hüfte</credits>".encode(encoding)
    data = mark + gait.replace(b'encoding="UTF-8"', f'encoding="{encoding}"'.encode())
    data = re.sub(rb"<credits>.*?</credits>", thanks, data, flags=re.DOTALL)
    after = edit(data)
    assert thanks in after
    assert after.startswith(mark + b"<?xml")
    assert "Müller" in parse_osim(after, "").credits


def test_a_model_of_our_own_writer(gait: bytes) -> None:
    """Other words for the same: no comments, no defaults, every number written."""
    data = osim_text(parse_osim(gait, "gait.osim")).encode()
    found = made(data)
    read = parse_osim(osim_with_deep_six(data, found, ""), "")
    lengths = [neutral_lengths(body, range(len(body.muscles.names))) for body in (read, found.body)]
    assert lengths[0] == pytest.approx(lengths[1], abs=1e-15)


def test_groups_get_the_lines_of_the_muscles_they_had(gait: bytes) -> None:
    after = edit(gait)
    assert (
        b"<members> gem_sup_r gem_inf_r glut_med3_r glut_min3_r piri_r quadfem_sup_r quadfem_inf_r</members>" in after
    )
    assert not re.search(rb"<members>[^<]*\b(gem|peri|quad_fem)_[rl]\b[^<]*</members>", after)


def test_a_group_of_a_whole_leg_has_the_whole_leg_again(shared_data: Path) -> None:
    after = edit((shared_data / MODELS[0]).read_bytes())
    groups = re.findall(rb'<ObjectGroup name="(right_leg|left_leg)">\s*<members>([^<]*)', after)
    assert len(groups) == 2
    for name, members in groups:
        side = name[:1].decode()
        assert {f"{stem}_{side}" for stem in deep_stems()} <= set(members.decode().split())
        assert len(members.split()) == len(set(members.split())) == 49


CONTROLLER = b"""<ControllerSet><objects><CMC name="c"><actuator_list> gem_r soleus_r  peri_r </actuator_list></CMC>
</objects></ControllerSet></Model>"""
ONE_NAME = b"""<ControllerSet><objects><CMC name="c"><actuator_list>gem_r</actuator_list></CMC></objects>
</ControllerSet></Model>"""
NAMED = b"""<ProbeSet><objects><MetabolicsProbe name="m"><Parameter name="gem_r" /></MetabolicsProbe></objects>
</ProbeSet></Model>"""


def test_lists_lose_the_muscles_that_go(gait: bytes) -> None:
    after = edit(gait.replace(b"</Model>", CONTROLLER))
    assert b"<actuator_list> soleus_r </actuator_list>" in after


@pytest.mark.parametrize(("ending", "tag"), [(ONE_NAME, "actuator_list"), (NAMED, "Parameter")])
def test_what_needs_a_muscle_that_goes_refuses(gait: bytes, ending: bytes, tag: str) -> None:
    data = gait.replace(b"</Model>", ending)
    with pytest.raises(ImpossibleData, match=f"the element <{tag}> names the muscle 'gem_r'") as error:
        edit(data)
    line = int(re.findall(r"line (\d+)", str(error.value))[0])
    assert b"gem_r" in data.splitlines()[line - 1]


def test_prose_may_name_any_muscle(gait: bytes) -> None:
    data = re.sub(rb"<credits>", b"<credits>gem_r and peri_r ", gait, count=1)
    assert b"<credits>gem_r and peri_r " in edit(data)


def test_new_tendons_are_rigid_where_openSim_can(shared_data: Path) -> None:
    before = (shared_data / MODELS[0]).read_bytes()
    rigid = b"<ignore_tendon_compliance>true<"
    assert edit(before).count(rigid) == before.count(rigid) + 20


def test_a_lumped_muscle_that_is_switched_off_goes_too(gait: bytes) -> None:
    place = gait.index(b'<Thelen2003Muscle name="gem_r">')
    data = gait[:place] + gait[place:].replace(b"<appliesForce>true<", b"<appliesForce>false<", 1)
    assert "gem_r" not in made(data).removed
    assert b'name="gem_r"' not in edit(data)


def test_a_new_name_that_is_switched_off_in_the_file_refuses(gait: bytes) -> None:
    place = gait.index(b'<Thelen2003Muscle name="soleus_r">')
    data = gait[:place] + gait[place:].replace(b"soleus_r", b"obtint_sup_r").replace(b">true<", b">false<", 1)
    data = data[:place] + data[place:].replace(b"obtint_sup_r-P", b"soleus_r-P")
    with pytest.raises(ImpossibleData, match="has 'obtint_sup_r' already, switched off"):
        edit(data)


def test_another_file_than_the_models_refuses(gait: bytes, old: bytes) -> None:
    with pytest.raises(ImpossibleData, match="not the file from which the model was read"):
        osim_with_deep_six(old, made(gait), "old.osim")


WHOLE: dict[str, tuple[Callable[[bytes], bytes], type[TrochanterError]]] = {
    "a second time": (edit, ImpossibleData),
    "no gravity downwards": (lambda d: d.replace(b"-9.8", b"9.8"), ImpossibleData),
}


@pytest.mark.parametrize("name", WHOLE)
def test_nothing_is_written_where_something_is_wrong(gait: bytes, tmp_path: Path, name: str) -> None:
    spoil, kind = WHOLE[name]
    (tmp_path / "in.osim").write_bytes(spoil(gait))
    with pytest.raises(kind):
        write_deep_six(tmp_path / "in.osim", tmp_path / "out.osim")
    assert [path.name for path in tmp_path.iterdir()] == ["in.osim"]


def test_the_model_itself_is_never_overwritten(gait: bytes, tmp_path: Path) -> None:
    (tmp_path / "in.osim").write_bytes(gait)
    (tmp_path / "link.osim").symlink_to(tmp_path / "in.osim")
    for target in ("in.osim", "link.osim"):
        with pytest.raises(BadSetting, match="another file"):
            write_deep_six(tmp_path / "in.osim", tmp_path / target)
    assert (tmp_path / "in.osim").read_bytes() == gait
