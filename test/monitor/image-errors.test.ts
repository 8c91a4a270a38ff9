// An error of a running image leads back to the line of TypeScript that raised it, on both targets.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { espOf } from "../../boards/chips/chip.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { packageFolder } from "../../tools/files/package-folder.ts";
import { buildImage } from "../../tools/image/build.ts";
import { readBoard } from "../../tools/image/firmware/firmware.ts";
import { hostEspruino } from "../../tools/laboratory/hosts/espruino/host.ts";
import { hostNodeMcu } from "../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import { translated } from "../../tools/monitor/traces.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { lineMap } from "../../tools/targets/image.ts";

const FIRMWARE = join(packageFolder, "test", "image", "fixtures", "broken");
const FAILING = "part.none.length";
/** The name that the host gives to the script of an Espruino. */
const BOOT_CODE = ".bootcde";

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
      const [script = []] = Object.values(lineMap(image));
      const log: string[] = [];
      const world = createVirtualWorld({
        storage: new Map([["settings", record]]),
        log: (line) => log.push(line),
      });
      const board = await readBoard(name);
      if (board.target === "espruino") {
        const device = hostEspruino({ script: Object.values(files)[0] ?? "", world, board, chunkBytes: 536 });
        world.clock.advance(5000);
        const errors = device.stacks.map((error) => translated(error, { [BOOT_CODE]: script }));
        expect(errors.join("\n")).toContain(failingLine());
      } else {
        const device = hostNodeMcu({ image: files, chip: espOf(board.chip), variant: board.variant, world });
        device.boot();
        world.clock.advance(5000);
        const errors = [...device.panics, ...log].map((error) => translated(error, lineMap(image)));
        expect(errors.join("\n")).toContain(failingLine());
      }
    },
  );
});
