// Requests to /api/hip: at most one is under way, and the last wish is always the next one to be asked.
import type { Exercise, Posture, Stride } from "./types.ts";

const LEAST_GAP_MS = 33; // thirty steps a second are smooth, and leave the server's limit alone
const AGAIN_MS = 700;

export type Ask = (address: string) => void;

/** Ask for addresses as they come: while one is under way only the newest wish waits; answers keep their order. */
export function newest<T>(got: (answer: T, address: string) => void, failed: (waiting: boolean) => void): Ask {
  let wish: string | undefined;
  let busy = false;

  async function run(): Promise<void> {
    busy = true;
    while (wish !== undefined) {
      const address = wish;
      wish = undefined;
      const gap = new Promise((done) => setTimeout(done, LEAST_GAP_MS));
      try {
        const answer = await fetch(address, { headers: { Accept: "application/json" } });
        if (answer.status === 200) {
          got((await answer.json()) as T, address);
        } else {
          const waiting = answer.status === 202 || answer.status === 429;
          failed(waiting);
          if (waiting) {
            await new Promise((done) => setTimeout(done, AGAIN_MS));
            wish ??= address;
          }
        }
      } catch {
        failed(false);
      }
      await gap;
    }
    busy = false;
  }

  return (address) => {
    wish = address;
    if (!busy) void run();
  };
}

/** An answer that may take a while the first time: asked again as long as the server says 202. */
export async function patient<T>(address: string, signal: AbortSignal): Promise<T> {
  for (;;) {
    const answer = await fetch(address, { headers: { Accept: "application/json" }, signal });
    if (answer.status === 200) return (await answer.json()) as T;
    if (answer.status !== 202 && answer.status !== 429) throw new Error(String(answer.status));
    await new Promise((done) => setTimeout(done, AGAIN_MS));
    signal.throwIfAborted();
  }
}

export const askPosture = newest<Posture>;
export const askStride = (signal: AbortSignal): Promise<Stride> => patient<Stride>("/api/hip/stride", signal);
export const askExercise = (name: string, side: string, signal: AbortSignal): Promise<Exercise> =>
  patient<Exercise>(`/api/hip/exercise/${encodeURIComponent(name)}?side=${side}`, signal);
