import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { findPluginPackage } from "./plugin-package.server.ts";

it("is found where it was packed, or where a release put it", () => {
  const root = mkdtempSync(path.join(tmpdir(), "crossdock-package-"));
  try {
    expect(findPluginPackage(root)).toBeNull();
    for (const folder of ["public/downloads", "build"]) {
      mkdirSync(path.join(root, folder), { recursive: true });
      const file = path.join(root, folder, "crossdock-woocommerce.zip");
      writeFileSync(file, "PK");
      expect(findPluginPackage(root)).toBe(file);
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
