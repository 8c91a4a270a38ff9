// The source of ringmote in a new project, by where ringmote itself was installed from.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ownSource } from "../../tools/cli/new/own-source.ts";

/** A folder in which npm has installed version 1.2.3 from `resolved`. */
function installation(resolved: string) {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-source-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const installed = join(folder, "node_modules", "ringmote");
  mkdirSync(installed, { recursive: true });
  writeFileSync(join(installed, "package.json"), '{"version":"1.2.3"}');
  const lock = { packages: { "node_modules/ringmote": { resolved } } };
  writeFileSync(join(folder, "node_modules", ".package-lock.json"), JSON.stringify(lock));
  return { folder, installed };
}

test("a registry installation names a version", () => {
  const { folder, installed } = installation("https://registry.example/ringmote/-/ringmote-1.2.3.tgz");
  expect(ownSource(join(folder, "mine"), installed)).toBe("^1.2.3");
});

test("an installation from a packed file names the file", () => {
  const { folder, installed } = installation("file:../ringmote-1.2.3.tgz");
  expect(ownSource(join(folder, "mine"), installed)).toBe("file:../../ringmote-1.2.3.tgz");
});

test("a clone names the clone", () => {
  expect(ownSource("/projects/mine", "/projects/ringmote")).toBe("file:../ringmote");
});
