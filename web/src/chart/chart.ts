// data-module="chart": a series over time with its intervals; the numbers stand under it as a table.
import uPlot from "uplot";
import { dataOf, h } from "../shared/dom.ts";
import type { Stop } from "../shared/starting.ts";
import { say } from "../shared/words.ts";
import { csvOf, dayWords, type Given, numberWords, place, rowsOf, type Series } from "./given.ts";
import { drawBehind, drawSeries, palette, type Palette } from "./marks.ts";

const WIDE_PX = 640;
const HIGH_PX = { wide: 300, narrow: 260 };
const PAPER_PX = 640;
const DAY_STEPS = [1, 2, 7, 14, 28, 56, 91, 182, 364];

class Chart {
  private readonly xs: number[];
  private readonly read = h("p", { class: "read", "aria-hidden": "true" });
  private readonly room = h("div", { class: "plot", role: "img" });
  private readonly watch: ResizeObserver;
  private readonly unhear = new AbortController();
  private plot: uPlot | undefined;
  private p: Palette;

  constructor(
    root: HTMLElement,
    private readonly given: Given,
  ) {
    this.xs = given.x.values.map(place);
    this.room.setAttribute("aria-label", given.says);
    root.classList.add("chart");
    const { y } = given;
    const more = y.up && y.words !== y.up ? y.words : y.unit && !y.words.includes(y.unit) ? y.unit : "";
    const quantity = [y.up ? `↑ ${y.up}` : y.words, more].filter(Boolean).join(", ");
    const words = h("p", { class: "axis-words" }, h("span", {}, quantity), y.down ? h("span", {}, `↓ ${y.down}`) : null);
    const key = given.bands?.length ? h("ul", { class: "key" }, ...given.bands.map((band) => h("li", {}, h("i"), band.name))) : "";
    root.replaceChildren(words, this.room, this.read, key, numbers(given));
    this.p = palette(this.room);
    this.watch = new ResizeObserver(() => this.fit());
    this.watch.observe(this.room);
    const { signal } = this.unhear;
    const anew = (): void => this.colours();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", anew, { signal });
    addEventListener("beforeprint", () => this.onPaper(), { signal });
  }

  close(): void {
    this.watch.disconnect();
    this.unhear.abort();
    this.plot?.destroy();
  }

  private fit(most_px = Infinity): void {
    const width = Math.min(Math.floor(this.room.clientWidth), most_px);
    if (width <= 0) return;
    const height = width < WIDE_PX ? HIGH_PX.narrow : HIGH_PX.wide;
    if (this.plot === undefined) this.plot = new uPlot(this.options(width, height), this.data(), this.room);
    else if (this.plot.width !== width) this.plot.setSize({ width, height });
  }

  private colours(most_px?: number): void {
    this.p = palette(this.room);
    this.plot?.destroy();
    this.plot = undefined;
    this.room.replaceChildren();
    this.fit(most_px);
  }

  /** Ink on paper is dark, also where the screen is. */
  private onPaper(): void {
    const html = document.documentElement;
    const before = html.dataset.theme;
    html.dataset.theme = "light";
    this.colours(PAPER_PX);
    addEventListener(
      "afterprint",
      () => {
        if (before === undefined) delete html.dataset.theme;
        else html.dataset.theme = before;
        this.colours();
      },
      { once: true },
    );
  }

  private data(): uPlot.AlignedData {
    return [this.xs, ...this.given.series.map((one) => one.values)] as uPlot.AlignedData;
  }

