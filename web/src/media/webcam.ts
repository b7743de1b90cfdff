// data-module="webcam" data-for="#film": films with the camera of this device; the film becomes the file of that field.
// Nothing is sent from here: the form is, when its button is pressed. Where there is no camera the field stays.
import { announce, button, h, s } from "../shared/dom.ts";
import type { Stop } from "../shared/starting.ts";
import { say } from "../shared/words.ts";

const KINDS = ["video/mp4;codecs=avc1.42E01F", "video/mp4", "video/webm;codecs=vp9", "video/webm;codecs=vp8", "video/webm"];
const COUNT_S = 10;
const LONGEST_S = 90;
const BITS_A_SECOND = 6_000_000;

class Webcam {
  private stream: MediaStream | undefined;
  private recorder: MediaRecorder | undefined;
  private facing: "user" | "environment";
  private ended = false;
  private timer: ReturnType<typeof setInterval> | undefined;
  private address = "";
  private readonly unhear = new AbortController();

  constructor(
    private readonly root: HTMLElement,
    private readonly field: HTMLInputElement,
  ) {
    root.classList.add("stack", "tight");
    this.facing = root.dataset.facing === "environment" ? "environment" : "user";
    this.offer();
  }

  close(): void {
    this.ended = true;
    this.off();
    this.unhear.abort();
    URL.revokeObjectURL(this.address);
  }

  private offer(words = ""): void {
    this.root.replaceChildren(
      h("p", { class: "btns" }, button("btn", say("webcam.open"), () => void this.open())),
      h("p", { class: "hint", role: "status" }, words || say("webcam.hint")),
    );
  }

  private async open(): Promise<void> {
    try {
      const video = { facingMode: this.facing, width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: false, video });
    } catch (fault) {
      const name = fault instanceof DOMException ? fault.name : "";
      this.offer(say(name === "NotAllowedError" ? "webcam.refused" : "webcam.none"));
      return;
    }
    if (this.ended) return this.off();
    const picture = h("video", { muted: true, playsinline: true, "aria-label": say("webcam.preview") });
    picture.muted = true;
    picture.srcObject = this.stream;
    await picture.play().catch(() => undefined);
    const told = h("p", { class: "told" }, say("webcam.lines"));
    const counting = h("div", { class: "counting", hidden: true, "aria-hidden": "true" });
    const camera = h("div", { class: this.facing === "user" ? "camera mirrored" : "camera" }, picture, this.lines(), counting, told);
    if (picture.videoWidth > 0) camera.style.aspectRatio = `${picture.videoWidth} / ${picture.videoHeight}`;
    const begin = button("btn main", say("webcam.begin", { number: COUNT_S }), () => this.count(counting, told, begin));
    this.root.replaceChildren(
      camera,
      h("p", { class: "btns mt-3" }, begin,
        button("btn", say("webcam.turn"), () => {
          this.facing = this.facing === "user" ? "environment" : "user";
          this.off();
          void this.open();
        }),
        button("btn plain", say("webcam.close"), () => {
          this.off();
          this.offer();
        })),
    );
    begin.focus();
  }

  /** A level and an upright line to hold the camera by; where the device knows how it hangs, a third one tells. */
  private lines(): SVGSVGElement {
    const tilt = s("path", { class: "tilt", d: "M36 50H64", visibility: "hidden" });
    addEventListener(
      "deviceorientation",
      (event) => {
        if (event.gamma === null || Math.abs(event.beta ?? 0) <= 45) return;
        tilt.setAttribute("transform", `rotate(${-event.gamma} 50 50)`);
        tilt.setAttribute("visibility", "visible");
      },
      { signal: this.unhear.signal },
    );
    return s("svg", { class: "level", viewBox: "0 0 100 100", preserveAspectRatio: "none", "aria-hidden": "true" }, s("path", { d: "M0 50H100M50 0V100" }), tilt);
  }

  private count(counting: HTMLElement, told: HTMLElement, begin: HTMLButtonElement): void {
    const start_ms = Date.now();
    counting.hidden = false;
    begin.disabled = true;
    announce(say("webcam.counting", { number: COUNT_S }));
    const look = (): void => {
      const left = COUNT_S - Math.floor((Date.now() - start_ms) / 1000);
      counting.textContent = String(Math.max(left, 1));
      if (left > 0) return;
      clearInterval(this.timer);
      counting.hidden = true;
      this.record(told, begin);
    };
    look();
    this.timer = setInterval(look, 100);
  }

  private record(told: HTMLElement, key: HTMLButtonElement): void {
    if (this.stream === undefined) return;
    const kind = KINDS.find((each) => MediaRecorder.isTypeSupported(each));
    const parts: Blob[] = [];
    const recorder = new MediaRecorder(this.stream, kind ? { mimeType: kind, videoBitsPerSecond: BITS_A_SECOND } : {});
    this.recorder = recorder;
    recorder.addEventListener("dataavailable", (event) => {
      if (event.data.size > 0) parts.push(event.data);
    });
    recorder.addEventListener("stop", () => {
      clearInterval(this.timer);
      const type = (recorder.mimeType || kind || "video/webm").split(";")[0]!;
      this.off();
      if (!this.ended) this.look(new File(parts, `camera.${type === "video/mp4" ? "mp4" : "webm"}`, { type }));
    });
    const longest_s = Number(this.root.dataset.longest) || LONGEST_S;
    const start_ms = Date.now();
    recorder.start(1000);
    told.className = "told recording";
    const stop = button("btn main", say("webcam.stop"), () => recorder.stop());
    key.replaceWith(stop);
    stop.focus();
    announce(say("webcam.recording"));
    this.timer = setInterval(() => {
      const passed_s = Math.floor((Date.now() - start_ms) / 1000);
      told.textContent = say("webcam.so_far", { number: passed_s, of: longest_s });
      if (passed_s >= longest_s && recorder.state === "recording") recorder.stop();
    }, 250);
  }

  /** What was filmed, before anything is sent. */
  private look(film: File): void {
    URL.revokeObjectURL(this.address);
    this.address = URL.createObjectURL(film);
    const picture = h("video", { src: this.address, controls: true, playsinline: true, "aria-label": say("webcam.filmed") });
    const use = button("btn main", say("webcam.use"), () => {
      const taken = new DataTransfer();
      taken.items.add(film);
      this.field.files = taken.files;
      this.field.dispatchEvent(new Event("change", { bubbles: true }));
      this.offer(say("webcam.used"));
      this.field.focus();
    });
    this.root.replaceChildren(
      h("div", { class: "camera" }, picture),
      h("p", { class: "btns mt-3" }, use, button("btn", say("webcam.again"), () => void this.open()), button("btn plain", say("webcam.drop"), () => this.offer())),
    );
    use.focus();
  }

  private off(): void {
    clearInterval(this.timer);
    if (this.recorder?.state === "recording" && this.ended) this.recorder.stop();
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = undefined;
    this.recorder = undefined;
  }
}

export function start(root: HTMLElement): Stop | void {
  const field = document.querySelector<HTMLInputElement>(root.dataset.for ?? 'input[type="file"]');
  const able = field !== null && typeof MediaRecorder !== "undefined" && navigator.mediaDevices?.getUserMedia !== undefined;
  if (!able) {
    root.replaceChildren(h("p", { class: "hint" }, say("webcam.none")));
    return undefined;
  }
  const webcam = new Webcam(root, field);
  return () => webcam.close();
}
