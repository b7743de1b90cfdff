// Elements, without markup in strings: what a page puts into them is text and never becomes markup.
export type Child = Node | string | number | null | undefined | false;
export type Attributes = Record<string, string | number | boolean | null | undefined>;

const SVG = "http://www.w3.org/2000/svg";

function fill(element: Element, attributes: Attributes, children: Child[]): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    element.append(typeof child === "number" ? String(child) : child);
  }
}

/** An element with attributes and children; texts are texts. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  fill(element, attributes, children);
  return element;
}

/** The same inside an <svg>. */
export function s<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  fill(element, attributes, children);
  return element;
}

/** A button with words and what it does. */
export function button(kind: string, words: Child, does: (event: MouseEvent) => void): HTMLButtonElement {
  const made = h("button", { class: kind, type: "button" }, words);
  made.addEventListener("click", does);
  return made;
}

/** What the first <script type="application/json"> in an element holds. */
export function dataOf<T>(root: Element): T {
  const text = root.querySelector('script[type="application/json"]')?.textContent;
  if (!text) throw new Error(`no data in ${root.getAttribute("data-module") ?? root.tagName}`);
  return JSON.parse(text) as T;
}

/** The colour that a custom property stands for now, such as '--right'. */
export function colour(name: string, where: Element = document.body): string {
  const probe = h("i", { hidden: true });
  probe.style.color = `var(${name})`;
  where.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

let spoken: HTMLElement | undefined;

/** Have a screen reader say something, once and politely. */
export function announce(text: string): void {
  if (spoken === undefined || !spoken.isConnected) {
    spoken = h("div", { class: "vh", role: "status", "aria-live": "polite" });
    document.body.append(spoken);
  }
  const place = spoken;
  place.textContent = "";
  setTimeout(() => {
    place.textContent = text;
  }, 60);
}
