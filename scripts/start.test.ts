/** How the commands start: on our own Node, from a lock that any registry can serve, doing nothing when there is nothing to do. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./root.ts";

const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> };
const OWN_NODE = "exec node_modules/.bin/node ";

describe("commands", () => {
  it("run on Node 24", () => {
    expect(process.versions.node).toMatch(/^24\./);
  });

  it.each(["up", "dev", "test", "check", "bench", "build"])("npm run %s installs what is missing, then becomes our Node", (name) => {
    // exec: npm hands SIGTERM only to a script that IS the program.
    expect(scripts[name]).toMatch(/^node scripts\/install\.mjs( --test)? && exec node_modules\/\.bin\/node scripts\/\w+\.ts$/);
  });

  it("npm start becomes our Node too", () => {
    expect(scripts.start!.startsWith(OWN_NODE)).toBe(true);
  });

  it("the lock names no registry", () => {
    expect(readFileSync(join(root, "package-lock.json"), "utf8")).not.toContain('"resolved": "http');
  });

  it("the lock holds every package that is asked for, also for other platforms: npm ci refuses one that does not", () => {
    interface Entry {
      dependencies?: Record<string, string>;
      devDependencies?: Record<string, string>;
      optionalDependencies?: Record<string, string>;
    }
    const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as { packages: Record<string, Entry> };
    const isThere = (from: string, name: string): boolean => {
      for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("node_modules/") - 1))) {
        if (`${folder}${folder && "/"}node_modules/${name}` in packages) return true;
        if (folder === "") return false;
      }
    };
    const missing = Object.entries(packages).flatMap(([from, entry]) =>
      Object.keys({ ...entry.dependencies, ...entry.devDependencies, ...entry.optionalDependencies })
        .filter((name) => !isThere(from, name))
        .map((name) => `${from || "package.json"} asks for ${name}`),
    );
    expect(missing).toEqual([]);
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Entry;
    expect(packages[""]).toMatchObject({ dependencies, devDependencies, optionalDependencies });
  });

  it("npx crossdock runs on Node 24 whatever starts it", () => {
    const bin = readFileSync(join(root, "bin/crossdock.mjs"), "utf8");
    expect(bin).toContain('"node_modules/.bin/node"');
    expect(bin).not.toMatch(/from "(?!node:)/);
  });

  it("install.mjs uses nothing that is not there before it has run", () => {
    expect(readFileSync(join(root, "scripts/install.mjs"), "utf8")).not.toMatch(/from "(?!node:)/);
  });

  it("install.mjs refuses a Node that is too old with a sentence", () => {
    const program = `Object.defineProperty(process.versions, "node", { value: "18.20.0" }); await import(${JSON.stringify(join(root, "scripts/install.mjs"))});`;
    const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" });
    expect(status).toBe(1);
    expect(stderr).toContain("Node 18.20.0 is too old");
  });
});
