// Names beside the picture, each with a line to what it names; placed in two columns so that none covers another.
import { Vector3 } from "three";
import { s } from "../shared/dom.ts";
import type { Stage } from "./stage.ts";
import type { SideWord } from "./types.ts";

export interface Label {
  text: string;
  entry?: string;
  point?: number[];
  side: SideWord;
  strong?: boolean;
}

const LINE_PX = 24;
const EDGE_PX = 10;
const REACH_PX = 74;

export class Labels {
  constructor(
    private readonly svg: SVGSVGElement,
    private readonly stage: Stage,
  ) {}

  draw(labels: Label[]): void {
    const width = this.svg.clientWidth;
    const height = this.svg.clientHeight;
    this.svg.setAttribute("viewBox", `0 0 ${Math.max(1, width)} ${Math.max(1, height)}`);
    const found = labels.flatMap((label) => {
      const at = label.entry
        ? this.stage.placeOf(label.entry, label.side)
        : this.stage.project(new Vector3(label.point![0]!, label.point![1]!, label.point![2]!));
      return at && at[0] > 0 && at[0] < width && at[1] > 0 && at[1] < height ? [{ label, at }] : [];
    });
    this.svg.replaceChildren();
    for (const right of [true, false]) {
      const column = found.filter(({ at }) => at[0] >= width / 2 === right).sort((a, b) => a.at[1] - b.at[1]);
      let lowest = EDGE_PX + 14;
      for (const { label, at } of column) {
        const y = Math.min(height - 14, Math.max(lowest, at[1] + (at[1] < height / 2 ? -14 : 22)));
        lowest = y + LINE_PX;
        const text = s("text", { class: `halo t1${label.strong ? " b" : ""}${right ? "" : " e"}`, y }, label.text);
        this.svg.append(text);
        const size = text.getComputedTextLength();
        const x = right
          ? Math.min(Math.max(at[0] + REACH_PX, width * 0.62), width - EDGE_PX - size)
          : Math.max(Math.min(at[0] - REACH_PX, width * 0.38), EDGE_PX + size);
        text.setAttribute("x", x.toFixed(1));
        const gap = right ? -5 : 5;
        text.before(
          s("path", { class: "lead-l", d: `M${(x + gap).toFixed(1)} ${(y - 4).toFixed(1)}L${at[0].toFixed(1)} ${at[1].toFixed(1)}` }),
          s("circle", { class: "dot", cx: at[0].toFixed(1), cy: at[1].toFixed(1), r: 2.2 }),
        );
      }
    }
  }
}
