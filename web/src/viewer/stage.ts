// The picture in space: bones from the server's surfaces, muscles as tubes along the engine's lines. Drawn on demand.
import {
  AmbientLight,
  BackSide,
  BufferAttribute,
  BufferGeometry,
  Color,
  DirectionalLight,
  HemisphereLight,
  Matrix4,
  Mesh,
  MeshBasicMaterial,
  MeshLambertMaterial,
  PerspectiveCamera,
  Raycaster,
  Scene,
  Vector2,
  Vector3,
  WebGLRenderer,
} from "three";
import { type Palette, palette, shadeOf, strength } from "./colours.ts";
import { Orbit } from "./orbit.ts";
import type { Colouring } from "./state.ts";
import { Tube } from "./tubes.ts";
import type { SideWord } from "./types.ts";

const RINGS = 26;
const UNIT = 5e-5; // metres of the whole numbers in a bone's file
const BONES: [string, string, boolean][] = [
  ["hip_bone", "pelvis", true],
  ["sacrum", "pelvis", false],
  ["femur", "femur", false],
  ["tibia", "tibia", false],
  ["patella", "patella", false],
];

/** One line as it is drawn now. */
export interface Drawn {
  key: string; // side and name, such as 'right piri_r'
  entry: string; // what it is listed under
  side: SideWord;
  muscle: string;
  group: string;
  points: ArrayLike<number>;
  first: number;
  count: number;
  thick: number;
  arm: number;
  longer: number;
  force: number;
}

interface Muscle {
  tube: Tube;
  mesh: Mesh<BufferGeometry, MeshLambertMaterial>;
  edge: Mesh<BufferGeometry, MeshBasicMaterial>;
  drawn: Drawn;
}

