// What the bundle has to keep to, whatever is added to the sources.
import type { Plugin } from "vite";

/** No chunk may import app.js: the page loads it as app.js?v=..., so an import would run it a second time. */
export function chunksStandAlone(): Plugin {
  return {
    name: "chunks-stand-alone",
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== "chunk" || file.isEntry) continue;
        if ([...file.imports, ...file.dynamicImports].includes("app.js")) {
          this.error(`${file.fileName} imports app.js; what both need belongs into src/shared/`);
        }
      }
    },
  };
}
