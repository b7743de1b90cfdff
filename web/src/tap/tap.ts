// data-module="tap-track": tap knee and ankle on pictures of a film; the form gets fields knee, ankle and at.
import { announce, button, h } from "../shared/dom.ts";
import type { Stop } from "../shared/starting.ts";
import { say } from "../shared/words.ts";
import { type Pictures, played, sent } from "./pictures.ts";
import { type Joint, type Spot, Taps } from "./taps.ts";

const ZOOMS = [1, 2, 4];
const SLACK_PX = 8;
const GLASS = 3;
const JUMP_S = 0.5;
const NUDGE = { fine: 1, coarse: 10 };

class Tapping {
  private readonly taps = new Taps();
  private readonly canvas = h("canvas", {});
  private readonly pane = h("div", { class: "pane" }, this.canvas);
  private readonly when = h("output", { class: "small num" });
  private readonly slider = h("input", { type: "range", min: 0, step: "any", "aria-label": say("tap.time") });
  private readonly hint = h("p", { class: "hint", "aria-live": "polite" });
  private readonly rows = h("tbody");
  private readonly table = h("table", {}, h("caption", {}, say("tap.given")), this.rows);
  private readonly hidden = h("div", { hidden: true });
  private readonly points: Record<Joint, HTMLButtonElement>;
  private readonly zoomKey = button("btn", "", () => this.zoomIn());
  private readonly jointKeys: HTMLButtonElement[] = [];
  private joint: Joint = "knee";
  private at_s = 0;
  private zoom = 1;
  private middle: Spot = { x: 0.5, y: 0.5 };
  private near: Spot | undefined;
  private image: CanvasImageSource | undefined;
  private wanted_s: number | undefined;

  constructor(
    private readonly root: HTMLElement,
    private readonly pictures: Pictures,
    private readonly slower: number,
  ) {
    this.points = { knee: this.point("knee"), ankle: this.point("ankle") };
    this.canvas.width = pictures.width;
    this.canvas.height = pictures.height;
    this.slider.max = String(pictures.duration_s);
    this.pane.append(this.points.knee, this.points.ankle);
    this.canvas.addEventListener("pointerdown", (event) => this.pressed(event));
    this.slider.addEventListener("input", () => void this.show(Number(this.slider.value)));
    const step = (words: string, label: string, by_s: number): HTMLButtonElement => {
      const made = button("btn", h("span", { "aria-hidden": "true" }, words), () => void this.show(this.at_s + by_s));
      made.append(h("span", { class: "vh" }, label));
      return made;
    };
    const joints = h("div", { class: "seg", role: "group", "aria-label": say("tap.which") }, this.jointKey("knee"), this.jointKey("ankle"));
    root.replaceChildren(
      this.hint,
      this.pane,
      h("div", { class: "step" },
        h("span", { class: "btns" }, step("−½ s", say("tap.back_jump"), -JUMP_S), step("‹", say("tap.back"), -pictures.step_s)),
        this.slider,
        h("span", { class: "btns" }, step("›", say("tap.on"), pictures.step_s), step("+½ s", say("tap.on_jump"), JUMP_S))),
      h("div", { class: "row middle" }, joints, this.when, this.zoomKey, button("btn", say("tap.undo"), () => this.undo())),
      this.table,
      this.hidden,
    );
    root.classList.add("tap");
    this.table.hidden = true;
    void this.show(0);
  }

  close(): void {
    this.pictures.close();
  }

  private jointKey(joint: Joint): HTMLButtonElement {
    const key = button("", say(`tap.${joint}`), () => this.choose(joint));
    key.value = joint;
    key.setAttribute("aria-pressed", String(joint === this.joint));
    this.jointKeys.push(key);
    return key;
  }

  private choose(joint: Joint): void {
    this.joint = joint;
    for (const key of this.jointKeys) key.setAttribute("aria-pressed", String(key.value === joint));
    this.told();
  }