/** Whether this browser has WebGL, and whether the processor draws it, which is slow. */
export function webgl(): "" | "hardware" | "software" {
  try {
    const gl = document.createElement("canvas").getContext("webgl2");
    if (gl === null) return "";
    const known = gl.getExtension("WEBGL_debug_renderer_info");
    const name = String(gl.getParameter(known ? known.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
    gl.getExtension("WEBGL_lose_context")?.loseContext();
    return /swiftshader|llvmpipe|software|basic render/i.test(name) ? "software" : "hardware";
  } catch {
    return "";
  }
}

export class Stage {
  readonly orbit: Orbit;
  readonly renderer: WebGLRenderer;
  readonly camera = new PerspectiveCamera(30, 1, 0.05, 6);
  private readonly scene = new Scene();
  private readonly boneMaterial = new MeshLambertMaterial({ vertexColors: true });
  private readonly muscleMaterial = new MeshLambertMaterial({ vertexColors: true });
  private readonly edgeMaterial = grown(0.0007);
  private readonly chosenMaterial = grown(0.0017);
  private readonly geometries = new Map<string, BufferGeometry>();
  private readonly bones: { name: string; segment: string; side: SideWord | "middle"; mesh: Mesh }[] = [];
  private readonly muscles = new Map<string, Muscle>();
  private readonly ray = new Raycaster();
  private readonly flip = new Matrix4().makeScale(1, 1, -1);
  private colours: Palette;
  private waiting = 0;
  private shown = new Set<SideWord>();
  chosen = "";
  hovered = "";
  afterDraw: () => void = () => undefined;

  constructor(
    private readonly root: HTMLElement,
    private readonly canvas: HTMLCanvasElement,
    software: boolean,
  ) {
    this.renderer = new WebGLRenderer({ canvas, antialias: true, alpha: true, powerPreference: "low-power" });
    this.renderer.setPixelRatio(software ? 1 : Math.min(devicePixelRatio, 2));
    canvas.addEventListener("webglcontextrestored", () => this.draw());
    this.orbit = new Orbit(canvas, () => this.draw());
    this.colours = palette(root);
    const sky = new HemisphereLight(0xffffff, 0x8d8371, 1.55);
    const key = new DirectionalLight(0xffffff, 1.65);
    key.position.set(-0.45, 0.7, 0.55);
    this.camera.add(key);
    key.position.set(-0.5, 0.75, 0.6);
    this.scene.add(sky, new AmbientLight(0xffffff, 0.25), this.camera);
    this.theme();
    for (const [name, segment, mirrored] of BONES) {
      const sides: (SideWord | "middle")[] = segment === "pelvis" && !mirrored ? ["middle"] : ["right", "left"];
      for (const side of sides) {
        const mesh = new Mesh(new BufferGeometry(), this.boneMaterial);
        mesh.matrixAutoUpdate = false;
        mesh.visible = false;
        mesh.frustumCulled = false;
        this.bones.push({ name, segment, side, mesh });
        this.scene.add(mesh);
      }
    }
  }

  /** Take the colours of the theme that is in force now. */
  theme(): void {
    this.colours = palette(this.root);
    this.edgeMaterial.color.copy(this.colours.stage);
    this.chosenMaterial.color.copy(this.colours.ink);
    for (const bone of this.bones) this.paintBone(bone.mesh.geometry);
    for (const muscle of this.muscles.values()) this.paint(muscle, this.colouring);
    this.draw();
  }

  /** Fetch bones that are not there yet, and the thigh bone again for another anteversion. */
  async loadBones(anteversion: number): Promise<void> {
    await Promise.all(
      BONES.map(async ([name]) => {
        const twist = name === "femur" && anteversion !== 0 ? `?anteversion_deg=${anteversion}` : "";
        const address = `/api/hip/bones/${name}${twist}`;
        let geometry = this.geometries.get(address);
        if (geometry === undefined) {
          const answer = await fetch(address);
          if (!answer.ok) throw new Error(address);
          geometry = unpacked(await answer.arrayBuffer());
          this.geometries.set(address, geometry);
        }
        this.paintBone(geometry);
        for (const bone of this.bones) if (bone.name === name) bone.mesh.geometry = geometry;
      }),
    );
    this.show([...this.shown]);
    this.draw();
  }

  /** Put the bones of a leg where its matrices (row by row) say; the pelvis follows the first leg. */
  place(side: SideWord, matrices: Record<string, ArrayLike<number>>): void {
    for (const bone of this.bones) {
      const own = bone.side === side || (bone.segment === "pelvis" && (bone.side === "middle" || this.shown.size < 2));
      const values = matrices[bone.segment];
      if (!own || values === undefined) continue;
      bone.mesh.matrix.set(...(Array.from(values) as Parameters<Matrix4["set"]>));
      if (bone.side === "left") bone.mesh.matrix.multiply(this.flip);
      bone.mesh.matrixWorldNeedsUpdate = true;
    }
  }

  /** Which legs are seen; the pelvis is always whole. */
  show(sides: SideWord[]): void {
    this.shown = new Set(sides);
    for (const bone of this.bones) {
      const there = bone.mesh.geometry.hasAttribute("normal"); // before that three would make a material without
      bone.mesh.visible = there && (bone.segment === "pelvis" || (bone.side !== "middle" && this.shown.has(bone.side)));
    }
  }

  private colouring: Colouring = "group";

  /** Lay the lines; those that are no longer named vanish. */
  lay(lines: Iterable<Drawn>, colouring: Colouring): void {
    this.colouring = colouring;
    const left = new Set(this.muscles.keys());
    for (const drawn of lines) {
      left.delete(drawn.key);
      const muscle = this.muscles.get(drawn.key) ?? this.make(drawn);
      muscle.drawn = drawn;
      muscle.tube.lay(drawn.points, drawn.first, drawn.count, drawn.thick);
      this.paint(muscle, colouring);
      muscle.mesh.visible = true;
      muscle.edge.visible = true;
      muscle.edge.material = this.isMarked(drawn) ? this.chosenMaterial : this.edgeMaterial;
    }
    for (const key of left) {
      const gone = this.muscles.get(key);
      if (gone) gone.mesh.visible = gone.edge.visible = false;
    }
    this.draw();
  }

  /** Mark what is chosen or pointed at. */
  mark(chosen: string, hovered: string): void {
    this.chosen = chosen;
    this.hovered = hovered;
    for (const muscle of this.muscles.values()) {
      muscle.edge.material = this.isMarked(muscle.drawn) ? this.chosenMaterial : this.edgeMaterial;
    }
    this.draw();
  }

  private isMarked(drawn: Drawn): boolean {
    return drawn.entry === this.chosen || drawn.entry === this.hovered;
  }

  private make(drawn: Drawn): Muscle {
    const tube = new Tube(RINGS);
    const mesh = new Mesh(tube.geometry, this.muscleMaterial);
    const edge = new Mesh(tube.geometry, this.edgeMaterial);
    mesh.frustumCulled = edge.frustumCulled = false;
    const made: Muscle = { tube, mesh, edge, drawn };
    mesh.userData.key = drawn.key;
    this.muscles.set(drawn.key, made);
    this.scene.add(mesh, edge);
    return made;
  }

  private paint(muscle: Muscle, colouring: Colouring): void {
    const { drawn, tube } = muscle;
    if (colouring === "group") {
      tube.paint(this.colours.of(drawn.muscle, drawn.group), undefined);
      return;
    }
    const [share, ringed] = strength(colouring, drawn.arm, drawn.longer, drawn.force);
    shadeOf(this.colours, share, scratch);
    tube.paint(scratch, ringed ? this.colours.stage : undefined);
  }

  private paintBone(geometry: BufferGeometry): void {
    const shade = geometry.getAttribute("shade") as BufferAttribute | undefined;
    if (shade === undefined) return;
    const colour = (geometry.getAttribute("color") as BufferAttribute | undefined) ?? new BufferAttribute(new Float32Array(3 * shade.count), 3);
    for (let k = 0; k < shade.count; k++) {
      const open = 0.5 + 0.5 * (shade.getX(k) / 255);
      colour.setXYZ(k, this.colours.bone.r * open, this.colours.bone.g * open, this.colours.bone.b * open * (0.96 + 0.04 * open));
    }
    colour.needsUpdate = true;
    geometry.setAttribute("color", colour);
  }

  /** The entry under a point of the picture, '' for none. */
  at(clientX: number, clientY: number): string {
    const box = this.canvas.getBoundingClientRect();
    const place = new Vector2(((clientX - box.left) / box.width) * 2 - 1, 1 - ((clientY - box.top) / box.height) * 2);
    this.ray.setFromCamera(place, this.camera);
    const solid = [...this.muscles.values()].filter((each) => each.mesh.visible).map((each) => each.mesh as Mesh);
    solid.push(...this.bones.filter((each) => each.mesh.visible).map((each) => each.mesh));
    const [first] = this.ray.intersectObjects(solid, false);
    const key = first?.object.userData.key as string | undefined;
    return key === undefined ? "" : (this.muscles.get(key)?.drawn.entry ?? "");
  }

  /** Where the middle of a listed muscle stands in the picture (CSS pixels), undefined where it is not drawn. */
  placeOf(entry: string, side: SideWord): [number, number] | undefined {
    for (const muscle of this.muscles.values()) {
      if (muscle.drawn.entry !== entry || muscle.drawn.side !== side || !muscle.mesh.visible) continue;
      muscle.tube.centre(spot);
      return this.project(spot);
    }
    return undefined;
  }

  /** A point of space in the picture, CSS pixels. */
  project(point: Vector3): [number, number] {
    const flat = point.clone().project(this.camera);
    return [((flat.x + 1) / 2) * this.canvas.clientWidth, ((1 - flat.y) / 2) * this.canvas.clientHeight];
  }

  resize(): void {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (width === 0 || height === 0) return;
    this.renderer.setSize(width, height, false);
    this.camera.aspect = width / height;
    this.camera.fov = width < 560 ? 33 : 30;
    this.camera.updateProjectionMatrix();
    this.draw();
  }

  /** Draw at the next frame, once however often it is asked for. */
  draw(): void {
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = 0;
      this.drawNow();
    });
  }

  drawNow(): void {
    this.orbit.place(this.camera);
    this.renderer.render(this.scene, this.camera);
    this.afterDraw();
  }

  stop(): void {
    cancelAnimationFrame(this.waiting);
    for (const geometry of this.geometries.values()) geometry.dispose();
    for (const muscle of this.muscles.values()) muscle.tube.geometry.dispose();
    this.renderer.dispose();
  }
}

