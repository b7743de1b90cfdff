// A movement that is played: the built-in stride, or an exercise over its range. Figures come from the server.
import { announce } from "../shared/dom.ts";
import { askExercise, askStride } from "./asking.ts";
import { copied } from "./copying.ts";
import { Chart } from "./course.ts";
import { between, type Pose, pose } from "./poses.ts";
import type { Drawn, Stage } from "./stage.ts";
import type { Colouring } from "./state.ts";
import type { Asked, Exercise, Frames, Mover, SideWord, Stride } from "./types.ts";
import { t } from "./words.ts";

const TENTH_MM = 1e-4;
const TELL_MS = 120; // how often the list follows a movement that plays

interface Told {
  entered(): void;
  left(): void;
  frame(): void;
}

export class Movement {
  on: "" | "stride" | "exercise" = "";
  private stride: Stride | undefined;
  private exercise: Exercise | undefined;
  private percent = 8;
  private playing = 0;
  private last = 0;
  private told = 0;
  private speed = 0.25;
  private loading: AbortController | undefined;
  private chosen = "obturator_internus";
  private readonly poses = new Map<string, Pose[]>();
  private points = new Float32Array(0);
  private paths: Int16Array | undefined;
  private readonly script: number[] = [];
  private readonly button: HTMLButtonElement;
  private readonly slider: HTMLInputElement;
  private readonly phases: HTMLElement;
  private readonly chart: Chart;

  constructor(
    private readonly root: HTMLElement,
    private readonly signal: AbortSignal,
    private readonly tell: Told,
  ) {
    this.button = root.querySelector<HTMLButtonElement>("[data-play]")!;
    this.slider = root.querySelector<HTMLInputElement>("[data-moment]")!;
    this.phases = root.querySelector<HTMLElement>("[data-phases]")!;
    this.chart = new Chart(root);
    const hear = { signal };
    this.button.addEventListener("click", () => void this.toggle(), hear);
    this.slider.addEventListener("input", () => void this.scrub(), hear);
    root.querySelector("[data-leave]")!.addEventListener("click", () => this.leave(), hear);
    root.querySelector<HTMLSelectElement>("[data-speed]")!.addEventListener(
      "change",
      (event) => {
        this.speed = Number((event.target as HTMLSelectElement).value);
      },
      hear,
    );
    root.querySelector<HTMLSelectElement>("[data-exercise]")!.addEventListener("change", () => void this.pickExercise(), hear);
    root.querySelector("[data-course-csv]")!.addEventListener(
      "click",
      () => {
        if (this.stride) void copied(this.chart.csv(this.stride), t("muscles.csv_copied"));
      },
      hear,
    );
    document.addEventListener("visibilitychange", () => this.pause(), hear);
  }

  private get frames(): Frames | undefined {
    return (this.on === "exercise" ? this.exercise : this.stride)?.frames;
  }

  /** Begin or stop to play. */
  private async toggle(): Promise<void> {
    if (this.playing) {
      this.pause();
      return;
    }
    if (!(await this.ready())) return;
    this.play();
  }

  private async scrub(): Promise<void> {
    const wanted = Number(this.slider.value); // before anything draws, which sets it
    this.pause();
    this.percent = wanted;
    if (await this.ready()) this.show();
  }

  /** Load the movement that is asked for, if it is not there. */
  private async ready(): Promise<boolean> {
    if (this.on) return true;
    const name = this.root.querySelector<HTMLSelectElement>("[data-exercise]")!.value;
    return name ? this.pickExercise() : this.loadStride();
  }

  private async loadStride(): Promise<boolean> {
    if (this.stride === undefined) {
      const found = await this.load((signal) => askStride(signal), t("stride.loading"));
      if (found === undefined) return false;
      this.stride = found;
    }
    this.enter("stride");
    return true;
  }

  private async pickExercise(): Promise<boolean> {
    const name = this.root.querySelector<HTMLSelectElement>("[data-exercise]")!.value;
    if (!name) {
      this.leave();
      return false;
    }
    const side = this.root.querySelector<HTMLInputElement>('input[name="side"]:checked')?.value === "left" ? "left" : "right";
    const found = await this.load((signal) => askExercise(name, side, signal), t("exercise.loading"));
    if (found === undefined) return false;
    this.percent = 0;
    this.took(found);
    return true;
  }

