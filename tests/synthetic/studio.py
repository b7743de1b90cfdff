"""Pictures of the synthetic person in a room: MuJoCo draws, without a screen and without a graphics card (OSMesa).

The person is drawn as skins, one a piece of clothing, whose vertices are set anew for every picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from tests.synthetic.camera import Camera
from tests.synthetic.clothing import Piece
from tests.synthetic.person import Person
from tests.synthetic.posture import Placed
from trochanter.core.arrays import Floats

Picture = NDArray[np.uint8]
TEXTURE_PX = 512


@dataclass(frozen=True, slots=True)
class Box:
    """A box in the room: its middle, half its size along its axes, how it is turned, and its colour (0 to 1)."""

    middle_m: tuple[float, float, float]
    half_m: tuple[float, float, float]
    colour: tuple[float, float, float]
    turn: Floats | None = None
    mottled: bool = False


@dataclass(frozen=True, slots=True)
class Light:
    """Where it comes from, and how bright it and everything around are (0 to 1)."""

    from_m: tuple[float, float, float] = (1.5, 2.6, 1.2)
    bright: float = 0.55
    around: float = 0.45


class Studio:
    """A room with people, ready to be photographed; close it, or use it in a ``with``.

    Each of ``people`` is a person and what it wears.
    """

    def __init__(
        self, people: Sequence[tuple[Person, Sequence[Piece]]], boxes: Sequence[Box], light: Light, camera: Camera
    ) -> None:
        import mujoco
        from mujoco.osmesa import GLContext

        self._people = people
        model = _spec(people, boxes, light, camera).compile()
        data = mujoco.MjData(model)
        mujoco.mj_forward(model, data)
        looking = mujoco.MjvCamera()
        looking.type, looking.fixedcamid = mujoco.mjtCamera.mjCAMERA_FIXED, 0
        option = mujoco.MjvOption()
        option.flags[mujoco.mjtVisFlag.mjVIS_SKIN] = 1
        self._scene: Any = mujoco.MjvScene(model, 100)
        mujoco.mjv_updateScene(model, data, option, None, looking, mujoco.mjtCatBit.mjCAT_ALL, self._scene)
        for effect in (mujoco.mjtRndFlag.mjRND_SHADOW, mujoco.mjtRndFlag.mjRND_REFLECTION):
            self._scene.flags[effect] = 0
        self._memory: Any = GLContext(camera.width_px, camera.height_px)
        self._memory.make_current()
        self._context: Any = mujoco.MjrContext(model, mujoco.mjtFontScale.mjFONTSCALE_100)
        mujoco.mjr_setBuffer(mujoco.mjtFramebuffer.mjFB_OFFSCREEN, self._context)
        self._whole: Any = mujoco.MjrRect(0, 0, camera.width_px, camera.height_px)
        self._pixels = np.empty((camera.height_px, camera.width_px, 3), dtype=np.uint8)

    def picture(self, everybody: Sequence[Placed]) -> Picture:
        """What the camera sees (h, w, 3) with the people placed, in the order of ``people``."""
        import mujoco

        start = 0
        for (person, pieces), where in zip(self._people, everybody, strict=True):
            for piece in pieces:
                vertices_m, normals = piece.body(person).skinned(where.turns, where.shifts_m)
                stop = start + len(piece.vertices)
                self._scene.skinvert[3 * start : 3 * stop] = vertices_m.ravel()
                self._scene.skinnormal[3 * start : 3 * stop] = normals.ravel()
                start = stop
        self._memory.make_current()
        mujoco.mjr_render(self._whole, self._scene, self._context)
        mujoco.mjr_readPixels(self._pixels, None, self._whole, self._context)
        return np.flipud(self._pixels).copy()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the picture's memory back, in the order that MuJoCo needs."""
        self._context.free()
        self._memory.free()


