// Two parts on UARTs in an image of each kind that has them: each is asked on its own line, and heard on it.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import { partsInWorld } from "../device/parts-in-world.ts";
import { IN_NODE, ofBoard } from "./engines.ts";

const FILES = {
  "device.ts": `import { device, seconds, sensor } from "ringmote";
import { pms5003 } from "ringmote/drivers/pms5003.ts";
export const inside = pms5003("inside");
export const outside = pms5003("outside");
export default device({
  name: "air-quality",
  sensors: [
    sensor("pm1", inside.pm1, { every: seconds(10), unit: "µg/m³" }),
    sensor("pm25", inside.pm25, { every: seconds(10), unit: "µg/m³" }),
    sensor("pm10", inside.pm10, { every: seconds(10), unit: "µg/m³" }),
    sensor("outside", outside.pm25, { every: seconds(10), unit: "µg/m³", deviceClass: "pm25" }),
  ],
});
`,
  "wiring.ts": `import { wire, wiringOf } from "ringmote/boards/board.ts";
import esp32C3 from "ringmote/boards/esp32-c3-espruino.ts";
import esp32Espruino from "ringmote/boards/esp32-espruino.ts";
import esp32 from "ringmote/boards/esp32-nodemcu.ts";
import esp8266 from "ringmote/boards/esp8266-nodemcu.ts";
import pi from "ringmote/boards/raspberry-pi-zero-2-w.ts";
import type * as device from "./device.ts";
const typed = wiringOf<typeof device>();
export default {
  "esp32-espruino": typed(esp32Espruino, { inside: { tx: "D17", rx: "D34" }, outside: { tx: "D18", rx: "D19" } }),
  "esp32-nodemcu": typed(esp32, { inside: { tx: "IO17", rx: "IO34" }, outside: { rx: "IO19" } }),
  "esp32-c3-espruino": wire(esp32C3, { inside: { tx: "IO4", rx: "IO5" }, outside: { tx: "IO6", rx: "IO7" } }),
  "esp8266-nodemcu": wire(esp8266, { inside: { tx: "D5", rx: "D6" }, outside: { tx: "D7", rx: "D8" } }),
  "raspberry-pi-zero-2-w": wire(pi, { inside: { tx: "GPIO14", rx: "GPIO15" }, outside: { tx: "GPIO4", rx: "GPIO5" } }),
};
`,
};

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-dust-"));
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(FOLDER, name), text);
afterAll(() => rmSync(FOLDER, { recursive: true }));

const ENGINES = [
  IN_NODE,
  ofBoard("lua 5.3, esp32-nodemcu", "esp32-nodemcu"),
  ofBoard("script, esp32-espruino", "esp32-espruino"),
];

test.each(ENGINES)("$name reads two sensors, and tells their faults apart", async ({ name, start }) => {
  const { declaration } = await readFirmware(FOLDER);
  const run = partsInWorld(declaration);
  const device = await start(FOLDER, run.world);
  run.pass(30_000);
  expect(run.said()).toEqual(expect.arrayContaining(["pm1=4", "pm25=7", "pm10=9", "outside=7"]));
  const inside = run.dustSensor("inside");
  for (const [fault, words] of [
    ["silent", "no answer"],
    ["noise", "noise"],
    ["cut", "cut frame"],
    ["bad-checksum", "bad checksum"],
  ] as const) {
    inside.fault = fault;
    run.pass(30_000);
    expect(run.problem()).toContain(`inside: ${words}`);
    inside.fault = "none";
    run.pass(30_000);
    expect(run.problem()).toBe("none");
  }
  for (const role of ["inside", "outside"]) {
    // Without a tx under NodeMCU, it speaks by itself.
    const isAsked = role === "inside" || !name.includes("nodemcu");
    expect(run.dustSensor(role).mode()).toBe(isAsked ? "passive" : "active");
    expect(run.dustSensor(role).misuses()).toEqual([]);
  }
  device.kill();
});

test.each([
  [
    "esp8266-nodemcu",
    'the role "inside" needs a UART, and NodeMCU DevKit (ESP8266) running NodeMCU has none for parts, because its only one that receives is the console\'s, and those made in software lose bytes while the program runs; take a board with an ESP32.',
  ],
  [
    "esp32-c3-espruino",
    'the role "outside" needs a UART, and ESP32-C3-DevKitM-1 running Espruino (beta) has 1 for parts, which inside has; leave one out.',
  ],
  [
    "raspberry-pi-zero-2-w",
    'the role "inside" needs a UART, and Raspberry Pi Zero 2 W has none for parts, because ringmote speaks to none under Linux; take a board with an ESP32.',
  ],
])("%s is refused at its line, with what to take", async (board, sentence) => {
  const refused = keptImage({ firmware: FOLDER, board });
  await expect(refused).rejects.toThrow(sentence);
  await expect(refused).rejects.toThrow(/wiring\.ts:\d+/);
});
