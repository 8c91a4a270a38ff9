import { randomUUID } from "node:crypto";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, onTestFinished, test, vi } from "vitest";
import d1MiniNodeMcu from "../../boards/d1-mini-nodemcu.ts";
import { sizesTable } from "../../tools/cli/build/build-all.ts";
import { TEMPLATE } from "../../tools/cli/new/new-folder.ts";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import { ringmote } from "./child.ts";
import { ringmoteHere } from "./in-process.ts";

// Building on a busy computer takes its time.
vi.setConfig({ testTimeout: 180_000 });

const folder = mkdtempSync(join(tmpdir(), "ringmote-build-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("build writes the image and prints three lines to a pipe", async () => {
  const out = join(folder, "brief");
  const build = ringmoteHere(["build", "climate", "--board", "esp32-espruino", "--out", out]);
  expect(await build.ended).toBe(0);
  expect(build.output()).toMatch(
    /^built: .*brief for esp32-espruino\nsize: {2}\d+ of \d+ bytes of flash, .*\nnext: {2}ringmote flash climate .*\n$/,
  );
  expect(build.errors()).toBe("");
  expect(existsSync(join(out, "climate.js"))).toBe(true);
});

test("build --verbose prints what each part of the image costs", async () => {
  const out = join(folder, "script");
  const build = ringmote(["build", "climate", "--board", "esp32-espruino", "--out", out, "--verbose"]);
  expect(await build.ended).toBe(0);
  expect(build.output()).toMatch(/^built: .*script for esp32-espruino$/m);
  expect(build.output()).toMatch(/^mqtt +\d+$/m);
  expect(build.output()).toMatch(/^qos1 +in$/m);
  expect(build.output()).toMatch(/^wildcards +left out$/m);
  expect(build.output()).toMatch(/^slots of the ring +\d+$/m);
  expect(build.output()).toMatch(/^estimated to hold at most, JsVars +\d+$/m);
});

test("a terminal shows the progress of a build, and clears it", async () => {
  const device = join(folder, "shown");
  cpSync(TEMPLATE, device, { recursive: true });
  // A text that nobody has built before.
  appendFileSync(join(device, "device.ts"), `// ${randomUUID()}\n`);
  const { isTTY } = process.stderr;
  process.stderr.isTTY = true;
  onTestFinished(() => void Object.assign(process.stderr, { isTTY }));
  const asked = ["build", device, "--board", "esp32-espruino", "--out", join(folder, "shown-image")];
  const build = ringmoteHere(asked, { TERM: "xterm" });
  expect(await build.ended).toBe(0);
  const half = `${"#".repeat(15)}${".".repeat(15)}`;
  const shown = ["0", "50"].map(
    (part) =>
      `Building shown for esp32-espruino [${part === "0" ? ".".repeat(30) : half}] ${part.padStart(3)} %`,
  );
  expect(build.errors().split("\r\x1b[K")).toEqual(["", ...shown, ""]);
});

test("build --json prints the summary that lies in the image", async () => {
  const out = join(folder, "modules");
  const build = ringmoteHere(["build", "climate", "--board", "esp8266-nodemcu", "--out", out, "--json"]);
  expect(await build.ended).toBe(0);
  expect(build.output()).toBe(readFileSync(join(out, "image.json"), "utf8"));
  expect(JSON.parse(build.output()).files["init.lua"]).toBeGreaterThan(0);
});

test("an excluded feature is left out of the image", async () => {
  const out = join(folder, "lean");
  const lean = ["--without", "credentials,tls", "--json"];
  const build = ringmoteHere(["build", "climate", "--board", "esp32-espruino", "--out", out, ...lean]);
  expect(await build.ended).toBe(0);
  const { features } = JSON.parse(build.output());
  expect(features).toMatchObject({ qos1: true, credentials: false, tls: false });
});