  private options(width: number, height: number): uPlot.Options {
    const { given, xs, p } = this;
    const font = `12px ${p.font}`;
    const marks = (given.marks ?? []).map((mark) => ({ x: place(mark.x), words: mark.words }));
    const [first, last] = span([...xs, ...marks.map((mark) => mark.x)]);
    const [low, high] = heights(given);
    const names = Math.max(0, ...given.series.filter((one) => !one.thin).map((one) => one.name.length));
    const line = { stroke: p.grid, width: 1 };
    return {
      width,
      height,
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: false, y: false, setScale: false } },
      padding: [12, 20 + 7.5 * names, 0, 0],
      scales: { x: { time: false, range: [first, last] }, y: { range: [low, high] } },
      axes: [
        {
          stroke: p.ink3, font, grid: { show: false }, ticks: line, size: 34,
          ...(given.x.kind === "date"
            ? { splits: (_: uPlot, __: number, from: number, to: number) => days(from, to, width), values: (_: uPlot, at: number[]) => at.map((day) => dayWords(day, false)) }
            : { values: (_: uPlot, at: number[]) => at.map((x) => numberWords(x, 2)) }),
        },
        { stroke: p.ink3, font, grid: line, ticks: { show: false }, size: 44, values: (_: uPlot, at: number[]) => at.map((y) => numberWords(y, 2)) },
      ],
      series: [{}, ...given.series.map(() => ({ paths: () => null, points: { show: false } }))],
      hooks: {
        drawAxes: [(plot) => drawBehind(plot, given, this.p)],
        draw: [(plot) => drawSeries(plot, given, xs, this.p, marks)],
        setCursor: [(plot) => this.tell(plot.cursor.idx)],
      },
    };
  }

  /** What stands under the pointer, in words. */
  private tell(index: number | null | undefined): void {
    if (index == null) {
      this.read.textContent = "";
      return;
    }
    const { given } = this;
    const x = given.x.kind === "date" ? dayWords(this.xs[index]!, true) : `${given.x.words} ${numberWords(this.xs[index]!, 2)}`;
    const parts = given.series.flatMap((one) => valueWords(one, index, given));
    this.read.textContent = parts.length > 0 ? `${x}: ${parts.join(", ")}` : x;
  }
}

function valueWords(one: Series, k: number, given: Given): string[] {
  const value = one.values[k];
  if (value == null || one.thin) return [];
  const unit = given.y.unit ? (given.y.unit === "°" ? "°" : ` ${given.y.unit}`) : "";
  const low = one.low?.[k];
  const high = one.high?.[k];
  const interval = low != null && high != null ? ` (${say("chart.to", { low: numberWords(low, given.y.digits), high: numberWords(high, given.y.digits) })})` : "";
  return [`${one.name} ${numberWords(value, given.y.digits)}${unit}${interval}`];
}

function span(values: number[]): [number, number] {
  const first = Math.min(...values);
  const last = Math.max(...values);
  const edge = Math.max((last - first) * 0.04, 0.5);
  return [first - edge, last + edge];
}

function heights(given: Given): [number, number] {
  const all = given.series.flatMap((one) => [...one.values, ...(one.low ?? []), ...(one.high ?? [])]).filter((value) => value != null);
  const bounds = [...all, ...(given.lines ?? []).map((line) => line.at), ...(given.bands ?? []).flatMap((band) => [band.low, band.high])];
  const low = given.y.min ?? Math.min(0, ...bounds);
  const high = given.y.max ?? Math.max(...bounds, low + 1);
  return [low, given.y.max === undefined ? high + (high - low) * 0.06 : high];
}

/** Days that get words at the axis: the same distance between all, and not more than fit. */
function days(from: number, to: number, width: number): number[] {
  const most = Math.max(2, Math.floor(width / 76));
  const step = DAY_STEPS.find((each) => (to - from) / each <= most) ?? 364;
  const begin = Math.ceil(from / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((to - begin) / step) + 1) }, (_, k) => begin + k * step);
}

/** The numbers as a table, and a way to copy them. */
function numbers(given: Given): HTMLElement {
  const [heads, ...rows] = rowsOf(given);
  const date = given.x.kind === "date";
  const copy = h("button", { class: "tool", type: "button" }, say("chart.copy"));
  copy.addEventListener("click", () => {
    const csv = csvOf(given);
    void (navigator.clipboard?.writeText(csv) ?? Promise.reject(new Error("no clipboard"))).then(
      () => {
        copy.textContent = say("chart.copied");
        setTimeout(() => (copy.textContent = say("chart.copy")), 1500);
      },
      () => {
        const link = h("a", { href: URL.createObjectURL(new Blob([csv], { type: "text/csv" })), download: `${given.file ?? "chart"}.csv` });
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 1000);
      },
    );
  });
  const table = h(
    "table",
    {},
    h("caption", {}, given.says),
    h("thead", {}, h("tr", {}, ...heads!.map((each, k) => h("th", { scope: "col", class: k > 0 ? "num" : null }, each)))),
    h("tbody", {}, ...rows.map(([x, ...cells]) => h("tr", {}, h("th", { scope: "row" }, date ? dayWords(place(x!), true) : x!), ...cells.map((cell) => h("td", { class: "num" }, cell === "" ? "" : numberWords(Number(cell), given.y.digits)))))),
  );
  return h("details", {}, h("summary", {}, say("chart.numbers")), h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": given.says }, table), copy);
}

export function start(root: HTMLElement): Stop {
  const chart = new Chart(root, dataOf<Given>(root));
  return () => chart.close();
}
