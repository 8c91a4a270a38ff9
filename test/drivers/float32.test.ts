// Floats in 32 bits as whole numbers, beside what the engine of this test makes of the same bytes.
import { join } from "node:path";
import { expect, test } from "vitest";
import * as written from "../../src/drivers/float32.ts";
import { createRandom } from "../../src/platform/node/random.ts";
import { narrow } from "./narrow.ts";

const narrowed = narrow<typeof written>(
  join(import.meta.dirname, "..", "..", "src", "drivers", "float32.ts"),
);

const MOST = 2 ** 31 - 1;

function both(bits: number, decimals: number): number | undefined {
  const words = [bits >>> 16, bits & 0xffff] as const;
  const [ofWide, ofNarrow] = [written, narrowed].map(({ fixedPointOf }) => fixedPointOf(...words, decimals));
  expect(ofWide).toBe(ofNarrow);
  return ofWide;
}

test.each<[string, number, number, number | undefined]>([
  ["230.2, as a meter's manual has it", 0x43663334, 1, 2302],
  ["230.2 in thousandths", 0x43663334, 3, 230200],
  ["100, as a meter's manual has it", 0x42c80000, 0, 100],
  ["0", 0, 6, 0],
  ["0 with a sign", 0x80000000, 6, 0],
  ["1", 0x3f800000, 2, 100],
  ["-0.5, the half away from 0", 0xbf000000, 0, -1],
  ["0.5, the half away from 0", 0x3f000000, 0, 1],
  ["just below 0.5", 0x3effffff, 0, 0],
  ["0.0000006 in millionths", 0x35210fb0, 6, 1],
  ["0.0000004 in millionths", 0x34d6bf95, 6, 0],
  ["2^-36 in millionths", 0x2d800000, 6, 0],
  ["the least there is", 1, 6, 0],
  ["2147483520, the greatest below 2^31", 0x4effffff, 0, 2147483520],
  ["2^31", 0x4f000000, 0, undefined],
  ["-2^31", 0xcf000000, 0, undefined],
  ["214748352 in tenths", 0x4d4ccccc, 1, 2147483520],
  ["214748368 in tenths", 0x4d4ccccd, 1, undefined],
  ["the greatest there is", 0x7f7fffff, 0, undefined],
  ["infinite", 0x7f800000, 2, undefined],
  ["no number", 0x7fc00000, 2, undefined],
  ["no number, with a sign", 0xffffffff, 0, undefined],
])("%s is a whole number, or none", (_name, bits, decimals, expected) => {
  expect(both(bits, decimals)).toBe(expected);
});

test("20,000 floats are what their bytes are, to the last decimal", () => {
  const random = createRandom(32);
  const bytes = Buffer.alloc(4);
  for (let i = 0; i < 20_000; i += 1) {
    // Of 2^-27 to 2^33, where all happens.
    const bits =
      (random.below(2) * 2 ** 31 + random.between(100, 160) * 2 ** 23 + random.below(2 ** 23)) >>> 0;
    const decimals = i % 7;
    bytes.writeUInt32BE(bits);
    const exact = bytes.readFloatBE(0) * 10 ** decimals;
    const value = both(bits, decimals);
    if (value === undefined) expect(Math.abs(exact)).toBeGreaterThan(MOST - 10);
    else expect(Math.abs(value - exact)).toBeLessThanOrEqual(0.51);
  }
});
