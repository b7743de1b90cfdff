// Toasts of the server: the header HX-Trigger: {"toast": {"says": "...", "undo": "/address"}}, or an element with
// data-toast in a page; undo is posted to, and the page is then loaded anew.
import { toast } from "../shared/toast.ts";
import { say } from "../shared/words.ts";

interface Told {
  says?: string;
  undo?: string;
}

async function takeBack(address: string): Promise<void> {
  try {
    const answer = await fetch(address, { method: "POST", credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    location.reload();
  } catch {
    toast(say("toast.not_undone"));
  }
}

function show({ says, undo }: Told): void {
  if (says) toast(says, undo ? () => void takeBack(undo) : undefined);
}

export function toasts(): void {
  document.addEventListener("toast", (event) => show((event as CustomEvent<Told>).detail ?? {}));
  for (const each of document.querySelectorAll<HTMLElement>("[data-toast]")) {
    show({ says: each.dataset.toast, undo: each.dataset.undo });
  }
}
