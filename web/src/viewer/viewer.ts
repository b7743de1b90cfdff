// 'Explore the hip': the state of the page, what is asked of the server, and what is shown of its answers.
import { announce, dataOf, h } from "../shared/dom.ts";
import type { Stop } from "../shared/starting.ts";
import { askPosture } from "./asking.ts";
import { copied } from "./copying.ts";
import { type Label, Labels } from "./labels.ts";
import { Movement } from "./movement.ts";
import { entryRow, moverRow, Panel } from "./panel.ts";
import { Drawing } from "./drawing.ts";
import { type Drawn, Stage, webgl } from "./stage.ts";
import { AXES, type Axis, fromAddress, type Limits, postureAddress, type State, toAddress } from "./state.ts";
import { csv, fill } from "./table.ts";
import type { Entry, Leg, Posture, SideWord } from "./types.ts";
import { t, useWords } from "./words.ts";

const ANNOUNCE_MS = 900;
const SLIM_PX = 370;
const NARROW_PX = 520; // below that a picture has room for names of muscles only

interface Given {
  words: Record<string, string>;
  limits: Limits;
}

export function start(root: HTMLElement): Stop {
  const given = dataOf<Given>(root);
  useWords(given.words);
  const unhear = new AbortController();
  const page = new Explorer(root, given.limits, unhear.signal);
  return () => {
    unhear.abort();
    page.stop();
  };
}

class Explorer {
  private state: State;
  private legs: Leg[] = [];
  private words = "";
  private readonly stage: Stage | undefined;
  private readonly drawing: Drawing | undefined;
  private readonly labels: Labels | undefined;
  private readonly panel: Panel;
  private readonly movement: Movement;
  private pointed = "";
  private femur = Number.NaN;
  private telling = 0;
  private readonly ask = askPosture(
    (answer) => this.got(answer),
    (waiting) => this.missed(waiting),
  );

  constructor(
    private readonly root: HTMLElement,
    private readonly limits: Limits,
    private readonly signal: AbortSignal,
  ) {
    this.state = fromAddress(location.search, limits);
    const canvas = this.find<HTMLCanvasElement>("canvas");
    const picture = this.find<HTMLImageElement>("[data-drawing]");
    const drawnBy = new URLSearchParams(location.search).has("drawing") ? "" : webgl();
    root.dataset.drawnBy = drawnBy || "server";
    if (drawnBy) {
      this.stage = new Stage(root, canvas, drawnBy === "software");
      this.labels = new Labels(root.querySelector<SVGSVGElement>("[data-labels]")!, this.stage);
      this.stage.afterDraw = () => this.name();
      this.hear(canvas);
    } else {
      canvas.hidden = true;
      this.drawing = new Drawing(picture);
      this.find("[data-keys]").textContent = t("view.drawing");
    }
    this.panel = new Panel(this.find("[data-list]"), (key) => this.choose(key), (key) => this.point(key));
    this.movement = new Movement(root, signal, {
      entered: () => this.showMode(),
      left: () => this.leave(),
      frame: () => this.showFrame(),
    });
    this.movement.choose(this.state.muscle);
    this.controls();
    this.theme();
    this.look();
    this.askNow();
  }

  private find<T extends HTMLElement = HTMLElement>(selector: string): T {
    const found = this.root.querySelector<T>(selector);
    if (found === null) throw new Error(`the page has no ${selector}`);
    return found;
  }

  private on<K extends keyof HTMLElementEventMap>(target: EventTarget, name: K | "popstate" | "change" | "beforeprint", does: (event: Event) => void): void {
    target.addEventListener(name, does, { signal: this.signal });
  }

  // what is set --------------------------------------------------------------------------------------------

