// A light with a colour in an image of each kind: its three pins follow commands, and it comes back as it was.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { partsInWorld } from "../device/parts-in-world.ts";
import { chosenAtGate } from "../everything.ts";
import { ENGINES } from "./engines.ts";

const FILES = {
  "device.ts": `import { colorLight, device } from "ringmote";
import { rgbLight } from "ringmote/drivers/rgb-light.ts";
export const led = rgbLight("led");
export default device({
  name: "shelf",
  actuators: [colorLight("strip", led, { atStart: "last" })],
});
`,
  "wiring.ts": `import { wiringOf } from "ringmote/boards/board.ts";
import d1Mini from "ringmote/boards/d1-mini-espruino.ts";
import esp32 from "ringmote/boards/esp32-nodemcu.ts";
import esp8266 from "ringmote/boards/esp8266-nodemcu.ts";
import type * as device from "./device.ts";
const wire = wiringOf<typeof device>();
export default {
  "d1-mini-espruino": wire(d1Mini, { led: { red: "D1", green: "D2", blue: "D5" } }),
  "esp8266-nodemcu": wire(esp8266, { led: { red: "D1", green: "D2", blue: "D5" } }),
  "esp32-nodemcu": wire(esp32, { led: { red: "IO18", green: "IO19", blue: "IO21" } }),
};
`,
};

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-colour-"));
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(FOLDER, name), text);
afterAll(() => rmSync(FOLDER, { recursive: true }));

const DARK = [0, 0, 0];
const ORANGE = [1023, 258, 0];

// A Raspberry Pi has two pins with PWM.
const THREE_PINS = chosenAtGate(
  ENGINES.filter(({ board }) => board !== "raspberry-pi-zero-2-w"),
  "node",
  "lua 5.3",
  "script",
);

test.each(THREE_PINS)("$name shows a colour, darkens it and keeps it", async ({ start }) => {
  const { declaration } = await readFirmware(FOLDER);
  const run = partsInWorld(declaration);
  const shown = () =>
    ["red", "green", "blue"].map((name) => Math.round((run.circuit.output(`led.${name}`) ?? 0) * 1023));
  const tell = (topic: string, payload: string) => {
    run.tell(`${topic}/set`, payload);
    run.pass(1000);
  };
  let device = await start(FOLDER, run.world);
  run.pass(10_000);
  expect(shown()).toEqual(DARK);
  tell("strip/color", "255,128,0");
  expect(shown()).toEqual(DARK);
  tell("strip", "on");
  expect(shown()).toEqual(ORANGE);
  expect(run.said()).toContain("strip/color=255,128,0");
  tell("strip/brightness", "128");
  expect(shown()).toEqual([258, 65, 0]);
  for (const refused of ["256,0,0", "1,2", "-1,0,0", "9".repeat(60)]) tell("strip/color", refused);
  expect(run.problem()).toContain("the colour red,green,blue, each 0 to 255");
  expect(shown()).toEqual([258, 65, 0]);
  tell("strip/color", "0,0,0");
  expect(shown()).toEqual(DARK);
  tell("strip", "on");
  tell("strip/brightness", "255");
  run.pass(11_000);
  device.kill();
  device = await start(FOLDER, run.world);
  run.pass(10_000);
  expect(shown()).toEqual(ORANGE);
  expect(run.said()).toContain("strip/color=255,128,0");
  device.kill();
});
