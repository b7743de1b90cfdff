"""Joints whose moves are curved functions of one coordinate, as knees are: inverse dynamics against closed forms.

A point mass m that moves by f(q) along a line needs  tau = m f' (f' q'' + f'' q'^2).
A ball of inertia J that turns by f1, f2, f3 of q about body-fixed x, y, z has  T = J q'^2 (f1'^2 + f2'^2 + f3'^2 +
2 f1' f3' sin f2) / 2, because only the first and the third axis are not at right angles; Lagrange's equation gives tau.

OpenSim 4.6 has the curvature f'' of translations and rotations, as the engine has. What it lacks is the turning of the
third axis by the second rotation: f2' f3' q'^2 (e2 x e3) of the angular acceleration, for the ball the moment
J f1' f2' f3' cos f2 q'^2. It lacks that where the third rotation follows the joint's first coordinate, whatever the
second one follows: in every joint of one coordinate, as the Rajagopal knee, and in no hip. In walking that changes the
hip flexion moment of the swinging leg by up to 0.9 N m.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.polynomial import Polynomial

from revalidation.agreement import hold
from tests.capture import made_osim as made
from tests.oracle.peer import Peer
from trochanter.anatomy.body import Body
from trochanter.capture.osim import parse_osim
from trochanter.core.arrays import Floats, read_only
from trochanter.kinematics.tree import make_tree
from trochanter.mechanics.dynamics import tree_forces

pytestmark = pytest.mark.needs("opensim")

MASS_KG, INERTIA_KGM2 = 2.0, 0.03
Q_RAD, QD_RAD_S, QDD_RAD_S2 = 0.4, 3.0, -5.0
BALL = f"""<Body name="ball"><mass>{MASS_KG}</mass><mass_center>0 0 0</mass_center>
<inertia>{INERTIA_KGM2} {INERTIA_KGM2} {INERTIA_KGM2} 0 0 0</inertia></Body>"""
AXES = ("1 0 0", "0 1 0", "0 0 1") * 2
CURVES = (Polynomial([0.1, 0.9, 0.2]), Polynomial([-0.2, 0.5, 0.3, 0.1]), Polynomial([0.3, 0.4, -0.25]))
EPS = 1e-5


def model_of(moves: dict[int, tuple[str, str]]) -> str:
    """A ball on a joint; ``moves``: axis 0 to 5 (rotations, then translations) -> coordinate and function."""
    names = sorted({coordinate for coordinate, _ in moves.values()})
    rest = '<Constant name="function"><value>0</value></Constant>'
    axes = [(moves[k][0], AXES[k], moves[k][1]) if k in moves else ("", AXES[k], rest) for k in range(6)]
    joint = f"""<CustomJoint name="j"><socket_parent_frame>/ground</socket_parent_frame>
