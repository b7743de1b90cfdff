// A slider tells its value: in its <output for>, and to screen readers. data-words: such as '{value} degrees'.
// With data-pain it has zones: the elements of [data-zone="0-3"] beside it are marked .on.
import type { Stop } from "../shared/starting.ts";

export function start(root: HTMLElement): Stop {
  const sliders = root.matches("input") ? [root as HTMLInputElement] : [...root.querySelectorAll<HTMLInputElement>('input[type="range"]')];
  const unhear = new AbortController();
  for (const slider of sliders) {
    const words = slider.dataset.words ?? root.dataset.words ?? "{value}";
    const draw = (): void => {
      const text = words.replace("{value}", slider.value);
      for (const place of document.querySelectorAll<HTMLOutputElement>(`output[for="${CSS.escape(slider.id)}"]`)) place.textContent = text;
      const zones = [...root.querySelectorAll<HTMLElement>("[data-zone]")];
      const on = zones.find((zone) => {
        const [from, to] = (zone.dataset.zone ?? "").split("-").map(Number);
        return Number(slider.value) >= (from ?? 0) && Number(slider.value) <= (to ?? from ?? 0);
      });
      for (const zone of zones) zone.classList.toggle("on", zone === on);
      slider.setAttribute("aria-valuetext", on ? `${text}: ${on.dataset.means ?? on.textContent?.trim() ?? ""}` : text);
    };
    slider.addEventListener("input", draw, { signal: unhear.signal });
    draw();
  }
  return () => unhear.abort();
}