  private controls(): void {
    for (const axis of AXES) {
      const slider = this.slider(axis);
      this.on(slider, "input", () => {
        this.state.posture[axis] = Number(slider.value);
        this.movement.leave();
        this.changed();
      });
    }
    for (const name of ["side", "view", "group", "colour"] as const) {
      for (const radio of this.root.querySelectorAll<HTMLInputElement>(`input[name="${name}"]`)) {
        this.on(radio, "change", () => {
          (this.state as unknown as Record<string, string>)[name] = radio.value;
          if (name === "view" || name === "side") this.look();
          if (name === "side") this.movement.again();
          this.changed();
        });
      }
    }
    this.on(this.find("[data-neutral]"), "click", () => {
      for (const axis of AXES) this.state.posture[axis] = 0;
      this.movement.leave();
      this.changed();
    });
    this.on(this.find("[data-link]"), "click", () => void copied(location.href, t("posture.copied")));
    this.on(this.find("[data-csv]"), "click", () => void copied(csv(this.legs, this.words), t("muscles.csv_copied")));
    this.on(this.find("[data-nearer]"), "click", () => this.zoom(0.85));
    this.on(this.find("[data-further]"), "click", () => this.zoom(1 / 0.85));
    this.on(window, "popstate", () => {
      this.state = fromAddress(location.search, this.limits);
      this.look();
      this.changed();
    });
    this.set();
  }

  private slider(axis: Axis): HTMLInputElement {
    return this.find<HTMLInputElement>(`input[data-axis="${axis}"]`);
  }

  /** Put every control where the state says. */
  private set(): void {
    for (const axis of AXES) {
      const value = this.state.posture[axis];
      const slider = this.slider(axis);
      slider.value = String(value);
      const key = value === 0 ? "value.none" : `value.${axis}_${value > 0 ? "more" : "less"}`;
      const words = axis === "anteversion" && value === 0 ? t("posture.as_model") : t(key, { value: Math.abs(value) });
      slider.setAttribute("aria-valuetext", words);
      this.find(`output[for="${slider.id}"]`).textContent = axis === "anteversion" && value === 0 ? words : `${value < 0 ? "\u2212" : ""}${Math.abs(value)}\u00b0`;
    }
    for (const name of ["side", "view", "group", "colour"] as const) {
      const radio = this.root.querySelector<HTMLInputElement>(`input[name="${name}"][value="${this.state[name]}"]`);
      if (radio) radio.checked = true;
    }
  }

  private changed(): void {
    this.set();
    history.replaceState(history.state, "", `${location.pathname}${toAddress(this.state)}`);
    if (this.movement.on) this.showMode();
    else this.askNow();
  }

  private askNow(): void {
    this.ask(postureAddress(this.state));
    this.drawing?.show(this.state);
  }

  private zoom(factor: number): void {
    this.stage?.orbit.zoom(factor);
    this.drawing?.zoom(factor, this.state);
  }

  private look(): void {
    this.stage?.orbit.look(this.state.view, this.state.side === "left");
    if (this.stage) {
      const aside = this.state.side === "both" ? 0 : this.state.side === "left" ? -0.052 : 0.052;
      this.stage.orbit.target.set(-0.03, 0.022, aside);
      const room = this.stage.renderer.domElement.clientWidth < SLIM_PX ? 1.18 : 1;
      this.stage.orbit.distance = room * (this.state.side === "both" ? 1.1 : 0.8);
      this.stage.draw();
    }
  }

  // what is answered ---------------------------------------------------------------------------------------

  private got(answer: Posture): void {
    this.find("[data-starting]").hidden = true;
    this.legs = answer.legs;
    this.words = answer.words;
    if (this.movement.on) return;
    this.showPosture();
    clearTimeout(this.telling);
    this.telling = window.setTimeout(() => {
      this.find("[data-words]").textContent = this.words;
      fill(this.find<HTMLTableElement>("table[data-table]"), this.legs);
    }, ANNOUNCE_MS / 4);
  }

  private missed(waiting: boolean): void {
    const place = this.find("[data-starting]");
    place.hidden = false;
    place.textContent = waiting ? t("starting") : t("failed");
  }

