// What a page may ask for with data-module="name", and when it is loaded. README.md says what each needs.
import { start as forget } from "./page/forget.ts";
import { start as more } from "./page/more.ts";
import { start as queue } from "./page/noted.ts";
import { start as range } from "./page/range.ts";
import { start as job } from "./job/job.ts";
import { start as upload } from "./media/upload.ts";
import type { Start, Stop } from "./shared/starting.ts";

/** Small ones are at hand, large ones come when a page asks for them. */
const MODULES: Record<string, Start> = {
  forget,
  job,
  more,
  queue,
  range,
  upload,
};
const LATER: Record<string, () => Promise<{ start: Start }>> = {
  chart: () => import("./chart/chart.ts"),
  "session-player": () => import("./session/session.ts"),
  "tap-track": () => import("./tap/tap.ts"),
  viewer: () => import("./viewer/viewer.ts"),
  webcam: () => import("./media/webcam.ts"),
};
const running = new Map<HTMLElement, Stop | void>();

async function startOn(root: HTMLElement): Promise<void> {
  if (running.has(root)) return;
  running.set(root, undefined);
  const name = root.dataset.module ?? "";
  const start = MODULES[name] ?? (await LATER[name]?.())?.start;
  if (start === undefined) throw new Error(`no module is called '${name}'`);
  if (running.has(root)) running.set(root, start(root));
}

/** Start what is new in a part of the page. One module that fails leaves the others, and the page, as they are. */
export function startModules(within: ParentNode): void {
  const roots = [...within.querySelectorAll<HTMLElement>("[data-module]")];
  if (within instanceof HTMLElement && within.dataset.module) roots.unshift(within);
  for (const root of roots) {
    startOn(root).catch((fault: unknown) => {
      root.dataset.failed = "";
      console.error(`module '${root.dataset.module}' did not start`, fault);
    });
  }
}

/** Stop what has left the page. */
export function stopModules(): void {
  for (const [root, stop] of running) {
    if (root.isConnected) continue;
    running.delete(root);
    stop?.();
  }
}
