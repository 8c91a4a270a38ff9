// Analog parts on a board: a voltage beyond what its pins take is refused at the part's line, and one behind
// a divider is not.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { readBoard, readFirmware } from "../../tools/image/firmware/firmware.ts";
import { analogFaults } from "../../tools/image/wiring/analog-faults.ts";
import { ringmoteHere } from "../cli/in-process.ts";
import { createOwnProject } from "../cli/own-project.ts";

vi.setConfig({ testTimeout: 180_000 });

const project = createOwnProject();
afterAll(project.remove);

/** A device whose only part is made in line 5, and sits on an analog pin: its folder. */
function bedOn(board: string, pin: string, part: string): string {
  const folder = join(project.folder, "bed");
  mkdirSync(folder, { recursive: true });
  const driver = part.startsWith("battery") ? ["battery", "battery"] : ["soilMoisture", "soil-moisture"];
  writeFileSync(
    join(folder, "device.ts"),
    `import { device, sensor, seconds } from "ringmote";
import { ${driver[0]} } from "ringmote/drivers/${driver[1]}.ts";
// Its part.

const probe = ${part};
export default device({ name: "bed", sensors: [sensor("level", probe.percent, { unit: "%", every: seconds(30) })] });
`,
  );
  writeFileSync(
    join(folder, "wiring.ts"),
    `import board from "ringmote/boards/${board}.ts";\nexport default { "${board}": { board, roles: { probe: "${pin}" } } };\n`,
  );
  return folder;
}

async function built(board: string, pin: string, part: string) {
  bedOn(board, pin, part);
  const run = ringmoteHere(["build", "./bed", "--board", board, "--out", "image"], {}, project.folder);
  return { code: await run.ended, errors: run.errors() };
}

test.each<[part: string, board: string, pin: string, sentence: string]>([
  [
    'soilMoisture("probe")',
    "esp8266-espruino",
    "A0",
    'The part "probe" gives its pin up to 2700 mV, and ESP8266 with 4 MB of flash running Espruino takes 1000 mV at most; put a voltage divider in front of the pin and declare what is behind it, or choose another board.',
  ],
  ['soilMoisture("probe", 1150, 2600)', "esp32-c3-espruino", "IO0", "up to 2600 mV"],
  ['battery("probe")', "esp8266-espruino", "A0", "up to 3000 mV"],
  ['battery("probe", { upper: 100, lower: 27, full: 15100 })', "esp32-nodemcu", "IO32", "up to 3210 mV"],
])("%s is refused on %s", async (part, board, pin, sentence) => {
  const { code, errors } = await built(board, pin, part);
  expect(errors).toContain("bed/device.ts:5");
  expect(errors).toContain(sentence);
  expect(code).toBe(1);
});

test.each([
  ['soilMoisture("probe", 844, 375)', "esp8266-espruino", "A0"],
  ['soilMoisture("probe")', "d1-mini-espruino", "A0"],
  ['battery("probe", { upper: 39, lower: 10, full: 4800 })', "esp8266-espruino", "A0"],
])("%s has no fault on %s", async (part, board, pin) => {
  const { declaration } = await readFirmware(bedOn(board, pin, part));
  expect(declaration.sensors).toHaveLength(1);
  expect(analogFaults(declaration, await readBoard(board))).toEqual([]);
});

test("a part behind a divider is built", async () => {
  expect(await built("d1-mini-espruino", "A0", 'soilMoisture("probe")')).toMatchObject({
    code: 0,
    errors: expect.not.stringContaining("mV"),
  });
});
