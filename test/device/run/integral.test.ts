// Integrals over time: beside the trapezoidal rule in exact arithmetic, and with no sum that needs more than
// 32 signed bits.
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hours, type Milliseconds, minutes, seconds } from "../../../src/bytes/milliseconds.ts";
import type * as Integrals from "../../../src/device/run/integral.ts";
import { integral as unchecked } from "../../../src/device/run/integral.ts";
import type { Ports } from "../../../src/ports/ports.ts";
import { newPart, type Quantity } from "../../../src/reading/part.ts";
import { narrow } from "../../drivers/narrow.ts";

const { integral } = narrow<typeof Integrals>(
  join(import.meta.dirname, "..", "..", "..", "src", "device", "run", "integral.ts"),
);

type Sample = readonly [passed: number, reading: number | undefined];

const source = (decimals: number): Quantity => {
  const nothing = () => {};
  const part = newPart(
    "meter",
    "none",
    nothing,
    () => 0,
    () => "",
  );
  return { part, decimals, value: undefined };
};

/** What it is at each sample, `passed` milliseconds after the one before. */
function sumsOf(
  decimals: number,
  options: Integrals.IntegralOptions,
  samples: readonly Sample[],
  startAt = 0,
  measured = source(decimals),
) {
  const sum = integral(measured, options);
  let now = startAt;
  sum.part.begin(sum.part, { milliseconds: () => now } as Ports, {});
  return samples.map(([passed, reading]) => {
    now = (now + passed) % 2 ** 31;
    measured.value = reading;
    expect(sum.part.collect(sum.part)).toBe("");
    return sum.value;
  });
}

/** As a computer looks at it before anything is built. */
const isSound = (decimals: number, options: Integrals.IntegralOptions): boolean =>
  (unchecked(source(decimals), options).part.given ?? []).every(
    ({ value, least, most }) => value >= least && value <= most,
  );

const KWH = { per: hours(1), dividedBy: 1000, decimals: 3 };

test("the integral of a constant power is its energy", () => {
  const samples: Sample[] = [[500, 2345], ...Array<Sample>(360).fill([10_000, 2345])];
  expect(sumsOf(0, KWH, samples).at(-1)).toBe(2345);
});

test("a reading between two samples is interpolated linearly", () => {
  expect(
    sumsOf(0, { per: hours(1) }, [
      [0, 0],
      [3_600_000, 1000],
      [1_800_000, 0],
    ]),
  ).toEqual([0, 500, 750]);
});

test("an integral adds nothing for time without a reading", () => {
  const hour = 3_600_000;
  const samples: Sample[] = [
    [0, 8],
    [hour, 8],
    [hour, undefined],
    [hour, 8],
    [hour, 8],
  ];
  expect(sumsOf(0, { per: hours(1) }, samples)).toEqual([0, 8, 8, 8, 16]);
});

test("milliseconds beyond a second are counted later", () => {
  const samples: Sample[] = [[0, 3600], ...Array<Sample>(1000).fill([1900, 3600])];
  expect(sumsOf(0, { per: hours(1) }, samples).at(-1)).toBe(1900);
});

test("an integral beyond its largest number starts anew", () => {
  const days: Sample[] = Array<Sample>(10).fill([3_600_000, 1_000_000_000]);
  expect(sumsOf(0, { per: hours(1) }, days).slice(0, 4)).toEqual([0, 1_000_000_000, 2_000_000_000, 0]);
  const below = days.map(([passed, reading]): Sample => [passed, -(reading as number)]);
  expect(sumsOf(0, { per: hours(1) }, below).slice(0, 4)).toEqual([0, -1_000_000_000, -2_000_000_000, 0]);
});

test("the integral of an event-driven source uses its earlier value", () => {
  const contact = source(0);
  contact.part.watched = true;
  const samples: Sample[] = [
    [0, 0],
    [600_000, 1],
    [10_000, 0],
    [590_000, 0],
  ];
  expect(sumsOf(0, { per: seconds(1) }, samples, 0, contact)).toEqual([0, 0, 10, 10]);
});

test("a reading beyond its bounds adds nothing to the integral", () => {
  const samples: Sample[] = [
    [0, 300_000_000],
    [3_600_000, 300_000_000],
    [1000, 2],
    [1000, 2],
  ];
  expect(sumsOf(0, { per: seconds(1), decimals: 4 }, samples)).toEqual([0, 0, 0, 20_000]);
  const great: Sample[] = [
    [0, 100_000],
    [86_400_000, 100_000],
  ];
  expect(sumsOf(0, { per: 1 as Milliseconds, decimals: 4 }, great)).toEqual([0, 0]);
});

test("an integral survives the clock's wrap", () => {
  expect(
    sumsOf(
      0,
      { per: seconds(1) },
      [
        [0, 1],
        [4000, 1],
      ],
      2 ** 31 - 1000,
    ),
  ).toEqual([0, 4]);
});

test("an integral never overflows, whatever it adds", () => {
  const forms = fc.record({
    per: fc.constantFrom(seconds(1), minutes(1), hours(1), hours(24)),
    dividedBy: fc.constantFrom(1, 7, 100, 1000),
    decimals: fc.integer({ min: 0, max: 4 }),
  });
  const samples = fc.array(
    fc.tuple(fc.integer({ min: 100, max: 86_400_000 }), fc.integer({ min: -5000, max: 5000 })),
    { minLength: 1, maxLength: 40 },
  );
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3 }), forms, samples, (decimals, options, measured) => {
      fc.pre(isSound(decimals, options));
      const { per } = options;
      const tick = (per / 1000) * Math.max(options.dividedBy, per >= 60_000 ? 60 : 0) >= 60 ? 1000 : 1;
      // Over a second so much comes in a day that the sum would begin anew.
      const fed = measured.map(
        ([passed, reading]): Sample => [per === 1000 ? passed % 100_000 : passed, reading],
      );
      const got = sumsOf(decimals, options, fed);
      const divisor = BigInt((2 * per * options.dividedBy) / tick);
      let products = 0n;
      let until = 0;
      let now = 0;
      let before = fed[0]?.[1] as number;
      let sum = 0;
      const expected = fed.map(([passed, reading = 0], i) => {
        now += passed;
        if (i === 0) until = now;
        const ticks = Math.floor((now - until) / tick);
        products += BigInt(before + reading) * BigInt(ticks) * 10n ** BigInt(options.decimals - decimals);
        until += ticks * tick;
        if (ticks > 0) before = reading;
        const last = sum;
        sum = Number((products - (((products % divisor) + divisor) % divisor)) / divisor);
        // A step that alone comes near the end of the numbers begins the sum anew.
        fc.pre(Math.abs(sum - last) < 2 ** 31 - 2 * (ticks + 1));
        return sum;
      });
      fc.pre(expected.every((value) => Math.abs(value) < 2 ** 31));
      expect(got).toEqual(expected);
    }),
  );
});
