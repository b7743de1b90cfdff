// The chosen muscle over the stride: range over the sets of muscle sizes, both sides in one panel; and all muscles' sum.
import { h, s } from "../shared/dom.ts";
import { signed } from "./table.ts";
import type { Course, Mover, Stride } from "./types.ts";
import { t } from "./words.ts";

interface Size {
  width: number;
  height: number;
  left: number;
  top: number;
  bottom: number;
}

const WIDE: Size = { width: 736, height: 214, left: 34, top: 26, bottom: 156 };
const NARROW: Size = { width: 308, height: 236, left: 34, top: 26, bottom: 178 };

/** Draws into the svgs of .through: twice, so that letters keep their size. */
export class Chart {
  private readonly card: HTMLElement;
  private marks: { line: SVGPathElement; size: Size }[] = [];
  private shown = "";

  constructor(root: HTMLElement) {
    this.card = root.querySelector<HTMLElement>("[data-through]")!;
  }

  show(stride: Stride, muscle: string): void {
    const sides = stride.sides.flatMap((side) => {
      const found = side.muscles.find((mover) => mover.key === muscle);
      return found ? [{ side: side.side, mover: found }] : [];
    });
    if (sides.length === 0) return;
    this.card.hidden = false;
    if (this.shown === muscle) return;
    this.shown = muscle;
    const title = t("stride.through", { name: sides[0]!.mover.name });
    this.card.querySelector("h2")!.textContent = title;
    this.card.querySelector("[data-told]")!.textContent = sides[0]!.mover.told;
    this.card.querySelector("[data-shaded]")!.textContent = t("stride.shaded", {
      right: stride.sides[0]?.strides ?? 0,
      left: stride.sides[1]?.strides ?? 0,
    });
    this.phases(stride);
    this.marks = [];
    for (const [name, size] of [["wide", WIDE], ["narrow", NARROW]] as const) {
      const svg = this.card.querySelector<SVGSVGElement>(`svg.${name}`)!;
      svg.setAttribute("aria-label", `${title}. ${t("stride.axis")}`);
      svg.replaceChildren(...this.draw(size, sides, stride));
    }
  }

  /** What is drawn as CSV. */
  csv(stride: Stride): string {
    const rows = ["side,muscle,percent_of_stride,turning_low_Nm,turning_high_Nm,force_low_N,force_high_N"];
    for (const side of stride.sides) {
      const mover = side.muscles.find((each) => each.key === this.shown);
      mover?.turning_Nm.low.forEach((low, k) => rows.push([side.side, mover.key, k, low, mover.turning_Nm.high[k], mover.force_N.low[k], mover.force_N.high[k]].join(",")));
    }
    return `# ${stride.name}; ranges over parameter sets and near-optimal load sharing\n# ${stride.credit}\n${rows.join("\n")}\n`;
  }

  /** What all muscles together do in each phase, both sides. */
  private phases(stride: Stride): void {
    const table = this.card.querySelector<HTMLTableElement>("table")!;
    if (table.rows.length > 0) return;
    const head = h("tr", {}, h("th", { scope: "col" }, t("stride.phase")), ...stride.sides.map((side) => h("th", { scope: "col" }, t(`side.${side.side}`))));
    const rows = (stride.sides[0]?.phases ?? []).map((phase, k) =>
      h(
        "tr",
        {},
        h("th", { scope: "row" }, phase.words),
        ...stride.sides.map((side) => {
          const own = side.phases[k];
          return h("td", {}, own ? `${own.told}: ${t("muscles.to", { value: signed(own.net_Nm.value), low: signed(own.net_Nm.low), high: signed(own.net_Nm.high) })}` : "");
        }),
      ),
    );
    table.replaceChildren(h("caption", {}, `${t("stride.phase_table")}. ${t("stride.sum")}`), h("thead", {}, head), h("tbody", {}, ...rows));
  }

  /** Move the upright line; each side has its own per cent, the line is the right one's. */
  mark(right: number, _left: number): void {
    for (const { line, size } of this.marks) {
      const x = at(size, right);
      line.setAttribute("d", `M${x} ${size.top - 4}V${size.bottom + 30}`);
    }
  }

