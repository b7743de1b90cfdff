// The words of scripts: the page brings them in its language, as <script type="application/json" id="words">.
let table: Record<string, string> | undefined;

function words(): Record<string, string> {
  if (table === undefined) {
    const text = globalThis.document?.getElementById("words")?.textContent;
    table = text ? (JSON.parse(text) as Record<string, string>) : {};
  }
  return table;
}

/** Other words than those of the page; for tests. */
export function useWords(given: Record<string, string>): void {
  table = given;
}

/** The words of a key, with what stands in its braces; the key itself where there are none. */
export function say(key: string, values: Record<string, string | number> = {}): string {
  const found = words()[key] ?? key;
  return found.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The words for a number of things: key_one for 1, else key_many. */
export function sayMany(key: string, number: number, values: Record<string, string | number> = {}): string {
  return say(number === 1 ? `${key}_one` : `${key}_many`, { number, ...values });
}
