// The last card: how it was, in the person's words; then what became of it.
import { button, h } from "../shared/dom.ts";
import { say } from "../shared/words.ts";
import { painSlider } from "./pain.ts";

export interface Told {
  pain: number | null;
  place: string;
  effort: number | null;
  note: string;
}

export interface Place {
  key: string;
  words: string;
}

/** Asks for pain, its place, effort and a note; places: what a person may choose from. */
export function afterCard(summary: string, pain: number | null, places: readonly Place[], save: (told: Told) => void, back: (() => void) | null): HTMLElement {
  const where = h("select", { id: "session-place" }, h("option", { value: "" }, say("session.place_none")), ...places.map((each) => h("option", { value: each.key }, each.words)));
  const asked = h("div", { class: "field" }, h("label", { for: "session-place" }, say("session.place_ask")), where);
  const show = (value: number | null): void => {
    asked.hidden = !value;
  };
  const slider = painSlider(say("session.pain_during"), show);
  slider.set(pain);
  show(pain);
  const effort = h("input", { id: "session-effort", type: "range", min: 0, max: 10, step: 1, value: 0, "aria-valuetext": say("pain.unset") });
  const effortShown = h("output", { for: "session-effort" }, h("span", { class: "small quiet" }, say("pain.unset")));
  let effortTold: number | null = null;
  effort.addEventListener("input", () => {
    effortTold = Number(effort.value);
    effortShown.textContent = say("session.effort_value", { number: effortTold });
    effort.setAttribute("aria-valuetext", effortShown.textContent);
  });
  const note = h("textarea", { id: "session-note", maxlength: 400, rows: 2 });
  const saving = button("btn main big", say("session.save"), () => {
    saving.disabled = true;
    save({ pain: slider.value(), place: slider.value() ? where.value : "", effort: effortTold, note: note.value.trim() });
  });
  return h(
    "div",
    { class: "body" },
    h("div", {}, h("h2", { tabindex: "-1" }, say("session.after")), h("p", { class: "small quiet" }, summary)),
    slider.element,
    asked,
    h("div", { class: "sl" }, h("label", { for: "session-effort" }, say("session.effort"), " ", h("small", {}, say("session.optional"))), effortShown, effort),
    h("div", { class: "field" }, h("label", { for: "session-note" }, say("session.note"), " ", h("small", { class: "quiet" }, say("session.optional"))), note),
    h("div", { class: "btns" }, saving, back && button("btn plain", say("session.back"), back)),
  );
}

/** What became of the session; next: where to go on. */
export function savedCard(title: string, lines: readonly string[], next: string | undefined): HTMLElement {
  return h(
    "div",
    { class: "body" },
    h("h2", { tabindex: "-1" }, title),
    ...lines.map((line) => h("p", {}, line)),
    next ? h("p", { class: "btns" }, h("a", { class: "btn main", href: next }, say("session.next"))) : null,
  );
}
