// Where there is no WebGL: the same picture, drawn by the server from the same points.
import { AXES, type State } from "./state.ts";

const WAIT_MS = 250;

export class Drawing {
  private timer = 0;
  private near = 1;

  constructor(private readonly picture: HTMLImageElement) {
    picture.hidden = false;
  }

  zoom(factor: number, state: State): void {
    this.near = Math.min(2.5, Math.max(0.5, this.near / factor));
    this.show(state);
  }

  show(state: State): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      const query = AXES.map((axis) => `${axis}_deg=${state.posture[axis]}`).join("&");
      const more = `side=${state.side}&view=${state.view}&group=${state.group}&muscle=${state.muscle}&near=${this.near.toFixed(2)}`;
      this.picture.src = `/api/hip/drawing.svg?${query}&${more}`;
    }, WAIT_MS);
  }
}
