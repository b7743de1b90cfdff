// What the server would not take is not lost: a person sees it, tries it once more, or drops it.
import { button, h } from "./dom.ts";
import type { Queue, Refused } from "./queue.ts";
import { say, sayMany } from "./words.ts";

/** A button that tells how many entries were refused, and opens the list of them. */
export function refusedButton(queue: Queue): HTMLButtonElement {
  return button("tool", sayMany("queue.not_taken", queue.refused().length), () => open(queue));
}

function open(queue: Queue): void {
  const list = h("ul", { class: "lines" });
  const box = h(
    "dialog",
    { "aria-labelledby": "refused-title" },
    h("h2", { id: "refused-title" }, say("queue.not_taken_title")),
    list,
    h("p", { class: "btns" }, button("btn", say("queue.close"), () => box.close())),
  );
  const draw = (): void => {
    const all = queue.refused();
    list.replaceChildren(...all.map((each) => row(queue, each, draw)));
    if (all.length === 0) box.close();
  };
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  draw();
  box.showModal();
}

function row(queue: Queue, each: Refused, draw: () => void): HTMLLIElement {
  const made = new Date(each.entry.made_ms).toLocaleString(document.documentElement.lang || "en", { dateStyle: "medium", timeStyle: "short" });
  const again = (): void => {
    queue.dropRefused(each.entry.key);
    void queue.post(each.entry.path, each.entry.body, each.entry.key).then(draw);
  };
  const drop = (): void => {
    queue.dropRefused(each.entry.key);
    draw();
  };
  return h(
    "li",
    {},
    h("p", {}, h("strong", {}, made), " ", each.says),
    h("details", {}, h("summary", {}, say("queue.what_was_noted")), h("p", {}, h("code", {}, JSON.stringify(each.entry.body)))),
    h("p", { class: "btns" }, button("btn", say("queue.try_again"), again), button("btn plain", say("queue.drop"), drop)),
  );
}
