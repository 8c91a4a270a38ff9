// Derived quantities in an image of each kind: of two parts, as docs/sensors.md shows it, of an actuator's
// state, and over time.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { partsInWorld } from "../device/parts-in-world.ts";
import { chosenAtGate } from "../everything.ts";
import { ENGINES } from "./engines.ts";

const PAGE = readFileSync(new URL("../../docs/sensors.md", import.meta.url), "utf8");
const EXAMPLE = /```ts\n(const air[^`]*derive\([^`]*)```/.exec(PAGE)?.[1] as string;

const FILES = {
  "device.ts": `import { derive, device, hours, integral, numberInput, powerSwitch, seconds, sensor, stateOf, valueOnly } from "ringmote";
import { sht3x } from "ringmote/drivers/sht3x.ts";
import { ds18b20 } from "ringmote/drivers/ds18b20.ts";
${EXAMPLE}
const water = ds18b20("water");
const colder = derive([air.temperature, water.temperature], (celsius, other) => Math.floor((celsius - other) / 2));
const nothing = derive([air.humidity], (percent) => Math.floor(percent / (percent - percent)));
const every = seconds(10);
const tare = numberInput("tare", valueOnly(), { min: 0, max: 40, step: 0.5 });
const pump = powerSwitch("pump", valueOnly());
const net = derive([air.temperature, stateOf(tare)], (all, own) => all - own);
const pumpSeconds = integral(stateOf(pump), { per: seconds(1) });
const degreeHours = integral(air.temperature, { per: hours(1), dividedBy: 100, decimals: 4 });
export default device({
  name: "room",
  sensors: [
    discomfort,
    sensor("colder", colder, { decimals: 2, every }),
    sensor("nothing", nothing, { every, timeout: every }),
    sensor("net", net, { decimals: 1, every }),
    sensor("pump-seconds", pumpSeconds, { every: seconds(1) }),
    sensor("degree-hours", degreeHours, { decimals: 4, every }),
  ],
  actuators: [tare, pump],
});
`,
  "wiring.ts": `import { wire } from "ringmote/boards/board.ts";
import d1Mini from "ringmote/boards/d1-mini-espruino.ts";
import esp8266 from "ringmote/boards/esp8266-nodemcu.ts";
import esp32 from "ringmote/boards/esp32-nodemcu.ts";
export default {
  "d1-mini-espruino": wire(d1Mini, { air: { sda: "D2", scl: "D1" }, water: "D5" }),
  "esp8266-nodemcu": wire(esp8266, { air: { sda: "D2", scl: "D1" }, water: "D5" }),
  "esp32-nodemcu": wire(esp32, { air: { sda: "IO21", scl: "IO22" }, water: "IO4" }),
};
`,
};

/** For a build on a busy computer. */
const PATIENCE_MS = 180_000;

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-derived-"));
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(FOLDER, name), text);
afterAll(() => rmSync(FOLDER, { recursive: true }));

const lastOf = (said: readonly string[], name: string): number =>
  Number(said.findLast((line) => line.startsWith(`${name}=`))?.slice(name.length + 1));

test.each(
  chosenAtGate(
    ENGINES.filter(({ board }) => board !== "raspberry-pi-zero-2-w"),
    "node",
    "lua 5.3",
  ),
)(
  "$name computes what is derived, and publishes None without a source",
  async ({ start }) => {
    const { declaration } = await readFirmware(FOLDER);
    const run = partsInWorld(declaration);
    run.place("water").celsius = 25.25;
    const device = await start(FOLDER, run.world);
    run.pass(20_000);
    expect(run.said()).toEqual(expect.arrayContaining(["discomfort=18.5", "colder=-2.63", "nothing=None"]));
    run.tell("tare/set", "4.5");
    run.tell("pump/set", "on");
    run.place("water").answers = false;
    run.pass(100_000);
    run.tell("pump/set", "off");
    run.pass(20_000);
    const said = run.said();
    expect(said).toEqual(expect.arrayContaining(["colder=None", "net=15.5"]));
    // Each is as exact as its samples are often: 100 seconds, and 20 degrees for 140 seconds less the first samples.
    expect(lastOf(said, "pump-seconds")).toBeCloseTo(100, -1);
    expect(lastOf(said, "degree-hours")).toBeCloseTo((20 * 130) / 3600 / 100, 3);
    device.kill();
  },
  PATIENCE_MS,
);
