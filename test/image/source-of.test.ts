// An error of a running image leads back to the line of TypeScript that raised it, on both targets.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { espOf } from "../../boards/chips/chip.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { packageFolder } from "../../tools/files/package-folder.ts";
import { buildImage } from "../../tools/image/build.ts";
import { readBoard } from "../../tools/image/firmware.ts";
import { errorIn, sourceOf, withSources } from "../../tools/image/source-of.ts";
import { createVirtualWorld } from "../../tools/sim/virtual-world.ts";
import { hostEspruino } from "../../tools/targets/espruino/host/host.ts";
import { hostNodeMcu } from "../../tools/targets/nodemcu/host/nodemcu.ts";

const LINES = {
  "runtime.lua": ["", "src/runtime/start.ts:30", "src/runtime/start.ts:31"],
  "climate.js": ["src/mqtt/client.ts:7", "src/mqtt/client.ts:9"],
};

test("a line leads to its source, and an invented line to nothing", () => {
  expect(sourceOf(LINES, "runtime.lua", 2)).toBe("src/runtime/start.ts:30");
  expect(sourceOf(LINES, "runtime.lua", 1)).toBeUndefined();
  expect(sourceOf(LINES, "runtime.lua", 99)).toBeUndefined();
  expect(sourceOf(LINES, "other.lua", 1)).toBeUndefined();
});

test.each([
  [
    "runtime:3: attempt to index a nil value",
    "runtime:3 (src/runtime/start.ts:31): attempt to index a nil value",
  ],
  ["runtime.lua:2: bad", "runtime.lua:2 (src/runtime/start.ts:30): bad"],
  ["runtime.lc:2: bad", "runtime.lc:2 (src/runtime/start.ts:30): bad"],
  ["Uncaught Error: x\n at line 2 col 7", "Uncaught Error: x\n at line 2 col 7 (src/mqtt/client.ts:9)"],
  ["at .bootcde:1:5", "at .bootcde:1 (src/mqtt/client.ts:7):5"],
  ["connecting to 10.0.0.1:1883", "connecting to 10.0.0.1:1883"],
])("%s", (error, shown) => {
  expect(withSources(error, LINES)).toBe(shown);
});

const FIRMWARE = join(packageFolder, "test", "image", "fixtures", "broken");
const FAILING = "part.none.length";

/** The line of the fixture that fails, as the build names it. */
function failingLine(): string {
  const lines = readFileSync(join(FIRMWARE, "broken.ts"), "utf8").split("\n");
  return `test/image/fixtures/broken/broken.ts:${lines.findIndex((line) => line.includes(FAILING)) + 1}`;
}

describe("a device that fails while it runs", () => {
  test.each(["esp32-espruino", "esp32-nodemcu"])(
    "on %s says which line of the source it was",
    async (name) => {
      const image = await buildImage({ firmware: FIRMWARE, board: name });
      const files = Object.fromEntries(image.files.map((file) => [file.name, file.content.text]));
      const record = settingsRecord({ ssid: "lan", password: "password", host: "broker" });
      const log: string[] = [];
      const world = createVirtualWorld({
        storage: new Map([["settings", record]]),
        log: (line) => log.push(line),
      });
      const board = await readBoard(name);
      if (board.target === "espruino") {
        const device = hostEspruino({ script: Object.values(files)[0] ?? "", world, board, chunkBytes: 536 });
        world.clock.advance(5000);
        const errors = device.stacks.map((error) => errorIn(image, error));
        expect(errors.join("\n")).toContain(failingLine());
      } else {
        const device = hostNodeMcu({ image: files, chip: espOf(board.chip), world });
        device.boot();
        world.clock.advance(5000);
        const errors = [...device.panics, ...log].map((error) => errorIn(image, error));
        expect(errors.join("\n")).toContain(failingLine());
      }
    },
  );
});
