// The card of a session that is under way: figure, timer, counted holds, keys.
import { button, h } from "../shared/dom.ts";
import { say, sayMany } from "../shared/words.ts";
import type { Course, Exercise, Step } from "./course.ts";
import { icon } from "./icons.ts";

export interface Does {
  main(): void;
  undo(): void;
  skip(): void;
  end(): void;
  sound(): void;
}

const MOST_PIPS = 40;

/** Everything on the card but pain; draw() shows a course as it stands, tick() what changes with time. */
export class Doing {
  readonly element: HTMLElement;
  private readonly place = h("span");
  private readonly left = h("span");
  private readonly picture = h("div", { class: "pic" });
  private readonly title = h("h2", { id: "session-exercise", tabindex: "-1" });
  private readonly how = h("details", { class: "how" });
  private readonly note = h("p", { class: "caption" });
  private readonly number = h("p", { class: "n", role: "timer" });
  private readonly words = h("p", { class: "small" });
  private readonly count = h("div", { class: "count" }, this.number, this.words);
  private readonly pips = h("ol", { class: "pips" });
  readonly main: HTMLButtonElement;
  private readonly undo: HTMLButtonElement;
  private readonly sound: HTMLButtonElement;
  private shown = -1;
  private read = false;

  constructor(does: Does, private readonly pain: HTMLElement, private readonly warning: HTMLElement) {
    this.main = button("btn main", "", does.main);
    this.undo = button("btn", say("session.undo"), does.undo);
    const skip = button("btn", say("session.skip"), does.skip);
    this.sound = button("tool", say("session.sound"), does.sound);
    this.undo.setAttribute("aria-keyshortcuts", "u");
    skip.setAttribute("aria-keyshortcuts", "s");
    this.element = h(
      "div",
      {},
      h("header", {}, this.place, this.left),
      this.picture,
      h(
        "div",
        { class: "body" },
        h("div", {}, this.title, this.how),
        this.count,
        this.pips,
        this.warning,
        h("div", { class: "keys" }, this.undo, this.main, skip),
        h("div", { class: "also" }, this.sound, button("tool", say("session.end"), does.end)),
        this.pain,
        this.note,
      ),
    );
  }

  draw(course: Course, now_ms: number, heard: boolean): void {
    const one = course.exercise;
    if (one === undefined) return;
    const { step } = course;
    if (this.shown !== step.exercise) this.exercise(one);
    if (this.shown !== step.exercise || (step.kind !== "ready") !== this.read) this.how.open = step.kind === "ready";
    this.read = step.kind !== "ready";
    this.shown = step.exercise;
    this.place.textContent = say("session.place", { number: step.exercise + 1, of: course.exercises.length });
    this.sound.setAttribute("aria-pressed", String(heard));
    this.undo.disabled = course.countedOf(step.exercise) === 0;
    this.undo.textContent = say(one.hold_s > 0 ? "session.undo" : "session.undo_set");
    this.count.classList.toggle("rest", step.kind !== "hold" && step.kind !== "repeats");
    this.key(course);
    this.told(course, one);
    this.drawPips(course, one);
    this.tick(course, now_ms);
  }

  tick(course: Course, now_ms: number): void {
    const { step } = course;
    const spent_s = course.spent_ms(now_ms) / 1000;
    const [big, small, spoken] = numbers(step, course.exercise, spent_s);
    if (this.number.firstChild?.nodeValue !== big || this.number.lastElementChild?.textContent !== small) {
      this.number.replaceChildren(big, h("small", {}, small));
      this.number.setAttribute("aria-label", spoken);
    }
    const minutes = Math.ceil(course.left_s(now_ms) / 60);
    const left = sayMany("session.left", minutes);
    if (this.left.textContent !== left) this.left.textContent = left;
    if (step.kind === "hold" && step.length_s) {
      const now = this.pips.children[step.repeat - 1];
      const part = Math.min(100, (100 * spent_s) / step.length_s);
      if (now instanceof HTMLElement) now.style.setProperty("--part", `${part.toFixed(0)}%`);
    }
  }

