// A part of two named pins in an image of each kind: each pin is the one that the wiring gives to its name.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { createHBridge } from "../../tools/sim/parts/h-bridge.ts";
import { partsInWorld } from "../device/parts-in-world.ts";
import { chosenAtGate } from "../everything.ts";
import { ENGINES } from "./engines.ts";

const FILES = {
  "device.ts": `import { device, numberInput } from "ringmote";
import { motor } from "ringmote/drivers/motor.ts";
export const wheel = motor("wheel");
export default device({
  name: "car",
  actuators: [numberInput("speed", wheel, { min: -100, max: 100, initial: 0, unit: "%" })],
});
`,
  "wiring.ts": `import { wiringOf } from "ringmote/boards/board.ts";
import d1Mini from "ringmote/boards/d1-mini-espruino.ts";
import esp32 from "ringmote/boards/esp32-nodemcu.ts";
import esp8266 from "ringmote/boards/esp8266-nodemcu.ts";
import pi from "ringmote/boards/raspberry-pi-zero-2-w.ts";
import type * as device from "./device.ts";
const wire = wiringOf<typeof device>();
export default {
  "d1-mini-espruino": wire(d1Mini, { wheel: { forward: "D1", backward: "D2" } }),
  "esp8266-nodemcu": wire(esp8266, { wheel: { forward: "D1", backward: "D2" } }),
  "esp32-nodemcu": wire(esp32, { wheel: { forward: "IO18", backward: "IO19" } }),
  "raspberry-pi-zero-2-w": wire(pi, { wheel: { forward: "GPIO18", backward: "GPIO19" } }),
};
`,
};

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-motor-"));
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(FOLDER, name), text);
afterAll(() => rmSync(FOLDER, { recursive: true }));

test.each(chosenAtGate(ENGINES, "node", "lua 5.1", "bundle"))(
  "$name turns a motor both ways, and never drives both pins",
  async ({ start }) => {
    const { declaration } = await readFirmware(FOLDER);
    const run = partsInWorld(declaration);
    const motor = createHBridge({
      lines: run.circuit,
      forward: "wheel.forward",
      backward: "wheel.backward",
    });
    const device = await start(FOLDER, run.world);
    run.pass(10_000);
    expect(motor.speed()).toBe(0);
    for (const percent of [70, -45, 100, -100, 0]) {
      run.tell("speed/set", `${percent}`);
      run.pass(1000);
      expect(motor.speed()).toBeCloseTo(percent / 100, 2);
      expect(run.said()).toContain(`speed=${percent}`);
    }
    run.tell("speed/set", "101");
    run.pass(1000);
    expect(run.problem()).toContain("the number is -100 to 100 in steps of 1");
    expect(motor.speed()).toBe(0);
    expect(motor.misuses()).toEqual([]);
    device.kill();
  },
);