<socket_child_frame>/bodyset/ball</socket_child_frame><coordinates>{"".join(map(made.coordinate, names))}</coordinates>
{made.transform(*axes)}</CustomJoint>"""
    return made.model(BALL, joint, inside="<gravity>0 0 0</gravity>")


def written(curve: Polynomial) -> str:
    """A polynomial as OpenSim writes it, highest power first."""
    return made.polynomial(" ".join(repr(float(c)) for c in curve.coef[::-1]))


def both(opensim: Any, folder: Path, text: str, q: Floats, qd: Floats, qdd: Floats) -> tuple[Floats, Floats]:
    """Generalised forces (n_q,) by the engine and by OpenSim."""
    path = folder / "made.osim"
    path.write_text(text)
    body = parse_osim(text.encode(), "made.osim")
    peer = Peer(opensim, opensim.Model(str(path)), body)
    peer.place(q, qd)
    return ours(body, q, qd, qdd), peer.forces(qdd)


def ours(body: Body, q: Floats, qd: Floats, qdd: Floats) -> Floats:
    nowhere, nothing = np.zeros(0, np.int64), read_only(np.zeros((0, 1, 3)))
    a, b, c = (read_only(values[None]) for values in (q, qd, qdd))
    tau, _ = tree_forces(make_tree(body), a, b, c, (nowhere, nothing, nothing, nothing), nowhere)
    return np.array(tau[0])


def one(value: float) -> Floats:
    return np.array([value])


@pytest.mark.parametrize(
    "function",
    [
        made.polynomial("0.5 -0.3 0.2 0"),
        made.multiplied(made.polynomial("0.5 -0.3 0.2 0"), -1.5),
        made.spline(),
        made.multiplied(made.spline(), 1.3),
    ],
    ids=["polynomial", "multiplied polynomial", "spline", "multiplied spline"],
)
def test_a_mass_on_a_curved_slide(opensim: Any, tmp_path: Path, function: str) -> None:
    text = model_of({3: ("p", function)})
    body = parse_osim(text.encode(), "made.osim")
    index = int(body.joints.axis_function[0, 3])
    f = [body.functions.value(index, Q_RAD + k * EPS) for k in (-1, 0, 1)]
    slope, curve = (f[2] - f[0]) / (2.0 * EPS), (f[2] - 2.0 * f[1] + f[0]) / EPS**2
    mine, theirs = both(opensim, tmp_path, text, one(Q_RAD), one(QD_RAD_S), one(QDD_RAD_S2))
    bent = MASS_KG * slope * curve * QD_RAD_S**2
    assert abs(bent) > 0.005
    assert mine[0] == pytest.approx(MASS_KG * slope**2 * QDD_RAD_S2 + bent, abs=1e-5)
    hold("dynamics.same", abs(mine[0] - theirs[0]), "made slide")


def lagrange(curves: tuple[Polynomial, ...]) -> float:
    f, d, e = ([c.deriv(k)(Q_RAD) if k else c(Q_RAD) for c in curves] for k in (0, 1, 2))
    inertia = sum(v * v for v in d) + 2.0 * d[0] * d[2] * np.sin(f[1])
    half_rate = sum(v * w for v, w in zip(d, e, strict=True))
    half_rate += (e[0] * d[2] + d[0] * e[2]) * np.sin(f[1]) + d[0] * d[1] * d[2] * np.cos(f[1])
    return float(INERTIA_KGM2 * (inertia * QDD_RAD_S2 + half_rate * QD_RAD_S**2))


def test_a_ball_that_turns_about_three_axes_at_once(opensim: Any, tmp_path: Path) -> None:
    text = model_of({k: ("p", written(curve)) for k, curve in enumerate(CURVES)})
    mine, theirs = both(opensim, tmp_path, text, one(Q_RAD), one(QD_RAD_S), one(QDD_RAD_S2))
    assert mine[0] == pytest.approx(lagrange(CURVES), abs=1e-12)
    first, second, third = (float(curve.deriv()(Q_RAD)) for curve in CURVES)
    lost = INERTIA_KGM2 * first * second * third * np.cos(CURVES[1](Q_RAD)) * QD_RAD_S**2
    assert lost > 0.04
    hold("dynamics.same", abs(mine[0] - theirs[0] - lost), "made ball")


FOLLOWED = {"p p p": 1.0, "p q p": 1.0, "p p q": 0.0, "p q q": 0.0, "p q r": 0.0}


@pytest.mark.parametrize(("followed", "loses"), FOLLOWED.items(), ids=FOLLOWED)
def test_opensim_loses_the_term_where_the_third_rotation_follows_the_first_coordinate(
    opensim: Any, tmp_path: Path, followed: str, loses: float
) -> None:
    """``followed``: the coordinates of the three rotations; p comes first in the joint."""
    names = followed.split()
    moves = {k: (name, written(curve)) for k, (name, curve) in enumerate(zip(names, CURVES, strict=True))}
    n = len(set(names))
    q, qd, qdd = np.full(n, Q_RAD), np.array([QD_RAD_S, 2.0, -1.5])[:n], np.array([QDD_RAD_S2, 1.0, 4.0])[:n]
    mine, theirs = both(opensim, tmp_path, model_of(moves), q, qd, qdd)
    rate = [float(curve.deriv()(Q_RAD)) * qd["pqr".index(name)] for name, curve in zip(names, CURVES, strict=True)]
    lost = np.zeros(n)
    lost[0] = INERTIA_KGM2 * float(CURVES[0].deriv()(Q_RAD)) * rate[1] * rate[2] * np.cos(CURVES[1](Q_RAD))
    hold("dynamics.same", np.abs(mine - theirs - loses * lost).max(), f"made ball, rotations follow {followed}")
    assert abs(lost[0]) > 0.01