  /** A point that can be dragged, or moved by arrow keys. */
  private point(joint: Joint): HTMLButtonElement {
    const made = button(`point ${joint}`, "", () => this.choose(joint));
    made.dataset.letter = say(`tap.${joint}`);
    made.hidden = true;
    made.addEventListener("pointerdown", (event) => {
      made.setPointerCapture(event.pointerId);
      this.choose(joint);
      let moved = false;
      const unhear = new AbortController();
      const { signal } = unhear;
      made.addEventListener("pointermove", (move) => {
        const spot = this.spotOf(move);
        this.taps.put(this.at_s, joint, spot, moved);
        moved = true;
        this.near = spot;
        this.draw();
      }, { signal });
      const end = (): void => {
        unhear.abort();
        this.near = undefined;
        this.changed();
      };
      made.addEventListener("pointerup", end, { signal });
      made.addEventListener("pointercancel", end, { signal });
    });
    made.addEventListener("keydown", (event) => this.nudge(event, joint));
    return made;
  }

  private nudge(event: KeyboardEvent, joint: Joint): void {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const spot = this.taps.at(this.at_s)?.[joint];
    if (way === undefined || spot === undefined) return;
    event.preventDefault();
    const by = event.shiftKey ? NUDGE.coarse : NUDGE.fine;
    this.taps.put(this.at_s, joint, { x: spot.x + (way[0]! * by) / this.pictures.width, y: spot.y + (way[1]! * by) / this.pictures.height });
    this.changed();
  }

  /** The part of the picture that is shown: left, top and size, as shares. */
  private get view(): { x: number; y: number; size: number } {
    const size = 1 / this.zoom;
    const clamp = (value: number): number => Math.min(Math.max(value - size / 2, 0), 1 - size);
    return { x: clamp(this.middle.x), y: clamp(this.middle.y), size };
  }

  private spotOf(event: PointerEvent): Spot {
    const box = this.canvas.getBoundingClientRect();
    const { x, y, size } = this.view;
    return { x: x + (size * (event.clientX - box.left)) / box.width, y: y + (size * (event.clientY - box.top)) / box.height };
  }

  /** A short press puts a joint there; a drag moves a picture that is zoomed into, and otherwise does nothing. */
  private pressed(event: PointerEvent): void {
    if (event.button !== 0 || this.image === undefined) return;
    const begin = { x: event.clientX, y: event.clientY, middle: { ...this.middle } };
    const box = this.canvas.getBoundingClientRect();
    const unhear = new AbortController();
    const { signal } = unhear;
    let dragged = false;
    this.canvas.setPointerCapture(event.pointerId);
    this.canvas.addEventListener("pointermove", (move) => {
      const [across, down] = [move.clientX - begin.x, move.clientY - begin.y];
      dragged ||= Math.hypot(across, down) > SLACK_PX;
      if (!dragged || this.zoom === 1) return;
      const { size } = this.view;
      this.middle = { x: begin.middle.x - (size * across) / box.width, y: begin.middle.y - (size * down) / box.height };
      this.draw();
    }, { signal });
    this.canvas.addEventListener("pointerup", (up) => {
      unhear.abort();
      if (dragged) this.middle = { x: this.view.x + this.view.size / 2, y: this.view.y + this.view.size / 2 };
      else this.tapped(this.spotOf(up));
    }, { signal });
    this.canvas.addEventListener("pointercancel", () => unhear.abort(), { signal });
  }

  private tapped(spot: Spot): void {
    const tapped = this.joint;
    this.taps.put(this.at_s, tapped, spot);
    this.choose(tapped === "knee" ? "ankle" : "knee");
    this.changed();
    announce(say("tap.put", { joint: say(`tap.${tapped}`) }));
  }

