// What the page shows, and the same in its address, so that a link or the back button brings it back.
import type { SideWord } from "./types.ts";

export const AXES = ["flexion", "abduction", "rotation", "tilt", "anteversion", "knee"] as const;
export type Axis = (typeof AXES)[number];
export type Sides = SideWord | "both";
export type View = "front" | "side" | "back" | "below";
export type Group = "deep" | "gluteal" | "all";
export type Colouring = "group" | "arm" | "length" | "force";

export interface State {
  posture: Record<Axis, number>;
  side: Sides;
  view: View;
  group: Group;
  colour: Colouring;
  muscle: string;
}

const CHOICES = {
  side: ["right", "left", "both"],
  view: ["front", "side", "back", "below"],
  group: ["deep", "gluteal", "all"],
  colour: ["group", "arm", "length", "force"],
} as const;
const USUAL = { side: "right", view: "back", group: "deep", colour: "group" } as const;

export type Limits = Record<Axis, [number, number]>;

function chosen<K extends keyof typeof CHOICES>(query: URLSearchParams, key: K): (typeof CHOICES)[K][number] {
  const found = query.get(key) ?? "";
  const known: readonly string[] = CHOICES[key];
  return (known.includes(found) ? found : USUAL[key]) as (typeof CHOICES)[K][number];
}

/** The state of an address; what it does not name, or names wrongly, is as usual. */
export function fromAddress(search: string, limits: Limits): State {
  const query = new URLSearchParams(search);
  const posture = {} as Record<Axis, number>;
  for (const axis of AXES) {
    const given = Math.round(Number(query.get(axis) ?? "0"));
    const [low, high] = limits[axis];
    posture[axis] = Number.isFinite(given) ? Math.min(high, Math.max(low, given)) : 0;
  }
  return {
    posture,
    side: chosen(query, "side"),
    view: chosen(query, "view"),
    group: chosen(query, "group"),
    colour: chosen(query, "colour"),
    muscle: (query.get("muscle") ?? "").replace(/[^\w]/g, "").slice(0, 40),
  };
}

/** The address of a state: only what is not as usual. */
export function toAddress(state: State): string {
  const query = new URLSearchParams();
  for (const axis of AXES) if (state.posture[axis] !== 0) query.set(axis, String(state.posture[axis]));
  for (const key of ["side", "view", "group", "colour"] as const) {
    if (state[key] !== USUAL[key]) query.set(key, state[key]);
  }
  if (state.muscle !== "") query.set("muscle", state.muscle);
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}

/** The request for a posture. */
export function postureAddress(state: State): string {
  const query = AXES.map((axis) => `${axis}_deg=${state.posture[axis]}`).join("&");
  return `/api/hip/posture?${query}&side=${state.side}`;
}
