// The licences of every package that a file of the bundle is made from, as static/LICENSES.txt.
import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import type { Plugin } from "vite";

const LINE = "=".repeat(100);
const OF_PACKAGE = /^(.*[\\/]node_modules[\\/])((?:@[^\\/]+[\\/])?[^\\/]+)/;

/** Folder of the package that a module belongs to; nothing for the project's own modules. */
export function packageOf(module: string): string | undefined {
  const found = OF_PACKAGE.exec(module.replace(/^\0/, ""));
  return found ? `${found[1]}${found[2]}` : undefined;
}

function entry(folder: string): string {
  const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { name: string; version: string; license: string };
  const file = readdirSync(folder).sort().find((name) => /^licen[cs]e/i.test(name));
  if (file === undefined) throw new Error(`no licence in ${folder.split(sep).pop() ?? folder}: it cannot be bundled`);
  const text = readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim();
  return `${about.name} ${about.version} (${about.license})\n\n${text}\n`;
}

export function licences(): Plugin {
  return {
    name: "licences",
    generateBundle(_options, bundle) {
      const folders = new Set<string>();
      for (const file of Object.values(bundle)) {
        if (file.type !== "chunk") continue;
        for (const [module, made] of Object.entries(file.modules)) {
          const folder = made.renderedLength > 0 ? packageOf(module) : undefined;
          if (folder !== undefined) folders.add(folder);
        }
      }
      const source = [...folders].sort().map(entry).join(`\n${LINE}\n\n`);
      const head = "Packages that the scripts of the page are made from. Everything else is the project's own (Apache-2.0).\n";
      this.emitFile({ type: "asset", fileName: "LICENSES.txt", source: `${head}\n${LINE}\n\n${source}` });
    },
  };
}
