// A pulse counter: portions that are fractions, rates over a window and gusts within it, exact at each load
// and across every wrap.
import { join } from "node:path";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { partFaults } from "../../src/checks/part-faults.ts";
import * as driver from "../../src/drivers/pulse-counter.ts";
import { days, device, hours, minutes, seconds, sensor } from "../../src/index.ts";
import type { Ports } from "../../src/ports/ports.ts";
import { builtEverywhere } from "../../tools/laboratory/programs/engines.ts";
import { startTrial } from "../../tools/sim/trial/trial.ts";
import { createBreadboard, PIN } from "./breadboard.ts";
import { narrow } from "./narrow.ts";

const { pulseCounter } = narrow<typeof driver>(
  join(import.meta.dirname, "..", "..", "src", "drivers", "pulse-counter.ts"),
);

const RAIN = { perPulse: 0.2794 };
const WIND = { perPulse: 0.667, per: seconds(1), gust: seconds(3), window: minutes(10) };

/** A part on a clock and a counter that are set by hand. */
function byHand(options: driver.PulseCounterOptions, at = { now: 0, count: 0 }) {
  const ports = {
    milliseconds: () => at.now,
    pulses: { count: () => {}, counted: () => at.count },
  } as unknown as Ports;
  const part = pulseCounter("meter", options);
  part.begin(part, ports, { meter: PIN });
  const look = (ms: number, pulses: number) => {
    at.now = (at.now + ms) % 2 ** 31;
    at.count = (at.count + pulses) % 2 ** 31;
    expect(part.collect(part)).toBe("");
    return [part.total.value, part.rate.value, part.most.value];
  };
  return { part, look };
}

test("each tip of a rain gauge is its own fraction", () => {
  const { look } = byHand(RAIN);
  const totals = Array.from({ length: 5 }, () => look(1000, 1)[0]);
  // 0.2794, 0.5588, 0.8382, 1.1176 and 1.3970 mm.
  expect(totals).toEqual([28, 56, 84, 112, 140]);
});

test("a rate is the mean of the window, once it has passed", () => {
  const { look } = byHand(RAIN);
  for (let minute = 1; minute < 10; minute++) expect(look(60_000, 1)[1]).toBeUndefined();
  // Ten tips in ten minutes: 2.794 mm, and six times that an hour.
  expect(look(60_000, 1)[1]).toBe(1676);
  for (let minute = 0; minute < 10; minute++) look(60_000, 0);
  expect(look(60_000, 0)[1]).toBe(0);
});

test("a gust stays the greatest as long as the window", () => {
  const { look } = byHand(WIND);
  expect(look(1000, 10)[2]).toBeUndefined();
  expect(look(2000, 20)[2]).toBe(667);
  expect(look(3000, 60)[2]).toBe(1334);
  for (let passed = 0; passed < 594_000; passed += 3000) look(3000, 3);
  expect(look(3000, 3)[2]).toBe(1334);
  for (let passed = 0; passed < 120_000; passed += 3000) look(3000, 3);
  expect(look(3000, 3).slice(1)).toEqual([67, 67]);
});

test("looks that are late by some milliseconds end a gust each", () => {
  const { look } = byHand(WIND);
  look(3020, 10);
  expect(look(2985, 60)[2]).toBe(Math.round((60 * 66.7 * 1000) / 2985));
});

test("a sampling slower than the window gives its own mean", () => {
  const { look } = byHand(RAIN);
  expect(look(1_800_000, 2)[1]).toBe(112);
  expect(look(1_800_000, 4)[1]).toBe(224);
});

test("time and count go on as they wrap", () => {
  const { look } = byHand(RAIN, { now: 2 ** 31 - 300_000, count: 2 ** 31 - 2 });
  look(299_000, 1);
  expect(look(301_000, 3).slice(0, 2)).toEqual([112, 671]);
});

test("a total without room begins at 0 again", () => {
  const { look } = byHand({ perPulse: 39_999, decimals: 4 });
  expect(look(1000, 5)[0]).toBe(1_999_950_000);
  expect(look(1000, 1)[0]).toBe(0);
  expect(look(1000, 1)[0]).toBe(399_990_000);
});

