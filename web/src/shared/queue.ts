// What was noted goes to the server once: it is kept here until the server has said that it has it.
//
// Every entry has a key that was made here; the server takes a key once, so sending it again does no harm. Entries are
// written to the storage before they are sent, and removed when they were answered: a tab that is closed, a server that
// is killed and a lost connection lose nothing. Two tabs share the storage; a lock lets one send at a time.

export interface Entry {
  key: string;
  path: string;
  body: Record<string, unknown>;
  made_ms: number;
}

export interface Refused {
  entry: Entry;
  status: number;
  says: string;
}

export type Outcome =
  | { state: "sent"; status: number; answer: unknown }
  | { state: "kept"; why: "connection" | "server" | "entry" }
  | { state: "refused"; status: number; says: string };

export interface Storage {
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
  removeItem(name: string): void;
}

/** Everything that a queue needs of the world around it. */
export interface World {
  storage: Storage;
  fetch(path: string, options: RequestInit): Promise<Response>;
  /** Do something while nobody else with this name does. */
  alone<T>(name: string, does: () => Promise<T>): Promise<T>;
  newKey(): string;
  now_ms(): number;
  later(does: () => void, after_ms: number): void;
  changed(queue: Queue): void;
}

export const NAME = "trochanter.unsent.";
const REFUSED = "trochanter.refused.";
const WAITS_MS: readonly number[] = [2_000, 5_000, 15_000, 60_000, 300_000];
const PATIENCE_MS = 20_000;
/** The server has a word on these, but another time it may take them. */
const AGAIN: ReadonlySet<number> = new Set([401, 408, 425, 429]);

export class Queue {
  private readonly unwritten: Entry[] = []; // where the storage is full or forbidden, until this page is closed
  private readonly outcomes = new Map<string, Outcome>();
  private tries = 0;
  private waiting = false;

  readonly person: string;
  private readonly world: World;

  constructor(person: string, world: World) {
    this.person = person;
    this.world = world;
  }

  /** Note something for this person: {key, ...body} as JSON to a path of the API. It is kept whatever happens. */
  async post(path: string, body: Record<string, unknown>, key: string = this.world.newKey()): Promise<Outcome> {
    const entry: Entry = { key, path, body, made_ms: this.world.now_ms() };
    await this.changing(() => this.write([...this.read(), entry], entry));
    this.world.changed(this);
    await this.send();
    return this.outcomes.get(key) ?? this.elsewhere(key);
  }

  /** What has not been sent yet, oldest first. */
  unsent(): Entry[] {
    return [...this.read(), ...this.unwritten];
  }

  /** Whether closing the page would lose something, because the browser would not keep it. */
  get fragile(): boolean {
    return this.unwritten.length > 0;
  }

  /** What the server would not take, with its words. */
  refused(): Refused[] {
    return parsed<Refused>(this.stored(REFUSED));
  }

  /** Drop what was refused, when a person says so. */
  dropRefused(key: string): void {
    this.writeRefused(this.refused().filter((each) => each.entry.key !== key));
    this.world.changed(this);
  }

  /** Take an entry back that was not sent; false where it is too late. */
  async takeBack(key: string): Promise<boolean> {
    return this.sending(async () => {
      const there = this.unsent().some((each) => each.key === key);
      if (there) await this.remove(key);
      return there;
    });
  }

  /** Send what there is, in its order; what cannot be sent now is tried again later. */
  async send(): Promise<void> {
    const stopped = await this.sending(async () => {
      for (const entry of this.unsent()) {
        const outcome = await this.offer(entry);
        this.outcomes.set(entry.key, outcome);
        if (outcome.state === "kept") return true;
        if (outcome.state === "refused") {
          this.writeRefused([...this.refused(), { entry, status: outcome.status, says: outcome.says }]);
        }
        await this.remove(entry.key);
      }
      return false;
    });
    if (stopped) this.tryLater();
    else this.tries = 0;
  }

  private async offer(entry: Entry): Promise<Outcome> {
    let response: Response;
    try {
      response = await this.world.fetch(entry.path, {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify({ ...entry.body, key: entry.key }),
        credentials: "same-origin",
        redirect: "error",
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
    } catch {
      return { state: "kept", why: "connection" };
    }
    const status = response.status;
    if (status >= 500) return { state: "kept", why: "server" };
    if (AGAIN.has(status)) return { state: "kept", why: status === 401 ? "entry" : "server" };
    const answer = await told(response);
    if (response.ok) {
      // something else than the API, such as another server at the same port, has not taken it
      return answer === undefined ? { state: "kept", why: "server" } : { state: "sent", status, answer };
    }
    return { state: "refused", status, says: wordsOf(answer) };
  }

  /** What became of an entry that another tab dealt with. */
  private elsewhere(key: string): Outcome {
    if (this.unsent().some((each) => each.key === key)) return { state: "kept", why: "connection" };
    const no = this.refused().find((each) => each.entry.key === key);
    return no === undefined
      ? { state: "sent", status: 200, answer: null }
      : { state: "refused", status: no.status, says: no.says };
  }

  private tryLater(): void {
    if (this.waiting) return;
    this.waiting = true;
    const wait_ms = WAITS_MS[Math.min(this.tries++, WAITS_MS.length - 1)]!;
    this.world.later(() => {
      this.waiting = false;
      void this.send();
    }, wait_ms);
  }

  private async remove(key: string): Promise<void> {
    const held = this.unwritten.findIndex((each) => each.key === key);
    if (held >= 0) this.unwritten.splice(held, 1);
    await this.changing(() => this.write(this.read().filter((each) => each.key !== key)));
    this.world.changed(this);
  }

  private read(): Entry[] {
    return parsed<Entry>(this.stored(NAME));
  }

  private stored(name: string): string | null {
    try {
      return this.world.storage.getItem(name + this.person);
    } catch {
      return null; // a browser that keeps nothing; then entries live as long as the page
    }
  }

  private write(entries: Entry[], fresh?: Entry): void {
    try {
      if (entries.length > 0) this.world.storage.setItem(NAME + this.person, JSON.stringify(entries));
      else this.world.storage.removeItem(NAME + this.person);
    } catch {
      if (fresh !== undefined) this.unwritten.push(fresh);
    }
  }

  private writeRefused(all: Refused[]): void {
    try {
      if (all.length > 0) this.world.storage.setItem(REFUSED + this.person, JSON.stringify(all));
      else this.world.storage.removeItem(REFUSED + this.person);
    } catch {
      // it was shown when it was refused; a full storage keeps no copy
    }
  }

  private changing(does: () => void): Promise<void> {
    return this.world.alone(`${NAME}change.${this.person}`, async () => does());
  }

  private sending<T>(does: () => Promise<T>): Promise<T> {
    return this.world.alone(`${NAME}send.${this.person}`, does);
  }
}

/** Delete what this browser keeps of a person. */
export function forgetHere(person: string, storage: Storage): void {
  for (const name of [NAME, REFUSED]) storage.removeItem(name + person);
}

function parsed<T>(text: string | null): T[] {
  if (text === null) return [];
  try {
    const found: unknown = JSON.parse(text);
    return Array.isArray(found) ? (found as T[]) : [];
  } catch {
    return [];
  }
}

async function told(response: Response): Promise<unknown> {
  if (response.status === 204) return null;
  if (!(response.headers.get("content-type") ?? "").includes("json")) return undefined;
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

function wordsOf(answer: unknown): string {
  const told = (answer ?? {}) as { what?: unknown; next_step?: unknown };
  return [told.what, told.next_step].filter((each) => typeof each === "string" && each !== "").join(". ");
}
