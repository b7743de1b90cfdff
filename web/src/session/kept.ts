// A session that is under way outlives a reload of its page.
import { newKey } from "../shared/key.ts";
import type { State } from "./course.ts";

export interface Kept {
  key: string;
  phase: "before" | "doing" | "after" | "saved";
  begun_ms: number;
  before: number | null;
  now: number | null;
  worst: number | null;
  stopped: boolean;
  state: State | null;
}

export function fresh(): Kept {
  return { key: newKey(), phase: "before", begun_ms: 0, before: null, now: null, worst: null, stopped: false, state: null };
}

/** What was kept under a name; a fresh session where there is nothing, or nothing that can be read. */
export function remembered(name: string): Kept {
  try {
    const text = sessionStorage.getItem(name);
    return text === null ? fresh() : { ...fresh(), ...(JSON.parse(text) as Kept) };
  } catch {
    return fresh();
  }
}

export function remember(name: string, kept: Kept): void {
  try {
    sessionStorage.setItem(name, JSON.stringify(kept));
  } catch {
    // then a reload begins anew
  }
}

export function forget(name: string): void {
  try {
    sessionStorage.removeItem(name);
  } catch {
    // nothing was kept either
  }
}