  /** An exercise has come; how hard muscles work may follow. */
  private took(found: Exercise): void {
    this.exercise = found;
    this.enter("exercise");
    const place = this.root.querySelector<HTMLElement>("[data-loading]")!;
    place.textContent = found.working ? t("exercise.working") : found.why ? t("exercise.untold", { why: found.why }) : "";
    place.hidden = place.textContent === "";
    if (!found.working) return;
    const mine = this.loading!;
    const again = async (): Promise<void> => {
      if (mine.signal.aborted || this.exercise !== found) return;
      const next = await askExercise(found.name, found.side, mine.signal);
      if (mine.signal.aborted || this.exercise !== found) return;
      if (next.working) setTimeout(() => void again().catch(() => undefined), 2000);
      else this.took(next);
    };
    setTimeout(() => void again().catch(() => undefined), 2000);
  }

  private async load<T>(ask: (signal: AbortSignal) => Promise<T>, words: string): Promise<T | undefined> {
    this.loading?.abort();
    const mine = new AbortController();
    this.loading = mine;
    this.signal.addEventListener("abort", () => mine.abort());
    const place = this.root.querySelector<HTMLElement>("[data-loading]")!;
    place.textContent = words;
    place.hidden = false;
    try {
      return await ask(mine.signal);
    } catch {
      if (!mine.signal.aborted) announce(t("failed"));
      return undefined;
    } finally {
      if (this.loading === mine) place.hidden = true;
    }
  }

  private enter(what: "stride" | "exercise"): void {
    this.on = what;
    const frames = this.frames!;
    this.paths = Int16Array.from(frames.paths);
    this.points = new Float32Array(3 * frames.points * frames.lines.length);
    this.poses.clear();
    for (const [name, rows] of Object.entries(frames.bones)) this.poses.set(name, rows.map(pose));
    this.root.querySelector<HTMLElement>("[data-leave]")!.hidden = false;
    this.drawPhases();
    this.choose(this.chosen);
    this.told = 0;
    this.tell.entered();
    this.show();
  }

  /** Back to the posture of the sliders. */
  leave(): void {
    if (!this.on) return;
    this.pause();
    this.on = "";
    this.root.querySelector<HTMLElement>("[data-leave]")!.hidden = true;
    this.root.querySelector<HTMLSelectElement>("[data-exercise]")!.value = "";
    this.tell.left();
  }

  /** The same movement for another side. */
  again(): void {
    if (this.on === "exercise") void this.pickExercise();
    else if (this.on) this.drawPhases();
  }

  private play(): void {
    this.button.setAttribute("aria-pressed", "true");
    this.button.setAttribute("aria-label", t(this.on === "exercise" ? "exercise.pause" : "stride.pause"));
    this.last = 0;
    this.script.length = 0;
    const step = (now: number): void => {
      this.playing = requestAnimationFrame(step);
      const start = performance.now();
      const seconds = this.last ? (now - this.last) / 1000 : 0;
      this.last = now;
      const whole = (this.on === "exercise" ? this.exercise!.seconds : this.stride!.seconds) / (this.on === "exercise" ? 1 : this.speed);
      this.percent = (this.percent + (100 * seconds) / whole) % (this.on === "exercise" ? 200 : 100);
      this.tell.frame();
      if (now - this.told > TELL_MS) this.told = now;
      this.script.push(performance.now() - start);
      if (this.script.length % 20 === 0) this.measure();
    };
    this.playing = requestAnimationFrame(step);
  }

  private pause(): void {
    cancelAnimationFrame(this.playing);
    this.playing = 0;
    this.button.setAttribute("aria-pressed", "false");
    this.button.setAttribute("aria-label", t(this.on === "exercise" ? "exercise.play" : "stride.play"));
    if (this.on) this.show();
  }

  /** How long script took a frame, for the tests. */
  private measure(): void {
    const rows = [...this.script].sort((a, b) => a - b);
    this.root.dataset.scriptMs = (rows.reduce((sum, value) => sum + value, 0) / rows.length).toFixed(2);
    this.root.dataset.scriptMs95 = (rows[Math.floor(0.95 * rows.length)] ?? 0).toFixed(2);
    this.root.dataset.frames = String(this.script.length);
  }

  private show(): void {
    this.told = 0;
    this.tell.frame();
  }

  /** Whether the list is to follow at this frame. */
  tellsNow(): boolean {
    return !this.playing || this.told === this.last || this.told === 0;
  }

  /** Per cent of the way: of the stride, or there and back for an exercise. */
  private get along(): number {
    return this.on === "exercise" && this.percent > 100 ? 200 - this.percent : this.percent;
  }

  /** Where a side's own course stands now, an index of its values. */
  at(side: SideWord): number {
    const frames = this.frames;
    if (frames === undefined) return 0;
    const own = frames.own_percent[side] ?? [];
    const place = (this.along / 100) * (frames.count - 1);
    return Math.min(100, Math.max(0, Math.round(own[Math.round(place)] ?? 0)));
  }

