// A project of one's own, made by the packed package in an empty folder: installed, tested, built and simulated.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { packageFolder } from "../../tools/files/package-folder.ts";
import { ownSystemFiles } from "../docs/own-system.ts";
import { run, start } from "./program.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-new-"));
const PROJECT = join(FOLDER, "my-sensor");

beforeAll(async () => {
  const packed = inject("packages").ringmote as string;
  await run(
    "npm",
    ["exec", "--yes", "--prefer-offline", "--package", packed, "--", "ringmote", "new", "my-sensor"],
    FOLDER,
  );
  await run("npm", ["install", "--prefer-offline"], PROJECT);
});

afterAll(() => rmSync(FOLDER, { recursive: true }));

test("the test of a new project passes", async () => {
  await run("npm", ["test"], PROJECT);
});

test("the types of a new project are right", async () => {
  await run("npx", ["tsc", "--noEmit"], PROJECT);
});

test("the types of a new project are right to TypeScript 7 too", async () => {
  await run(inject("tsc7"), ["--noEmit"], PROJECT);
});

test("a new project builds an image for its board", async () => {
  await run("npm", ["run", "build"], PROJECT);
  expect(readdirSync(join(PROJECT, "dist/esp32-espruino/my-sensor"))).toContain("my-sensor.js");
});

test("npm start simulates a new project and shows its messages", async () => {
  const device = start("npm", ["start"], PROJECT);
  await device.wrote(/home\/my-sensor-\w+\/relay off/);
  device.signal("SIGINT");
  await device.ended;
});

test("a system in a new project has right types and runs virtually", async () => {
  const page = readFileSync(join(packageFolder, "docs", "systems.md"), "utf8");
  for (const [name, code] of Object.entries(ownSystemFiles(page))) {
    mkdirSync(dirname(join(PROJECT, name)), { recursive: true });
    writeFileSync(join(PROJECT, name), code);
  }
  await run("npx", ["tsc", "--noEmit"], PROJECT);
  const system = start("npx", ["ringmote", "sim", "./bells"], PROJECT);
  await system.wrote(/^held {4}nobody hears a bell twice$/m);
  expect(await system.ended).toBe(0);
});
