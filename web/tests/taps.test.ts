// Taps become what `trochanter measure --knee --ankle --at` takes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Taps } from "../src/tap/taps.ts";

test("only complete pairs are given, by their time, in percent of the picture", () => {
  const taps = new Taps();
  taps.put(2, "knee", { x: 0.48, y: 0.475 });
  taps.put(2, "ankle", { x: 0.5, y: 0.72 });
  taps.put(0.5, "ankle", { x: 0.4812, y: 1.2 });
  taps.put(0.5, "knee", { x: 0.47, y: 0.47 });
  taps.put(3, "knee", { x: 0.1, y: 0.1 });
  assert.deepEqual(taps.fields(), {
    knee: ["47.00%,47.00%", "48.00%,47.50%"],
    ankle: ["48.12%,100.00%", "50.00%,72.00%"],
    at: ["0.500", "2.000"],
  });
  assert.deepEqual(taps.fields(8).at, ["0.063", "0.250"], "a film in slow motion tells the times of the movement");
});

test("a drag is one step for undo, and undo brings back what was removed", () => {
  const taps = new Taps();
  taps.put(1, "knee", { x: 0.1, y: 0.1 });
  taps.put(1, "knee", { x: 0.2, y: 0.2 });
  taps.put(1, "knee", { x: 0.3, y: 0.3 }, true);
  assert.ok(taps.undo());
  assert.deepEqual(taps.at(1)!.knee, { x: 0.1, y: 0.1 });
  taps.remove(1.003);
  assert.equal(taps.list.length, 0);
  assert.ok(taps.undo());
  assert.equal(taps.list.length, 1);
  assert.ok(taps.undo());
  assert.equal(taps.undo(), false);
});
