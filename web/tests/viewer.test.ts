// The explorer's address, and its requests: one under way, the newest wish next, answers in order.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { newest } from "../src/viewer/asking.ts";
import { fromAddress, type Limits, postureAddress, toAddress } from "../src/viewer/state.ts";

const LIMITS: Limits = {
  flexion: [-20, 120],
  abduction: [-30, 45],
  rotation: [-40, 40],
  tilt: [-20, 20],
  anteversion: [-20, 30],
  knee: [0, 120],
};
const usual = globalThis.fetch;

afterEach(() => {
  globalThis.fetch = usual;
});

test("an address comes back as it was, and says only what is not as usual", () => {
  assert.equal(toAddress(fromAddress("", LIMITS)), "");
  const state = fromAddress("?flexion=90&rotation=-20&side=both&view=below&muscle=obturator_internus", LIMITS);
  assert.equal(state.posture.flexion, 90);
  assert.deepEqual(fromAddress(toAddress(state), LIMITS), state);
  assert.match(postureAddress(state), /flexion_deg=90&abduction_deg=0&rotation_deg=-20.*side=both/);
});

test("a wrong address is as usual, within the limits, and never markup", () => {
  const state = fromAddress("?flexion=900&abduction=x&view=inside&muscle=%3Cb%3Epiri", LIMITS);
  assert.equal(state.posture.flexion, 120);
  assert.equal(state.posture.abduction, 0);
  assert.equal(state.view, "back");
  assert.equal(state.muscle, "bpiri");
});

test("one request is under way, and of the wishes that come meanwhile only the newest is asked", async () => {
  const asked: string[] = [];
  let open = 0;
  globalThis.fetch = (async (address: string) => {
    asked.push(address);
    open += 1;
    assert.equal(open, 1);
    await new Promise((done) => setTimeout(done, 5));
    open -= 1;
    return new Response(JSON.stringify(address));
  }) as typeof fetch;
  const got: string[] = [];
  const ask = newest<string>((answer) => got.push(answer), () => assert.fail());
  for (const address of ["a", "b", "c", "d"]) ask(address);
  await new Promise((done) => setTimeout(done, 150));
  assert.deepEqual(asked, ["a", "d"]);
  assert.deepEqual(got, ["a", "d"]);
});

test("a server that is not ready is asked again, for what is wished then", async () => {
  let ready = false;
  globalThis.fetch = (async () => new Response("{}", { status: ready ? 200 : 202 })) as typeof fetch;
  let answers = 0;
  let waits = 0;
  const ask = newest(
    () => (answers += 1),
    (waiting) => {
      assert.ok(waiting);
      waits += 1;
      ready = true;
    },
  );
  ask("a");
  await new Promise((done) => setTimeout(done, 1000));
  assert.deepEqual([waits, answers], [1, 1]);
});
