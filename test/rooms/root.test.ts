// The root of the repository: a newcomer sees the architecture there, and nothing that somebody has left behind.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

test("the root holds the folders, their documents and their settings alone", () => {
  const files = execFileSync("git", ["ls-files"], { cwd: ROOT, encoding: "utf8" }).trim().split("\n");
  const names = new Set(files.map((file) => file.split("/")[0] as string));
  expect([...names].filter((name) => !name.startsWith(".")).sort()).toEqual([
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "README.md",
    "biome.json",
    "boards",
    "docs",
    "firmware",
    "package-lock.json",
    "package.json",
    "src",
    "stryker.config.json",
    "test",
    "tools",
    "tsconfig.json",
    "typedoc.json",
    "vitest.config.ts",
  ]);
});
