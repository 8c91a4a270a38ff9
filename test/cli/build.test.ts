import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ringmote } from "./child.ts";

const folder = mkdtempSync(join(tmpdir(), "ringmote-build-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("build writes the image and prints what it costs", async () => {
  const out = join(folder, "script");
  const build = ringmote(["build", "climate", "--board", "esp32-espruino", "--out", out]);
  expect(await build.ended).toBe(0);
  expect(build.output()).toMatch(/^.*script: \d+ bytes for esp32-espruino$/m);
  expect(build.output()).toMatch(/^mqtt +\d+$/m);
  expect(existsSync(join(out, "climate.js"))).toBe(true);
});

test("build --json prints the summary that lies in the image", async () => {
  const out = join(folder, "modules");
  const build = ringmote(["build", "climate", "--board", "esp8266-nodemcu", "--out", out, "--json"]);
  expect(await build.ended).toBe(0);
  expect(build.output()).toBe(readFileSync(join(out, "image.json"), "utf8"));
  expect(JSON.parse(build.output()).files["init.lua"]).toBeGreaterThan(0);
});

test("an image that cannot be written is said in one sentence", async () => {
  const build = ringmote(["build", "climate", "--board", "esp32-espruino", "--out", "/dev/null/image"]);
  expect(await build.ended).toBe(1);
  expect(build.errors()).toMatch(/^ringmote: The image cannot be written into \/dev\/null\/image: .*\.\n$/);
});

test("list and boards name what there is", async () => {
  const list = ringmote(["list"]);
  const boards = ringmote(["boards"]);
  expect([await list.ended, await boards.ended]).toEqual([0, 0]);
  expect(list.output()).toMatch(/^climate +temperature and humidity/m);
  expect(boards.output()).toMatch(/^esp32-espruino +espruino +esp32 +\S/m);
});
