// The guided session of the day: data-module="session-player"; see README.md for what the page has to bring.
import { announce, button, dataOf, h } from "../shared/dom.ts";
import { newKey } from "../shared/key.ts";
import type { Stop } from "../shared/starting.ts";
import { toast } from "../shared/toast.ts";
import { queueOf, tell } from "../shared/unsent.ts";
import { say, sayMany } from "../shared/words.ts";
import { afterCard, type Place, savedCard, type Told } from "./after.ts";
import { Awake } from "./awake.ts";
import { Course, type Exercise, type Step } from "./course.ts";
import { Doing } from "./doing.ts";
import { icon } from "./icons.ts";
import { forget, fresh, type Kept, remember, remembered } from "./kept.ts";
import { painSlider, zoneOf } from "./pain.ts";
import { Sound } from "./sound.ts";

interface Given {
  post: string;
  on: string;
  pain_before?: number | null;
  plan?: string;
  next?: string;
  places?: Place[];
  stop_says?: string[];
  exercises: Exercise[];
}

interface Answer {
  says?: string;
  next?: string;
  follows?: { says: string }[];
}

const LOOK_MS = 200;
const SOON_S = 3;
const SETTLED_MS = 900;

class Player {
  private kept: Kept;
  private readonly course: Course;
  private readonly sound = new Sound();
  private readonly awake = new Awake();
  private readonly name: string;
  private readonly pain = painSlider(say("session.pain_now"), (value) => this.hurts(value));
  private readonly warning = h("div", { role: "alert" });
  private readonly doing: Doing;
  private readonly timer: ReturnType<typeof setInterval>;
  private readonly unhear = new AbortController();
  private beeped = -1;
  private earlier: Pick<Kept, "now" | "worst"> | undefined;
  private settling: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly root: HTMLElement,
    private readonly given: Given,
  ) {
    this.name = `trochanter.session.${document.body.dataset.person ?? ""}.${given.plan ?? ""}.${given.on}`;
    this.kept = remembered(this.name);
    this.course = new Course(given.exercises, this.kept.state ?? undefined);
    if (this.course.running) this.course.pause(this.course.state.seen_ms); // it stood still since it was seen last
    this.doing = new Doing(
      { main: () => this.main(), undo: () => this.undo(), skip: () => this.skip(), end: () => this.after(false), sound: () => this.switchSound() },
      this.pain.element,
      this.warning,
    );
    const { signal } = this.unhear;
    root.addEventListener("keydown", (event) => this.typed(event), { signal });
    document.addEventListener("visibilitychange", () => this.look(), { signal });
    addEventListener("pagehide", () => this.leave(), { signal });
    addEventListener("pageshow", (event) => event.persisted && this.kept.phase === "doing" && this.draw(), { signal });
    this.timer = setInterval(() => this.look(), LOOK_MS);
    this.show();
  }

  close(): void {
    this.leave();
    clearInterval(this.timer);
    this.unhear.abort();
    this.awake.close();
    this.sound.close();
  }

  private show(): void {
    const { phase } = this.kept;
    if (phase === "saved") this.begin();
    else if (phase === "after") this.after(this.kept.stopped);
    else if (phase === "doing") this.go();
    else this.begin();
  }

  /** Before: pain first, then the start. */
  private begin(): void {
    this.kept = { ...fresh(), before: (this.kept.phase === "before" ? this.kept.before : null) ?? this.given.pain_before ?? null };
    const start = button("btn main big", say("session.begin"), () => {
      this.sound.ready();
      this.kept = { ...this.kept, phase: "doing", begun_ms: Date.now(), now: before.value() };
      this.go();
      this.doing.main.focus();
    });
    const asked = h("p", { class: "small quiet" });
    const answered = (pain: number | null): void => {
      const stop = pain !== null && zoneOf(pain) === "stop";
      start.disabled = pain === null || stop;
      asked.textContent = stop ? [say("session.before_stop"), ...(this.given.stop_says ?? [])].join(" ") : say(pain === null ? "session.before_first" : zoneOf(pain) === "ease" ? "session.before_ease" : "session.before_go");
    };
    const before = painSlider(say("session.pain_before"), (pain) => {
      this.kept.before = pain;
      this.save();
      answered(pain);
    });
    before.set(this.kept.before);
    answered(this.kept.before);
    const first = this.given.exercises[0];
    const minutes = Math.ceil(this.course.left_s(Date.now()) / 60);
    this.put(
      h("header", {}, h("span", {}, sayMany("session.number", this.given.exercises.length)), h("span", {}, sayMany("session.minutes", minutes))),
      first?.figure ? h("div", { class: "pic" }, h("img", { src: first.figure, alt: first.figure_says ?? first.name })) : null,
      h("div", { class: "body" }, h("h2", { id: "session-exercise", tabindex: "-1" }, say("session.ready")), before.element, asked, h("div", { class: "keys one" }, start)),
    );
  }

  private go(): void {
    this.pain.set(this.kept.now);
    this.put(this.doing.element);
    this.draw();
    this.warn(this.kept.now);
  }

  private draw(): void {
    const now_ms = Date.now();
    this.doing.draw(this.course, now_ms, this.sound.heard);
    this.awake.want(this.course.running);
    this.save();
    this.given.exercises.forEach((one, k) => {
      for (const place of document.querySelectorAll(`[data-progress-of="${CSS.escape(one.exercise)}"]`)) {
        const counted = this.course.countedOf(k);
        if (counted > 0) place.textContent = say(one.hold_s > 0 ? "session.holds_of" : "session.sets_of", { number: counted, of: this.course.askedOf(k) });
      }
    });
  }

  /** Look at the clock. */
  private look(): void {
    if (this.kept.phase !== "doing" || !this.course.running) return;
    const now_ms = Date.now();
    const ended = this.course.tick(now_ms);
    if (ended.length > 0) this.passed(ended);
    if (this.kept.phase !== "doing") return;
    this.soon(now_ms);
    this.doing.tick(this.course, now_ms);
  }

  private passed(ended: readonly Step[]): void {
    const { step } = this.course;
    const last = ended[ended.length - 1]!;
    if (this.course.away_ms > 0) {
      toast(sayMany("session.away", Math.round(this.course.away_ms / 60_000)));
    }
    if (this.course.finished) {
      this.sound.play("all");
      this.after(false);
      return;
    }
    this.sound.play(step.kind === "hold" ? "begin" : last.kind === "hold" ? "end" : "soon");
    this.draw();
    this.speak();
  }

  private speak(): void {
    const { step, exercise } = this.course;
    if (step.kind === "hold" && exercise) announce(say("session.hold", { number: step.repeat, of: exercise.repeats }));
    else if (step.kind === "rest") announce(say("session.rest_spoken", { number: step.length_s ?? 0 }));
    else if (step.kind === "ready" && exercise) announce(exercise.name);
  }

  private soon(now_ms: number): void {
    const { step } = this.course;
    if (step.length_s === null || (step.kind !== "lead" && step.kind !== "rest")) return;
    const left = Math.ceil(step.length_s - this.course.spent_ms(now_ms) / 1000);
    if (left <= SOON_S && left > 0 && left !== this.beeped) this.sound.play("soon");
    this.beeped = left;
  }

  private main(): void {
    const now_ms = Date.now();
    const { course } = this;
    if (course.finished) return;
    this.sound.ready();
    const waits = course.step.length_s === null;
    if (waits || (course.step.kind === "rest" && course.running)) course.next(now_ms);
    else if (course.running) course.pause(now_ms);
    else course.go(now_ms);
    if (course.finished) this.after(false);
    else this.draw();
  }

  private undo(): void {
    if (!this.course.undo()) return;
    announce(say("session.undone"));
    this.draw();
    this.doing.main.focus();
  }

  private skip(): void {
    const { course } = this;
    const name = course.exercise?.name ?? "";
    if (course.running) course.pause(Date.now());
    const here = course.snapshot();
    course.skip();
    toast(say("session.skipped", { name }), () => {
      course.restore(here);
      this.kept.phase = "doing";
      this.go();
      this.doing.main.focus();
    });
    if (course.finished) this.after(false);
    else this.draw();
  }

  private switchSound(): void {
    this.sound.set(!this.sound.heard);
    this.draw();
  }

  private hurts(pain: number): void {
    this.earlier ??= { now: this.kept.now, worst: this.kept.worst };
    this.kept.now = pain;
    if (zoneOf(pain) === "stop" && this.course.running) this.course.pause(Date.now());
    this.warn(pain);
    this.draw();
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.settled(), SETTLED_MS);
  }

  /** A pain counts once the slider rests: what it passes on its way was not felt. */
  private settled(): void {
    clearTimeout(this.settling);
    const { earlier } = this;
    const pain = this.kept.now;
    if (earlier === undefined || pain === null) return;
    this.earlier = undefined;
    this.kept.worst = Math.max(pain, this.kept.worst ?? 0);
    this.save();
    toast(
      say("session.pain_saved", { number: pain }),
      () => {
        Object.assign(this.kept, earlier);
        this.pain.set(earlier.now);
        this.warn(earlier.now);
        this.draw();
      },
      "pain",
    );
  }

  /** What a pain means for going on; nothing below 4. */
  private warn(pain: number | null): void {
    const zone = pain === null ? "go" : zoneOf(pain);
    this.warning.hidden = zone === "go";
    const stops = zone === "stop";
    this.doing.main.disabled = stops;
    if (zone === "go") {
      this.warning.replaceChildren();
      return;
    }
    this.warning.className = "note";
    this.warning.replaceChildren(
      icon("warn"),
      h(
        "div",
        {},
        h("p", {}, h("strong", {}, say(stops ? "session.stop_title" : "session.ease_title")), " ", say(stops ? "session.stop_text" : "session.ease_text")),
        ...(stops ? (this.given.stop_says ?? []).map((line) => h("p", { lang: "en" }, line)) : []),
        stops ? h("p", { class: "btns" }, button("btn main", say("session.stop_here"), () => this.after(true))) : null,
      ),
    );
  }

  private after(stopped: boolean): void {
    this.settled();
    if (this.course.running) this.course.pause(Date.now());
    Object.assign(this.kept, { phase: "after", stopped });
    this.awake.want(false);
    this.save();
    const back = this.course.finished || stopped ? null : (): void => {
      this.kept.phase = "doing";
      this.go();
    };
    this.put(afterCard(this.summary(), this.kept.worst ?? this.kept.now, this.given.places ?? [], (told) => void this.post(told), back));
    this.focusTitle();
  }

  private summary(): string {
    const parts = this.given.exercises.map((one, k) =>
      `${one.name}: ${say(one.hold_s > 0 ? "session.holds_of" : "session.sets_of", { number: this.course.countedOf(k), of: this.course.askedOf(k) })}`,
    );
    return `${parts.join(". ")}.`;
  }

  private async post(told: Told): Promise<void> {
    const done = this.course.done().filter((row) => row.sets > 0);
    const stopped = this.kept.stopped || (told.pain !== null && zoneOf(told.pain) === "stop");
    const outcome = await queueOf().post(
      this.given.post,
      {
        on: this.given.on,
        plan: this.given.plan ?? null,
        ended: stopped ? "stopped" : this.course.complete ? "done" : done.length > 0 ? "part" : "noted",
        done: done.length > 0 ? this.course.done() : [],
        pain_before: this.kept.before,
        pain_during: told.pain,
        pain_place: told.place,
        effort: told.effort,
        note: told.note,
        begun_at: new Date(this.kept.begun_ms || Date.now()).toISOString(),
        ended_at: new Date().toISOString(),
      },
      this.kept.key,
    );
    const back = this.snapshotOfAfter();
    if (outcome.state !== "sent") tell(outcome, this.kept.key, undefined, back);
    const answer = outcome.state === "sent" ? ((outcome.answer ?? {}) as Answer) : {};
    const title = say(outcome.state === "sent" ? "session.saved" : outcome.state === "kept" ? "session.kept" : "session.refused");
    const follows = (answer.follows ?? []).map((each) => each.says);
    const lines = [outcome.state === "refused" ? outcome.says : "", answer.says ?? "", done.length > 0 ? this.summary() : "", ...follows];
    forget(this.name);
    this.kept.phase = "saved";
    this.put(savedCard(title, lines.filter(Boolean), answer.next ?? this.given.next));
    this.focusTitle();
    this.root.dispatchEvent(new CustomEvent("trochanter:session", { bubbles: true, detail: outcome }));
    if (answer.next) location.assign(answer.next); // the day as it is now, with what follows from the session
  }

  /** What brings the questions at the end back, with a new key: for a session that was taken back. */
  private snapshotOfAfter(): () => void {
    const kept = { ...this.kept, key: newKey() };
    return () => {
      this.kept = kept;
      this.after(kept.stopped);
    };
  }

  private typed(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if (this.kept.phase !== "doing" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (target.matches("input:not([type=range]), textarea, select")) return;
    const key = event.key.toLowerCase();
    if (key === " " && !target.closest("button, a, summary")) this.main();
    else if (key === "u") this.undo();
    else if (key === "s") this.skip();
    else return;
    event.preventDefault();
  }

  private put(...children: (Node | null)[]): void {
    this.root.replaceChildren(...children.filter((each) => each !== null));
  }

  private focusTitle(): void {
    this.root.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
    this.root.scrollIntoView({ block: "nearest" });
  }

  private save(): void {
    if (this.kept.phase === "saved") return;
    this.kept.state = this.course.snapshot();
    remember(this.name, this.kept);
  }

  /** The page goes: keep how far the step was. */
  private leave(): void {
    if (this.kept.phase !== "doing") return;
    this.settled();
    if (this.course.running) this.course.pause(Date.now());
    this.save();
  }
}

export function start(root: HTMLElement): Stop {
  const given = dataOf<Given>(root);
  if (given.exercises.length === 0) return () => undefined;
  const player = new Player(root, given);
  return () => player.close();
}