  private zoomIn(): void {
    this.zoom = ZOOMS[(ZOOMS.indexOf(this.zoom) + 1) % ZOOMS.length]!;
    const here = this.taps.at(this.at_s)?.[this.joint] ?? this.taps.at(this.at_s)?.knee;
    if (here) this.middle = here;
    this.canvas.classList.toggle("zoomed", this.zoom > 1);
    this.draw();
  }

  /** While a point is dragged, a glass in the other half shows what the finger hides. */
  private glass(pen: CanvasRenderingContext2D, spot: Spot): void {
    const { width, height } = this.pictures;
    const { x, y, size } = this.view;
    const r = Math.min(width, height) * 0.17;
    const part = (r * size) / GLASS; // half of what is seen, in pixels of the picture
    const at = { x: (spot.x - x) / size < 0.5 ? width - 1.15 * r : 1.15 * r, y: (spot.y - y) / size < 0.35 ? height - 1.15 * r : 1.15 * r };
    pen.save();
    pen.beginPath();
    pen.arc(at.x, at.y, r, 0, 2 * Math.PI);
    pen.clip();
    pen.fillStyle = "#000";
    pen.fillRect(at.x - r, at.y - r, 2 * r, 2 * r);
    if (this.image) pen.drawImage(this.image, spot.x * width - part, spot.y * height - part, 2 * part, 2 * part, at.x - r, at.y - r, 2 * r, 2 * r);
    pen.restore();
    for (const [ink, thick] of [["#000", 5], ["#fff", 2]] as const) {
      pen.strokeStyle = ink;
      pen.lineWidth = (thick * width) / 700;
      pen.beginPath();
      pen.arc(at.x, at.y, r, 0, 2 * Math.PI);
      for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]] as const) {
        pen.moveTo(at.x + dx * r * 0.08, at.y + dy * r * 0.08);
        pen.lineTo(at.x + dx * r * 0.4, at.y + dy * r * 0.4);
      }
      pen.stroke();
    }
  }

  private undo(): void {
    if (this.taps.undo()) this.changed();
  }

  /** Show the picture at a moment; while one comes, only the last that was asked for is next. */
  private async show(at_s: number): Promise<void> {
    const idle = this.wanted_s === undefined;
    this.wanted_s = at_s;
    if (!idle) return;
    while (this.wanted_s !== undefined) {
      const asked_s: number = this.wanted_s;
      try {
        const got = await this.pictures.show(asked_s);
        this.image = got.image;
        this.at_s = got.at_s;
      } catch {
        this.hint.textContent = say("tap.no_picture");
        this.wanted_s = undefined;
        return;
      }
      if (this.wanted_s === asked_s) this.wanted_s = undefined;
      this.draw();
    }
  }

  private draw(): void {
    const pen = this.canvas.getContext("2d");
    if (pen === null || this.image === undefined) return;
    const { width, height } = this.pictures;
    const { x, y, size } = this.view;
    pen.imageSmoothingEnabled = this.zoom < 4;
    pen.drawImage(this.image, x * width, y * height, size * width, size * height, 0, 0, width, height);
    const tap = this.taps.at(this.at_s);
    if (tap?.knee && tap.ankle) {
      const to = (spot: Spot): [number, number] => [((spot.x - x) / size) * width, ((spot.y - y) / size) * height];
      pen.lineWidth = width / 200;
      for (const [ink, dash] of [["#000", []], ["#fff", [width / 60, width / 60]]] as const) {
        pen.strokeStyle = ink;
        pen.setLineDash([...dash]);
        pen.beginPath();
        pen.moveTo(...to(tap.knee));
        pen.lineTo(...to(tap.ankle));
        pen.stroke();
      }
      pen.setLineDash([]);
    }
    if (this.near) this.glass(pen, this.near);
    this.slider.value = String(this.at_s);
    const words = say("tap.at", { at: this.at_s.toFixed(2), of: this.pictures.duration_s.toFixed(1) });
    this.when.textContent = words;
    this.slider.setAttribute("aria-valuetext", words);
    this.zoomKey.textContent = say("tap.zoom", { number: this.zoom });
    this.drawPoints();
    this.told();
  }

  private drawPoints(): void {
    const tap = this.taps.at(this.at_s);
    const { x, y, size } = this.view;
    for (const joint of ["knee", "ankle"] as const) {
      const spot = tap?.[joint];
      const point = this.points[joint];
      const across = spot ? (spot.x - x) / size : -1;
      const down = spot ? (spot.y - y) / size : -1;
      point.hidden = !(across >= 0 && across <= 1 && down >= 0 && down <= 1);
      point.style.left = `${100 * across}%`;
      point.style.top = `${100 * down}%`;
      if (spot) point.setAttribute("aria-label", say("tap.point", { joint: say(`tap.${joint}`), x: (100 * spot.x).toFixed(1), y: (100 * spot.y).toFixed(1) }));
    }
  }

  private told(): void {
    const tap = this.taps.at(this.at_s);
    const words = tap?.knee && tap.ankle ? say("tap.both") : say(`tap.next_${this.joint}`);
    if (this.hint.textContent !== words) this.hint.textContent = words;
  }

  /** Taps changed: draw them, list them, and put them into the form. */
  private changed(): void {
    this.draw();
    const fields = this.taps.fields(this.slower);
    this.hidden.replaceChildren(
      ...(["knee", "ankle", "at"] as const).flatMap((name) => fields[name].map((value) => h("input", { type: "hidden", name, value }))),
    );
    this.rows.replaceChildren(
      ...this.taps.list.map((tap) => {
        const half = tap.knee && tap.ankle ? say("tap.complete") : say(tap.knee ? "tap.no_ankle" : "tap.no_knee");
        return h("tr", {},
          h("th", { scope: "row" }, button("tool", say("tap.second", { at: tap.at_s.toFixed(2) }), () => void this.show(tap.at_s))),
          h("td", {}, half),
          h("td", { class: "num" }, button("tool", say("tap.remove"), () => {
            this.taps.remove(tap.at_s);
            this.changed();
          })));
      }),
    );
    this.table.hidden = this.taps.list.length === 0;
    this.root.dispatchEvent(new CustomEvent("trochanter:taps", { bubbles: true, detail: { number: fields.knee.length } }));
  }
}

