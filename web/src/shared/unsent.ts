// The queue of the person whose page is open, in this browser.
import { announce, h } from "./dom.ts";
import { newKey } from "./key.ts";
import { type Outcome, Queue, type World } from "./queue.ts";
import { refusedButton } from "./refused.ts";
import { toast } from "./toast.ts";
import { say, sayMany } from "./words.ts";

const queues = new Map<string, Queue>();
const turns = new Map<string, Promise<unknown>>();

/** One after the other: over all tabs where the browser can, else in this one. */
function alone<T>(name: string, does: () => Promise<T>): Promise<T> {
  if (navigator.locks) return navigator.locks.request(name, does) as Promise<T>;
  const mine = (turns.get(name) ?? Promise.resolve()).then(does, does);
  turns.set(name, mine.catch(() => undefined));
  return mine;
}

/** What waits, and what was refused, stands wherever a page has an element with data-unsent. */
function show(queue: Queue): void {
  const waiting = queue.unsent().length;
  const refused = queue.refused().length;
  for (const place of document.querySelectorAll<HTMLElement>("[data-unsent]")) {
    place.hidden = waiting + refused === 0;
    const words = waiting > 0 ? [h("span", { class: "unsent" }, sayMany("queue.waiting", waiting)), " "] : [];
    place.replaceChildren(...words, ...(refused > 0 ? [refusedButton(queue)] : []));
  }
  document.dispatchEvent(new CustomEvent("trochanter:unsent", { detail: { waiting } }));
}

const world: World = {
  storage: {
    getItem: (name) => localStorage.getItem(name),
    setItem: (name, value) => localStorage.setItem(name, value),
    removeItem: (name) => localStorage.removeItem(name),
  },
  fetch: (path, options) => fetch(path, options),
  alone,
  newKey: () => newKey(),
  now_ms: () => Date.now(),
  later: (does, after_ms) => void setTimeout(does, after_ms),
  changed: show,
};

/** The queue of a person; by default of the page's. */
export function queueOf(person: string = document.body.dataset.person ?? ""): Queue {
  let found = queues.get(person);
  if (found === undefined) {
    found = new Queue(person, world);
    queues.set(person, found);
  }
  return found;
}

/** Send what earlier pages left, now, when the connection comes back, and when the page is looked at again. */
export function startSending(): void {
  const person = document.body.dataset.person;
  if (!person) return;
  const queue = queueOf(person);
  const go = (): void => {
    if (queue.unsent().length > 0) void queue.send();
  };
  show(queue);
  go();
  addEventListener("online", go);
  addEventListener("storage", () => show(queue));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") go();
  });
  addEventListener("beforeunload", (event) => {
    if (queue.fragile) event.preventDefault();
  });
}

/** Take back what the server has: its answer may name an address for that. */
async function takeBack(address: string): Promise<void> {
  try {
    const answer = await fetch(address, { method: "POST", credentials: "same-origin", headers: { accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    toast(say("toast.undone"));
  } catch {
    toast(say("toast.not_undone"));
  }
}

/** Tell a person what became of what they noted; undone: what to do once they took back what was only kept here. */
export function tell(outcome: Outcome, key: string, sent: string = say("queue.sent"), undone: () => void = () => undefined): void {
  const words = {
    sent,
    kept: outcome.state === "kept" && outcome.why === "entry" ? say("queue.entry") : say("queue.kept"),
    refused: outcome.state === "refused" && outcome.says ? outcome.says : say("queue.refused"),
  }[outcome.state];
  const address = outcome.state === "sent" ? (outcome.answer as { undo?: unknown } | null)?.undo : undefined;
  const undo =
    outcome.state === "kept"
      ? async (): Promise<void> => {
          const gone = await queueOf().takeBack(key);
          toast(say(gone ? "toast.undone" : "toast.not_undone"));
          if (gone) undone();
        }
      : typeof address === "string"
        ? (): Promise<void> => takeBack(address)
        : undefined;
  toast(words, undo && ((): void => void undo()));
  if (outcome.state !== "sent") announce(words);
}