  private get sides(): SideWord[] {
    return this.state.side === "both" ? ["right", "left"] : [this.state.side];
  }

  private inGroup(group: string): boolean {
    return this.state.group === "all" || group === this.state.group;
  }

  /** What the colours mean, and what the list tells. */
  private legend(): void {
    const own = this.colouring;
    const place = this.find("[data-legend]");
    const told = `${own} ${this.movement.on}`;
    if (place.dataset.of === told) return;
    place.dataset.of = told;
    place.hidden = own === "group";
    const words = own === "group" ? [] : [t(`colour.${own}_low`), t(`colour.${own}_mid`), t(`colour.${own}_high`)];
    place.replaceChildren(h("span", { class: `scale ${own}`, "aria-hidden": "true" }), h("span", { class: "ends" }, ...words.map((text) => h("span", {}, text))));
    if (own === "force") place.append(h("p", { class: "caption" }, t("colour.force_middle")));
    this.find("[data-about]").textContent = t(this.movement.on ? `${this.movement.on}.about` : "muscles.caption");
    this.find("[data-axis-words]").hidden = this.movement.on === "exercise";
    for (const radio of this.root.querySelectorAll<HTMLInputElement>('input[name="colour"][value="force"]')) {
      radio.disabled = this.movement.on !== "stride";
    }
  }

  private showPosture(): void {
    this.legend();
    const main = this.legs.find((leg) => leg.side === this.sides[0]) ?? this.legs[0];
    if (main === undefined) return;
    const entries = main.entries.filter((entry) => this.inGroup(entry.group) || entry.key === this.state.muscle);
    this.panel.show(entries.map(entryRow), this.state.muscle);
    if (this.stage === undefined) return;
    if (this.femur !== this.state.posture.anteversion) {
      this.femur = this.state.posture.anteversion;
      this.stage.loadBones(this.femur).catch(() => this.missed(false));
    }
    this.stage.show(this.legs.map((leg) => leg.side));
    for (const leg of this.legs) this.stage.place(leg.side, leg.bones);
    this.stage.lay(this.drawnOf(), this.colouring);
  }

  private get colouring(): State["colour"] {
    return this.state.colour === "force" && !this.movement.on ? "group" : this.state.colour;
  }

  private *drawnOf(): Iterable<Drawn> {
    for (const leg of this.legs) {
      const entryOf = new Map<string, Entry>(leg.entries.flatMap((entry) => entry.lines.map((line) => [line, entry])));
      for (const line of leg.lines) {
        const entry = entryOf.get(line.name);
        if (entry === undefined || !(this.inGroup(entry.group) || entry.key === this.state.muscle)) continue;
        yield {
          key: `${leg.side} ${line.name}`,
          entry: entry.key,
          side: leg.side,
          muscle: line.muscle,
          group: line.group,
          points: line.path.flat(),
          first: 0,
          count: line.path.length,
          thick: line.thick_mm / 1000 / Math.sqrt(1 + line.longer_percent / 100),
          arm: entry.rotation.way === "hardly" ? 0 : (line.rotation?.value ?? 0),
          longer: line.longer_percent,
          force: 0,
        };
      }
    }
  }

  // a movement ---------------------------------------------------------------------------------------------

  private showMode(): void {
    this.root.toggleAttribute("data-moving", this.movement.on !== "");
    this.stage?.mark(this.marked, this.pointed);
    if (this.movement.on) this.find("[data-words]").textContent = t("stride.instead");
    this.showFrame();
  }

  private leave(): void {
    this.root.removeAttribute("data-moving");
    this.stage?.mark(this.state.muscle, "");
    this.askNow();
  }

  private showFrame(): void {
    if (!this.movement.on) return;
    this.legend();
    this.movement.draw(this.stage, this.sides, (group, key) => this.inGroup(group) || key === this.state.muscle, this.colouring);
    const movers = this.movement.movers(this.sides[0]!).filter((mover) => this.inGroup(mover.group));
    const at = this.movement.at(this.sides[0]!);
    if (this.movement.tellsNow()) this.panel.show(movers.map((mover) => moverRow(mover, at)), this.movement.entryOf(this.state.muscle));
  }

