// Nobody asks for a target or a chip by its name but its own folders: what differs is data there, and in boards.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { TARGET_NAMES } from "../../boards/board.ts";
import { CHIP_NAMES } from "../../boards/chips/chip.ts";
import { linesThatName } from "./named-engines.ts";

const PACKAGE = fileURLToPath(new URL("../../", import.meta.url));
const NAMES: readonly string[] = [...TARGET_NAMES, ...CHIP_NAMES];
const OWN_FOLDER = new RegExp(
  `^(tools/targets|tools/flash|tools/laboratory/hosts|src/platform)/(${TARGET_NAMES.join("|")})/`,
);

const sources = ["src", "tools"].flatMap((room) =>
  readdirSync(join(PACKAGE, room), { recursive: true, encoding: "utf8" })
    .map((name) => `${room}/${name.replaceAll("\\", "/")}`)
    .filter((name) => name.endsWith(".ts") && !OWN_FOLDER.test(name)),
);

test("no module outside a target's folders compares a target's or chip's name", () => {
  const places = sources.flatMap((name) =>
    linesThatName(readFileSync(join(PACKAGE, name), "utf8"), NAMES).map((line) => `${name}:${line}`),
  );
  expect(sources.length).toBeGreaterThan(500);
  expect(places).toEqual([]);
});

test.each([
  'if (board.target === "nodemcu") split();',
  'const size = "esp8266" !== chip ? 536 : 268;',
  'switch (target) { case "espruino": break; }',
  'const isLua = name.endsWith("-nodemcu");',
])("%s is found", (line) => {
  expect(linesThatName(line, NAMES)).toEqual([1]);
});

test.each([
  'const target = "nodemcu";',
  'const image = await imageFor("espruino");',
  'open("nodemcu/lua");',
  'if (process.platform === "linux") say();',
])("%s asks for nothing", (line) => {
  expect(linesThatName(line, NAMES)).toEqual([]);
});