/** A material for the far side of a body that is a little thicker: what is seen of it is an edge. */
function grown(metres: number): MeshBasicMaterial {
  const material = new MeshBasicMaterial({ side: BackSide });
  material.onBeforeCompile = (shader) => {
    shader.vertexShader = shader.vertexShader.replace("#include <project_vertex>", `transformed += normal * ${metres.toFixed(5)};\n#include <project_vertex>`);
  };
  material.customProgramCacheKey = () => `grown ${metres}`;
  return material;
}

const scratch = new Color();
const spot = new Vector3();

/** A bone out of its file: two counts, points, triangles, how open each point lies. */
function unpacked(data: ArrayBuffer): BufferGeometry {
  const [points = 0, triangles = 0] = new Uint32Array(data, 0, 2);
  const whole = new Int16Array(data, 8, 3 * points);
  const index = new Uint16Array(data.slice(8 + 6 * points, 8 + 6 * points + 6 * triangles));
  const shade = new Uint8Array(data.slice(8 + 6 * points + 6 * triangles));
  const place = Float32Array.from(whole, (value) => value * UNIT);
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(place, 3));
  geometry.setAttribute("shade", new BufferAttribute(shade, 1));
  geometry.setIndex(new BufferAttribute(index, 1));
  geometry.computeVertexNormals();
  return geometry;
}