test("totals and rates are exact whole numbers within 31 bits", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3_999_999 }),
      fc.integer({ min: 0, max: 4 }),
      fc.constantFrom(seconds(1), minutes(1), hours(1), days(1)),
      fc.array(fc.tuple(fc.integer({ min: 60_000, max: 3_600_000 }), fc.integer({ min: 0, max: 3000 })), {
        minLength: 1,
        maxLength: 5,
      }),
      (millionths, decimals, per, looks) => {
        const options = { perPulse: millionths / 1e6, decimals, per, window: minutes(1) };
        const { look } = byHand(options, { now: 2 ** 31 - 100_000, count: 2 ** 31 - 1000 });
        let all = 0n;
        for (const [ms, pulses] of looks) {
          all += BigInt(pulses);
          const of = (count: bigint) => count * BigInt(millionths) * 10n ** BigInt(decimals);
          const [total, rate] = look(ms, pulses);
          expect(BigInt(total as number)).toBe((of(all) * 2n + 1_000_000n) / 2_000_000n);
          const exact =
            (of(BigInt(pulses)) * BigInt(per) * 2n + 1_000_000n * BigInt(ms)) / (2_000_000n * BigInt(ms));
          if (exact < 2n ** 30n) expect(BigInt(rate as number)).toBe(exact);
          else if (rate !== undefined) expect(BigInt(rate)).toBe(exact);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test("pulses closer than the debounce are one", () => {
  const board = createBreadboard();
  const part = pulseCounter("cups", { perPulse: 1, decimals: 0, debounce: seconds(0.005) });
  board.begin(part);
  for (const gap of [5, 4, 5, 500]) {
    board.lines.drive(PIN, 0);
    board.clock.advance(1);
    board.lines.drive(PIN, 1);
    board.clock.advance(gap);
  }
  board.measure(part);
  expect(part.total.value).toBe(3);
});

test.each([
  [{ perPulse: 0 }, "0 for its perPulse; it is a number from 0.000001 to 40000."],
  [{ perPulse: -1 }, "-1 for its perPulse; it is a number from 0.000001 to 40000."],
  [{ perPulse: 40_001 }, "40001 for its perPulse; it is a number from 0.000001 to 40000."],
  [
    { perPulse: 1, window: minutes(-1) },
    "-60000 for its window in ms; it is a whole number from 1000 to 86400000.",
  ],
  [
    { perPulse: 1, window: "10m" as never },
    '"10m" for its window in ms; it is a whole number from 1000 to 86400000.',
  ],
  [{ perPulse: 1, decimals: 5 }, "5 for its decimals; it is a whole number from 0 to 4."],
  [
    { perPulse: 1, window: days(2) },
    "172800000 for its window in ms; it is a whole number from 1000 to 86400000.",
  ],
  [{ perPulse: 1, gust: minutes(11) }, "660000 for its gust in ms; it is a whole number from 100 to 600000."],
  [
    { perPulse: 1, debounce: seconds(2) },
    "2000 for its debounce in ms; it is a whole number from 0 to 1000.",
  ],
])("%j is a fault of the part", (options, sentence) => {
  const faults = partFaults([driver.pulseCounter("rain", options)]);
  expect(faults.map(({ sentence }) => sentence)).toEqual([`The part "rain" has ${sentence}`]);
});

test("every engine counts rain and wind to the same digits", async () => {
  const answers = await builtEverywhere(
    `import { seconds } from "../../../src/bytes/milliseconds.ts";
     import { pulseCounter } from "../../../src/drivers/pulse-counter.ts";
     let now = given(2147480000);
     let pulses = given(2147483640);
     const ports = {
       milliseconds: function (): number { return now; },
       pulses: { count: function (): void {}, counted: function (): number { return pulses; } },
     };
     const wires = { at: "D5" };
     const rain = pulseCounter("at", { perPulse: 0.2794 });
     const wind = pulseCounter("at", { perPulse: 0.667, per: seconds(1), gust: seconds(3), debounce: seconds(0.005) });
     const water = pulseCounter("at", { perPulse: 3.99999, decimals: 4 });
     const parts = [rain, wind, water];
     for (const part of parts) part.begin(part, ports as never, wires);
     for (const part of parts) emit(part.debounceMs + " " + part.portion + " " + part.share);
     for (let minute = 0; minute < 13; minute++) {
       now = given(now > 2147400000 ? now - 2147400000 - 23648 + 60000 : now + 60000);
       pulses = given(pulses > 2147400000 ? 77 : pulses + 85);
       for (const part of parts) part.collect(part);
     }
     for (const part of parts) {
       const { total, rate, most } = part;
       emit((total.value as number) + " " + (rate.value as number) + " " + (most.value as number));
     }`,
  );
  const lines = Object.entries(answers).map(([engine, emitted]) => [
    engine,
    ...emitted.map((line) => Buffer.from(line, "hex").toString("latin1")),
  ]);
  const [, ...first] = lines[0] as string[];
  expect(first.slice(0, 3)).toEqual(["20 279400 10000", "5 667000 10000", "20 3999990 100"]);
  for (const [engine, ...said] of lines) expect([engine, said]).toEqual([engine, first]);
});

test("a trial's flow is what the counter measures, in its own unit", async () => {
  const rain = driver.pulseCounter("rain", RAIN);
  const wind = driver.pulseCounter("cups", WIND);
  const station = device({
    name: "station",
    sensors: [
      sensor("rain", rain.total, { unit: "mm", decimals: 1, every: seconds(30) }),
      sensor("rain-rate", rain.rate, { unit: "mm/h", decimals: 1, every: seconds(30) }),
      sensor("wind", wind.rate, { unit: "m/s", decimals: 1, every: seconds(30) }),
      sensor("gust", wind.most, { unit: "m/s", decimals: 1, every: seconds(3) }),
    ],
  });
  let speed = 4;
  const trial = await startTrial(station, {
    around: { rain: { flow: () => 36 }, cups: { flow: () => speed } },
  });
  onTestFinished(trial.end);
  trial.pass(minutes(5));
  speed = 9;
  trial.pass(seconds(6));
  speed = 4;
  trial.pass(minutes(55));
  const newest = (name: string) => Number(trial.told(name).at(-1));
  expect(Math.abs(newest("rain") - 36)).toBeLessThan(0.6);
  expect(Math.abs(newest("rain-rate") - 36)).toBeLessThan(2);
  expect(newest("wind")).toBeCloseTo(4, 1);
  expect(Math.max(...trial.told("gust").map(Number))).toBeCloseTo(9, 0);
  expect(newest("gust")).toBeCloseTo(4, 0);
});
