// Figures of the reports: copy their numbers, and read them off under the pointer. Without it a page is complete.
import { s } from "../shared/dom.ts";

function csvOf(link: HTMLAnchorElement): string {
  return decodeURIComponent(link.href.split(",").slice(1).join(","));
}

function copying(link: HTMLAnchorElement): void {
  link.addEventListener("click", (event) => {
    if (!link.href.startsWith("data:") || !navigator.clipboard) return;
    event.preventDefault();
    const words = link.textContent;
    navigator.clipboard.writeText(csvOf(link)).then(
      () => {
        link.textContent = link.dataset.copied ?? words;
        setTimeout(() => (link.textContent = words), 1500);
      },
      () => {
        const save = document.createElement("a");
        save.href = link.href;
        save.download = link.download;
        save.click();
      },
    );
  });
}

function reading(hit: SVGRectElement, link: HTMLAnchorElement, told: HTMLElement): void {
  const cursor = s("path", { class: "cursor" });
  const columns = (hit.dataset.c ?? "").split("|");
  let rows: string[][] | undefined;
  hit.addEventListener("pointermove", (event) => {
    rows ??= csvOf(link).trim().split("\n").map((line) => line.split(","));
    const [head, ...body] = rows;
    const box = hit.getBoundingClientRect();
    const share = Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
    const row = body[Math.round(share * (body.length - 1))];
    if (head === undefined || row === undefined) return;
    cursor.setAttribute("d", `M${hit.x.baseVal.value + share * hit.width.baseVal.value} ${hit.y.baseVal.value}v${hit.height.baseVal.value}`);
    if (!cursor.parentNode) hit.before(cursor);
    const parts = columns.map((name) => [name, row[head.indexOf(name)]]).filter((pair) => pair[1]);
    told.textContent = `${head[0]} ${Number(row[0]).toPrecision(3)}: ${parts.map((pair) => pair.join(" ")).join(", ")}`;
  });
  hit.addEventListener("pointerleave", () => cursor.remove());
}

export function figures(within: Element): void {
  for (const figure of within.querySelectorAll<HTMLElement>(".fig:not([data-read])")) {
    const link = figure.querySelector<HTMLAnchorElement>("a.tool[download]");
    const told = figure.querySelector<HTMLElement>(".read");
    if (link === null) continue;
    figure.dataset.read = "";
    copying(link);
    if (told !== null) for (const hit of figure.querySelectorAll<SVGRectElement>(".hit")) reading(hit, link, told);
  }
}
