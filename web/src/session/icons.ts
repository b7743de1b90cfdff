// The few pictures on keys.
import { s } from "../shared/dom.ts";

const PATHS = { pause: "M4 3h4v12H4zM10 3h4v12h-4z", play: "M5 3l10 6-10 6z", tick: "M3 9.5l4 4 8-9", warn: "M9 2.5 16.5 15.5H1.5ZM9 7.5v3.4M9 13.2v.01" };

export function icon(name: keyof typeof PATHS): SVGSVGElement {
  const line = name === "tick" || name === "warn" ? { fill: "none", stroke: "currentColor", "stroke-width": name === "warn" ? 1.6 : 2.5, "stroke-linecap": "round", "stroke-linejoin": "round" } : { fill: "currentColor" };
  return s("svg", { viewBox: "0 0 18 18", "aria-hidden": "true", ...line }, s("path", { d: PATHS[name] }));
}
