// A scale in an image of each kind that reads one: its readings, and its faults.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import { partsInWorld } from "../device/parts-in-world.ts";
import { chosenAtGate } from "../everything.ts";
import { IN_NODE, ofBoard } from "./engines.ts";

const WIRING = `import { wire, wiringOf } from "ringmote/boards/board.ts";
import d1MiniEspruino from "ringmote/boards/d1-mini-espruino.ts";
import esp32Espruino from "ringmote/boards/esp32-espruino.ts";
import esp32 from "ringmote/boards/esp32-nodemcu.ts";
import esp8266 from "ringmote/boards/esp8266-nodemcu.ts";
import pi from "ringmote/boards/raspberry-pi-zero-2-w.ts";
`;
const FILES = {
  "device.ts": `import { device, seconds, sensor } from "ringmote";
import { hx711 } from "ringmote/drivers/hx711.ts";
export const scale = hx711("scale", -84213, 429500);
export default device({
  name: "hive",
  sensors: [sensor("weight", scale.weight, { every: seconds(10), unit: "g", decimals: 1 })],
});
`,
  "wiring.ts": `${WIRING}import type * as device from "./device.ts";
const typed = wiringOf<typeof device>();
export default {
  "esp32-espruino": typed(esp32Espruino, { scale: { data: "D18", clock: "D19" } }),
  "esp8266-nodemcu": typed(esp8266, { scale: { data: "D4", clock: "D5" } }),
  "d1-mini-espruino": typed(d1MiniEspruino, { scale: { data: "D4", clock: "D5" } }),
  "esp32-nodemcu": wire(esp32, { scale: { data: "IO18", clock: "IO19" } }),
  "raspberry-pi-zero-2-w": wire(pi, { scale: { data: "GPIO5", clock: "GPIO6" } }),
};
`,
};
const TWO = {
  "device.ts": `import { device, seconds, sensor } from "ringmote";
import { hx711 } from "ringmote/drivers/hx711.ts";
export default device({
  name: "hives",
  sensors: ["left", "right"].map((role) => sensor(role, hx711(role, 0, 1000).weight, { every: seconds(10), unit: "g" })),
});
`,
  "wiring.ts": `${WIRING}export default {
  "esp8266-nodemcu": wire(esp8266, { left: { data: "D4", clock: "D5" }, right: { data: "D6", clock: "D0" } }),
  "d1-mini-espruino": wire(d1MiniEspruino, { left: { data: "D4", clock: "D5" }, right: { data: "D6", clock: "D0" } }),
};
`,
};

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-hive-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  afterAll(() => rmSync(folder, { recursive: true }));
  return folder;
}

const FOLDER = folderWith(FILES);
const HIVES = folderWith(TWO);

const ENGINES = chosenAtGate(
  [
    IN_NODE,
    ofBoard("lua 5.1, esp8266-nodemcu", "esp8266-nodemcu"),
    ofBoard("script, esp32-espruino", "esp32-espruino"),
    ofBoard("script, d1-mini-espruino", "d1-mini-espruino"),
  ],
  "node",
  "lua 5.1",
  "script, esp32",
);

test.each(ENGINES)("$name weighs, and tells what is wrong", async ({ start }) => {
  const { declaration } = await readFirmware(FOLDER);
  let grams = 12345.6;
  const run = partsInWorld(declaration, { scale: { weight: () => grams } });
  const device = await start(FOLDER, run.world);
  run.pass(30_000);
  expect(run.said()).toContain("weight=12345.6");
  for (const [fault, told] of [
    ["absent", "not ready"],
    ["not-ready", "not ready"],
    ["shorted", "data stays low"],
    ["too-much", "out of range"],
    ["too-little", "out of range"],
  ] as const) {
    run.scale("scale").fault = fault;
    run.pass(30_000);
    expect(run.problem()).toContain(`scale: ${told}`);
    run.scale("scale").fault = "none";
    run.said();
    grams = 6000.1 - grams;
    run.pass(30_000);
    expect(run.problem()).toBe("none");
    expect(run.said()).toContain(`weight=${grams.toFixed(1)}`);
  }
  expect(run.scale("scale").misuses()).toEqual([]);
  device.kill();
});

test.each([
  [
    "esp32-nodemcu",
    FOLDER,
    'the role "scale" is an HX711, and ESP32-DevKitC running NodeMCU reads none, because its firmware has no module for it; take Espruino on the same chip, NodeMCU on an ESP8266, or a NAU7802 on I2C by a driver of your own.',
  ],
  [
    "raspberry-pi-zero-2-w",
    FOLDER,
    'the role "scale" is an HX711, and Raspberry Pi Zero 2 W reads none, because ringmote does not ask Linux for its pulses; take a board with an ESP8266, or a NAU7802 on I2C by a driver of your own.',
  ],
  ["esp8266-nodemcu", HIVES, "has room for 1, which left has; leave one out."],
  [
    "d1-mini-espruino",
    HIVES,
    'the pin "clock" of the role "right" is on pin "D0", which cannot be a line of an HX711',
  ],
])("%s refuses what it does not read", async (board, firmware, words) => {
  await expect(keptImage({ firmware, board })).rejects.toThrow(words);
});
