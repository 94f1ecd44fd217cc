/**
 * Keeps everything below the pages out of the server bundle: `#app/services/…`, `#app/data/…` and so on are loaded by Node from their
 * TypeScript files, in the built app as in development. There must be ONE instance of them per process: the plain ingest handlers and
 * the worker import them natively, and a second copy inside the bundle would open a second writer on SQLite.
 * See docs/decisions/0009-pages-are-bundled-the-rest-is-not.md.
 */
import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Plugin } from "vite";

/** The folders of app/ that are pages: only these are bundled. */
const BUNDLED = /^(routes|components|root|entry)([./]|$)/;
const VIRTUAL = "\0native:";
const REGISTRY = Symbol.for("crossdock.native-modules");

/** Modules that Node has loaded, by file; on globalThis, because Vite evaluates its configuration (and so this file) several times. */
function nativeModules(): Map<string, Record<string, unknown>> {
  const holder = globalThis as { [REGISTRY]?: Map<string, Record<string, unknown>> };
  return (holder[REGISTRY] ??= new Map());
}

export function nativeServerModules(root: string): Plugin {
  const app = join(root, "app");
  let isBuild = true;
  return {
    name: "crossdock:native-server-modules",
    enforce: "pre",
    configResolved(config) {
      isBuild = config.command === "build";
    },
    resolveId(source, importer, options) {
      if (!options.ssr) return null;
      const path = toAppPath(app, source, importer);
      if (path === null || BUNDLED.test(path) || !path.endsWith(".ts")) return null;
      return isBuild ? { id: `#app/${path}`, external: true } : VIRTUAL + join(app, path);
    },
    /** Development: Vite runs the pages itself, so it is given a module that re-exports the one Node has loaded. */
    async load(id) {
      if (!id.startsWith(VIRTUAL)) return null;
      const file = id.slice(VIRTUAL.length);
      const module = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Record<string, unknown>;
      nativeModules().set(file, module);
      const names = Object.keys(module).filter((name) => name !== "default");
      const lines = [
        `const native = globalThis[Symbol.for("crossdock.native-modules")].get(${JSON.stringify(file)});`,
        ...names.map((name) => `export const ${name} = native.${name};`),
      ];
      if ("default" in module) lines.push("export default native.default;");
      return lines.join("\n");
    },
  };
}

/** Path inside app/ of what an import means (`#app/x.ts`, or relative), or null when it is not a file of app/. */
function toAppPath(app: string, source: string, importer: string | undefined): string | null {
  if (source.startsWith("#app/")) return source.slice("#app/".length);
  if (!source.startsWith(".") || !importer?.startsWith("/")) return null;
  const file = resolve(dirname(importer.split("?")[0]!), source);
  const path = relative(app, file);
  return path.startsWith("..") || !existsSync(file) ? null : path;
}
