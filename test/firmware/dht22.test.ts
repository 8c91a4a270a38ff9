// Two DHT22s in an image of each kind: each is told from the other, and its faults from each other as far as the firmware does.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import type { Dht22Fault } from "../../tools/sim/parts/dht22.ts";
import { partsInWorld } from "../device/parts-in-world.ts";
import { chosenAtGate } from "../everything.ts";
import { IN_NODE, ofBoard } from "./engines.ts";

const FILES = {
  "device.ts": `import { device, seconds, sensor } from "ringmote";
import { dht22 } from "ringmote/drivers/dht22.ts";
export const air = dht22("air");
export const cellar = dht22("cellar");
export default device({
  name: "airs",
  sensors: [
    sensor("temperature", air.temperature, { every: seconds(10), unit: "°C", decimals: 1, deviceClass: "temperature" }),
    sensor("humidity", air.humidity, { every: seconds(10), unit: "%", decimals: 1, deviceClass: "humidity" }),
    sensor("cellar", cellar.temperature, { every: seconds(1), unit: "°C", decimals: 1 }),
  ],
});
`,
  "wiring.ts": `import { wire, wiringOf } from "ringmote/boards/board.ts";
import d1MiniEspruino from "ringmote/boards/d1-mini-espruino.ts";
import esp32Espruino from "ringmote/boards/esp32-espruino.ts";
import esp32 from "ringmote/boards/esp32-nodemcu.ts";
import esp8266 from "ringmote/boards/esp8266-nodemcu.ts";
import pi from "ringmote/boards/raspberry-pi-zero-2-w.ts";
import type * as device from "./device.ts";
const typed = wiringOf<typeof device>();
export default {
  "esp32-espruino": typed(esp32Espruino, { air: "D18", cellar: "D19" }),
  "esp8266-nodemcu": typed(esp8266, { air: "D4", cellar: "D5" }),
  "d1-mini-espruino": typed(d1MiniEspruino, { air: "D4", cellar: "D5" }),
  "esp32-nodemcu": typed(esp32, { air: "IO18", cellar: "IO19" }),
  "raspberry-pi-zero-2-w": wire(pi, { air: "GPIO5", cellar: "GPIO6" }),
};
`,
};

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-airs-"));
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(FOLDER, name), text);
afterAll(() => rmSync(FOLDER, { recursive: true }));

/** What a firmware that hears it by itself does not tell apart. */
const OF_THE_MODULE: Partial<Record<Dht22Fault, string>> = {
  "lost-edge": "no answer",
  cut: "no answer",
  noise: "bad checksum",
};

const ENGINES = chosenAtGate(
  [
    { ...IN_NODE, words: {} },
    { ...ofBoard("lua 5.1, esp8266-nodemcu", "esp8266-nodemcu"), words: OF_THE_MODULE },
    { ...ofBoard("lua 5.3, esp32-nodemcu", "esp32-nodemcu"), words: OF_THE_MODULE },
    { ...ofBoard("script, esp32-espruino", "esp32-espruino"), words: {} },
    { ...ofBoard("script, d1-mini-espruino", "d1-mini-espruino"), words: {} },
  ],
  "node",
  "lua 5.1",
  "script, esp32",
);

test.each(ENGINES)("$name reads two lines, and tells their faults", async ({ start, words }) => {
  const { declaration } = await readFirmware(FOLDER);
  const run = partsInWorld(declaration);
  Object.assign(run.place("air"), { celsius: -10.13, humidity: 65.21 });
  const device = await start(FOLDER, run.world);
  run.pass(40_000);
  expect(run.said()).toEqual(
    expect.arrayContaining(["temperature=20.0", "temperature=-10.1", "humidity=65.2", "cellar=20.0"]),
  );
  for (const [fault, told] of [
    ["silent", "no answer"],
    ["lost-edge", "cut frame"],
    ["cut", "cut frame"],
    ["noise", "noise"],
    ["wrong-bit", "bad checksum"],
    ["no-humidity", "out of range"],
    ["no-temperature", "out of range"],
  ] as const) {
    run.dht("air").fault = fault;
    run.pass(30_000);
    expect(run.problem()).toContain(`air: ${{ ...words }[fault] ?? told}`);
    expect(run.problem()).not.toContain("cellar");
    run.dht("air").fault = "none";
    run.said();
    run.place("air").celsius += 6.3;
    run.pass(30_000);
    expect(run.problem()).toBe("none");
    expect(run.said()).toContain(`temperature=${run.place("air").celsius.toFixed(1)}`);
  }
  run.dht("air").fault = "late";
  // Where both low bytes are 0 the firmware of an ESP8266 takes it for a DHT11.
  for (const [celsius, humidity] of [
    [25.6, 51.2],
    [-25.6, 76.8],
    [0, 25.6],
    [-0.5, 99.9],
    [80, 0.1],
    [-40, 100],
    [3.1, 3],
  ] as const) {
    Object.assign(run.place("air"), { celsius, humidity });
    run.said();
    run.pass(30_000);
    expect(run.said()).toEqual(
      expect.arrayContaining([`temperature=${celsius.toFixed(1)}`, `humidity=${humidity.toFixed(1)}`]),
    );
  }
  for (const role of ["air", "cellar"]) expect(run.dht(role).misuses()).toEqual([]);
  device.kill();
});

test("raspberry-pi-zero-2-w is refused at its line, with what to take", async () => {
  const refused = keptImage({ firmware: FOLDER, board: "raspberry-pi-zero-2-w" });
  await expect(refused).rejects.toThrow(
    'the role "air" is the line of a DHT, which Raspberry Pi Zero 2 W does not hear, because ringmote does not ask Linux for its edges; take a board with an ESP8266 or an ESP32, or an SHT4x on I2C.',
  );
  await expect(refused).rejects.toThrow(/wiring\.ts:\d+/);
});
