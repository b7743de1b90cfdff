// Sends a form with files and shows how far it is; it can be cancelled. XMLHttpRequest, because fetch tells no progress.
import { announce, button, h } from "../shared/dom.ts";
import { say } from "../shared/words.ts";

export interface Answered {
  status: number;
  text: string;
  address: string;
  goTo: string | null;
}

/** What is shown while something is sent; its promise ends with the answer, with null where it was cancelled. */
export function sendForm(action: string, data: FormData, place: HTMLElement): Promise<Answered | null> {
  const request = new XMLHttpRequest();
  const bar = h("progress", { max: 100, value: 0, "aria-label": say("upload.sending") });
  const words = h("p", {}, say("upload.sending"));
  const cancel = button("btn", say("upload.cancel"), () => request.abort());
  place.replaceChildren(h("div", { class: "sending" }, words, cancel, bar));
  announce(say("upload.sending"));
  return new Promise((resolve, reject) => {
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return bar.removeAttribute("value");
      const share = (100 * event.loaded) / event.total;
      bar.value = share;
      words.textContent = say("upload.so_far", { done: megabytes(event.loaded), of: megabytes(event.total) });
    });
    request.upload.addEventListener("load", () => {
      bar.removeAttribute("value");
      words.textContent = say("upload.looking");
    });
    request.addEventListener("abort", () => resolve(null));
    request.addEventListener("error", () => reject(new Error("connection")));
    request.addEventListener("load", () =>
      resolve({ status: request.status, text: request.responseText, address: request.responseURL, goTo: request.getResponseHeader("HX-Redirect") }),
    );
    request.open("POST", action);
    request.setRequestHeader("Accept", "text/html");
    request.setRequestHeader("HX-Request", "true");
    request.send(data);
  });
}

/** Go where an answer leads; false where it tells what was wrong instead. */
export function follow(answer: Answered, action: string): boolean {
  if (answer.status >= 400) return false;
  const to = answer.goTo ?? answer.address;
  location.assign(to || action);
  return true;
}

/** The words of an answer that refused something, as text: never its markup. */
export function faultOf(answer: Answered): string {
  const page = new DOMParser().parseFromString(answer.text, "text/html");
  const told = page.querySelector('.note > div, [role="alert"], main') ?? page.body;
  const words = [...told.querySelectorAll("p")].map((each) => each.textContent?.replace(/\s+/g, " ").trim()).filter(Boolean);
  return words.join(" ") || told.textContent?.replace(/\s+/g, " ").trim() || say("upload.refused");
}

/** A size as people read it: 35 kB, 4.2 MB. */
export function sizeWords(bytes: number): string {
  return bytes < 1e5 ? `${Math.ceil(bytes / 1e3)} kB` : `${megabytes(bytes)} MB`;
}

export function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
}