  movers(side: SideWord): (Mover | Asked)[] {
    if (this.on === "exercise") return this.exercise?.muscles ?? [];
    return this.stride?.sides.find((each) => each.side === side)?.muscles ?? [];
  }

  /** The muscle of a movement behind an entry of a posture: all lines of a muscle are one there. */
  entryOf(entry: string): string {
    const movers = this.movers("right");
    if (movers.some((mover) => mover.key === entry)) return entry;
    return movers.find((mover) => mover.lines.some((line) => line.startsWith(`${entry}_`)))?.key ?? entry;
  }

  choose(entry: string): void {
    if (entry) this.chosen = entry;
    if (this.on === "stride" && this.stride) this.chart.show(this.stride, this.entryOf(this.chosen));
  }

  /** Draw this instant: bones turned between two frames, lines moved between them. */
  draw(stage: Stage | undefined, sides: SideWord[], wanted: (group: string, key: string) => boolean, colouring: Colouring): void {
    const frames = this.frames;
    if (frames === undefined) return;
    const place = (this.along / 100) * (frames.count - 1);
    const first = Math.min(frames.count - 2, Math.floor(place));
    const share = place - first;
    this.slider.value = String(Math.round(this.along));
    this.slider.setAttribute("aria-valuetext", this.words());
    this.markPhase();
    this.chart.mark(this.at("right"), this.at("left"));
    if (stage === undefined) return;
    const seen = this.on === "exercise" ? frames.sides : sides.filter((side) => frames.sides.includes(side));
    stage.show(seen);
    for (const side of seen) {
      const matrices: Record<string, number[]> = {};
      for (const [name, poses] of this.poses) {
        const [bone, own] = name.split(" ");
        if (own === side || own === "middle") matrices[bone!] = between(poses[first]!, poses[first + 1]!, share);
      }
      stage.place(side, matrices);
    }
    stage.lay(this.drawn(frames, first, share, seen, wanted), colouring);
  }

  private *drawn(frames: Frames, first: number, share: number, sides: SideWord[], wanted: (group: string, key: string) => boolean): Iterable<Drawn> {
    const paths = this.paths!;
    const size = 3 * frames.points;
    const step = size * frames.lines.length;
    const movers = new Map<string, Mover | Asked>();
    for (const side of sides) for (const mover of this.movers(side)) for (const line of mover.lines) movers.set(line, mover);
    for (let k = 0; k < frames.lines.length; k++) {
      const name = frames.lines[k]!;
      const side: SideWord = name.endsWith("_l") ? "left" : "right";
      const mover = movers.get(name);
      if (mover === undefined || !sides.includes(side) || !wanted(mover.group, mover.key)) continue;
      const a = first * step + k * size;
      for (let i = 0; i < size; i++) this.points[k * size + i] = TENTH_MM * (paths[a + i]! * (1 - share) + paths[a + step + i]! * share);
      const near = share < 0.5 ? first : first + 1;
      const longer = frames.longer_percent[near]![k]!;
      yield {
        key: `${side} ${name}`,
        entry: mover.key,
        side,
        muscle: mover.key,
        group: mover.group,
        points: this.points,
        first: k * frames.points,
        count: frames.points,
        thick: (frames.thick_mm[k]! / 1000) / Math.sqrt(1 + longer / 100),
        arm: frames.rotation_mm[near]![k]!,
        longer,
        force: frames.force_N[near]![k]!,
      };
    }
  }

  /** This instant in words. */
  private words(): string {
    const percent = Math.round(this.along);
    if (this.on === "exercise") return t("exercise.at", { percent });
    return t("stride.at", { percent, phase: this.phaseNow() });
  }

  private phaseNow(): string {
    const at = this.along;
    const phases = this.stride?.sides[0]?.phases ?? [];
    return (phases.find((each) => at >= each.start && at < each.end) ?? phases.at(-1))?.words ?? "";
  }

  private drawPhases(): void {
    const phases = this.on === "stride" ? (this.stride?.sides[0]?.phases ?? []) : [];
    const labels = this.on === "exercise" ? [t("exercise.start"), t("exercise.end")] : phases.map((each) => each.words);
    const sizes = this.on === "exercise" ? [1, 1] : phases.map((each) => each.end - each.start);
    this.phases.replaceChildren(
      ...labels.map((text, k) => {
        const part = document.createElement("span");
        part.textContent = text;
        part.style.flexGrow = String(sizes[k]);
        return part;
      }),
    );
  }

  private markPhase(): void {
    const now = this.phaseNow();
    for (const part of this.phases.children) part.classList.toggle("on", part.textContent === now);
  }

  stop(): void {
    this.loading?.abort();
    cancelAnimationFrame(this.playing);
  }
}
