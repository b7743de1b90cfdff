import numpy as np
import pytest

from tests.synthetic.clothing import CLOTHING, WIDE_BY_M, dressed
from tests.synthetic.person import SEGMENTS, SIDES, person
from tests.synthetic.posture import OUTWARD, LegAngles, Posture, about, hip_turn, placed

pytestmark = pytest.mark.needs("anny")


def standing(**legs: LegAngles) -> Posture:
    return Posture(np.eye(3), np.zeros(3), legs)


def test_body_has_the_size_of_a_person_and_two_equal_sides() -> None:
    body = person()
    assert np.ptp(body.vertices_m[:, 1]) == pytest.approx(1.67, abs=0.02)
    for joint in ("hip", "knee", "ankle", "shoulder"):
        right, left = (body.joints_m[f"{joint}_{side}"] for side in SIDES)
        np.testing.assert_allclose(right * (1, 1, -1), left, atol=1e-4)
        assert right[2] > 0.05, "z is to the person's right"
    assert body.joints_m["toe_r"][0] > body.joints_m["ankle_r"][0] + 0.1, "x is forward"


def test_weights_are_whole_and_normals_point_outwards() -> None:
    body = person()
    np.testing.assert_allclose(body.weights.sum(axis=1), 1.0)
    shank = body.weights[:, SEGMENTS.index("shank_r")] > 0.9
    middle = body.vertices_m[shank].mean(axis=0) * (1, 0, 1)
    outwards = ((body.vertices_m[shank] * (1, 0, 1) - middle) * body.normals[shank]).sum(axis=1)
    assert (outwards > 0.0).mean() > 0.95


def test_skin_that_turns_with_nothing_stays_and_a_turned_room_turns_it() -> None:
    body = person()
    at_rest, _ = body.skinned(np.tile(np.eye(3), (len(SEGMENTS), 1, 1)), np.zeros((len(SEGMENTS), 3)))
    np.testing.assert_allclose(at_rest, body.vertices_m, atol=1e-12)
    turn = about("y", 0.7) @ about("x", 0.2)
    turned, normals = body.skinned(np.tile(turn, (len(SEGMENTS), 1, 1)), np.tile((1.0, 2.0, 3.0), (len(SEGMENTS), 1)))
    np.testing.assert_allclose(turned, body.vertices_m @ turn.T + (1.0, 2.0, 3.0), atol=1e-12)
    np.testing.assert_allclose(normals, body.normals @ turn.T, atol=1e-6)


@pytest.mark.parametrize("side", SIDES)
def test_hip_rotation_turns_the_shin_about_the_thigh_and_moves_neither_hip_nor_knee(side: str) -> None:
    body, bent = person(), LegAngles(0.9, 0.2, 0.0, 1.4)
    before = placed(body, standing(**{side: bent})).joints_m
    after = placed(body, standing(**{side: LegAngles(0.9, 0.2, 0.6, 1.4)})).joints_m
    for joint in (f"hip_{side}", f"knee_{side}"):
        np.testing.assert_allclose(after[joint], before[joint], atol=1e-12)
    thigh = before[f"hip_{side}"] - before[f"knee_{side}"]
    thigh /= np.linalg.norm(thigh)
    flat = [joints[f"ankle_{side}"] - joints[f"knee_{side}"] for joints in (before, after)]
    flat = [shin - (shin @ thigh) * thigh for shin in flat]
    angle = np.arctan2(np.cross(flat[0], flat[1]) @ thigh, flat[0] @ flat[1])
    assert angle * OUTWARD[side] == pytest.approx(0.6)


def test_internal_rotation_of_a_sitting_person_takes_the_foot_outwards() -> None:
    for side in SIDES:
        ankles = [
            placed(person(), standing(**{side: LegAngles(1.5, 0.0, turn, 1.5)})).joints_m[f"ankle_{side}"]
            for turn in (0.0, 0.5)
        ]
        assert (ankles[1] - ankles[0])[2] * OUTWARD[side] > 0.1


def test_limbs_keep_their_lengths_and_joints_stay_in_the_skin() -> None:
    body = person()
    posture = standing(r=LegAngles(1.2, -0.3, 0.5, 1.7, 0.2), l=LegAngles(-0.3, 0.1, -0.4, 0.6))
    where = placed(body, posture)
    vertices_m, _ = body.skinned(where.turns, where.shifts_m)
    for side in SIDES:
        for upper, lower in (("hip", "knee"), ("knee", "ankle"), ("shoulder", "elbow")):
            pair = f"{upper}_{side}", f"{lower}_{side}"
            lengths = [np.linalg.norm(joints[pair[0]] - joints[pair[1]]) for joints in (body.joints_m, where.joints_m)]
            assert lengths[0] == pytest.approx(lengths[1])
        for joint in ("knee", "ankle", "elbow"):
            near_m = np.linalg.norm(vertices_m - where.joints_m[f"{joint}_{side}"], axis=1)
            assert near_m.min() < 0.08


def test_hip_turns_in_the_order_of_the_conventions() -> None:
    leg = LegAngles(0.4, 0.3, 0.2)
    by_hand = about("z", 0.4) @ about("x", 0.3) @ about("y", 0.2)
    np.testing.assert_allclose(hip_turn("r", leg), by_hand)
    mirror = np.diag((1.0, 1.0, -1.0))
    np.testing.assert_allclose(hip_turn("l", leg), mirror @ by_hand @ mirror, atol=1e-12)


@pytest.mark.parametrize("clothing", CLOTHING)
def test_every_face_belongs_to_one_piece_of_clothing(clothing: str) -> None:
    body = person()
    pieces = dressed(body, next(known for known in CLOTHING if known == clothing))
    assert sum(len(piece.faces) for piece in pieces) == len(body.faces)
    assert {piece.name for piece in pieces} == {"skin", "hair", "shoes", "shirt", "below"}
    for piece in pieces:
        moved_m = np.linalg.norm(piece.rest_m - body.vertices_m[piece.vertices], axis=1)
        wide = clothing == "wide trousers" and piece.name == "below"
        assert moved_m.max() == pytest.approx(WIDE_BY_M if wide else 0.0, abs=1e-9)
