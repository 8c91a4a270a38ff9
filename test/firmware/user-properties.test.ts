// Properties of a device's own in an image of each kind: they go with each value, with an alias and a
// deadline or without.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { partsInWorld } from "../device/parts-in-world.ts";
import { chosenAtGate } from "../everything.ts";
import { ENGINES } from "./engines.ts";

const FILES = {
  "device.ts": `import { device, minutes, powerSwitch, seconds, sensor } from "ringmote";
import { relay } from "ringmote/drivers/relay.ts";
import { sht3x } from "ringmote/drivers/sht3x.ts";
const air = sht3x("air");
const every = seconds(10);
export default device({
  name: "room",
  mqtt: 5,
  userProperties: [["firmware", "1.2"], ["place", "cellar"]],
  sensors: [
    sensor("temperature", air.temperature, { every }),
    sensor("humidity", air.humidity, { every, qos: 1, deadline: minutes(1) }),
  ],
  actuators: [powerSwitch("heater", relay("heater"))],
});
`,
  "wiring.ts": `import { wire } from "ringmote/boards/board.ts";
import d1Mini from "ringmote/boards/d1-mini-espruino.ts";
import esp8266 from "ringmote/boards/esp8266-nodemcu.ts";
import esp32 from "ringmote/boards/esp32-nodemcu.ts";
export default {
  "d1-mini-espruino": wire(d1Mini, { air: { sda: "D2", scl: "D1" }, heater: "D5" }),
  "esp8266-nodemcu": wire(esp8266, { air: { sda: "D2", scl: "D1" }, heater: "D5" }),
  "esp32-nodemcu": wire(esp32, { air: { sda: "IO21", scl: "IO22" }, heater: "IO4" }),
};
`,
};

/** For a build on a busy computer. */
const PATIENCE_MS = 180_000;

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-user-properties-"));
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(FOLDER, name), text);
afterAll(() => rmSync(FOLDER, { recursive: true }));

test.each(
  chosenAtGate(
    ENGINES.filter(({ board }) => board !== "raspberry-pi-zero-2-w"),
    "node",
    "script",
  ),
)(
  "$name sends them with each value of its sensors and actuators",
  async ({ start }) => {
    const { declaration } = await readFirmware(FOLDER);
    const run = partsInWorld(declaration);
    const device = await start(FOLDER, run.world);
    run.pass(45_000);
    const userProperties = { firmware: "1.2", place: "cellar" };
    for (const [name, times] of [
      ["temperature", 3],
      ["humidity", 3],
      ["heater", 1],
    ] as const) {
      const said = run.broker.received.filter(({ topic }) => topic.endsWith(`/${name}`));
      expect(said.length).toBeGreaterThanOrEqual(times);
      for (const { properties } of said) expect({ ...properties?.userProperties }).toEqual(userProperties);
    }
    expect(run.broker.breaches).toEqual([]);
    device.kill();
  },
  PATIENCE_MS,
);
