// Imports of chunks carry the hash of what they import, so that a browser may keep them for good: ./chart.js?v=...
import { createHash } from "node:crypto";
import type { Plugin } from "vite";

const IMPORT = /(["'`])\.\/([\w-]+\.js)\1/g;

export function versions(): Plugin {
  return {
    name: "versions",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const done = new Map<string, string>();
        const version = (name: string): string => {
          const chunk = bundle[name];
          if (chunk?.type !== "chunk") throw new Error(`${name} is no chunk of the bundle`);
          const known = done.get(name);
          if (known !== undefined) return known;
          done.set(name, ""); // two chunks that import each other would have no hash
          chunk.code = chunk.code.replace(IMPORT, (whole: string, quote: string, file: string) => {
            if (bundle[file]?.type !== "chunk") return whole;
            const hash = version(file);
            if (hash === "") throw new Error(`${name} and ${file} import each other`);
            return `${quote}./${file}?v=${hash}${quote}`;
          });
          const hash = createHash("sha256").update(chunk.code).digest("hex").slice(0, 12);
          done.set(name, hash);
          return hash;
        };
        for (const [name, file] of Object.entries(bundle)) if (file.type === "chunk") version(name);
      },
    },
  };
}
