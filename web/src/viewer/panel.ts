// 'What they do here': one row a muscle, with a small bar and its range, and more about the chosen one.
import { h, s } from "../shared/dom.ts";
import type { Asked, Entry, Mover, Ranged } from "./types.ts";
import { t } from "./words.ts";

const HALF = 150;
const FULL_MM = 60;
const FULL_NM = 30;

interface Row {
  key: string;
  name: string;
  lay: string;
  group: string;
  role: string;
  amount: string;
  bar: Ranged;
  full: number;
  line: boolean;
  more: string[];
}

/** A row for a muscle in a posture. */
export function entryRow(entry: Entry): Row {
  const length = entry.longer_percent;
  const lengthWords = Math.abs(length) < 0.5 ? t("muscles.same_length") : t(length > 0 ? "muscles.longer_by" : "muscles.shorter_by", { value: Math.abs(length).toFixed(0) });
  return {
    ...entry,
    amount: entry.doubt ? `${entry.amount}, ${t("doubt.short")}` : entry.amount,
    bar: entry.rotation,
    full: FULL_MM,
    line: true,
    more: [entry.told.join(" "), `${lengthWords} ${t("muscles.sources", { sources: entry.sources.join(", ") })}`],
  };
}

/** A row for a muscle at an instant of a movement: ranges, never one number. */
export function moverRow(mover: Mover | Asked, at: number): Row {
  if (!("force_N" in mover)) {
    return { ...mover, role: mover.amount, amount: "", bar: { value: 0, low: 0, high: 0 }, full: 1, line: false, more: [mover.told] };
  }
  const force = [mover.force_N.low[at] ?? 0, mover.force_N.high[at] ?? 0];
  const turning = [mover.turning_Nm.low[at] ?? 0, mover.turning_Nm.high[at] ?? 0] as const;
  const middle = (turning[0] + turning[1]) / 2;
  const way = Math.max(Math.abs(turning[0]), Math.abs(turning[1])) < 0.5 ? "hardly" : turning[0] < 0 && turning[1] > 0 ? "either" : middle > 0 ? "positive" : "negative";
  return {
    ...mover,
    role: t(`role.${way}`),
    amount: t("stride.force", { low: force[0]!.toFixed(0), high: force[1]!.toFixed(0) }),
    bar: { value: middle, low: turning[0], high: turning[1] },
    full: FULL_NM,
    line: false,
    more: [mover.told],
  };
}

export class Panel {
  private readonly rows = new Map<string, { item: HTMLLIElement; role: HTMLElement; amount: HTMLElement; bar: SVGSVGElement; more: HTMLElement; button: HTMLButtonElement }>();
  private order = "";

  constructor(
    private readonly list: HTMLUListElement,
    private readonly choose: (key: string) => void,
    private readonly point: (key: string) => void,
  ) {}

  /** Show rows; what is there already is only changed, so that the focus stays where it is. */
  show(rows: Row[], chosen: string): void {
    const order = rows.map((row) => row.key).join();
    if (order !== this.order) {
      this.order = order;
      this.rows.clear();
      this.list.replaceChildren(...rows.map((row) => this.make(row)));
    }
    for (const row of rows) {
      const parts = this.rows.get(row.key)!;
      parts.role.textContent = row.role;
      parts.amount.textContent = row.amount;
      draw(parts.bar, row);
      const open = row.key === chosen;
      parts.button.setAttribute("aria-expanded", String(open));
      parts.more.hidden = !open;
      if (open) parts.more.replaceChildren(...row.more.filter(Boolean).map((text) => h("p", {}, text)));
    }
  }

  focus(key: string): void {
    this.rows.get(key)?.button.scrollIntoView({ block: "nearest" });
  }

  private make(row: Row): HTMLLIElement {
    const role = h("b");
    const amount = h("em");
    const bar = s("svg", { class: "arm", viewBox: `0 0 ${2 * HALF} 14`, preserveAspectRatio: "none", "aria-hidden": "true" });
    const id = `more-${row.key}`;
    const more = h("div", { class: "more-words", id, hidden: true });
    const button = h(
      "button",
      { type: "button", "aria-expanded": "false", "aria-controls": id },
      h("i", { class: `swatch ${swatch(row)}` }),
      h("span", {}, h("b", {}, row.name), h("em", { lang: "en" }, row.lay)),
      h("span", { class: "r" }, role, amount),
      bar,
    );
    button.addEventListener("click", () => this.choose(row.key));
    for (const name of ["pointerenter", "focus"]) button.addEventListener(name, () => this.point(row.key));
    for (const name of ["pointerleave", "blur"]) button.addEventListener(name, () => this.point(""));
    const item = h("li", {}, button, more);
    this.rows.set(row.key, { item, role, amount, bar, more, button });
    return item;
  }
}

function swatch(row: Row): string {
  const deep = ["piriformis", "gemellus_superior", "obturator_internus", "gemellus_inferior", "obturator_externus", "quadratus_femoris"].indexOf(row.key);
  return deep >= 0 ? `d${deep + 1}` : row.group;
}

function draw(svg: SVGSVGElement, row: Row): void {
  const x = (value: number): number => HALF + (Math.max(-1, Math.min(1, value / row.full)) * HALF);
  const low = x(row.bar.low);
  const high = x(row.bar.high);
  const value = x(row.bar.value);
  const mark = swatch(row);
  svg.toggleAttribute("hidden", row.full === 1);
  svg.replaceChildren(
    s("path", { class: "rule", d: `M0 7H${2 * HALF}` }),
    s("path", { class: "middle", d: `M${HALF} 0V14` }),
    s("rect", { class: `range ${mark}`, x: low.toFixed(1), y: 1, width: Math.max(1.5, high - low).toFixed(1), height: 12, rx: 2 }),
    ...(row.line
      ? [s("path", { class: `bar ${mark}`, d: `M${HALF} 7H${value.toFixed(1)}` }), s("path", { class: `tip ${mark}`, d: `M${value.toFixed(1)} 1V13` })]
      : []),
  );
}
