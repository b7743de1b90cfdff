// After a part of the page was exchanged, the focus is where somebody who cannot see it would look for it.
import htmx from "htmx.org";

const FAULTY = '.faults, [aria-invalid="true"], [role="alert"]';

function reach(element: HTMLElement): void {
  if (element.tabIndex < 0 && !element.hasAttribute("tabindex")) element.setAttribute("tabindex", "-1");
  element.focus();
}

/** The element of a new part that the focus belongs to: what asks for it, what is wrong, else its heading. */
function wanted(target: Element): HTMLElement | null {
  return (
    target.querySelector<HTMLElement>("[data-focus], [autofocus]") ??
    target.querySelector<HTMLElement>(FAULTY) ??
    target.querySelector<HTMLElement>("h1, h2, h3")
  );
}

export function keepFocus(): void {
  let before: string | null = null;
  htmx.on("htmx:before:swap", (event) => {
    const { ctx } = event.detail;
    const active = document.activeElement;
    before = active !== null && ctx.target?.contains(active) ? active.id || "?" : null;
  });
  htmx.on("htmx:after:settle", (event) => {
    const target = (event.target instanceof Element ? event.target : null) ?? document.querySelector("main");
    const lost = document.activeElement === null || document.activeElement === document.body;
    const asked = target?.querySelector<HTMLElement>("[data-focus], [autofocus]") ?? null;
    if (asked !== null) reach(asked);
    else if (before !== null && lost && target !== null) {
      const same = before === "?" ? null : document.getElementById(before);
      const next = target.querySelector<HTMLElement>(FAULTY) ?? same ?? wanted(target);
      if (next !== null) reach(next);
    }
    before = null;
  });
  const faulty = document.querySelector<HTMLElement>(".faults");
  if (faulty !== null) reach(faulty);
}