def _spec(people: Sequence[tuple[Person, Sequence[Piece]]], boxes: Sequence[Box], light: Light, camera: Camera) -> Any:
    import mujoco

    spec = mujoco.MjSpec()
    spec.visual.global_.offwidth, spec.visual.global_.offheight = camera.width_px, camera.height_px
    spec.visual.quality.offsamples = 0
    spec.visual.headlight.ambient = [light.around] * 3
    spec.visual.headlight.diffuse = [0.12] * 3
    spec.visual.headlight.specular = [0.0] * 3
    spec.visual.map.znear, spec.visual.map.zfar = 0.01, 50.0
    direction = -np.array(light.from_m)
    spec.worldbody.add_light(
        pos=light.from_m, dir=direction / np.linalg.norm(direction), diffuse=[light.bright] * 3, castshadow=False,
        type=mujoco.mjtLightType.mjLIGHT_DIRECTIONAL,
    )  # fmt: skip
    spec.worldbody.add_camera(
        pos=camera.place_m, quat=_quaternion(camera.turn),
        fovy=np.degrees(2.0 * np.arctan2(0.5 * camera.height_px, camera.focal_px)),
    )  # fmt: skip
    for index, box in enumerate(boxes):
        geom = spec.worldbody.add_geom(type=mujoco.mjtGeom.mjGEOM_BOX, size=box.half_m, pos=box.middle_m)
        geom.quat = _quaternion(np.eye(3) if box.turn is None else box.turn)
        geom.material = _material(spec, f"box{index}", box.colour, 0.2 if box.mottled else 0.05, index)
    pieces = [piece for _, wears in people for piece in wears]
    carrier = spec.worldbody.add_body(name="carrier")
    carrier.add_geom(type=mujoco.mjtGeom.mjGEOM_SPHERE, size=[0.001, 0, 0], rgba=[0, 0, 0, 0])
    for index, piece in enumerate(pieces):
        _skin(spec, index, piece)
    return spec


def _skin(spec: Any, index: int, piece: Piece) -> None:
    skin = spec.add_skin(name=f"skin{index}")
    skin.vert = piece.rest_m.ravel().tolist()
    skin.face = piece.faces.ravel().tolist()
    skin.texcoord = piece.texture.ravel().tolist()
    skin.bodyname = ["carrier"]
    skin.bindpos, skin.bindquat = [0.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0]
    skin.vertid = [list(range(len(piece.vertices)))]
    skin.vertweight = [[1.0] * len(piece.vertices)]
    skin.material = _material(spec, f"wear{index}", piece.colour, piece.mottle, 100 + index)


def _material(spec: Any, name: str, colour: Sequence[float], contrast: float, seed: int) -> str:
    """A colour with soft blotches of three sizes: no real surface is of one colour all over."""
    import mujoco

    blotches = np.mean([_noise(np.random.default_rng([seed, size]), size) for size in (16, 48, 128)], axis=0)
    shades = np.clip(np.asarray(colour) * (1.0 + contrast * blotches[..., None]), 0.0, 1.0)
    texture = spec.add_texture(name=name, type=mujoco.mjtTexture.mjTEXTURE_2D)
    texture.width = texture.height = TEXTURE_PX
    texture.nchannel = 3
    texture.data = (255.0 * shades).astype(np.uint8).tobytes()
    material = spec.add_material(name=name, specular=0.05, shininess=0.1)
    material.textures[mujoco.mjtTextureRole.mjTEXROLE_RGB] = name
    return name


def _noise(random: np.random.Generator, cells: int) -> Floats:
    """Smooth noise (TEXTURE_PX, TEXTURE_PX) about zero: random values on a grid, blended between."""
    values = random.uniform(-1.0, 1.0, (cells, cells))
    at = np.arange(TEXTURE_PX) * cells / TEXTURE_PX
    low, part = at.astype(int) % cells, at % 1.0
    part = part * part * (3.0 - 2.0 * part)
    high = (low + 1) % cells
    rows = values[low] * (1.0 - part[:, None]) + values[high] * part[:, None]
    return np.asarray(rows[:, low] * (1.0 - part) + rows[:, high] * part)


def _quaternion(turn: Floats) -> Floats:
    import mujoco

    found = np.zeros(4)
    mujoco.mju_mat2Quat(found, np.ascontiguousarray(turn).ravel())
    return found
