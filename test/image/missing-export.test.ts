// A name that a module does not export is told at its own line: where it is now, what it is called, or which
// one was meant.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { shownPath } from "../../tools/files/shown-path.ts";
import { BuildError } from "../../tools/image/build.ts";
import { readFirmware, readSoundFirmware } from "../../tools/image/firmware/firmware.ts";

const LINK_BYTES = 65536;
const MARK = " // told: ";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ringmote-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries({ "wiring.ts": "export default {};", ...files }))
    writeFileSync(join(folder, name), text);
}

/** Has a device refused by these, each with sentences that begin as the marks of its lines. */
async function expectTold(
  device: string,
  ...readers: ((folder: string) => Promise<unknown>)[]
): Promise<void> {
  write({ "device.ts": device });
  const shown = shownPath(join(folder, "device.ts"));
  const marked = device.split("\n").flatMap((line, i) => {
    const sentence = line.split(MARK)[1];
    return sentence === undefined ? [] : [`${shown}:${i + 1}: ${sentence}`];
  });
  for (const reader of readers) {
    const error: unknown = await reader(folder).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(BuildError);
    const { refusals } = error as BuildError;
    expect(refusals.map((refusal, i) => (refusal.startsWith(`${marked[i]}`) ? marked[i] : refusal))).toEqual(
      marked,
    );
  }
}

/** What `ringmote build` begins with, and what `ringmote run` does. */
const building = (path: string) => readFirmware(path);
const running = (path: string) => readSoundFirmware(path, LINK_BYTES);

test("a moved filter or word is reported with its new name", async () => {
  await expectTold(
    `
import {
  device,
  median, // told: "median" is in "ringmote/filters.ts" now.
  number, // told: "number" is called "numberInput" now.
  range, // told: "range" is called "validRange" now, and is in "ringmote/filters.ts".
  seconds,
  select as choice, // told: "select" is called "selectInput" now.
  sensor,
  valueOnly,
} from "ringmote";
import { sht3x } from "ringmote/drivers/sht3x.ts";

export default device({
  name: "room",
  sensors: [sensor("warmth", sht3x("air").temperature, { every: seconds(1), filters: [median(3), range(0, 40)] })],
  actuators: [number("target", valueOnly(), { min: 0, max: 1 }), choice("mode", valueOnly(), { options: ["a"] })],
});
`,
    building,
    running,
  );
});

test("a used but missing import is reported with the import line", async () => {
  await expectTold(
    `
import { device, light, seconds, sensor } from "ringmote";
import { sht3x } from "ringmote/drivers/sht3x.ts";

const air = sht3x("air");
const options: LightOptions = {}; // told: "LightOptions" is not imported; write import type { LightOptions } from "ringmote/options.ts".
export default device({
  name: "room",
  sensors: [
    sensor("warmth", air.temperature, { every: minutes(1) }), // told: "minutes" is not imported; write import { minutes } from "ringmote".
    sensor("damp", air.humidity, {
      every: hours(1), // told: "hours" is not imported; write import { hours } from "ringmote".
      filters: [median(3)], // told: "median" is not imported; write import { median } from "ringmote/filters.ts".
    }),
    sensor("power", pulseMeter("meter").value, { every: seconds(1) }), // told: "pulseMeter" is not imported; write import { pulseMeter } from "ringmote/drivers/pulse-meter.ts".
    sensor("x", weeks(1), { every: seconds(1) }), // told: Cannot find name 'weeks'.
  ],
  actuators: [light("lamp", pwmLight("led"), options)], // told: "pwmLight" is not imported; write import { pwmLight } from "ringmote/drivers/pwm-light.ts".
});
`,
    building,
    running,
  );
});

test("a moved option type is reported with its new place", async () => {
  await expectTold(
    `
import { device, light } from "ringmote";
import type { LightOptions } from "ringmote"; // told: "LightOptions" is in "ringmote/options.ts" now.
import type { NumberOptions } from "ringmote"; // told: "NumberOptions" is called "NumberInputOptions" now, and is in "ringmote/options.ts".
import { pwmLight } from "ringmote/drivers/pwm-light.ts";

const options: LightOptions = {};
export const limits: NumberOptions = { min: 0, max: 1 };
export default device({ name: "lamp", actuators: [light("lamp", pwmLight("led"), options)] });
`,
    running,
  );
});

test("a name of another module is reported with that module", async () => {
  await expectTold(
    `
import { device, newPart, seconds } from "ringmote"; // told: "newPart" is in "ringmote/driver.ts".
import { sensor } from "ringmote/filters.ts"; // told: "sensor" is in "ringmote".

export default device({ name: "room", sensors: [sensor("x", newPart(), { every: seconds(1) })] });
`,
    building,
    running,
  );
});

test("a driver in capitals is reported with its right name", async () => {
  await expectTold(
    `
import { device } from "ringmote";
import { BME280 } from "ringmote/drivers/bme280.ts"; // told: "ringmote/drivers/bme280.ts" exports no "BME280"; did you mean "bme280"?

export default device({ name: \`\${BME280}\` });
`,
    building,
    running,
  );
});

test("a driver asked of another module is reported with its own", async () => {
  await expectTold(
    `
import { device, relay } from "ringmote"; // told: "relay" is in "ringmote/drivers/relay.ts".
import { rgbwLight } from "ringmote/drivers/rgb-light.ts"; // told: "rgbwLight" is in "ringmote/drivers/rgbw-light.ts".

const told = [relay, rgbwLight];
export default device({ name: \`\${told}\` });
`,
    building,
    running,
  );
});

test("an unknown name is reported with the nearest existing name", async () => {
  write({ "rooms.ts": "export const attic = 1;\nexport const cellar = 2;\n" });
  await expectTold(
    `
import {
  device,
  medain, // told: "ringmote" exports no "medain"; did you mean "median" of "ringmote/filters.ts"?
  sensr, // told: "ringmote" exports no "sensr"; did you mean "sensor"? Known are: device, homeAssistant, sensor,
  weeks, // told: "ringmote" exports no "weeks"
} from "ringmote";
import { relais } from "ringmote/drivers/relay.ts"; // told: "ringmote/drivers/relay.ts" exports no "relais"; did you mean "relay"? Known are: relay, Relay.
import { atic } from "./rooms.ts"; // told: "./rooms.ts" exports no "atic"; did you mean "attic"? Known are: attic, cellar.

const told = [medain, sensr, weeks, relais, atic];
export default device({ name: \`\${told}\` });
`,
    building,
    running,
  );
});