  private exercise(one: Exercise): void {
    this.title.textContent = one.name;
    const how = typeof one.how === "string" ? h("p", {}, one.how) : h("ol", {}, ...(one.how ?? []).map((line) => h("li", {}, line)));
    this.how.replaceChildren(h("summary", {}, say("session.how")), how);
    this.how.hidden = !one.how?.length;
    this.note.textContent = one.note ?? "";
    this.note.hidden = !one.note;
    this.picture.hidden = !one.figure;
    this.picture.replaceChildren(...(one.figure ? [h("img", { src: one.figure, alt: one.figure_says ?? one.name })] : []));
  }

  private key(course: Course): void {
    const { kind, length_s } = course.step;
    const begun = course.running || course.state.spent_ms > 0;
    const waits = length_s === null;
    const words = waits
      ? say(kind === "repeats" ? "session.done_set" : "session.start")
      : kind === "rest" && course.running
        ? say("session.skip_rest")
        : say(course.running ? "session.pause" : begun || course.state.at > 0 ? "session.go_on" : "session.start");
    const mark = waits ? (kind === "repeats" ? "tick" : "play") : course.running && kind !== "rest" ? "pause" : "play";
    this.main.replaceChildren(icon(mark), words);
  }

  private told(course: Course, one: Exercise): void {
    const { step } = course;
    const side = step.side === null ? say("session.both_sides") : say(`session.${step.side}`);
    const done = course.countedOf(step.exercise, step.set, step.side);
    const set = one.sets > 1 ? say("session.set", { number: step.set, of: one.sets }) : "";
    const first =
      one.hold_s > 0
        ? step.kind === "rest"
          ? say("session.resting")
          : step.kind === "gap"
            ? say("session.let_go")
            : say("session.hold", { number: step.repeat, of: one.repeats })
        : step.kind === "rest"
          ? say("session.resting")
          : say("session.set", { number: step.set, of: one.sets });
    const second = one.hold_s > 0 ? [say("session.done", { number: done }), set, side] : [side];
    const badge = step.side === null ? null : h("b", { class: step.side === "right" ? "R" : "L", "aria-hidden": "true" }, step.side === "right" ? "R" : "L");
    this.words.replaceChildren(
      h("strong", {}, first),
      h("br"),
      h("span", { class: "quiet" }, second.filter(Boolean).join(", ")),
      ...(badge ? [" ", badge] : []),
    );
  }

  private drawPips(course: Course, one: Exercise): void {
    const { step } = course;
    const held = one.hold_s > 0;
    const all = held ? one.repeats : course.askedOf(step.exercise);
    const done = held ? course.countedOf(step.exercise, step.set, step.side) : course.countedOf(step.exercise);
    this.pips.hidden = all > MOST_PIPS || all < 2;
    if (this.pips.hidden) return;
    const under = step.kind === "hold" ? step.repeat - 1 : -1;
    this.pips.classList.toggle("many", all > 16);
    this.pips.setAttribute("aria-label", say(held ? "session.pips" : "session.pips_sets", { number: done, of: all }));
    this.pips.replaceChildren(
      ...Array.from({ length: all }, (_, k) => h("li", { class: k < done ? "done" : k === under ? "half" : null })),
    );
  }
}

/** The large number, the small words beside it, and both for a screen reader. */
function numbers(step: Step, one: Exercise | undefined, spent_s: number): [string, string, string] {
  if (step.kind === "repeats" || (step.kind === "ready" && one?.hold_s === 0)) {
    const times = String(one?.repeats ?? step.repeat);
    return [times, say("session.times"), `${times} ${say("session.times")}`];
  }
  const length_s = step.length_s ?? one?.hold_s ?? 0;
  if (step.kind === "hold" || step.kind === "ready") {
    const now = String(Math.min(Math.floor(spent_s), length_s));
    const of = say("session.of_s", { number: length_s });
    return [now, of, say("session.of_s_spoken", { number: now, of: length_s })];
  }
  const left = String(Math.max(0, Math.ceil(length_s - spent_s)));
  return [left, say(step.kind === "lead" ? "session.until_start" : "session.s_rest"), say("session.s_left", { number: left })];
}
