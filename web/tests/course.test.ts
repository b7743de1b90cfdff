// The clock of a session: nothing is counted that did not happen, nothing is lost that did.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AWAY_MS, Course, type Exercise, GAP_S, LEAD_S } from "../src/session/course.ts";

const HELD: Exercise = { exercise: "press", name: "Press", sides: [], sets: 1, repeats: 3, hold_s: 10 };
const MOVED: Exercise = { exercise: "bridge", name: "Bridge", sides: ["right", "left"], sets: 2, repeats: 12, hold_s: 0, rest_s: 30 };
const T0 = 1_000_000;
const s = (seconds: number): number => T0 + 1000 * seconds;

function begun(...exercises: Exercise[]): Course {
  const course = new Course(exercises);
  course.next(T0); // ready: the person starts it
  return course;
}

test("a tab that is looked at seldom counts the same as one that ticks", () => {
  const whole_s = LEAD_S + 3 * 10 + 2 * GAP_S;
  for (const every_s of [0.2, 1, 37]) {
    const course = begun(HELD);
    for (let at = every_s; at < whole_s + every_s; at += every_s) course.tick(s(at));
    assert.equal(course.countedOf(0), 3, `looked at every ${every_s} s`);
    assert.ok(course.finished);
  }
});

test("the hold that is under way shows its true second after a nap", () => {
  const course = begun(HELD);
  course.tick(s(LEAD_S + 10 + GAP_S + 4));
  assert.equal(course.step.repeat, 2);
  assert.equal(Math.round(course.spent_ms(s(LEAD_S + 10 + GAP_S + 4)) / 1000), 4);
});

test("a long absence ends the hold that was under way, and counts no further one", () => {
  const course = begun(HELD);
  course.tick(s(LEAD_S + 1));
  course.tick(s(LEAD_S + 1) + AWAY_MS + 1);
  assert.equal(course.countedOf(0), 1);
  assert.equal(course.running, false);
  assert.ok(course.away_ms > AWAY_MS);
});

test("a clock that is set back takes nothing away and adds nothing", () => {
  const course = begun(HELD);
  course.tick(s(LEAD_S + 4));
  course.tick(s(LEAD_S + 4 - 3600));
  assert.equal(Math.round(course.spent_ms(s(LEAD_S + 4 - 3600)) / 1000), 4);
  course.tick(s(LEAD_S + 4 - 3600 + 6));
  assert.equal(course.countedOf(0), 1);
});

test("a pause stops the clock, and going on goes on from there", () => {
  const course = begun(HELD);
  course.pause(s(LEAD_S + 7));
  course.tick(s(500));
  course.go(s(500));
  course.tick(s(502.9));
  assert.equal(course.countedOf(0), 0);
  course.tick(s(503));
  assert.equal(course.countedOf(0), 1);
});

test("undo takes back the last counted hold and stands before it", () => {
  const course = begun(HELD);
  course.tick(s(LEAD_S + 10 + GAP_S + 10.5));
  assert.equal(course.countedOf(0), 2);
  assert.ok(course.undo());
  assert.equal(course.countedOf(0), 1);
  assert.deepEqual([course.step.kind, course.step.repeat, course.running], ["hold", 2, false]);
  course.go(s(100));
  course.tick(s(110));
  assert.equal(course.countedOf(0), 2, "the same hold, done anew, counts once");
});

test("sets of both sides are asked for in turn, and what was done is never more than was counted", () => {
  const course = begun(MOVED);
  course.next(s(10)); // right, set 1
  assert.equal(course.step.kind, "rest");
  course.next(s(12));
  course.next(s(30)); // left, set 1
  course.next(s(31));
  course.next(s(50)); // right, set 2
  course.end();
  const [right, left] = course.done();
  assert.deepEqual([right!.side, right!.sets, right!.repeats], ["right", 2, 12]);
  assert.deepEqual([left!.side, left!.sets, left!.repeats], ["left", 1, 12]);
  assert.equal(course.complete, false);
  for (const row of course.done()) assert.ok(row.sets * row.repeats <= row.target_sets * row.target_repeats);
});

test("uneven sets are told as whole repetitions, rounded down", () => {
  const course = new Course([{ ...HELD, sets: 2, repeats: 5 }]);
  const holds = course.steps.flatMap((step, k) => (step.kind === "hold" ? [k] : []));
  course.state.counted = [...holds.slice(0, 5), holds[5]!, holds[6]!];
  assert.deepEqual([course.done()[0]!.sets, course.done()[0]!.repeats], [2, 3]);
});

test("skipping leaves one exercise out, and coming back forgets the skip", () => {
  const course = begun(HELD, MOVED);
  course.tick(s(LEAD_S + 10.5));
  course.pause(s(LEAD_S + 11));
  const here = course.snapshot();
  course.skip();
  assert.equal(course.exercise!.exercise, "bridge");
  course.restore(here);
  assert.deepEqual([course.exercise!.exercise, course.countedOf(0), course.running], ["press", 1, false]);
});

test("a session that is read again from what was kept goes on where it was", () => {
  const course = begun(HELD);
  course.tick(s(LEAD_S + 10 + GAP_S + 3));
  course.pause(s(LEAD_S + 10 + GAP_S + 3));
  const again = new Course([HELD], JSON.parse(JSON.stringify(course.snapshot())) as Course["state"]);
  assert.equal(again.countedOf(0), 1);
  assert.equal(again.step.repeat, 2);
  assert.equal(again.spent_ms(s(9999)), 3000);
});

test("what is left shrinks with the clock and ends at nothing", () => {
  const course = begun(HELD);
  const before = course.left_s(T0);
  assert.equal(before, LEAD_S + 30 + 2 * GAP_S);
  course.tick(s(20));
  assert.ok(Math.abs(course.left_s(s(20)) - (before - 20)) < 1e-9);
  course.end();
  assert.equal(course.left_s(s(20)), 0);
});
