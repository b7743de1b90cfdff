// A form whose fields go to the API as JSON, through the queue: data-module="queue" data-post="/api/..." .
// Without script the form is posted to its own action. data-next: where to go afterwards.
import { announce } from "../shared/dom.ts";
import { newKey } from "../shared/key.ts";
import { queueOf, tell } from "../shared/unsent.ts";
import { say } from "../shared/words.ts";
import type { Stop } from "../shared/starting.ts";

type Value = string | number | boolean | null | Value[];

/** What a field says: numbers as numbers, ticks as true or false, nothing typed as null. */
function valueOf(field: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement): Value {
  if (field instanceof HTMLInputElement && field.type === "checkbox") return field.checked;
  const number = field instanceof HTMLInputElement && (field.type === "number" || field.type === "range");
  const text = field.value.trim();
  if (text === "") return null;
  return number || field.dataset.kind === "number" ? Number(text) : text;
}

/** The fields of a form as the API wants them; data-kind="list" on a field makes a list of its name. */
export function bodyOf(form: HTMLFormElement): Record<string, Value> {
  const body: Record<string, Value> = {};
  for (const field of form.elements) {
    if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement || field instanceof HTMLTextAreaElement)) continue;
    if (!field.name || field.disabled || (field instanceof HTMLInputElement && field.type === "radio" && !field.checked)) continue;
    if (field.dataset.kind === "list") {
      const list = (body[field.name] ??= []) as Value[];
      if (!(field instanceof HTMLInputElement) || field.checked) list.push(field.value);
    } else if (!(field instanceof HTMLInputElement && field.type === "range" && field.dataset.untold !== undefined)) {
      body[field.name] = valueOf(field);
    }
  }
  return body;
}

export function start(root: HTMLElement): Stop {
  const form = root as HTMLFormElement;
  const unhear = new AbortController();
  const { signal } = unhear;
  form.addEventListener("input", (event) => delete (event.target as HTMLElement).dataset.untold, { signal });
  form.addEventListener(
    "submit",
    (event) => {
      event.preventDefault();
      void send(form, event.submitter);
    },
    { signal },
  );
  return () => unhear.abort();
}

async function send(form: HTMLFormElement, by: HTMLElement | null): Promise<void> {
  const body = bodyOf(form);
  if (by instanceof HTMLButtonElement && by.name) body[by.name] = by.value;
  by?.setAttribute("disabled", "");
  const key = newKey();
  const outcome = await queueOf().post(form.dataset.post ?? form.action, body, key);
  by?.removeAttribute("disabled");
  const fault = form.querySelector<HTMLElement>("[data-fault]");
  if (outcome.state === "refused") {
    const says = outcome.says || say("queue.refused");
    if (fault) {
      fault.textContent = says;
      fault.hidden = false;
    }
    announce(says);
    queueOf().dropRefused(key); // what was typed still stands in the form
    return;
  }
  tell(outcome, key, form.dataset.sent);
  form.dispatchEvent(new CustomEvent("trochanter:noted", { bubbles: true, detail: outcome }));
  const next = form.dataset.next;
  if (next && outcome.state === "sent") location.assign(next);
  else form.reset();
}
