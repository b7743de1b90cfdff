// The course of a guided session: steps, counted holds, and a clock that needs no ticking.
//
// Time is read off the clock, never counted: a tab that slept knows how long. Nothing here touches the page.

export type Side = "right" | "left";

/** One exercise as a plan asks for it; sides: one after the other, none where both work at once. */
export interface Exercise {
  exercise: string;
  name: string;
  how?: string | string[];
  note?: string;
  figure?: string;
  figure_says?: string;
  sides: Side[];
  sets: number;
  repeats: number;
  hold_s: number;
  rest_s?: number;
  gap_s?: number;
  each_s?: number;
}

export type Kind = "ready" | "lead" | "hold" | "gap" | "repeats" | "rest" | "end";

/** length_s: null where the person says when it goes on; set and repeat count from 1. */
export interface Step {
  kind: Kind;
  exercise: number;
  set: number;
  repeat: number;
  side: Side | null;
  length_s: number | null;
}

export interface Counted {
  exercise: string;
  side: Side | null;
  target_sets: number;
  target_repeats: number;
  sets: number;
  repeats: number;
  hold_s: number;
}

/** at: the step; spent_ms: of it, when the clock stands; since_ms: when it began, while the clock runs. */
export interface State {
  at: number;
  spent_ms: number;
  since_ms: number | null;
  seen_ms: number;
  counted: number[];
}

export const LEAD_S = 5;
export const GAP_S = 3;
export const REST_S = 45;
export const CHANGE_S = 10;
export const PACE_S = 4;
/** A longer absence than this counts no further hold: nobody knows whether it was done. */
export const AWAY_MS = 90_000;

/** All steps of a session, in order; the last one is its end. */
export function stepsOf(exercises: readonly Exercise[]): Step[] {
  const steps: Step[] = [];
  exercises.forEach((one, exercise) => {
    const add = (kind: Kind, set: number, repeat: number, side: Side | null, length_s: number | null): void => {
      steps.push({ kind, exercise, set, repeat, side, length_s });
    };
    const sides: (Side | null)[] = one.sides.length > 0 ? one.sides : [null];
    add("ready", 1, 1, sides[0]!, null);
    let first = true;
    for (let set = 1; set <= one.sets; set++) {
      sides.forEach((side, k) => {
        if (!first) add("rest", set, 1, side, k > 0 ? CHANGE_S : (one.rest_s ?? REST_S));
        if (one.hold_s > 0) {
          if (first) add("lead", set, 1, side, LEAD_S);
          for (let repeat = 1; repeat <= one.repeats; repeat++) {
            add("hold", set, repeat, side, one.hold_s);
            if (repeat < one.repeats) add("gap", set, repeat, side, one.gap_s ?? GAP_S);
          }
        } else {
          add("repeats", set, one.repeats, side, null);
        }
        first = false;
      });
    }
  });
  steps.push({ kind: "end", exercise: exercises.length, set: 0, repeat: 0, side: null, length_s: null });
  return steps;
}

export class Course {
  readonly exercises: readonly Exercise[];
  readonly steps: readonly Step[];
  state: State;
  /** How long the page slept when it came back after more than AWAY_MS; 0 otherwise. */
  away_ms = 0;

  constructor(exercises: readonly Exercise[], state?: State) {
    this.exercises = exercises;
    this.steps = stepsOf(exercises);
    this.state = state ?? { at: 0, spent_ms: 0, since_ms: null, seen_ms: 0, counted: [] };
    if (this.state.at >= this.steps.length) this.state.at = this.steps.length - 1;
  }

  get step(): Step {
    return this.steps[this.state.at]!;
  }

  get exercise(): Exercise | undefined {
    return this.exercises[this.step.exercise];
  }

  get running(): boolean {
    return this.state.since_ms !== null;
  }

  get finished(): boolean {
    return this.step.kind === "end";
  }

  /** How much of the step has passed. */
  spent_ms(now_ms: number): number {
    const { since_ms, spent_ms } = this.state;
    return since_ms === null ? spent_ms : Math.max(0, now_ms - since_ms);
  }

