// BME280 arithmetic: against the datasheet's formulas in double precision, and within 31 bits on the way.
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type * as Compensation from "../../src/drivers/bme280-compensation.ts";
import {
  type Bme280Calibration,
  calibrationRegisters,
  humidityPercent,
  pascals,
  tFine,
  USUAL_CALIBRATION,
} from "../../tools/sim/parts/bme280-formulas.ts";
import { narrow } from "./narrow.ts";

const { airPressure, fineTemperature, relativeHumidity } = narrow<typeof Compensation>(
  join(import.meta.dirname, "..", "..", "src", "drivers", "bme280-compensation.ts"),
);

/** As far as the driver lets a temperature through. */
const COLDEST = -41 * 5120;
const WARMEST = 86 * 5120;

function bytesOf(calibration: Bme280Calibration): string {
  const { low, high } = calibrationRegisters(calibration);
  return Buffer.concat([low, high]).toString("latin1");
}

test("519888 and 415148 counts give 25.08 °C and 100,653.27 Pa, as published", () => {
  const bytes = bytesOf(USUAL_CALIBRATION);
  const fine = fineTemperature(bytes, 519888);
  expect(fine).toBe(128422);
  expect((fine * 5 + 128) >> 8).toBe(2508);
  expect(airPressure(bytes, 415148, fine)).toBe(100653);
});

test("a number of twelve bits keeps its sign", () => {
  const h = (h4: number, h5: number): Bme280Calibration => ({
    ...USUAL_CALIBRATION,
    h: [75, 370, 0, h4, h5, 30],
  });
  for (const [h4, h5] of [
    [-1, -1],
    [-2048, 2047],
    [2047, -2048],
    [15, -16],
  ] as const) {
    const calibration = h(h4, h5);
    const counts = 20000 + h4 * 64;
    const expected = humidityPercent(calibration, Math.max(0, counts), 128422);
    const percent = relativeHumidity(bytesOf(calibration), Math.max(0, counts), 128422);
    expect(Math.abs(percent / 100 - expected)).toBeLessThan(0.01);
  }
});

/** A whole number that differs from the usual one by up to so much. */
const near = (usual: number, by: number) => fc.integer({ min: usual - by, max: usual + by });

/** A wide neighbourhood of the calibrations that are published. */
const parts: fc.Arbitrary<Bme280Calibration> = fc.record({
  t: fc.tuple(near(27500, 1500), near(26400, 1500), near(0, 2500)),
  p: fc.tuple(
    near(36500, 3500),
    near(-10600, 2000),
    near(3024, 1000),
    near(4000, 6000),
    near(0, 500),
    near(-7, 20),
    near(12000, 6000),
    near(-12000, 6000),
    near(5000, 3000),
  ),
  h: fc.tuple(near(75, 25), near(365, 30), near(20, 20), near(320, 100), near(25, 60), near(30, 15)),
});
const twentyBits = fc.integer({ min: 0, max: 0xfffff });

describe("for parts of all kinds, against the double-precision formulas", () => {
  test("temperature is within 0.001 °C before it is rounded", () => {
    fc.assert(
      fc.property(parts, fc.integer({ min: 250000, max: 750000 }), (calibration, counts) => {
        const exact = tFine(calibration, counts);
        fc.pre(exact >= COLDEST && exact <= WARMEST);
        const fine = fineTemperature(bytesOf(calibration), counts);
        expect(Math.abs(fine - exact) / 5120).toBeLessThan(0.001);
      }),
      { numRuns: 2000 },
    );
  });

  test("pressure is within 0.9 Pa when rounded to whole ones", () => {
    fc.assert(
      fc.property(
        parts,
        fc.integer({ min: COLDEST, max: WARMEST }),
        fc.integer({ min: 50000, max: 800000 }),
        (calibration, fine, counts) => {
          const exact = pascals(calibration, counts, fine);
          fc.pre(exact >= 29900 && exact <= 110100);
          const whole = airPressure(bytesOf(calibration), counts, fine);
          expect(Math.abs(whole - exact)).toBeLessThan(0.9);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("humidity is within 0.01 % when rounded to hundredths", () => {
    fc.assert(
      fc.property(
        parts,
        fc.integer({ min: COLDEST, max: WARMEST }),
        fc.integer({ min: 0, max: 0xffff }),
        (calibration, fine, counts) => {
          const exact = humidityPercent(calibration, counts, fine);
          const percent = relativeHumidity(bytesOf(calibration), counts, fine);
          expect(Math.abs(percent / 100 - exact)).toBeLessThan(0.01);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe("for any calibration at all, as a disturbed bus may give", () => {
  const anyBytes = fc
    .uint8Array({ minLength: 33, maxLength: 33 })
    .map((bytes) => Buffer.from(bytes).toString("latin1"));

  test("the temperature needs no more than 31 bits", () => {
    fc.assert(
      fc.property(anyBytes, twentyBits, (bytes, counts) => void fineTemperature(bytes, counts)),
      {
        numRuns: 3000,
      },
    );
  });

  test("neither does the pressure", () => {
    const fine = fc.integer({ min: COLDEST, max: WARMEST });
    fc.assert(
      fc.property(anyBytes, twentyBits, fine, (bytes, counts, t) => void airPressure(bytes, counts, t)),
      {
        numRuns: 3000,
      },
    );
  });

  test("the humidity neither, and it is 0 to 100 %", () => {
    fc.assert(
      fc.property(
        anyBytes,
        fc.integer({ min: 0, max: 0xffff }),
        fc.integer({ min: COLDEST, max: WARMEST }),
        (bytes, counts, fine) => {
          const percent = relativeHumidity(bytes, counts, fine);
          expect(percent).toBeGreaterThanOrEqual(0);
          expect(percent).toBeLessThanOrEqual(10000);
        },
      ),
      { numRuns: 3000 },
    );
  });

  test.each([0x00, 0xff, 0x7f, 0x80])("also when every byte is %i", (byte) => {
    const bytes = String.fromCharCode(byte).repeat(33);
    for (const counts of [0, 0x80000, 0xfffff]) {
      fineTemperature(bytes, counts);
      for (const fine of [COLDEST, 0, WARMEST]) {
        airPressure(bytes, counts, fine);
        relativeHumidity(bytes, counts >> 4, fine);
      }
    }
  });
});
