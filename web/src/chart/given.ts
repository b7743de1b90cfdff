// What a page brings for a chart; see README.md.
export interface Axis {
  words: string;
  unit?: string;
  digits?: number;
  min?: number;
  max?: number;
  up?: string;
  down?: string;
}

export interface Series {
  name: string;
  side?: "right" | "left" | null;
  values: (number | null)[];
  low?: (number | null)[];
  high?: (number | null)[];
  join?: boolean;
  thin?: boolean;
}

export interface Given {
  says: string;
  x: { kind: "date" | "number"; words: string; unit?: string; values: (string | number)[] };
  y: Axis;
  series: Series[];
  bands?: { name: string; low: number; high: number }[];
  lines?: { at: number; words: string }[];
  marks?: { x: string | number; words: string }[];
  file?: string;
}

const DAY_MS = 86_400_000;

/** Days since 1970 of a date, so that a day is as long as every other, whatever the clock does. */
export function place(value: string | number): number {
  return typeof value === "number" ? value : Date.parse(`${value.slice(0, 10)}T00:00:00Z`) / DAY_MS;
}

/** The page's language; English as it is written outside America, so that a day stands before its month. */
function language(): string {
  const lang = document.documentElement.lang || "en";
  return lang === "en" ? "en-GB" : lang;
}

export function dayWords(day: number, year: boolean): string {
  const form: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", timeZone: "UTC" };
  return new Intl.DateTimeFormat(language(), year ? { ...form, year: "numeric" } : form).format(day * DAY_MS);
}

export function numberWords(value: number, digits: number | undefined): string {
  const text = new Intl.NumberFormat(language(), { maximumFractionDigits: digits ?? 1 }).format(value);
  return text.replace("-", "−");
}

/** The numbers of a chart as rows, the first one the heads. */
export function rowsOf(given: Given): string[][] {
  const heads = [given.x.words];
  const columns: (number | null)[][] = [];
  const unit = given.y.unit ? ` (${given.y.unit})` : "";
  for (const one of given.series) {
    heads.push(`${one.name}${unit}`);
    columns.push(one.values);
    for (const [name, values] of [["low", one.low], ["high", one.high]] as const) {
      if (!values) continue;
      heads.push(`${one.name}, ${name}`);
      columns.push(values);
    }
  }
  const rows = given.x.values.map((x, k) => [String(x), ...columns.map((column) => (column[k] ?? "") + "")]);
  return [heads, ...rows];
}

export function csvOf(given: Given): string {
  const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return `${rowsOf(given).map((row) => row.map(cell).join(",")).join("\n")}\n`;
}
