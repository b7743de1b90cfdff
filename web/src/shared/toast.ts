// One line about what was just done, with its undo; it stays long enough to be read, and while it has the focus.
import { button, h } from "./dom.ts";
import { say } from "./words.ts";

const SHOWN_MS = 6000;
const MOST = 3;

function place(): HTMLElement {
  const found = document.getElementById("toasts");
  if (found !== null) return found;
  const made = h("div", { id: "toasts", role: "status", "aria-live": "polite" });
  document.body.append(made);
  return made;
}

/** Show words; undo: what takes back what they tell; topic: a later one of the same takes its place. Returns its removal. */
export function toast(words: string, undo?: () => void, topic?: string): () => void {
  const box = place();
  const line = h("div", { class: "toast", "data-topic": topic }, h("span", {}, words));
  if (topic !== undefined) box.querySelector(`[data-topic="${CSS.escape(topic)}"]`)?.remove();
  const remove = (): void => line.remove();
  if (undo !== undefined) {
    line.append(
      button("btn", say("toast.undo"), () => {
        remove();
        undo();
      }),
    );
  }
  let timer = setTimeout(remove, SHOWN_MS);
  const hold = (): void => clearTimeout(timer);
  const release = (): void => {
    hold();
    timer = setTimeout(remove, SHOWN_MS / 2);
  };
  for (const event of ["pointerenter", "focusin"]) line.addEventListener(event, hold);
  for (const event of ["pointerleave", "focusout"]) line.addEventListener(event, release);
  box.append(line);
  while (box.children.length > MOST) box.firstElementChild?.remove();
  return remove;
}
