// data-module="upload" on a <form> with files: a drop zone, progress, cancel. Without script the form works as it is.
import { announce, h } from "../shared/dom.ts";
import type { Stop } from "../shared/starting.ts";
import { say } from "../shared/words.ts";
import { faultOf, follow, sendForm, sizeWords } from "./sending.ts";

export function start(root: HTMLElement): Stop {
  const form = root as HTMLFormElement;
  const unhear = new AbortController();
  const { signal } = unhear;
  const place = form.querySelector<HTMLElement>("[data-sending]") ?? form.appendChild(h("div", { "data-sending": true }));
  for (const zone of form.querySelectorAll<HTMLElement>(".drop")) zoneFor(zone, signal);
  form.addEventListener(
    "submit",
    (event) => {
      event.preventDefault();
      void send(form, event.submitter, place);
    },
    { signal },
  );
  return () => unhear.abort();
}

/** Files dropped on a zone become those of its field; what was chosen is listed. */
function zoneFor(zone: HTMLElement, signal: AbortSignal): void {
  const field = zone.querySelector<HTMLInputElement>('input[type="file"]');
  if (field === null) return;
  const list = zone.querySelector<HTMLElement>(".files") ?? zone.appendChild(h("ul", { class: "files", "aria-live": "polite" }));
  const show = (): void => {
    list.replaceChildren(
      ...[...(field.files ?? [])].map((file) => h("li", {}, h("span", {}, file.name), h("span", { class: "quiet nw" }, sizeWords(file.size)))),
    );
  };
  field.addEventListener("change", show, { signal });
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(
      name,
      (event) => {
        event.preventDefault();
        zone.classList.add("over");
      },
      { signal },
    );
  }
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("over"), { signal });
  zone.addEventListener(
    "drop",
    (event) => {
      event.preventDefault();
      const files = event.dataTransfer?.files;
      if (!files?.length) return;
      const taken = new DataTransfer();
      for (const file of field.multiple ? files : [files[0]!]) taken.items.add(file);
      field.files = taken.files;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    },
    { signal },
  );
  show();
}

async function send(form: HTMLFormElement, by: HTMLElement | null, place: HTMLElement): Promise<void> {
  const large = tooLarge(form);
  if (large !== null) return tell(place, large);
  const data = new FormData(form, by instanceof HTMLButtonElement ? by : null);
  const buttons = [...form.querySelectorAll<HTMLButtonElement>('button[type="submit"], button:not([type])')];
  for (const each of buttons) each.disabled = true;
  try {
    const answer = await sendForm(form.action, data, place);
    if (answer === null) tell(place, say("upload.cancelled"));
    else if (follow(answer, form.action)) return;
    else tell(place, faultOf(answer));
  } catch {
    tell(place, say("upload.broken"));
  }
  for (const each of buttons) each.disabled = false;
}

/** A server that refuses a large file while it comes breaks the connection off, so it is said before: data-most, bytes. */
function tooLarge(form: HTMLFormElement): string | null {
  for (const field of form.querySelectorAll<HTMLInputElement>('input[type="file"][data-most]')) {
    const most = Number(field.dataset.most);
    const file = [...(field.files ?? [])].find((each) => each.size > most);
    if (file) return say("upload.too_large", { name: file.name, size: sizeWords(file.size), most: sizeWords(most) });
  }
  return null;
}

export function tell(place: HTMLElement, words: string): void {
  place.replaceChildren(h("p", { class: "fault" }, h("span", {}, words)));
  announce(words);
}