  // choosing -----------------------------------------------------------------------------------------------

  private hear(canvas: HTMLCanvasElement): void {
    let waiting = 0;
    this.on(canvas, "pointermove", (event) => {
      const { clientX, clientY, buttons } = event as PointerEvent;
      if (buttons || waiting) return;
      waiting = requestAnimationFrame(() => {
        waiting = 0;
        this.point(this.stage!.at(clientX, clientY));
      });
    });
    this.on(window, "beforeprint", () => this.stage!.drawNow());
    this.on(canvas, "pointerleave", () => this.point(""));
    this.on(canvas, "click", (event) => {
      const { clientX, clientY } = event as MouseEvent;
      if (this.stage!.orbit.moved) return;
      const found = this.stage!.at(clientX, clientY);
      if (found) this.choose(found);
    });
    this.on(canvas, "keydown", (event) => {
      if ((event as KeyboardEvent).key === "Home") this.look();
    });
    const watcher = new ResizeObserver(() => this.stage!.resize());
    watcher.observe(canvas);
    this.signal.addEventListener("abort", () => watcher.disconnect());
  }

  private choose(key: string): void {
    this.state.muscle = this.state.muscle === key ? "" : key;
    if (key && this.state.muscle) {
      const entry = this.legs[0]?.entries.find((each) => each.key === key);
      if (entry) announce(`${entry.name}: ${entry.role}, ${entry.amount}`);
    }
    history.replaceState(history.state, "", `${location.pathname}${toAddress(this.state)}`);
    this.stage?.mark(this.marked, this.pointed);
    this.movement.choose(this.state.muscle);
    if (this.movement.on) this.showMode();
    else this.showPosture();
    this.panel.focus(key);
    this.drawing?.show(this.state);
  }

  /** What is chosen, under the name that it has in what is shown. */
  private get marked(): string {
    return this.movement.on ? this.movement.entryOf(this.state.muscle) : this.state.muscle;
  }

  private point(key: string): void {
    if (this.pointed === key) return;
    this.pointed = key;
    this.stage?.mark(this.marked, key);
  }

  private name(): void {
    const side = this.sides[0]!;
    const leg = this.legs.find((each) => each.side === side);
    if (leg === undefined || this.labels === undefined) return;
    const wanted = new Set([this.marked, this.pointed]);
    if (!this.state.muscle && !this.pointed && this.state.group === "deep") {
      for (const key of ["piriformis", "obturator_internus", "quadratus_femoris"]) wanted.add(key);
    }
    const named = this.movement.on ? this.movement.movers(side) : leg.entries;
    const labels: Label[] = named
      .filter((each) => wanted.has(each.key))
      .map((each) => ({ text: this.titleOf(each), entry: each.key, side, strong: each.key === this.marked }));
    if (!this.movement.on && this.stage!.renderer.domElement.clientWidth > NARROW_PX) {
      for (const [key, point] of Object.entries(leg.marks)) labels.push({ text: t(`mark.${key}`), point, side });
    }
    this.labels.draw(labels);
  }

  /** A muscle's name, and what it does here where the pointer is on it. */
  private titleOf(each: { key: string; name: string }): string {
    const told = each.key === this.pointed && "role" in each && this.stage!.renderer.domElement.clientWidth > NARROW_PX;
    const entry = each as Entry;
    return told ? `${entry.name}: ${entry.role}, ${entry.amount}` : each.name;
  }

  private theme(): void {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    this.on(dark, "change", () => this.stage?.theme());
    this.stage?.resize();
    this.stage?.mark(this.marked, "");
  }

  stop(): void {
    clearTimeout(this.telling);
    this.movement.stop();
    this.stage?.stop();
  }
}
