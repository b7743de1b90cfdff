// Knee and ankle tapped at moments of a film, as the command wants them: percent of the upright picture, and seconds.
export type Joint = "knee" | "ankle";
export interface Spot {
  x: number;
  y: number;
}
/** at_s: of the film as it plays; places are shares of the picture's width and height, 0 to 1. */
export interface Tap {
  at_s: number;
  knee?: Spot;
  ankle?: Spot;
}

/** Two moments that are closer than this are the same picture. */
export const SAME_S = 0.008;

export class Taps {
  private all: Tap[] = [];
  private readonly past: string[] = [];

  get list(): readonly Tap[] {
    return this.all;
  }

  at(at_s: number): Tap | undefined {
    return this.all.find((tap) => Math.abs(tap.at_s - at_s) < SAME_S);
  }

  /** Put a joint of the picture at a moment somewhere; again: the same move goes on, as while it is dragged. */
  put(at_s: number, joint: Joint, spot: Spot, again = false): void {
    if (!again) this.keep();
    let tap = this.at(at_s);
    if (tap === undefined) {
      tap = { at_s };
      this.all.push(tap);
      this.all.sort((a, b) => a.at_s - b.at_s);
    }
    tap[joint] = { x: Math.min(Math.max(spot.x, 0), 1), y: Math.min(Math.max(spot.y, 0), 1) };
  }

  remove(at_s: number): void {
    this.keep();
    this.all = this.all.filter((tap) => Math.abs(tap.at_s - at_s) >= SAME_S);
  }

  undo(): boolean {
    const before = this.past.pop();
    if (before === undefined) return false;
    this.all = JSON.parse(before) as Tap[];
    return true;
  }

  clear(): void {
    this.all = [];
    this.past.length = 0;
  }

  /** Complete pairs as three lists of words: --knee, --ankle, --at; slower: how many times slower the film plays. */
  fields(slower = 1): { knee: string[]; ankle: string[]; at: string[] } {
    const pairs = this.all.filter((tap) => tap.knee && tap.ankle);
    const percent = ({ x, y }: Spot): string => `${(100 * x).toFixed(2)}%,${(100 * y).toFixed(2)}%`;
    return {
      knee: pairs.map((tap) => percent(tap.knee!)),
      ankle: pairs.map((tap) => percent(tap.ankle!)),
      at: pairs.map((tap) => (tap.at_s / slower).toFixed(3)),
    };
  }

  private keep(): void {
    this.past.push(JSON.stringify(this.all));
    if (this.past.length > 200) this.past.shift();
  }
}
