// Keeps the screen on while a hold is counted, where the browser can.
export class Awake {
  private wanted = false;
  private lock: WakeLockSentinel | undefined;
  private readonly back = (): void => {
    if (document.visibilityState === "visible") void this.take();
  };

  constructor() {
    document.addEventListener("visibilitychange", this.back);
  }

  want(wanted: boolean): void {
    this.wanted = wanted;
    if (wanted) void this.take();
    else this.drop();
  }

  close(): void {
    this.want(false);
    document.removeEventListener("visibilitychange", this.back);
  }

  private async take(): Promise<void> {
    if (!this.wanted || this.lock !== undefined || !("wakeLock" in navigator)) return;
    try {
      const lock = await navigator.wakeLock.request("screen");
      lock.addEventListener("release", () => {
        if (this.lock === lock) this.lock = undefined;
      });
      this.lock = lock;
      if (!this.wanted) this.drop();
    } catch {
      // a low battery, for one; the session goes on without
    }
  }

  private drop(): void {
    void this.lock?.release();
    this.lock = undefined;
  }
}
