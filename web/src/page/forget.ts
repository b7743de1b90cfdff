// Somebody was forgotten: what this browser kept of them goes too. data-module="forget" data-person="KEY".
import { forgetHere } from "../shared/queue.ts";

export function start(root: HTMLElement): void {
  const person = root.dataset.person ?? "";
  if (!person) return;
  forgetHere(person, localStorage);
  for (const name of Object.keys(sessionStorage)) {
    if (name.startsWith(`trochanter.session.${person}.`)) sessionStorage.removeItem(name);
  }
}
