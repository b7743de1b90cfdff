"""The fibre curves by their equations: slow, plain, the truth that the tables of ``curves`` are made of.

Lengths are over the optimal fibre length, velocities over the maximum contraction velocity with lengthening positive,
forces over the maximum isometric force. Every function returns values and slopes at the given points.

Thelen 2003, doi 10.1115/1.1531112. Millard et al. 2013, doi 10.1115/1.4023390: chains of quintic Bezier pieces with
continuous curvature. A piece here joins two end tangents; its inner control points lie on those tangents, in two
coincident pairs, so that the curvature vanishes at both ends and neighbours fit to second order.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from trochanter.anatomy.body import MillardCurves, ThelenCurves
from trochanter.core.arrays import Floats


class Tangent(NamedTuple):
    """A point of a curve and the slope there."""

    x: float
    y: float
    slope: float


class Curve(NamedTuple):
    """A smooth curve over ``start`` to ``end``; ``inside`` gives values and slopes at points of that domain."""

    start: float
    end: float
    inside: Callable[[Floats], tuple[Floats, Floats]]

    def __call__(self, x: Floats) -> Floats:
        """Values anywhere: straight on beyond the ends, and never below zero, as no fibre pushes."""
        nearest = np.clip(x, self.start, self.end)
        value, slope = self.inside(nearest)
        return np.maximum(value + slope * (x - nearest), 0.0)


class FiberCurves(NamedTuple):
    """Active and passive force by length; force by velocity of shortening (below zero) and of lengthening."""

    active: Curve
    passive: Curve
    shortening: Curve
    lengthening: Curve

    def velocity(self, velocity: Floats) -> Floats:
        """Force by velocity over its whole range."""
        return np.where(velocity < 0.0, self.shortening(velocity), self.lengthening(velocity))


def thelen_curves(p: ThelenCurves) -> FiberCurves:
    """The curves of Thelen 2003 at full activation (doi 10.1115/1.1531112).

    Active: exp(-(l - 1)^2 / gamma). Passive: (exp(k (l - 1) / e) - 1) / (exp(k) - 1) from l = 1, tabulated to strain
    2 e. Shortening: (1 + v) / (1 - v / A). Lengthening: (1 + F w) / (1 + w), w = v (2 + 2 / A) / (F - 1), up to a share
    of F and straight from there.
    """

    def active(length: Floats) -> tuple[Floats, Floats]:
        value = np.exp(-((length - 1.0) ** 2) / p.active_shape)
        return value, -2.0 * (length - 1.0) / p.active_shape * value

    def passive(length: Floats) -> tuple[Floats, Floats]:
        rate = p.passive_shape / p.passive_strain_at_one
        stretch = (length - 1.0) * rate
        return np.expm1(stretch) / np.expm1(p.passive_shape), rate * np.exp(stretch) / np.expm1(p.passive_shape)

    def shortening(velocity: Floats) -> tuple[Floats, Floats]:
        below = 1.0 - velocity / p.velocity_shape
        return (1.0 + velocity) / below, (1.0 + 1.0 / p.velocity_shape) / below**2

    gain, most = (2.0 + 2.0 / p.velocity_shape) / (p.max_eccentric - 1.0), p.max_eccentric
    knee = (p.velocity_extrapolation * most - 1.0) / (most - p.velocity_extrapolation * most) / gain

    def lengthening(velocity: Floats) -> tuple[Floats, Floats]:
        w = gain * velocity
        return (1.0 + most * w) / (1.0 + w), gain * (most - 1.0) / (1.0 + w) ** 2

    vanishing = 1.0 + np.sqrt(p.active_shape * np.log(1e10))
    return FiberCurves(
        Curve(0.0, float(vanishing), active),
        Curve(1.0, 1.0 + 2.0 * p.passive_strain_at_one, passive),
        Curve(-1.0, 0.0, shortening),
        Curve(0.0, knee, lengthening),
    )


def millard_curves(p: MillardCurves) -> FiberCurves:
    """The curves of Millard 2013 (doi 10.1115/1.4023390), parameters as OpenSim documents them."""
    velocity = velocity_tangents(p)
    return FiberCurves(
        _chain(active_tangents(p), 1.0),
        _chain(passive_tangents(p), p.passive_curviness),
        _chain(velocity[:3], p.concentric_curviness),
        _chain(velocity[2:], p.eccentric_curviness),
    )


def active_tangents(p: MillardCurves, plateau: float = 0.05) -> tuple[Tangent, ...]:
    """Ends, steep limb, shallow limb, top, descending limb; the plateau reaches ``plateau`` to each side of 1."""
    start, transition, end = (
        p.min_norm_active_fiber_length,
        p.transition_norm_fiber_length,
        p.max_norm_active_fiber_length,
    )
    left, right = 1.0 - plateau, 1.0 + plateau
    shallow_foot = 1.0 - p.shallow_ascending_slope * (left - transition)
    steep_slope = 1.25 * shallow_foot / (transition - start)
    return (
        Tangent(start, p.minimum_value, 0.0),
        Tangent((start + transition) / 2.0, shallow_foot / 2.0, steep_slope),
        Tangent((transition + left) / 2.0, (shallow_foot + 1.0) / 2.0, p.shallow_ascending_slope),
        Tangent(1.0, 1.0, 0.0),
        Tangent((right + end) / 2.0, 0.5, -1.0 / (end - plateau - right)),
        Tangent(end, p.minimum_value, 0.0),
    )


def passive_tangents(p: MillardCurves) -> tuple[Tangent, ...]:
    """Slack end, end of the toe, one maximum isometric force; the toe takes at most a tenth of the strain."""
    slack, full = 1.0 + p.strain_at_zero_force, 1.0 + p.strain_at_one_norm_force
    toe = min(0.1 / p.stiffness_at_one_norm_force, 0.1 * (full - slack))
    return (
        Tangent(slack, 0.0, 0.0),
        Tangent(slack + toe, p.stiffness_at_low_force * toe / 2.0, p.stiffness_at_low_force),
        Tangent(full, 1.0, p.stiffness_at_one_norm_force),
    )


def velocity_tangents(p: MillardCurves, near: float = 0.1) -> tuple[Tangent, ...]:
    """Fastest shortening, near it, isometric, near fastest lengthening, fastest lengthening."""
    shortening = near / 2.0 * (p.concentric_slope_at_vmax + p.concentric_slope_near_vmax)
    lengthening = near / 2.0 * (p.eccentric_slope_at_vmax + p.eccentric_slope_near_vmax)
    most = p.max_eccentric_velocity_force_multiplier
    return (
        Tangent(-1.0, 0.0, p.concentric_slope_at_vmax),
        Tangent(near - 1.0, shortening, p.concentric_slope_near_vmax),
        Tangent(0.0, 1.0, p.isometric_slope),
        Tangent(1.0 - near, most - lengthening, p.eccentric_slope_near_vmax),
        Tangent(1.0, most, p.eccentric_slope_at_vmax),
    )


def _chain(tangents: Sequence[Tangent], curviness: float) -> Curve:
    """Bezier pieces between neighbouring tangents, from nearly straight (curviness 0) to nearly cornered (1)."""
    pieces = [_corner(a, b, 0.1 + 0.8 * curviness) for a, b in pairwise(tangents)]
    inner = np.array([tangent.x for tangent in tangents[1:-1]])

    def inside(x: Floats) -> tuple[Floats, Floats]:
        which = np.searchsorted(inner, x, side="right")
        value, slope = np.empty_like(x), np.empty_like(x)
        for index, piece in enumerate(pieces):
            here = which == index
            value[here], slope[here] = _bezier_at(piece, x[here])
        return value, slope

    return Curve(tangents[0].x, tangents[-1].x, inside)


def _corner(a: Tangent, b: Tangent, reach: float) -> Floats:
    """Four distinct control points (4, 2): the ends, and on each tangent a point ``reach`` of the way to the corner."""
    bend = a.slope - b.slope
    if abs(bend) > 1e-12:
        x = (b.y - b.slope * b.x - a.y + a.slope * a.x) / bend
        corner = np.array([x, a.y + a.slope * (x - a.x)])
    else:
        corner = np.array([(a.x + b.x) / 2.0, (a.y + b.y) / 2.0])
    start, end = np.array(a[:2]), np.array(b[:2])
    return np.array([start, start + reach * (corner - start), end + reach * (corner - end), end])


def _weights(u: Floats) -> tuple[Floats, Floats]:
    """Quintic Bernstein weights of four control points of which the inner two count double, and their slopes (4, n)."""
    v = 1.0 - u
    u2, v2, uv2 = u * u, v * v, 30.0 * (u * v) ** 2
    u4, v4 = u2 * u2, v2 * v2
    weights = np.array([v4 * v, 5.0 * u * v4 + 10.0 * u2 * v2 * v, 5.0 * v * u4 + 10.0 * v2 * u2 * u, u4 * u])
    slopes = np.array([-5.0 * v4, 5.0 * v4 - uv2, uv2 - 5.0 * u4, 5.0 * u4])
    return weights, slopes


def _bezier_at(points: Floats, x: Floats) -> tuple[Floats, Floats]:
    """Value and slope at ``x``: the parameter by Newton's method inside a shrinking bracket (x grows with it)."""
    coarse = np.linspace(0.0, 1.0, 65)
    u = np.interp(x, points[:, 0] @ _weights(coarse)[0], coarse)
    low, high = np.zeros_like(x), np.ones_like(x)
    for _ in range(60):
        weights, slopes = _weights(u)
        miss = points[:, 0] @ weights - x
        low, high = np.where(miss <= 0.0, u, low), np.where(miss >= 0.0, u, high)
        newton = u - miss / (points[:, 0] @ slopes)
        moved = np.where((newton >= low) & (newton <= high), newton, (low + high) / 2.0)
        settled = np.max(np.abs(moved - u), initial=0.0) <= 1e-12
        u = moved
        if settled:
            break
    weights, slopes = _weights(u)
    return points[:, 1] @ weights, (points[:, 1] @ slopes) / (points[:, 0] @ slopes)
