// Short tones at the beginning and the end of a hold; off or on is remembered.
const NAME = "trochanter.sound";
const TONES: Record<"begin" | "end" | "soon" | "all", readonly (readonly [number, number])[]> = {
  begin: [[880, 0]],
  end: [[660, 0], [660, 0.16]],
  soon: [[440, 0]],
  all: [[660, 0], [880, 0.16], [1100, 0.32]],
};

export class Sound {
  private context: AudioContext | undefined;
  private on: boolean;

  constructor() {
    this.on = kept() !== "off";
  }

  get heard(): boolean {
    return this.on;
  }

  /** Switch, and remember it. */
  set(on: boolean): void {
    this.on = on;
    try {
      localStorage.setItem(NAME, on ? "on" : "off");
    } catch {
      // then it is asked again next time
    }
    if (on) this.play("begin");
  }

  /** A browser lets a page sound only after the person did something: call this where they did. */
  ready(): void {
    if (!this.on || this.context !== undefined || typeof AudioContext === "undefined") return;
    this.context = new AudioContext();
  }

  play(what: keyof typeof TONES): void {
    if (!this.on) return;
    this.ready();
    const context = this.context;
    if (context === undefined) return;
    void context.resume();
    for (const [pitch_hz, after_s] of TONES[what]) {
      const begin = context.currentTime + after_s;
      const tone = context.createOscillator();
      const loudness = context.createGain();
      tone.frequency.value = pitch_hz;
      loudness.gain.setValueAtTime(0, begin);
      loudness.gain.linearRampToValueAtTime(0.16, begin + 0.015);
      loudness.gain.exponentialRampToValueAtTime(0.001, begin + 0.14);
      tone.connect(loudness).connect(context.destination);
      tone.start(begin);
      tone.stop(begin + 0.15);
    }
  }

  close(): void {
    void this.context?.close();
    this.context = undefined;
  }
}

function kept(): string | null {
  try {
    return localStorage.getItem(NAME);
  } catch {
    return null;
  }
}