test("build --after prints a pass's program with full names, writing nothing", async () => {
  const asked = ["build", "lamp", "--board", "esp32-espruino", "--after"];
  const programs: string[] = [];
  for (const pass of ["deadCode", "localValues"]) {
    const build = ringmoteHere([...asked, pass]);
    expect(await build.ended).toBe(0);
    expect(build.output()).toMatch(/^function \w+\(.*\) \{\n/);
    programs.push(build.output());
  }
  expect(programs[0]).not.toBe(programs[1]);
});

test("an unknown pass is refused with the nearest and all passes", async () => {
  const build = ringmoteHere(["build", "lamp", "--board", "esp32-espruino", "--after", "constantField"]);
  expect(await build.ended).toBe(2);
  expect(build.errors()).toMatch(
    /^ringmote: There is no pass "constantField"; did you mean "constantFields"\? Known are: deadCode, .*reordered\.\n$/,
  );
});

test("an unknown feature is refused before building, with the nearest feature", async () => {
  const build = ringmoteHere(["build", "climate", "--board", "esp32-espruino", "--without", "credental"]);
  expect(await build.ended).toBe(2);
  expect(build.errors()).toMatch(
    /^ringmote: There is no feature "credental"; did you mean "credentials"\? Known are: qos1, .*\n$/,
  );
});

test("a feature that the device needs cannot be left out", async () => {
  const build = ringmoteHere(["build", "climate", "--board", "esp32-espruino", "--without", "qos1"]);
  expect(await build.ended).toBe(1);
  expect(build.errors()).toContain("The feature qos1 cannot be left out of living-room: the actuator");
});

test("an unwritable image fails with one sentence", async () => {
  const build = ringmoteHere(["build", "climate", "--board", "esp32-espruino", "--out", "/dev/null/image"]);
  expect(await build.ended).toBe(1);
  expect(build.errors()).toMatch(/^ringmote: The image cannot be written into \/dev\/null\/image: .*\.\n$/);
});

test("pin traps appear beside the image and in its summary", async () => {
  const device = join(folder, "bell");
  cpSync(TEMPLATE, device, { recursive: true });
  const out = join(folder, "bell-image");
  const build = ringmoteHere(["build", device, "--board", "esp-01-nodemcu", "--out", out, "--json"]);
  expect(await build.ended).toBe(0);
  const sentence =
    'The role "relay" is on pin "IO0": Low at reset, the chip waits for a new firmware instead of starting.';
  expect(build.errors()).toBe(`ringmote: warning: ${sentence}\n`);
  expect(JSON.parse(build.output()).warnings).toEqual([sentence]);
});

test("build --all builds for each wired board, with sizes and warnings", async () => {
  const device = join(folder, "gong");
  cpSync(TEMPLATE, device, { recursive: true });
  const wiring = join(device, "wiring.ts");
  const two = readFileSync(wiring, "utf8").replace(/^ {2}"(?!esp8266-).*\n/gm, "");
  writeFileSync(wiring, two.replace(/(esp8266NodeMcu, \{ relay: )"D1"/, '$1"D0"'));
  const build = ringmoteHere(["build", device, "--all"], {}, folder);
  expect(await build.ended, build.errors()).toBe(0);
  expect(build.output()).toMatch(/^gong +esp8266-espruino .* JsVars +0\ngong +esp8266-nodemcu .* bytes +1$/m);
  expect(build.errors()).toMatch(
    /^ringmote: warning: gong for esp8266-nodemcu: The role "relay" is on pin "D0": It has no pull-up, .*\n$/,
  );
  expect(existsSync(join(folder, "dist/esp8266-nodemcu/gong/init.lua"))).toBe(true);
});

test("the table lists each image's share of budget and each refusal", async () => {
  const image = await keptImage({ firmware: "climate", board: "d1-mini-nodemcu" });
  const table = await sizesTable([
    { firmware: "climate", board: "d1-mini-nodemcu", image, refusals: [] },
    { firmware: "climate", board: "esp-01-nodemcu", image: undefined, refusals: ["It is too big."] },
  ]);
  const [heading, row, refused] = table.split("\n");
  expect(heading).toMatch(
    /^firmware +board +flash +of flash +holds at most +in LFS +of LFS +unit +warnings$/,
  );
  const { flashBytes, held } = d1MiniNodeMcu.budget;
  expect(row).toMatch(
    new RegExp(`^climate +d1-mini-nodemcu +\\d+ +${flashBytes} +\\d+ +\\d+ +${held} +bytes +0$`),
  );
  expect(refused).toMatch(/^climate +esp-01-nodemcu +refused$/);
});

test("list and boards name every firmware and board", async () => {
  const list = ringmoteHere(["list"]);
  expect(await list.ended).toBe(0);
  const boards = ringmoteHere(["boards"]);
  expect(await boards.ended).toBe(0);
  expect(list.output()).toMatch(/^climate +temperature and humidity/m);
  expect(boards.output()).toMatch(/^esp32-espruino +espruino +esp32 +\S/m);
});
