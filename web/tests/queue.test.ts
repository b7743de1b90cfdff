// What was noted arrives once: with connections that break, servers that fail, storage that is full, and two tabs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { newKey } from "../src/shared/key.ts";
import { forgetHere, NAME, Queue, type Storage, type World } from "../src/shared/queue.ts";

/** What a server does with a request: it may take it and still fail to say so. */
type Fault = "none" | "before" | "after" | "busy" | "locked" | "refuses" | "stranger";

class Server {
  readonly taken = new Map<string, unknown>();
  requests = 0;
  faults: Fault[] = [];

  fetch = async (_path: string, options: RequestInit): Promise<Response> => {
    const fault = this.faults.shift() ?? "none";
    this.requests++;
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (fault === "before") throw new TypeError("connection");
    if (fault === "busy") return new Response("busy", { status: 503 });
    if (fault === "locked") return json({ what: "locked" }, 401);
    if (fault === "refuses") return json({ what: "No", next_step: "Say otherwise" }, 422);
    if (fault === "stranger") return new Response("<html>", { headers: { "content-type": "text/html" } });
    const body = JSON.parse(String(options.body)) as { key: string };
    if (!this.taken.has(body.key)) this.taken.set(body.key, body);
    if (fault === "after") throw new TypeError("connection");
    return json({ says: "saved" }, 200);
  };
}

const json = (body: unknown, status: number): Response => new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });

/** The storage of a browser, and its locks, which all its tabs share. */
class Browser {
  readonly kept = new Map<string, string>();
  private readonly turns = new Map<string, Promise<unknown>>();
  full = false;
  readonly storage: Storage = {
    getItem: (name) => this.kept.get(name) ?? null,
    setItem: (name, value) => {
      if (this.full) throw new DOMException("full", "QuotaExceededError");
      this.kept.set(name, value);
    },
    removeItem: (name) => void this.kept.delete(name),
  };

  alone = <T>(name: string, does: () => Promise<T>): Promise<T> => {
    const mine = (this.turns.get(name) ?? Promise.resolve()).then(does, does);
    this.turns.set(name, mine.catch(() => undefined));
    return mine;
  };

  tab(server: Server, person = "ada"): { queue: Queue; wake: () => Promise<void> } {
    const waiting: (() => void)[] = [];
    const world: World = {
      storage: this.storage,
      fetch: server.fetch,
      alone: this.alone,
      newKey: () => newKey(),
      now_ms: () => Date.now(),
      later: (does) => void waiting.push(does),
      changed: () => undefined,
    };
    const queue = new Queue(person, world);
    const wake = async (): Promise<void> => {
      const planned = waiting.splice(0);
      for (const does of planned) does();
      if (planned.length === 0) await queue.send();
      else await queue.takeBack("nothing"); // which waits for its turn behind what is being sent
    };
    return { queue, wake };
  }
}

test("what was answered is gone from here, and there once", async () => {
  const [server, browser] = [new Server(), new Browser()];
  const { queue } = browser.tab(server);
  const outcome = await queue.post("/api", { pain: 2 });
  assert.deepEqual(outcome, { state: "sent", status: 200, answer: { says: "saved" } });
  assert.equal(server.taken.size, 1);
  assert.equal(browser.kept.size, 0);
});

test("an answer that is lost after the server took it does not make two of it", async () => {
  const [server, browser] = [new Server(), new Browser()];
  const { queue, wake } = browser.tab(server);
  server.faults = ["after", "before", "busy", "locked", "stranger"];
  assert.equal((await queue.post("/api", { pain: 2 })).state, "kept");
  for (let k = 0; k < 4; k++) {
    await wake();
    assert.equal(queue.unsent().length, 1);
  }
  await wake();
  assert.deepEqual([server.taken.size, server.requests, queue.unsent().length], [1, 6, 0]);
});

test("without an entry the words are kept until the page is entered again", async () => {
  const [server, browser] = [new Server(), new Browser()];
  const { queue } = browser.tab(server);
  server.faults = ["locked"];
  assert.deepEqual(await queue.post("/api", {}), { state: "kept", why: "entry" });
});

test("a tab that was closed loses nothing: the next one sends in the same order", async () => {
  const [server, browser] = [new Server(), new Browser()];
  server.faults = ["before", "before", "before"];
  const { queue } = browser.tab(server);
  for (const number of [1, 2, 3]) await queue.post("/api", { number });
  const next = browser.tab(server);
  await next.wake();
  assert.deepEqual([...server.taken.values()].map((each) => (each as { number: number }).number), [1, 2, 3]);
  assert.equal(browser.kept.size, 0);
});

test("two tabs that note and send at once lose nothing and double nothing", async () => {
  const [server, browser] = [new Server(), new Browser()];
  const [one, two] = [browser.tab(server), browser.tab(server)];
  server.faults = ["before", "after", "none", "busy", "after", "before", "none", "after"];
  await Promise.all([1, 2, 3, 4, 5].flatMap((number) => [one.queue.post("/api", { tab: 1, number }), two.queue.post("/api", { tab: 2, number })]));
  for (let k = 0; k < 10; k++) await Promise.all([one.wake(), two.wake()]);
  assert.equal(server.taken.size, 10);
  assert.equal(one.queue.unsent().length, 0);
});

test("what is refused does not hold up the rest, and is not lost", async () => {
  const [server, browser] = [new Server(), new Browser()];
  const { queue } = browser.tab(server);
  server.faults = ["refuses"];
  assert.deepEqual(await queue.post("/api", { bad: true }), { state: "refused", status: 422, says: "No. Say otherwise" });
  assert.equal((await queue.post("/api", { good: true })).state, "sent");
  assert.equal(queue.refused().length, 1);
  queue.dropRefused(queue.refused()[0]!.entry.key);
  assert.equal(browser.kept.size, 0);
});

test("a storage that is full keeps nothing, says so, and still sends", async () => {
  const [server, browser] = [new Server(), new Browser()];
  const { queue, wake } = browser.tab(server);
  browser.full = true;
  server.faults = ["before"];
  assert.equal((await queue.post("/api", { pain: 1 })).state, "kept");
  assert.ok(queue.fragile);
  await wake();
  assert.deepEqual([server.taken.size, queue.fragile], [1, false]);
});

test("people have queues of their own, and forgetting one leaves the other", async () => {
  const [server, browser] = [new Server(), new Browser()];
  server.faults = ["before", "before"];
  await browser.tab(server, "ada").queue.post("/api", { who: "ada" });
  await browser.tab(server, "bob").queue.post("/api", { who: "bob" });
  forgetHere("ada", browser.storage);
  assert.deepEqual([...browser.kept.keys()], [`${NAME}bob`]);
});

test("an entry that was not sent can be taken back", async () => {
  const [server, browser] = [new Server(), new Browser()];
  const { queue, wake } = browser.tab(server);
  server.faults = ["before"];
  await queue.post("/api", { pain: 9 }, "k");
  assert.equal(await queue.takeBack("k"), true);
  await wake();
  assert.deepEqual([server.taken.size, await queue.takeBack("k")], [0, false]);
});

test("keys are UUIDs of version 7 that sort by their time", () => {
  const keys = [1_700_000_000_000, 1_700_000_000_001, 1_900_000_000_000].map((at) => newKey(at));
  for (const key of keys) assert.match(key, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.deepEqual([...keys].sort(), keys);
  assert.equal(keys[0]!.slice(0, 13), "018bcfe5-6800");
});