  private draw(size: Size, sides: { side: "right" | "left"; mover: Mover }[], stride: Stride): SVGElement[] {
    const values = sides.flatMap(({ mover }) => [...mover.turning_Nm.low, ...mover.turning_Nm.high]);
    const step = niceStep(Math.max(...values, 0) - Math.min(...values, 0));
    const top = Math.ceil(Math.max(...values, 0) / step) * step;
    const low = Math.min(Math.floor(Math.min(...values, 0) / step) * step, top - step);
    const y = (value: number): number => size.top + ((top - value) / (top - low)) * (size.bottom - size.top);
    const parts: SVGElement[] = [];
    for (let value = low; value <= top + 1e-9; value += step) {
      parts.push(
        s("path", { class: Math.abs(value) < 1e-9 ? "zero" : "grid", d: `M${size.left} ${y(value)}H${size.width - 4}` }),
        s("text", { class: "e", x: size.left - 8, y: y(value) + 4 }, `${value < -1e-9 ? "\u2212" : ""}${Math.abs(Math.round(value * 10) / 10)}`),
      );
    }
    for (const { side, mover } of [...sides].reverse()) {
      const letter = side === "right" ? "R" : "L";
      parts.push(s("path", { class: `iv${letter}`, d: area(size, mover.turning_Nm, y) }));
      for (const edge of [mover.turning_Nm.low, mover.turning_Nm.high]) {
        parts.push(s("path", { class: `ln thin-edge ln${letter}`, d: path(size, edge, y) }));
      }
    }
    const first = stride.sides[0];
    if (first) parts.push(s("path", { class: "toeoff", d: `M${at(size, first.toe_off)} ${size.top}V${size.bottom}` }));
    parts.push(s("text", { class: "t2", x: 0, y: 14 }, t(top > 0.5 * step ? "stride.axis_net" : "stride.axis")));
    const line = s("path", { class: "now" });
    this.marks.push({ line, size });
    parts.push(line, ...this.sideNames(size, sides, y), ...strip(size, stride));
    return parts;
  }

  /** Which area is whose, where the two differ most from zero. */
  private sideNames(size: Size, sides: { side: "right" | "left"; mover: Mover }[], y: (value: number) => number): SVGElement[] {
    return sides.flatMap(({ side, mover }, k) => {
      const k100 = mover.turning_Nm.low.map((low, i) => Math.abs(low) + Math.abs(mover.turning_Nm.high[i] ?? 0));
      const peak = k100.indexOf(Math.max(...k100));
      const x = Math.min(size.width - 60, at(size, peak) + 70);
      const from = y(((mover.turning_Nm.low[peak] ?? 0) + (mover.turning_Nm.high[peak] ?? 0)) / 2);
      const text = size.top + 22 + 24 * k;
      return [
        s("path", { class: "lead-l", d: `M${x - 4} ${text - 4}L${at(size, peak)} ${from}` }),
        s("text", { class: `${side === "right" ? "tR" : "tL"} halo`, x, y: text }, t(`side.${side}`)),
      ];
    });
  }
}

function at(size: Size, percent: number): number {
  return Math.round((size.left + ((size.width - 4 - size.left) * percent) / 100) * 10) / 10;
}

function path(size: Size, values: number[], y: (value: number) => number): string {
  return values.map((value, k) => `${k ? "L" : "M"}${at(size, (100 * k) / (values.length - 1))} ${y(value).toFixed(1)}`).join("");
}

function area(size: Size, course: Course, y: (value: number) => number): string {
  const back = course.low.map((value, k) => `L${at(size, (100 * k) / (course.low.length - 1))} ${y(value).toFixed(1)}`).reverse();
  return `${path(size, course.high, y)}${back.join("")}Z`;
}

function niceStep(range: number): number {
  const rough = Math.max(range, 0.4) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((k) => k * power).find((step) => step >= rough) ?? 10 * power;
}

function strip(size: Size, stride: Stride): SVGElement[] {
  const top = size.bottom + 8;
  const phases = stride.sides[0]?.phases ?? [];
  const parts = phases.flatMap((phase) => {
    const from = at(size, phase.start);
    const to = at(size, phase.end);
    const swing = phase.phase.endsWith("swing");
    return [
      s("rect", { class: swing ? "ph" : "ph2", x: from + 0.8, y: top, width: Math.max(1, to - from - 1.6), height: 20, rx: 3 }),
      s("text", { class: "m t2 phase", x: (from + to) / 2, y: top + 14.3 }, phase.words),
    ];
  });
  return [
    ...parts,
    s("text", { class: "phase", x: size.left, y: top + 36 }, t("stride.ground")),
    s("text", { class: "phase e", x: size.width - 4, y: top + 36 }, t("stride.next")),
  ];
}
