// Sums, differences and products of a device's own functions are held against 32 bits where the device runs
// on this computer.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Derivation } from "../../src/device/run/derivation.ts";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { placeOfError } from "../../tools/image/firmware/source-places.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-narrow-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const FILES = {
  "device.ts": `import { derive, device, seconds, sensor } from "ringmote";
import { bme280 } from "ringmote/drivers/bme280.ts";
import { total } from "./total.ts";
const air = bme280("air");
const every = seconds(30 * 2);
const sea = derive([air.pressure], (pascals) =>
  Math.floor((pascals * 106322) / 100000),
);
const sums = derive([air.pressure], total);
const bytes = derive([air.pressure], (pascals) =>
  String.fromCharCode(65, pascals).charCodeAt(1),
);
export default device({
  name: "room",
  sensors: [sensor("sea", sea, { every }), sensor("sums", sums, { every }), sensor("bytes", bytes, { every })],
});
`,
  "total.ts": `let all = 0;
const words = { text: "a" };

export function total(pascals: number): number {
  words.text += "b" + pascals;
  all += pascals;
  const last = { all: 2 };
  last.all *= all;
  return all;
}
`,
  "wiring.ts": "export default {};\n",
};
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(FOLDER, name), text);

async function computed(index: number, pascals: number): Promise<unknown> {
  const { declaration } = await readFirmware(FOLDER);
  const part = declaration.sensors?.[index]?.quantity.part as Derivation;
  return part.compute(pascals, 0, 0);
}

test("a product beyond 32 bits ends the run at its line", async () => {
  expect(await computed(0, 20_000)).toBe(21_264);
  const failure = await computed(0, 101_325).catch((error: unknown) => error);
  expect(String(failure)).toBe(
    "RangeError: 10773076650 is outside the whole numbers of 32 bits that every board has (-2147483648 to 2147483647); divide first, or count in larger units",
  );
  const place = placeOfError(failure);
  expect(place?.file).toMatch(/device\.ts$/);
  expect(place?.line).toBe(7);
});

test("a stored sum beyond 32 bits ends the run at its line", async () => {
  expect(await computed(1, 101_325)).toBe(101_325);
  for (const [pascals, line] of [
    [2_147_483_648, 6],
    [2_147_483_647, 8],
  ] as const) {
    const failure = await computed(1, pascals).catch((error: unknown) => error);
    expect(placeOfError(failure)?.file).toMatch(/total\.ts$/);
    expect(placeOfError(failure)?.line).toBe(line);
  }
});

test("a number that is no byte ends the run at its line", async () => {
  expect(await computed(2, 255)).toBe(255);
  for (const none of [256, 321, -1]) {
    const failure = await computed(2, none).catch((error: unknown) => error);
    expect(String(failure)).toBe(
      `RangeError: String.fromCharCode(${none}) keeps the lower eight bits of it on a board, and all of it here; write String.fromCharCode(n & 255)`,
    );
    expect(placeOfError(failure)?.line).toBe(11);
  }
});
