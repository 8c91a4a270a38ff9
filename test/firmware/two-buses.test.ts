// Parts of one address on two I2C buses, in an image of each kind that has two, and the boards that refuse them.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import board from "../../boards/esp32-espruino.ts";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import { hostEspruino } from "../../tools/laboratory/hosts/espruino/host.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { partsInWorld } from "../device/parts-in-world.ts";
import { ofBoard } from "./engines.ts";

const FILES = {
  "device.ts": `import { device, display, seconds, sensor } from "ringmote";
import { sht3x } from "ringmote/drivers/sht3x.ts";
import { ssd1306 } from "ringmote/drivers/ssd1306.ts";
export const inside = sht3x("inside");
export const outside = sht3x("outside");
export const hall = ssd1306("hall", 4);
export const door = ssd1306("door", 4);
const every = seconds(10);
export default device({
  name: "rooms",
  sensors: [
    sensor("inside", inside.temperature, { every, unit: "°C", decimals: 1 }),
    sensor("outside", outside.temperature, { every, unit: "°C", decimals: 1 }),
  ],
  displays: [display(hall, ["{outside}"]), display(door, ["{inside}"])],
});
`,
  "wiring.ts": `import { wire, wiringOf } from "ringmote/boards/board.ts";
import c3 from "ringmote/boards/esp32-c3-espruino.ts";
import esp32 from "ringmote/boards/esp32-espruino.ts";
import esp32NodeMcu from "ringmote/boards/esp32-nodemcu.ts";
import pi from "ringmote/boards/raspberry-pi-zero-2-w.ts";
import type * as device from "./device.ts";
const fast = { sda: "D18", scl: "D19", hertz: 400_000 } as const;
const slow = { sda: "D21", scl: "D22" } as const;
const ofC3 = [{ sda: "IO6", scl: "IO7" }, { sda: "IO4", scl: "IO5" }] as const;
const ofNodeMcu = { sda: "IO21", scl: "IO22", hertz: 400_000 } as const;
const ofPi = [{ sda: "GPIO23", scl: "GPIO24" }, { sda: "GPIO2", scl: "GPIO3" }] as const;
export default {
  "esp32-espruino": wiringOf<typeof device>()(esp32, { inside: slow, hall: slow, outside: fast, door: fast }),
  "esp32-c3-espruino": wire(c3, { inside: ofC3[0], hall: ofC3[0], outside: ofC3[1], door: ofC3[1] }),
  "esp32-nodemcu": wire(esp32NodeMcu, {
    inside: ofNodeMcu,
    hall: { sda: "IO21", scl: "IO22" },
    outside: { sda: "IO18", scl: "IO19" },
    door: ofNodeMcu,
  }),
  "raspberry-pi-zero-2-w": wire(pi, { inside: ofPi[0], hall: ofPi[0], outside: ofPi[1], door: ofPi[1] }),
};
`,
};

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-rooms-"));
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(FOLDER, name), text);
afterAll(() => rmSync(FOLDER, { recursive: true }));

test.each([
  ofBoard("script, esp32-espruino", "esp32-espruino"),
  ofBoard("bundle, raspberry-pi-zero-2-w", "raspberry-pi-zero-2-w"),
])("$name reaches parts of one address on two buses", async ({ start }) => {
  const { declaration } = await readFirmware(FOLDER);
  const air = (celsius: number) => ({ air: () => ({ celsius, humidity: 50 }) });
  const run = partsInWorld(declaration, { inside: air(21), outside: air(-4) });
  const device = await start(FOLDER, run.world);
  run.pass(30_000);
  expect(run.said()).toEqual(expect.arrayContaining(["inside=21.0", "outside=-4.0"]));
  expect([run.display("hall").text()[0], run.display("door").text()[0]]).toEqual(["-4.0", "21.0"]);
  device.kill();
});

test("each bus of an Espruino has its own pins and speed", async () => {
  const { files } = await keptImage({ firmware: FOLDER, board: board.name });
  const told = `[I2C1,I2C2].forEach(function(bus,i){var setUp=bus.setup;
    bus.setup=function(o){print(i,o.sda,o.scl,o.bitrate);setUp.call(bus,o);};});`;
  const script = files.find(({ name }) => name.endsWith(".js"))?.content.text;
  const lines: string[] = [];
  const world = createVirtualWorld({ log: (line) => lines.push(line) });
  const device = hostEspruino({ script: `${told}\n${script}`, world, board, chunkBytes: 536 });
  world.clock.advance(1000);
  device.kill();
  expect(lines).toEqual(expect.arrayContaining(["0 D21 D22 100000", "1 D18 D19 400000"]));
  expect(lines.filter((line) => line.endsWith("00000"))).toHaveLength(4);
});

test.each([
  [
    "esp32-c3-espruino",
    'the role "outside" is on an I2C bus of its own, and ESP32-C3-DevKitM-1 running Espruino (beta) has one, with "inside"; give it the pins of "inside" and another address, or take an ESP32 running Espruino, which has two.',
  ],
  [
    "esp32-nodemcu",
    'the role "outside" is on an I2C bus of its own, and ESP32-DevKitC running NodeMCU has one, with "inside"; give it the pins of "inside" and another address, or take',
  ],
  [
    "esp32-nodemcu",
    'the role "inside" asks for an I2C bus of 400000 hertz, which ESP32-DevKitC running NodeMCU cannot be asked for, because NodeMCU',
  ],
])("%s refuses what its firmware has not", async (name, words) => {
  await expect(keptImage({ firmware: FOLDER, board: name })).rejects.toThrow(words);
});
