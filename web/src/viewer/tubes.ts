// Muscle lines as spindles along their paths: positions, normals and colours written into arrays that are kept.
import { BufferAttribute, BufferGeometry, type Color, DynamicDrawUsage } from "three";

const AROUND = 9;
const TENDON = 0.42; // of the thickness in the middle
const cosines = Array.from({ length: AROUND }, (_, k) => Math.cos((2 * Math.PI * k) / AROUND));
const sines = Array.from({ length: AROUND }, (_, k) => Math.sin((2 * Math.PI * k) / AROUND));

/** A geometry for one line with so many rings of vertices. */
export class Tube {
  readonly geometry = new BufferGeometry();
  private readonly position: BufferAttribute;
  private readonly normal: BufferAttribute;
  private readonly colour: BufferAttribute;
  private readonly share: Float32Array;
  private readonly middle: Float32Array;

  constructor(readonly rings: number) {
    const count = rings * AROUND + 2;
    const make = (): BufferAttribute => new BufferAttribute(new Float32Array(3 * count), 3).setUsage(DynamicDrawUsage);
    this.position = make();
    this.normal = make();
    this.colour = make();
    this.share = new Float32Array(rings);
    this.middle = new Float32Array(3 * rings);
    this.geometry.setAttribute("position", this.position);
    this.geometry.setAttribute("normal", this.normal);
    this.geometry.setAttribute("color", this.colour);
    this.geometry.setIndex(indices(rings));
  }

  /** Lay the tube along ``count`` points that begin at ``first`` (number of a point) in a flat list of coordinates. */
  lay(points: ArrayLike<number>, first: number, count: number, thick: number): void {
    this.sample(points, first, count);
    const { middle, rings } = this;
    const p = this.position.array;
    const n = this.normal.array;
    let ux = 0;
    let uy = 0;
    let uz = 0;
    for (let i = 0; i < rings; i++) {
      const a = 3 * Math.max(0, i - 1);
      const b = 3 * Math.min(rings - 1, i + 1);
      let tx = middle[b]! - middle[a]!;
      let ty = middle[b + 1]! - middle[a + 1]!;
      let tz = middle[b + 2]! - middle[a + 2]!;
      const size = Math.hypot(tx, ty, tz) || 1;
      tx /= size;
      ty /= size;
      tz /= size;
      if (i === 0) [ux, uy, uz] = Math.abs(tz) < 0.9 ? [0, 0, 1] : [0, 1, 0];
      const along = ux * tx + uy * ty + uz * tz; // carry the side vector on, without twisting it
      ux -= along * tx;
      uy -= along * ty;
      uz -= along * tz;
      const flat = Math.hypot(ux, uy, uz) || 1;
      ux /= flat;
      uy /= flat;
      uz /= flat;
      const vx = ty * uz - tz * uy;
      const vy = tz * ux - tx * uz;
      const vz = tx * uy - ty * ux;
      const s = i / (rings - 1);
      const radius = thick * (TENDON + (1 - TENDON) * Math.sin(Math.PI * s) ** 0.9);
      for (let k = 0; k < AROUND; k++) {
        const at = 3 * (i * AROUND + k);
        const c = cosines[k]!;
        const d = sines[k]!;
        const x = c * ux + d * vx;
        const y = c * uy + d * vy;
        const z = c * uz + d * vz;
        n[at] = x;
        n[at + 1] = y;
        n[at + 2] = z;
        p[at] = middle[3 * i]! + radius * x;
        p[at + 1] = middle[3 * i + 1]! + radius * y;
        p[at + 2] = middle[3 * i + 2]! + radius * z;
      }
      if (i === 0 || i === rings - 1) this.cap(i === 0 ? 0 : 1, 3 * i, i === 0 ? -1 : 1, tx, ty, tz);
    }
    this.position.needsUpdate = true;
    this.normal.needsUpdate = true;
    this.geometry.boundingSphere = null;
  }

  /** One colour, with pale rings if it wears them. */
  paint(colour: Color, ring: Color | undefined): void {
    const c = this.colour.array;
    for (let i = 0; i < this.rings; i++) {
      const own = ring !== undefined && i % 4 === 2 ? ring : colour;
      for (let k = 0; k < AROUND; k++) {
        const at = 3 * (i * AROUND + k);
        c[at] = own.r;
        c[at + 1] = own.g;
        c[at + 2] = own.b;
      }
    }
    for (let at = 3 * this.rings * AROUND; at < c.length; at += 3) {
      c[at] = colour.r;
      c[at + 1] = colour.g;
      c[at + 2] = colour.b;
    }
    this.colour.needsUpdate = true;
  }

  /** The point half way along the tube. */
  centre(into: { set(x: number, y: number, z: number): unknown }): void {
    const at = 3 * Math.floor(this.rings / 2);
    into.set(this.middle[at]!, this.middle[at + 1]!, this.middle[at + 2]!);
  }

  private cap(which: 0 | 1, middle: number, sign: number, tx: number, ty: number, tz: number): void {
    const at = 3 * (this.rings * AROUND + which);
    const p = this.position.array;
    const n = this.normal.array;
    for (let r = 0; r < 3; r++) {
      p[at + r] = this.middle[middle + r]!;
      n[at + r] = sign * [tx, ty, tz][r]!;
    }
  }

  /** Rings at even distances along the points; the nearest one is moved onto every corner, so that none is cut. */
  private sample(points: ArrayLike<number>, first: number, count: number): void {
    const { share, middle, rings } = this;
    let total = 0;
    for (let k = 1; k < count; k++) total += gap(points, first + k);
    for (let i = 0; i < rings; i++) share[i] = i / (rings - 1);
    let run = 0;
    for (let k = 1; k < count - 1; k++) {
      run += gap(points, first + k);
      const i = Math.round((run / (total || 1)) * (rings - 1));
      if (i > 0 && i < rings - 1) share[i] = run / (total || 1);
    }
    let k = 1;
    let before = 0;
    let length = gap(points, first + 1);
    for (let i = 0; i < rings; i++) {
      const wanted = share[i]! * total;
      while (k < count - 1 && before + length < wanted - 1e-9) {
        before += length;
        k += 1;
        length = gap(points, first + k);
      }
      const t = length > 0 ? Math.min(1, Math.max(0, (wanted - before) / length)) : 0;
      const b = 3 * (first + k);
      for (let r = 0; r < 3; r++) middle[3 * i + r] = points[b - 3 + r]! * (1 - t) + points[b + r]! * t;
    }
  }
}

function gap(points: ArrayLike<number>, k: number): number {
  const b = 3 * k;
  return Math.hypot(points[b]! - points[b - 3]!, points[b + 1]! - points[b - 2]!, points[b + 2]! - points[b - 1]!);
}

function indices(rings: number): number[] {
  const found: number[] = [];
  for (let i = 0; i < rings - 1; i++) {
    for (let k = 0; k < AROUND; k++) {
      const a = i * AROUND + k;
      const b = i * AROUND + ((k + 1) % AROUND);
      found.push(a, b, a + AROUND, b, b + AROUND, a + AROUND);
    }
  }
  const start = rings * AROUND;
  const last = (rings - 1) * AROUND;
  for (let k = 0; k < AROUND; k++) {
    found.push(start, (k + 1) % AROUND, k);
    found.push(start + 1, last + k, last + ((k + 1) % AROUND));
  }
  return found;
}
