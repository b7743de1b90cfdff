// How a chart is drawn: bands, lines, intervals and marks on uPlot's canvas. Right is a square, left a circle.
import type uPlot from "uplot";
import { colour } from "../shared/dom.ts";
import type { Given, Series } from "./given.ts";

export interface Palette {
  ink: string;
  ink2: string;
  ink3: string;
  grid: string;
  strong: string;
  band: string;
  paper: string;
  right: string;
  left: string;
  rightInk: string;
  leftInk: string;
  interval: number;
  font: string;
}

export function palette(where: Element): Palette {
  const style = getComputedStyle(where);
  return {
    ink: colour("--ink", where),
    ink2: colour("--ink-2", where),
    ink3: colour("--ink-3", where),
    grid: colour("--grid", where),
    strong: colour("--line-strong", where),
    band: colour("--band", where),
    paper: colour(where.closest(".card") ? "--surface" : "--paper", where),
    right: colour("--right", where),
    left: colour("--left", where),
    rightInk: colour("--right-ink", where),
    leftInk: colour("--left-ink", where),
    interval: Number(style.getPropertyValue("--interval")) || 0.2,
    font: style.getPropertyValue("font-family") || "sans-serif",
  };
}

const hue = (one: Series, p: Palette): string => (one.side === "right" ? p.right : one.side === "left" ? p.left : p.ink);
const letters = (one: Series, p: Palette): string => (one.side === "right" ? p.rightInk : one.side === "left" ? p.leftInk : p.ink);

/** A pen in CSS pixels on the canvas of a plot. */
class Pen {
  readonly ctx: CanvasRenderingContext2D;
  readonly ratio: number;

  constructor(
    readonly plot: uPlot,
    readonly p: Palette,
  ) {
    this.ctx = plot.ctx;
    this.ratio = plot.ctx.canvas.width / plot.width;
  }

  x(value: number): number {
    return this.plot.valToPos(value, "x", true);
  }

  y(value: number): number {
    return this.plot.valToPos(value, "y", true);
  }

  line(x1: number, y1: number, x2: number, y2: number, ink: string, width: number, dash: number[] = []): void {
    const { ctx, ratio } = this;
    ctx.beginPath();
    ctx.setLineDash(dash.map((each) => each * ratio));
    ctx.moveTo(x1, y1);
    ctx.lineTo(x2, y2);
    ctx.strokeStyle = ink;
    ctx.lineWidth = width * ratio;
    ctx.stroke();
    ctx.setLineDash([]);
  }

  words(text: string, x: number, y: number, ink: string, align: CanvasTextAlign, bold = false): void {
    const { ctx, ratio, p } = this;
    ctx.font = `${bold ? "650 " : ""}${12 * ratio}px ${p.font}`;
    ctx.textAlign = align;
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    ctx.lineWidth = 4 * ratio;
    ctx.strokeStyle = p.paper;
    ctx.strokeText(text, x, y);
    ctx.fillStyle = ink;
    ctx.fillText(text, x, y);
  }

  mark(side: Series["side"], x: number, y: number, ink: string): void {
    const { ctx, ratio, p } = this;
    const r = 5 * ratio;
    ctx.beginPath();
    if (side === "right") ctx.rect(x - r, y - r, 2 * r, 2 * r);
    else if (side === "left") ctx.arc(x, y, 1.1 * r, 0, 2 * Math.PI);
    else ctx.arc(x, y, 0.9 * r, 0, 2 * Math.PI);
    ctx.fillStyle = ink;
    ctx.strokeStyle = p.paper;
    ctx.lineWidth = 1.5 * ratio;
    ctx.fill();
    ctx.stroke();
  }
}

/** Bands and lines that stand behind everything. */
export function drawBehind(plot: uPlot, given: Given, p: Palette): void {
  const pen = new Pen(plot, p);
  const { left, width, top, height } = plot.bbox;
  plot.ctx.save();
  plot.ctx.beginPath();
  plot.ctx.rect(left, top, width, height);
  plot.ctx.clip();
  for (const band of given.bands ?? []) {
    plot.ctx.fillStyle = p.band;
    plot.ctx.fillRect(left, pen.y(band.high), width, pen.y(band.low) - pen.y(band.high));
  }
  for (const line of given.lines ?? []) {
    pen.line(left, pen.y(line.at), left + width, pen.y(line.at), p.strong, 1, [2, 3]);
    pen.words(line.words, left + 6 * pen.ratio, pen.y(line.at) - 9 * pen.ratio, p.ink2, "left");
  }
  if ((given.y.min ?? 0) < 0) pen.line(left, pen.y(0), left + width, pen.y(0), p.strong, 1.25);
  plot.ctx.restore();
}