  /** Look at the clock: every step that ended since goes by, and its hold counts. Returns the steps that ended. */
  tick(now_ms: number): Step[] {
    const ended: Step[] = [];
    const state = this.state;
    if (state.since_ms === null) return ended;
    const slept_ms = now_ms - state.seen_ms;
    if (slept_ms < 0) state.since_ms += slept_ms; // the clock was set back
    const away = slept_ms > AWAY_MS;
    state.seen_ms = now_ms;
    while (state.since_ms !== null) {
      const { length_s } = this.step;
      if (length_s === null || now_ms - state.since_ms < 1000 * length_s) break;
      ended.push(this.step);
      this.count();
      state.at++;
      state.since_ms += 1000 * length_s;
      if (away) this.stand(0);
      else if (this.step.length_s === null) this.stand(0);
    }
    this.away_ms = away ? slept_ms : 0;
    return ended;
  }

  /** Start or go on. */
  go(now_ms: number): void {
    this.state.since_ms = now_ms - this.state.spent_ms;
    this.state.seen_ms = now_ms;
    this.away_ms = 0;
  }

  pause(now_ms: number): void {
    this.tick(now_ms);
    this.stand(this.spent_ms(now_ms));
  }

  /** The person says that this step is over: ready, repeats done, enough rest. */
  next(now_ms: number): void {
    const { kind } = this.step;
    if (kind === "end") return;
    if (kind === "repeats") this.count();
    this.state.at++;
    this.stand(0);
    if (this.step.length_s !== null) this.go(now_ms);
  }

  /** Take the last counted hold or set back, and stand before it; false where there is none. */
  undo(): boolean {
    const last = this.state.counted.pop();
    if (last === undefined) return false;
    this.state.at = last;
    this.stand(0);
    return true;
  }

  /** Leave the rest of this exercise out. */
  skip(): void {
    const { exercise } = this.step;
    while (!this.finished && this.step.exercise === exercise) this.state.at++;
    this.stand(0);
  }

  /** End the session here. */
  end(): void {
    this.state.at = this.steps.length - 1;
    this.stand(0);
  }

  /** A copy of where the session is, to come back to. */
  snapshot(): State {
    return { ...this.state, counted: [...this.state.counted], spent_ms: this.state.spent_ms };
  }

  /** Come back to a copy; the clock stands. */
  restore(state: State): void {
    this.state = { ...state, counted: [...state.counted], since_ms: null };
  }

  /** What counts of an exercise so far, in holds, or in sets where nothing is held. */
  countedOf(exercise: number, set?: number, side?: Side | null): number {
    return this.state.counted.filter((at) => {
      const step = this.steps[at]!;
      return step.exercise === exercise && (set === undefined || step.set === set) && (side === undefined || step.side === side);
    }).length;
  }

  /** What an exercise asks for, in the same things as countedOf. */
  askedOf(exercise: number): number {
    const one = this.exercises[exercise]!;
    return Math.max(one.sides.length, 1) * one.sets * (one.hold_s > 0 ? one.repeats : 1);
  }

  /** Roughly what is left, in seconds: what waits for the person is taken as told by the exercise's pace. */
  left_s(now_ms: number): number {
    let sum_s = -this.spent_ms(now_ms) / 1000;
    for (const step of this.steps.slice(this.state.at)) {
      const one = this.exercises[step.exercise];
      if (step.length_s !== null) sum_s += step.length_s;
      else if (step.kind === "repeats") sum_s += step.repeat * (one?.each_s ?? PACE_S);
      else if (step.kind === "ready") sum_s += LEAD_S;
    }
    return Math.max(0, sum_s);
  }

  /** One row an exercise and side: what was asked beside what was done. Never more than what was counted. */
  done(): Counted[] {
    return this.exercises.flatMap((one, exercise) =>
      (one.sides.length > 0 ? one.sides : [null]).map((side) => {
        const sets = Array.from({ length: one.sets }, (_, k) => this.countedOf(exercise, k + 1, side));
        const begun = sets.filter((count) => count > 0).length;
        const total = sets.reduce((sum, count) => sum + count, 0) * (one.hold_s > 0 ? 1 : one.repeats);
        return {
          exercise: one.exercise,
          side,
          target_sets: one.sets,
          target_repeats: one.repeats,
          sets: begun,
          repeats: begun === 0 ? 0 : Math.floor(total / begun),
          hold_s: one.hold_s,
        };
      }),
    );
  }

  get complete(): boolean {
    return this.exercises.every((_, exercise) => this.countedOf(exercise) >= this.askedOf(exercise));
  }

  private count(): void {
    const { kind } = this.step;
    if ((kind === "hold" || kind === "repeats") && !this.state.counted.includes(this.state.at)) {
      this.state.counted.push(this.state.at);
    }
  }

  private stand(spent_ms: number): void {
    this.state.spent_ms = spent_ms;
    this.state.since_ms = null;
  }
}
