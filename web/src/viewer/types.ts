// What /api/hip answers with: the part of it that the viewer reads. Metres, millimetres, degrees, newtons.
export type Way = "positive" | "negative" | "hardly" | "either";
export type SideWord = "right" | "left";

export interface Ranged {
  value: number;
  low: number;
  high: number;
}

export interface Arm extends Ranged {
  way: Way;
}

export interface Line {
  name: string;
  muscle: string;
  group: string;
  path: number[][];
  thick_mm: number;
  rotation: Arm | null;
  longer_percent: number;
}

export interface Entry {
  key: string;
  lines: string[];
  group: string;
  name: string;
  lay: string;
  rotation: Arm;
  flexion: Arm;
  abduction: Arm;
  longer_percent: number;
  doubt: string;
  role: string;
  amount: string;
  told: string[];
  sources: string[];
}

export interface Leg {
  side: SideWord;
  bones: Record<string, number[]>;
  marks: Record<string, number[]>;
  lines: Line[];
  entries: Entry[];
}

export interface Posture {
  words: string;
  legs: Leg[];
}

export interface Course {
  low: number[];
  high: number[];
}

export interface Phase {
  phase: string;
  words: string;
  start: number;
  end: number;
  net_Nm: Ranged;
  told: string;
}

export interface Mover {
  key: string;
  name: string;
  lay: string;
  group: string;
  lines: string[];
  force_N: Course;
  turning_Nm: Course;
  told: string;
}

export interface StrideSide {
  side: SideWord;
  strides: number;
  toe_off: number;
  phases: Phase[];
  net_Nm: Course;
  muscles: Mover[];
}

export interface Frames {
  count: number;
  points: number;
  lines: string[];
  thick_mm: number[];
  sides: SideWord[];
  bones: Record<string, number[][]>;
  paths: number[];
  rotation_mm: number[][];
  longer_percent: number[][];
  force_N: number[][];
  own_percent: Record<string, number[]>;
}

export interface Stride {
  name: string;
  credit: string;
  seconds: number;
  sides: StrideSide[];
  frames: Frames;
  notes: string[];
}

export interface Asked {
  key: string;
  name: string;
  lay: string;
  group: string;
  lines: string[];
  amount: string;
  told: string;
}

export interface Exercise {
  name: string;
  words: string;
  side: SideWord;
  seconds: number;
  working: boolean;
  why: string;
  frames: Frames;
  muscles: Asked[];
}
