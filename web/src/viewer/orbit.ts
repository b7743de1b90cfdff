// Turning the picture: mouse, touch (one finger turns, two come nearer), wheel with Ctrl or a pinch, keys, named views.
import { type PerspectiveCamera, Vector3 } from "three";
import type { View } from "./state.ts";

const TURN = 0.008;
const KEY_TURN = 0.12;
const NEAREST = 0.35;
const FURTHEST = 2.2;
const STEEPEST = 1.45;
const VIEWS: Record<View, [number, number]> = {
  front: [0, 0.06],
  side: [Math.PI / 2, 0.04],
  back: [Math.PI, 0.05],
  below: [Math.PI + 0.5, -0.5],
};

/** Azimuth (from the front towards the person's right) and height of the eye, and how far away it is. */
export class Orbit {
  azimuth = Math.PI;
  height = 0.05;
  distance = 0.95;
  readonly target = new Vector3(0, 0, 0);
  private readonly held = new Map<number, PointerEvent>();
  private spread = 0;
  moved = false;

  constructor(
    private readonly element: HTMLElement,
    private readonly changed: () => void,
  ) {
    element.addEventListener("pointerdown", this.down);
    element.addEventListener("pointermove", this.move);
    for (const name of ["pointerup", "pointercancel", "lostpointercapture"] as const) {
      element.addEventListener(name, this.up);
    }
    element.addEventListener("wheel", this.wheel, { passive: false });
    element.addEventListener("keydown", this.key);
  }

  /** Look from a named side; for the left leg the side is the left one. */
  look(view: View, left: boolean): void {
    const [azimuth, height] = VIEWS[view];
    this.azimuth = left ? -azimuth : azimuth;
    this.height = height;
    this.changed();
  }

  place(camera: PerspectiveCamera): void {
    const flat = Math.cos(this.height) * this.distance;
    camera.position.set(
      this.target.x + flat * Math.cos(this.azimuth),
      this.target.y + Math.sin(this.height) * this.distance,
      this.target.z + flat * Math.sin(this.azimuth),
    );
    camera.lookAt(this.target);
  }

  zoom(factor: number): void {
    this.distance = Math.min(FURTHEST, Math.max(NEAREST, this.distance * factor));
    this.changed();
  }

  turn(sideways: number, up: number): void {
    this.azimuth += sideways;
    this.height = Math.min(STEEPEST, Math.max(-STEEPEST, this.height + up));
    this.changed();
  }

  private readonly down = (event: PointerEvent): void => {
    this.held.set(event.pointerId, event);
    this.moved = false;
    this.element.setPointerCapture(event.pointerId);
    this.spread = this.fingers();
  };

  private readonly move = (event: PointerEvent): void => {
    const before = this.held.get(event.pointerId);
    if (before === undefined) return;
    const dx = event.clientX - before.clientX;
    const dy = event.clientY - before.clientY;
    if (Math.abs(dx) + Math.abs(dy) > 2) this.moved = true;
    this.held.set(event.pointerId, event);
    if (this.held.size === 1) {
      this.turn(dx * TURN, dy * TURN);
    } else {
      const spread = this.fingers();
      if (this.spread > 0 && spread > 0) this.zoom(this.spread / spread);
      this.spread = spread;
    }
  };

  private readonly up = (event: PointerEvent): void => {
    this.held.delete(event.pointerId);
    this.spread = this.fingers();
  };

  private fingers(): number {
    const [a, b] = [...this.held.values()];
    return a && b ? Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) : 0;
  }

  private readonly wheel = (event: WheelEvent): void => {
    if (!event.ctrlKey && document.activeElement !== this.element) return; // the page scrolls on
    event.preventDefault();
    this.zoom(Math.exp(0.0012 * event.deltaY));
  };

  private readonly key = (event: KeyboardEvent): void => {
    const turns: Record<string, [number, number]> = {
      ArrowLeft: [-KEY_TURN, 0],
      ArrowRight: [KEY_TURN, 0],
      ArrowUp: [0, KEY_TURN],
      ArrowDown: [0, -KEY_TURN],
    };
    const turn = turns[event.key];
    if (turn) this.turn(turn[0], turn[1]);
    else if (event.key === "+" || event.key === "=") this.zoom(0.9);
    else if (event.key === "-") this.zoom(1 / 0.9);
    else return;
    event.preventDefault();
  };
}
