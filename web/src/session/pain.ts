// Pain from 0 to 10: what each zone means for going on.
import { h } from "../shared/dom.ts";
import { say } from "../shared/words.ts";

export type Zone = "go" | "ease" | "stop";
export const ZONES: readonly { zone: Zone; from: number; to: number }[] = [
  { zone: "go", from: 0, to: 3 },
  { zone: "ease", from: 4, to: 5 },
  { zone: "stop", from: 6, to: 10 },
];

export function zoneOf(pain: number): Zone {
  return ZONES.find(({ to }) => pain <= to)?.zone ?? "stop";
}

export interface PainSlider {
  element: HTMLElement;
  value(): number | null;
  set(pain: number | null): void;
}

let number = 0;

/** A slider with its zones; pain is not told until somebody touches it. heard: on every change that was let go of. */
export function painSlider(label: string, heard: (pain: number) => void): PainSlider {
  const id = `pain-${++number}`;
  const slider = h("input", { id, type: "range", min: 0, max: 10, step: 1, value: 0, "aria-describedby": `${id}-z` });
  const shown = h("output", { for: id });
  const none = h("button", { class: "tool", type: "button" }, say("pain.none"));
  const digits = Array.from({ length: 11 }, (_, k) => h("span", {}, k));
  const zones = ZONES.map(({ zone }) => h("span", {}, say(`pain.${zone}_range`), h("br"), say(`pain.${zone}`)));
  const element = h(
    "div",
    { class: "pain" },
    h("div", { class: "row" }, h("label", { for: id }, label), shown),
    slider,
    h("div", { class: "scale", "aria-hidden": "true" }, ...digits),
    h("p", { class: "zones", id: `${id}-z` }, ...zones),
    none,
  );
  let told: number | null = null;

  function draw(): void {
    shown.replaceChildren(
      ...(told === null ? [h("span", { class: "unset" }, say("pain.unset"))] : [String(told), h("small", { class: "small" }, ` ${say("pain.of_10")}`)]),
    );
    slider.value = String(told ?? 0);
    slider.setAttribute(
      "aria-valuetext",
      told === null ? say("pain.unset") : say("pain.value", { number: told, means: say(`pain.${zoneOf(told)}`) }),
    );
    digits.forEach((digit, k) => digit.replaceChildren(told === k ? h("b", {}, k) : String(k)));
    zones.forEach((zone, k) => zone.classList.toggle("on", told !== null && ZONES[k]!.zone === zoneOf(told)));
    none.hidden = told !== null;
  }
  function take(): void {
    told = Number(slider.value);
    draw();
  }
  slider.addEventListener("input", take);
  slider.addEventListener("change", () => {
    take();
    heard(told ?? 0);
  });
  slider.addEventListener("click", () => {
    if (told !== null) return; // touched at 0, where nothing changes
    take();
    heard(0);
  });
  none.addEventListener("click", () => {
    told = 0;
    draw();
    slider.focus();
    heard(0);
  });
  draw();
  return {
    element,
    value: () => told,
    set: (pain) => {
      told = pain;
      draw();
    },
  };
}
