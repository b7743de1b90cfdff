// Builds the committed bundle: fixed names, no hashes, the same bytes on every machine.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { chunksStandAlone } from "./build/chunks.ts";
import { licences } from "./build/licences.ts";
import { versions } from "./build/versions.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here("."),
  base: "./",
  publicDir: false,
  plugins: [chunksStandAlone(), licences(), versions()],
  build: {
    outDir: process.env.TROCHANTER_STATIC ?? here("../src/trochanter/web/static"),
    emptyOutDir: false, // other files may be served from there too
    assetsInlineLimit: 0,
    modulePreload: false,
    sourcemap: false,
    chunkSizeWarningLimit: 700, // the viewer holds three.js
    target: ["chrome123", "firefox128", "safari17.5"],
    rolldownOptions: {
      input: { app: here("src/app.ts"), trochanter: here("styles/index.css") },
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "[name].js",
        assetFileNames: "[name][extname]",
        codeSplitting: { groups: [{ name: "shared", test: /[\\/]src[\\/]shared[\\/]/ }] },
      },
    },
  },
});
