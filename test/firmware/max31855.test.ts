// Two thermocouples on one SPI, in an image of each kind that has one: each is read by its own cs, and their faults are told apart.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import { partsInWorld } from "../device/parts-in-world.ts";
import { chosenAtGate } from "../everything.ts";
import { IN_NODE, ofBoard } from "./engines.ts";

const FILES = {
  "device.ts": `import { device, powerSwitch, seconds, sensor } from "ringmote";
import { max31855 } from "ringmote/drivers/max31855.ts";
import { relay } from "ringmote/drivers/relay.ts";
export const oven = max31855("oven");
export const flue = max31855("flue");
export const heater = relay("heater");
export default device({
  name: "kiln",
  sensors: [
    sensor("oven", oven.temperature, { every: seconds(10), unit: "°C", decimals: 2, deviceClass: "temperature" }),
    sensor("chip", oven.internal, { every: seconds(10), unit: "°C", decimals: 1 }),
    sensor("flue", flue.temperature, { every: seconds(10), unit: "°C", decimals: 2 }),
  ],
  actuators: [powerSwitch("heater", heater)],
});
`,
  "wiring.ts": `import { wire, wiringOf } from "ringmote/boards/board.ts";
import esp01 from "ringmote/boards/esp-01-nodemcu.ts";
import d1MiniEspruino from "ringmote/boards/d1-mini-espruino.ts";
import d1Mini from "ringmote/boards/d1-mini-nodemcu.ts";
import esp32Espruino from "ringmote/boards/esp32-espruino.ts";
import esp32 from "ringmote/boards/esp32-nodemcu.ts";
import esp8266 from "ringmote/boards/esp8266-nodemcu.ts";
import pi from "ringmote/boards/raspberry-pi-zero-2-w.ts";
import type * as device from "./device.ts";
const typed = wiringOf<typeof device>();
export default {
  "esp32-espruino": typed(esp32Espruino, { oven: { sck: "D18", miso: "D34", cs: "D5" }, flue: { sck: "D18", miso: "D34", cs: "D17" }, heater: "D4" }),
  "esp32-nodemcu": typed(esp32, { oven: { sck: "IO18", miso: "IO34", cs: "IO5" }, flue: { sck: "IO18", miso: "IO34", cs: "IO17" }, heater: "IO4" }),
  "esp8266-nodemcu": typed(esp8266, { oven: { sck: "D5", miso: "D6", cs: "D8" }, flue: { sck: "D5", miso: "D6", cs: "D7" }, heater: "D1" }),
  "d1-mini-espruino": typed(d1MiniEspruino, { oven: { sck: "D1", miso: "D2", cs: "D5" }, flue: { sck: "D1", miso: "D2", cs: "D6" }, heater: "D7" }),
  "d1-mini-nodemcu": wire(d1Mini, { oven: { sck: "D5", miso: "D6", cs: "D1" }, flue: { sck: "D5", miso: "D6", cs: "D2" }, heater: "D7" }),
  "esp-01-nodemcu": wire(esp01, { oven: { sck: "IO0", miso: "IO2", cs: "RX" }, flue: { sck: "IO0", miso: "IO2", cs: "TX" }, heater: "IO2" }),
  "raspberry-pi-zero-2-w": wire(pi, { oven: { sck: "GPIO11", miso: "GPIO9", cs: "GPIO8" }, flue: { sck: "GPIO11", miso: "GPIO9", cs: "GPIO7" }, heater: "GPIO5" }),
};
`,
};

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-kiln-"));
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(FOLDER, name), text);
afterAll(() => rmSync(FOLDER, { recursive: true }));

const ENGINES = chosenAtGate(
  [
    IN_NODE,
    ofBoard("lua 5.1, esp8266-nodemcu", "esp8266-nodemcu"),
    ofBoard("lua 5.3, esp32-nodemcu", "esp32-nodemcu"),
    ofBoard("script, esp32-espruino", "esp32-espruino"),
    ofBoard("script, d1-mini-espruino", "d1-mini-espruino"),
  ],
  "node",
  "lua 5.3",
  "script, d1",
);

test.each(ENGINES)("$name reads two thermocouples, and tells their faults apart", async ({ start }) => {
  const { declaration } = await readFirmware(FOLDER);
  const run = partsInWorld(declaration);
  run.place("oven").tip = 1000.75;
  run.place("oven").celsius = -20;
  run.place("flue").tip = -250;
  const device = await start(FOLDER, run.world);
  run.pass(30_000);
  expect(run.said()).toEqual(expect.arrayContaining(["oven=1000.75", "chip=-20.0", "flue=-250.00"]));
  for (const [fault, words] of [
    ["open", "open circuit"],
    ["short-to-ground", "short to ground"],
    ["short-to-supply", "short to supply"],
    ["silent", "no answer"],
    ["held-low", "no answer"],
  ] as const) {
    run.thermocouple("oven").fault = fault;
    run.place("flue").tip += 1;
    run.pass(30_000);
    expect(run.problem()).toBe(`oven: ${words}`);
    run.thermocouple("oven").fault = "none";
    run.pass(30_000);
    expect(run.problem()).toBe("none");
  }
  expect(run.said()).toEqual(expect.arrayContaining(["flue=-249.00", "flue=-245.00"]));
  run.tell("heater/set", "on");
  run.pass(1000);
  expect(["heater", "oven.cs", "flue.cs"].map((pin) => run.circuit.output(pin))).toEqual([1, 1, 1]);
  for (const role of ["oven", "flue"]) expect(run.thermocouple(role).misuses()).toEqual([]);
  device.kill();
});

test.each([
  [
    "d1-mini-nodemcu",
    'the role "heater" is on pin "D7", which the SPI of "oven" takes on LOLIN (Wemos) D1 mini running NodeMCU; it can only be a part\'s cs: give the role another pin.',
  ],
  [
    "esp-01-nodemcu",
    'the role "oven" needs an SPI, and ESP-01 or ESP-01S (1 MB of flash) running NodeMCU has none for parts, because GPIO12, 13 and 14 are not all free; take a D1 mini, or a NodeMCU DevKit.',
  ],
  [
    "raspberry-pi-zero-2-w",
    'the role "flue" needs an SPI, and Raspberry Pi Zero 2 W has none for parts, because ringmote drives none under Linux; take a board with an ESP8266 or an ESP32.',
  ],
])("%s is refused at its line, with what to take", async (board, sentence) => {
  const refused = keptImage({ firmware: FOLDER, board });
  await expect(refused).rejects.toThrow(sentence);
  await expect(refused).rejects.toThrow(/wiring\.ts:\d+/);
});