/** The film comes from data-src, from single pictures (data-still, data-duration), or from a file field (data-file). */
export function start(root: HTMLElement): Stop {
  const { src, still, file, fps, slowMotion, duration } = root.dataset;
  const typed = [...root.childNodes]; // without a film, or where it cannot be shown: fields to type in
  const step_s = 1 / (Number(fps) || 30);
  const unhear = new AbortController();
  let tapping: Tapping | undefined;
  let address = "";

  async function open(make: () => Promise<Pictures>): Promise<void> {
    tapping?.close();
    tapping = undefined;
    try {
      const pictures = await make();
      tapping = new Tapping(root, pictures, Number(slowMotion) || 1);
    } catch {
      root.replaceChildren(h("p", { class: "hint" }, say("tap.cannot")), ...typed);
    }
  }

  const field = file ? document.querySelector<HTMLInputElement>(file) : null;
  const chosen = (): void => {
    const one = field?.files?.[0];
    URL.revokeObjectURL(address);
    if (one === undefined) {
      tapping?.close();
      tapping = undefined;
      root.replaceChildren(...typed);
      return;
    }
    address = URL.createObjectURL(one);
    void open(() => played(address, step_s));
  };
  field?.addEventListener("change", chosen, { signal: unhear.signal });
  if (field?.files?.length) chosen();
  else if (src) void open(() => played(src, step_s).catch((fault: unknown) => (still ? sent(still, Number(duration), step_s) : Promise.reject(fault))));
  else if (still) void open(() => sent(still, Number(duration), step_s));
  return () => {
    unhear.abort();
    tapping?.close();
    URL.revokeObjectURL(address);
  };
}
