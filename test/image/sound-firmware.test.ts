// A device that is to run on this computer is refused for what an image of it would be refused for, in the same words.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { BuildError } from "../../tools/image/build.ts";
import { readFirmware, readSoundFirmware } from "../../tools/image/firmware/firmware.ts";
import { placeOfError } from "../../tools/image/firmware/source-places.ts";
import { MISTAKEN_DRIVER } from "./mistaken-driver.ts";

const LINK_BYTES = 65536;
const HEAD = `import { device, homeAssistant, powerSwitch, seconds, sensor, when } from "ringmote";
import { heartbeat, median } from "ringmote/filters.ts";
import { relay } from "ringmote/drivers/relay.ts";
import { probe } from "./probe.ts";
const own = probe("own");
`;

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ringmote-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function read(device: string, { probe = MISTAKEN_DRIVER, wiring = "export default {};" } = {}) {
  writeFileSync(join(folder, "device.ts"), HEAD + device);
  writeFileSync(join(folder, "probe.ts"), probe);
  writeFileSync(join(folder, "wiring.ts"), wiring);
  return readSoundFirmware(folder, LINK_BYTES);
}

const of = (options: string) => `export default device({ name: "x", ${options} });\n`;

test.each<[title: string, device: string, sentence: string]>([
  ["no name", "export default device({ sensors: [] });", "device.ts:6: The device has no name;"],
  ["a number as name", "export default device({ name: 5 });", "device.ts:6: The device name is 5;"],
  [
    "a name that is too long",
    `export default device({ name: "${"a".repeat(300)}" });`,
    "device.ts:6: The device name",
  ],
  [
    "an option that there is not",
    of("sensors: [sensor('t', own.level, { every: seconds(1), decimal: 1 })]"),
    'device.ts:6: There is no option "decimal" among the options of the sensor "t"; did you mean "decimals"?',
  ],
  ["nothing in place of a sensor", of("sensors: [null]"), "device.ts:6: Type 'null' is not assignable"],
  [
    "what a cast hides",
    of("sensors: [undefined as never]"),
    "device.ts:6: One of the device's sensors is undefined",
  ],
  [
    "a time without its unit",
    of("sensors: [sensor('t', own.level, { every: 1000 })]"),
    "device.ts:6: A time says its unit: write seconds(30) or minutes(2), not a bare number.",
  ],
  [
    "a filter's time without its unit",
    of("sensors: [sensor('t', own.level, { every: seconds(1), filters: [heartbeat(60)] })]"),
    "device.ts:6: A time says its unit",
  ],
  [
    "a unit that has another name",
    of("sensors: [sensor('t', own.level, { every: seconds(1), unit: 'percent' })]"),
    'device.ts:6: Home Assistant does not know the unit "percent"; write "%".',
  ],
  [
    "a filter that nobody called",
    of("sensors: [sensor('t', own.level, { every: seconds(1), filters: [median] })]"),
    "device.ts:6: ",
  ],
  [
    "a misspelt sensor in a rule",
    of(
      "sensors: [sensor('level', own.level, { every: seconds(1) })], actuators: [powerSwitch('pump', relay('r'))], rules: [when('levle').above(5).keep('pump', 'on')]",
    ),
    'A rule is on "levle": there is no such sensor or actuator; did you mean "level"?',
  ],
  [
    "a rule of a device that has nothing",
    of("rules: [when('level').above(5).keep('pump', 'on')]"),
    'A rule is on "level": there is no such sensor or actuator',
  ],
  [
    "a misspelt actuator in a policy",
    of("actuators: [powerSwitch('pump', relay('r'), { notWith: 'punp' })]"),
    '"pump" names "punp" in notWith: there is no such actuator; did you mean "pump"?',
  ],
  [
    "a rule that is not finished",
    of("actuators: [powerSwitch('pump', relay('r'))], rules: [when('pump').is('on')]"),
    "device.ts:6: ",
  ],
  ["a rule in place of a list", of("rules: when('level').above(5).keep('pump', 'on')"), "device.ts:6: "],
  [
    "an uncalled homeAssistant",
    of("discovery: homeAssistant"),
    "device.ts:6: The option discovery is a function; it is what homeAssistant() gives.",
  ],
  ["no device", "export default 5 as never;", "device.ts:6: The device is 5"],
  [
    "a beat that is none",
    of("sensors: [sensor('t', own.level, { every: seconds(0.001) })]"),
    'device.ts:6: The sensor "t" is sampled every 1 ms',
  ],
  [
    "what a board has not",
    "const used = new Map<string, number>();\nused.set('a', 1);\nexport default device({ name: 'x' });",
    "device.ts:6: ",
  ],
  [
    "a mistake that shows when it runs",
    `const none: { role: string }[] = [];\n${of("actuators: [powerSwitch(none[0]!.role, relay('r'))]")}`,
    "device.ts:7: ",
  ],
])("%s is reported with its line", async (_, device, sentence) => {
  const error: unknown = await read(device).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(BuildError);
  expect((error as BuildError).message).toContain(sentence);
});

test("a wrong type in a custom driver is reported at its line", async () => {
  const probe = MISTAKEN_DRIVER.replace('return "";', "return 5;");
  await expect(read(of("sensors: []"), { probe })).rejects.toThrow("probe.ts:12: Type 'number'");
});

test("a device without a fault is read, as often as it changes", async () => {
  expect((await read(of("sensors: []"))).declaration.sensors).toEqual([]);
  await expect(read(of("sensors: 5"))).rejects.toThrow("device.ts:6: ");
  expect((await read(of("actuators: []"))).declaration.actuators).toEqual([]);
});

test("a device that never ends is reported", async () => {
  await expect(read("while (true) {}\n")).rejects.toThrow(
    "device.ts does not come to an end: it has run for 5 s.",
  );
}, 30_000);

test("a driver's mistake is found in its author's source", async () => {
  await read(of("sensors: [sensor('t', own.level, { every: seconds(1) })]"));
  const { declaration } = await readFirmware(folder);
  const part = declaration.sensors?.[0]?.quantity.part;
  let place: unknown;
  try {
    part?.collect(part);
  } catch (error) {
    place = placeOfError(error);
  }
  expect(place).toEqual({ file: expect.stringMatching(/probe\.ts$/), line: 11 });
});
