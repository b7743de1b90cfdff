// The words of this page: the template brings them in its language.
let own: Record<string, string> = {};

export function useWords(given: Record<string, string>): void {
  own = given;
}

/** The words of a key, with what stands in its braces. */
export function t(key: string, values: Record<string, string | number> = {}): string {
  return (own[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
