"""A closed surface out of a field: one vertex in every cell that it passes through, then pulled onto it.

Surface nets (Gibson 1998, doi 10.1007/BFb0056277): the vertex of a cell is the mean of the points at which the cell's
edges cross the surface; every crossed edge joins the four cells round it in a quad. Then, in turn, vertices are evened
out along the surface and put onto it by Newton's step, p - f grad f / |grad f|^2.
"""

from dataclasses import dataclass

import numpy as np

from scripts.bones.field import Field
from trochanter.core.arrays import Floats, Ints

_ROUNDS, _NUDGE_MM = 6, 0.2
_LOOKS_MM = (3.0, 7.0, 13.0)


@dataclass(frozen=True, slots=True)
class Surface:
    """point_mm (n, 3), triangle (t, 3) counter-clockwise from outside, shade (n,): 1 open, 0 in a deep hollow."""

    point_mm: Floats
    triangle: Ints
    shade: Floats


def surface(field: Field, low_mm: Floats, high_mm: Floats, cell_mm: float) -> Surface:
    """The surface of a field within a box, in cells of one size."""
    size = np.ceil((high_mm - low_mm) / cell_mm).astype(int) + 1
    grid = np.stack(np.meshgrid(*(np.arange(n) for n in size), indexing="ij"), axis=-1).reshape(-1, 3)
    value = field(low_mm + cell_mm * grid).reshape(size)
    cell, place = _vertices(value)
    triangle = _triangles(value, cell)
    point = low_mm + cell_mm * place
    for _ in range(_ROUNDS):
        point = _pulled(field, _evened(field, point, triangle), cell_mm)
    return Surface(_pulled(field, point, cell_mm), triangle, _shade(field, point))


def _pulled(field: Field, point: Floats, cell_mm: float) -> Floats:
    """Points after one step of Newton's towards the surface, half a cell at most."""
    f, gradient = field(point), _gradient(field, point)
    steep = np.maximum(np.einsum("ij,ij->i", gradient, gradient), 0.05)
    step = -(f / steep)[:, None] * gradient
    longest = np.maximum(np.linalg.norm(step, axis=1, keepdims=True), 1e-9)
    return np.asarray(point + step * np.minimum(1.0, 0.5 * cell_mm / longest))


def _evened(field: Field, point: Floats, triangle: Ints) -> Floats:
    """Points moved along the surface towards the mean of their neighbours, so that triangles become alike."""
    total, count = np.zeros_like(point), np.zeros(len(point))
    for a, b in ((0, 1), (1, 2), (2, 0)):
        for one, other in ((a, b), (b, a)):
            np.add.at(total, triangle[:, one], point[triangle[:, other]])
            np.add.at(count, triangle[:, one], 1.0)
    normal = _gradient(field, point)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9)
    shift = total / np.maximum(count, 1.0)[:, None] - point
    shift -= np.einsum("ij,ij->i", shift, normal)[:, None] * normal
    return np.asarray(point + 0.6 * shift)


def _vertices(value: Floats) -> tuple[Ints, Floats]:
    """Index of the vertex of each cell, -1 where there is none, and the vertices' places in cells."""
    n = np.array(value.shape) - 1
    total, count = np.zeros((*n, 3)), np.zeros(tuple(n))
    corners = [np.array(c) for c in np.ndindex(2, 2, 2)]
    for a in corners:
        for axis in range(3):
            if a[axis]:
                continue
            b = a + np.eye(3, dtype=int)[axis]
            one, other = (value[tuple(slice(k, k + m) for k, m in zip(c, n, strict=True))] for c in (a, b))
            crossed = (one < 0.0) != (other < 0.0)
            share = np.where(crossed, one / np.where(crossed, one - other, 1.0), 0.0)
            total += crossed[..., None] * (a + share[..., None] * np.eye(3)[axis])
            count += crossed
    has = count > 0
    cell = np.full(tuple(n), -1)
    cell[has] = np.arange(int(has.sum()))
    return cell, np.argwhere(has) + total[has] / count[has][:, None]


def _triangles(value: Floats, cell: Ints) -> Ints:
    found = []
    for axis in range(3):
        u, v = (axis + 1) % 3, (axis + 2) % 3
        low = np.delete(np.arange(3), axis)
        edge = [slice(None)] * 3
        edge[axis] = slice(0, -1)
        far = list(edge)
        far[axis] = slice(1, None)
        one, other = value[tuple(edge)], value[tuple(far)]
        at = np.argwhere((one < 0.0) != (other < 0.0))
        at = at[np.all(at[:, low] > 0, axis=1) & np.all(at[:, low] < np.array(cell.shape)[low], axis=1)]
        steps = [np.zeros(3, int), -np.eye(3, dtype=int)[u], -np.eye(3, dtype=int)[u] - np.eye(3, dtype=int)[v]]
        steps.append(-np.eye(3, dtype=int)[v])
        quad = np.stack([cell[tuple((at + step).T)] for step in steps], axis=1)
        out = one[tuple(at.T)] < 0.0
        quad = np.where(out[:, None], quad[:, ::-1], quad)
        quad = quad[np.all(quad >= 0, axis=1)]
        found += [quad[:, [0, 2, 1]], quad[:, [0, 3, 2]]]
    return np.vstack(found)


def _gradient(field: Field, point: Floats) -> Floats:
    steps = np.eye(3) * _NUDGE_MM
    return np.stack([(field(point + e) - field(point - e)) / (2.0 * _NUDGE_MM) for e in steps], axis=1)


def _shade(field: Field, point: Floats) -> Floats:
    """How open a vertex lies: along its normal the field grows as fast as the way, unless another part comes near."""
    normal = _gradient(field, point)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9)
    closed = np.zeros(len(point))
    for weight, reach in zip((0.5, 0.3, 0.2), _LOOKS_MM, strict=True):
        closed += weight * np.clip(1.0 - field(point + reach * normal) / reach, 0.0, 1.0)
    return np.asarray(1.0 - closed)