/** The series: spread, line, intervals, marks, and their names at their ends. */
export function drawSeries(plot: uPlot, given: Given, xs: readonly number[], p: Palette, marks: readonly { x: number; words: string }[]): void {
  const pen = new Pen(plot, p);
  const { ctx } = plot;
  const { top, height, left, width } = plot.bbox;
  ctx.save();
  for (const mark of marks) {
    const x = pen.x(mark.x);
    pen.line(x, top, x, top + height, p.strong, 1, [2, 3]);
    pen.words(mark.words, Math.min(Math.max(x, left), left + width), top + 8 * pen.ratio, p.ink2, x > left + width / 2 ? "right" : "left");
  }
  given.series.forEach((one, index) => drawOne(pen, one, xs, shiftOf(given, index) * pen.ratio));
  names(pen, given, xs);
  ctx.restore();
}

/** Series with intervals at the same days stand a little beside each other. */
function shiftOf(given: Given, index: number): number {
  const beside = given.series.filter((one) => one.low && !one.join);
  const at = beside.indexOf(given.series[index]!);
  return at < 0 || beside.length < 2 ? 0 : (at - (beside.length - 1) / 2) * 9;
}

function drawOne(pen: Pen, one: Series, xs: readonly number[], shift: number): void {
  const { ctx, p, ratio } = pen;
  const ink = hue(one, p);
  const known = xs.map((_, k) => k).filter((k) => one.values[k] != null);
  if (one.join && one.low && one.high) {
    ctx.beginPath();
    known.forEach((k, n) => (n === 0 ? ctx.moveTo(pen.x(xs[k]!), pen.y(one.high![k]!)) : ctx.lineTo(pen.x(xs[k]!), pen.y(one.high![k]!))));
    [...known].reverse().forEach((k) => ctx.lineTo(pen.x(xs[k]!), pen.y(one.low![k]!)));
    ctx.closePath();
    ctx.globalAlpha = p.interval;
    ctx.fillStyle = ink;
    ctx.fill();
    ctx.globalAlpha = 1;
  }
  ctx.beginPath();
  ctx.lineJoin = "round";
  let pen_down = false;
  xs.forEach((x, k) => {
    const value = one.values[k];
    if (value == null) {
      if (one.join) return; // a day without a value does not break a line that is said to go on
      pen_down = false;
      return;
    }
    if (pen_down) ctx.lineTo(pen.x(x) + shift, pen.y(value));
    else ctx.moveTo(pen.x(x) + shift, pen.y(value));
    pen_down = true;
  });
  ctx.strokeStyle = ink;
  ctx.globalAlpha = one.thin ? 0.28 : one.join ? 1 : 0.75;
  ctx.lineWidth = (one.thin || !one.join ? 1 : 2.5) * ratio;
  ctx.stroke();
  ctx.globalAlpha = 1;
  if (one.thin) return;
  for (const k of known) {
    const x = pen.x(xs[k]!) + shift;
    const low = one.low?.[k];
    const high = one.high?.[k];
    if (!one.join && low != null && high != null) {
      ctx.globalAlpha = p.interval;
      ctx.fillStyle = ink;
      ctx.fillRect(x - 5 * ratio, pen.y(high), 10 * ratio, pen.y(low) - pen.y(high));
      ctx.globalAlpha = 1;
      for (const end of [low, high]) pen.line(x - 5 * ratio, pen.y(end), x + 5 * ratio, pen.y(end), ink, 1.5);
    }
    if (!one.join || known.length <= 40) pen.mark(one.side, x, pen.y(one.values[k]!), ink);
  }
}

/** Names stand at the last value of their series, moved apart where they would meet. */
function names(pen: Pen, given: Given, xs: readonly number[]): void {
  const { p, ratio, plot } = pen;
  const places = given.series
    .filter((one) => !one.thin && one.name)
    .flatMap((one) => {
      const last = xs.findLastIndex((_, k) => one.values[k] != null);
      return last < 0 ? [] : [{ one, y: pen.y(one.values[last]!) }];
    })
    .sort((a, b) => a.y - b.y);
  const apart = 15 * ratio;
  places.forEach((each, k) => {
    if (k > 0) each.y = Math.max(each.y, places[k - 1]!.y + apart);
  });
  const over = (places[places.length - 1]?.y ?? 0) - (plot.bbox.top + plot.bbox.height);
  for (const each of places) {
    const y = over > 0 ? each.y - over : each.y;
    pen.words(each.one.name, plot.bbox.left + plot.bbox.width + 12 * ratio, y, letters(each.one, p), "left", true);
  }
}
