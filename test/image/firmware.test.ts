// A firmware may live in any folder, whatever package that belongs to, and each way it can be wrong has its sentence.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { BuildError, buildImage } from "../../tools/image/build.ts";

const DEVICE = `import { relay } from "ringmote/drivers/relay.ts";
import { device, powerSwitch } from "ringmote";

export default device({ name: "lamp", actuators: [powerSwitch("lamp", relay("lamp"))] });
`;

const WIRING = `import { wire } from "ringmote/boards/board.ts";
import board from "ringmote/boards/esp32-espruino.ts";

export default { "esp32-espruino": wire(board, { lamp: "D23" }) };
`;

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ringmote-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function built(device: string | undefined, wiring: string | undefined, board = "esp32-espruino") {
  if (device !== undefined) writeFileSync(join(folder, "device.ts"), device);
  if (wiring !== undefined) writeFileSync(join(folder, "wiring.ts"), wiring);
  return buildImage({ firmware: folder, board });
}

test("a firmware outside of this package is built", async () => {
  const image = await built(DEVICE, WIRING);
  expect(image.files[0]?.content.text).toContain("lamp");
});

const WRONG: readonly (readonly [
  title: string,
  device: string | undefined,
  wiring: string | undefined,
  sentence: string,
])[] = [
  ["no device", undefined, WIRING, "holds no device.ts; a firmware is a folder with one."],
  ["no wiring", DEVICE, undefined, "has no wiring.ts, which says for each board which pin has which role."],
  [
    "no default export",
    DEVICE.replace("export default ", ""),
    WIRING,
    "device.ts has no default export; it should be a device",
  ],
  ["a slip of the pen", `${DEVICE}const a = ;`, WIRING, "device.ts:5: Expression expected."],
  [
    "an import that is nowhere",
    DEVICE.replace('"ringmote"', '"ringmot"'),
    WIRING,
    'device.ts:2: There is no module "ringmot"; did you mean "ringmote"? Known are: ringmote, ringmote/driver.ts,',
  ],
  [
    "a part of this package that is not there",
    DEVICE.replace("relay.ts", "relai.ts"),
    WIRING,
    'device.ts:1: There is no module in src/drivers/ "relai.ts"; did you mean "relay.ts"?',
  ],
  [
    "a driver without its .ts",
    DEVICE.replace("relay.ts", "relay"),
    WIRING,
    'device.ts:1: There is no module in src/drivers/ "relay"; did you mean "relay.ts"?',
  ],
  [
    "an import that was forgotten",
    DEVICE.replace(/^import .*relay.*$/m, ""),
    WIRING,
    'device.ts:4: "relay" is not imported; write import { relay } from "ringmote/drivers/relay.ts".',
  ],
  [
    "an error that it throws",
    `${DEVICE}throw new Error("out of lamps");`,
    WIRING,
    "device.ts:5: the device fails here: out of lamps",
  ],
  ["a wrong type", DEVICE.replace('name: "lamp"', "name: 5"), WIRING, "device.ts:4: The device name is 5;"],
  ["a name that no board has", `${DEVICE}given(1);`, WIRING, "device.ts:5: Cannot find name 'given'."],
  [
    "a pin in place of a part",
    DEVICE.replace('relay("lamp")', '"D23" as never'),
    WIRING,
    'device.ts:4: The actuator "lamp" has no part to drive; make one, as in powerSwitch("lamp", relay("lamp")).',
  ],
  ["a wrong pin", DEVICE, WIRING.replace("D23", "D99"), 'the role "lamp" is on pin "D99", which'],
];

test.each(WRONG)("%s is said in one sentence", async (_, device, wiring, sentence) => {
  await expect(built(device, wiring)).rejects.toThrow(BuildError);
  await expect(built(device, wiring)).rejects.toThrow(sentence);
});

test("an option's fault is reported before the compiler starts", async () => {
  const device = DEVICE.replace('name: "lamp"', 'name: "a lamp"');
  const refused = await built(`${device}new Date();`, WIRING).catch((error: unknown) => error);
  expect((refused as BuildError).refusals).toEqual([
    expect.stringContaining('device.ts:4: The device name "a lamp"'),
  ]);
});

test("an unknown board is refused with the wiring's boards", async () => {
  await expect(built(DEVICE, WIRING, "esp8266-nodemcu")).rejects.toThrow(
    "has no wiring for esp8266-nodemcu; it has one for: esp32-espruino.",
  );
});
