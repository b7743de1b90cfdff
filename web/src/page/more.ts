// A menu made of <details>: it closes by Escape, by a click elsewhere, and when the focus leaves it.
import type { Stop } from "../shared/starting.ts";

export function start(root: HTMLElement): Stop {
  const menu = root as HTMLDetailsElement;
  const unhear = new AbortController();
  const { signal } = unhear;
  menu.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary")?.focus();
    },
    { signal },
  );
  menu.addEventListener(
    "focusout",
    (event) => {
      if (event.relatedTarget instanceof Node && !menu.contains(event.relatedTarget)) menu.open = false;
    },
    { signal },
  );
  document.addEventListener(
    "pointerdown",
    (event) => {
      if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
    },
    { signal },
  );
  return () => unhear.abort();
}
