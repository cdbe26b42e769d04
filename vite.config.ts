/** How the front end is built: hashed files with a manifest, into a folder git ignores. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** htmx is told never to eval; without the call the bundler can also make it small. */
const withoutEval = {
  name: "htmx-without-eval",
  transform(code: string, id: string): string | undefined {
    if (!id.endsWith("htmx.esm.js")) return undefined;
    if (!code.includes("return eval(str)")) throw new Error("htmx has changed: look for eval");
    return code.replace("return eval(str)", "return undefined");
  },
};

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Leaflet for maps that are sent as one file (geo/report.py); no page loads it. */
const leafletForReports: Plugin = {
  name: "leaflet-for-reports",
  apply: "build",
  writeBundle() {
    mkdirSync(here("geo/static/geo/vendor"), { recursive: true });
    const licence = readFileSync(here("node_modules/leaflet/LICENSE"), "utf8");
    for (const name of ["leaflet.js", "leaflet.css"]) {
      const text = readFileSync(here(`node_modules/leaflet/dist/${name}`), "utf8")
        .replaceAll(/url\(images\/[^)]*\)/g, "none") // pictures of pins and controls we do not use
        .replace(/\/\/# sourceMappingURL=.*/, "");
      writeFileSync(here(`geo/static/geo/vendor/${name}`), `/*\n${licence}*/\n${text}`);
    }
  },
};

export default defineConfig({
  base: "/static/geo/dist/",
  publicDir: false,
  plugins: [withoutEval, leafletForReports],
  resolve: { alias: { "@geo": here("geo/web") } },
  worker: { format: "es" },
  build: {
    outDir: "geo/static/geo/dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: {
        page: here("geo/web/page.ts"),
        phone: here("apps/fieldwork/web/phone.ts"),
        worker: here("apps/fieldwork/web/worker.ts"),
      },
    },
  },
  test: { include: ["geo/web/**/*.test.ts", "apps/*/web/**/*.test.ts"] },
});
