// The same numbers as a table, for screen readers, for print and for copying.
import { h } from "../shared/dom.ts";
import type { Arm, Leg } from "./types.ts";
import { t } from "./words.ts";

const HEADS = ["muscles.muscle", "muscles.role", "muscles.rotation", "muscles.flexion", "muscles.abduction", "muscles.longer"];

function arm(value: Arm): string {
  return t("muscles.to", { value: signed(value.value), low: signed(value.low), high: signed(value.high) });
}

/** A whole number with its sign, a real minus among them. */
export function signed(value: number): string {
  const whole = Math.round(value);
  return whole > 0 ? `+${whole}` : whole < 0 ? `\u2212${-whole}` : "0";
}

/** Fill the table with what a leg's muscles do. */
export function fill(table: HTMLTableElement, legs: Leg[]): void {
  const many = legs.length > 1;
  const body = legs.flatMap((leg) =>
    leg.entries.map((entry) =>
      h(
        "tr",
        {},
        h("th", { scope: "row" }, many ? `${entry.name}, ${t(`muscles.${leg.side}`)}` : entry.name),
        h("td", {}, entry.doubt ? `${entry.role} (${t("doubt.short")})` : entry.role),
        h("td", {}, arm(entry.rotation)),
        h("td", {}, arm(entry.flexion)),
        h("td", {}, arm(entry.abduction)),
        h("td", {}, signed(entry.longer_percent)),
      ),
    ),
  );
  const head = h("tr", {}, ...HEADS.map((key) => h("th", { scope: "col" }, t(key))));
  table.replaceChildren(h("caption", {}, t("muscles.table_caption")), h("thead", {}, head), h("tbody", {}, ...body));
}

/** The table's content as CSV. */
export function csv(legs: Leg[], words: string): string {
  const rows = [["muscle", "side", "quantity", "value", "low", "high", "unit"]];
  for (const leg of legs) {
    for (const entry of leg.entries) {
      for (const axis of ["rotation", "flexion", "abduction"] as const) {
        const own = entry[axis];
        rows.push([entry.key, leg.side, `${axis} moment arm`, ...[own.value, own.low, own.high].map(String), "mm"]);
      }
      rows.push([entry.key, leg.side, "length against neutral", String(entry.longer_percent), "", "", "%"]);
    }
  }
  return `# ${words}\n${rows.map((row) => row.join(",")).join("\n")}\n`;
}
