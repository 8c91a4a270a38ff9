// An analog input, a light by PWM and a part on the SPI, in the image of each later chip under NodeMCU: its
// converter counts from another pin, `ledc` has one speed, and the SPI has one name.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { partsInWorld } from "../device/parts-in-world.ts";
import { ofBoard } from "./engines.ts";

const BOARDS = {
  "esp32-nodemcu": ["IO34", "IO32", "IO18", "IO33", "IO5"],
  "esp32-s2-nodemcu": ["IO1", "IO8", "IO12", "IO13", "IO10"],
  "esp32-s3-nodemcu": ["IO1", "IO8", "IO12", "IO13", "IO10"],
  "esp32-c3-nodemcu": ["IO0", "IO4", "IO6", "IO7", "IO10"],
} as const;

const lines = Object.entries(BOARDS).map(([name, [first, last, sck, miso, cs]], at) => ({
  imported: `import b${at} from "ringmote/boards/${name}.ts";`,
  wired: `  "${name}": typed(b${at}, { first: "${first}", last: "${last}", oven: { sck: "${sck}", miso: "${miso}", cs: "${cs}" }, lamp: "${name === "esp32-nodemcu" ? "IO4" : "IO3"}" }),`,
}));

const FILES = {
  "device.ts": `import { device, light, seconds, sensor } from "ringmote";
import { analogPercent } from "ringmote/drivers/analog-percent.ts";
import { max31855 } from "ringmote/drivers/max31855.ts";
import { pwmLight } from "ringmote/drivers/pwm-light.ts";
export const first = analogPercent("first", 0, 2400);
export const last = analogPercent("last", 0, 2400);
export const oven = max31855("oven");
export const lamp = pwmLight("lamp");
export default device({
  name: "later",
  sensors: [
    sensor("first", first.percent, { every: seconds(10), unit: "%" }),
    sensor("last", last.percent, { every: seconds(10), unit: "%" }),
    sensor("oven", oven.temperature, { every: seconds(10), unit: "°C", decimals: 2 }),
  ],
  actuators: [light("lamp", lamp)],
});
`,
  "wiring.ts": [
    `import { wiringOf } from "ringmote/boards/board.ts";`,
    ...lines.map(({ imported }) => imported),
    `import type * as device from "./device.ts";`,
    "const typed = wiringOf<typeof device>();",
    "export default {",
    ...lines.map(({ wired }) => wired),
    "};\n",
  ].join("\n"),
};

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-later-"));
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(FOLDER, name), text);
afterAll(() => rmSync(FOLDER, { recursive: true }));

test.each(Object.keys(BOARDS))("%s reads both ends of its converter, and pulses", async (name) => {
  const { declaration } = await readFirmware(FOLDER);
  const run = partsInWorld(declaration);
  run.place("oven").tip = 100.75;
  run.place("first").share = 0.25;
  run.place("last").share = 0.5;
  const pulsed: number[] = [];
  run.circuit.whenPulsed("lamp", (_, duty) => pulsed.push(duty));
  const device = await ofBoard(name, name).start(FOLDER, run.world);
  run.pass(30_000);
  expect(run.said()).toEqual(expect.arrayContaining(["first=25", "last=50", "oven=100.75"]));
  run.tell("lamp/set", "on");
  run.pass(1000);
  expect(pulsed.at(-1)).toBe(1023);
  device.kill();
});
