// data-module="job" data-src="/api/.../jobs/KEY": shows how far long work is, and goes on when it is done.
// The answer: {state: waiting|running|done|failed|cancelled, share: 0..1|null, says: words, next: address|null}.
import { announce, h } from "../shared/dom.ts";
import type { Stop } from "../shared/starting.ts";
import { say } from "../shared/words.ts";

interface Told {
  state: "waiting" | "running" | "done" | "failed" | "cancelled";
  share?: number | null;
  says?: string;
  next?: string | null;
}

const EACH_MS = 1000;
const SLOWER_MS = 5000;

export function start(root: HTMLElement): Stop {
  const address = root.dataset.src;
  if (!address) return () => undefined; // a page that htmx polls needs nothing of this
  const bar = root.querySelector("progress") ?? root.appendChild(h("progress", { max: 1, "aria-label": say("job.progress") }));
  const words = root.querySelector<HTMLElement>("[data-says]") ?? root.appendChild(h("p", { class: "small quiet" }));
  let timer: ReturnType<typeof setTimeout> | undefined;
  let state = "";
  let faults = 0;

  async function look(): Promise<void> {
    let told: Told;
    try {
      const answer = await fetch(address!, { headers: { accept: "application/json" }, credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      told = (await answer.json()) as Told;
      faults = 0;
    } catch {
      words.textContent = say("job.no_answer");
      timer = setTimeout(() => void look(), Math.min(SLOWER_MS, EACH_MS * ++faults));
      return;
    }
    if (typeof told.share === "number") bar.value = told.share;
    else bar.removeAttribute("value");
    const says = told.says || say(`job.${told.state}`);
    if (words.textContent !== says) words.textContent = says;
    if (told.state !== state) announce(says);
    state = told.state;
    root.dataset.state = state;
    if (state === "waiting" || state === "running") timer = setTimeout(() => void look(), document.hidden ? SLOWER_MS : EACH_MS);
    else if (told.next ?? root.dataset.next) location.assign((told.next ?? root.dataset.next)!);
    else bar.hidden = true;
  }

  void look();
  return () => clearTimeout(timer);
}
