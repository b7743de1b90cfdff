// Colours of the stage out of the page's tokens: hue says which group, ink says how much, rings say which way.
import { Color } from "three";
import { colour } from "../shared/dom.ts";
import type { Colouring } from "./state.ts";

const DEEP = [
  "piriformis",
  "gemellus_superior",
  "obturator_internus",
  "gemellus_inferior",
  "obturator_externus",
  "quadratus_femoris",
];
const GROUP: Record<string, string> = {
  gluteal: "--glut",
  adductor: "--adductors",
  flexor: "--flexors",
  hamstring: "--hams",
};
const FULL_MM = 50;
const FULL_PERCENT = 30;
const FULL_N = 1000;

export interface Palette {
  stage: Color;
  bone: Color;
  bone2: Color;
  ink: Color;
  pale: Color;
  of(muscle: string, group: string): Color;
}

/** The palette of the theme that is in force. */
export function palette(root: HTMLElement): Palette {
  const read = (name: string): Color => new Color().setStyle(colour(name, root));
  const named = new Map<string, Color>();
  const token = (name: string): Color => {
    const found = named.get(name) ?? read(name);
    named.set(name, found);
    return found;
  };
  return {
    stage: token("--stage"),
    bone: token("--bone"),
    bone2: token("--bone-2"),
    ink: token("--ink"),
    pale: token("--band"),
    of: (muscle, group) => {
      const at = DEEP.indexOf(muscle);
      return token(at >= 0 ? `--deep-${at + 1}` : (GROUP[group] ?? "--figure-strong"));
    },
  };
}

/** How much of the full scale a value has, 0 to 1, and whether the muscle wears rings. */
export function strength(colouring: Colouring, armMm: number, longer: number, forceN: number): [number, boolean] {
  if (colouring === "arm") return [Math.min(1, Math.abs(armMm) / FULL_MM), armMm > 0];
  if (colouring === "length") return [Math.min(1, Math.abs(longer) / FULL_PERCENT), longer > 0];
  return [Math.min(1, Math.max(0, forceN) / FULL_N), false];
}

/** Pale for nothing, ink for all of it. */
export function shadeOf(colours: Palette, share: number, into: Color): Color {
  return into.copy(colours.pale).lerp(colours.ink, 0.06 + 0.94 * share);
}
