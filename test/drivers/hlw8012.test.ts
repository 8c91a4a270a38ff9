// HLW8012: pulses beside what they mean, SEL, and its model.
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type * as Driver from "../../src/drivers/hlw8012.ts";
import type { Ports } from "../../src/ports/ports.ts";
import { createHlw8012, type Hlw8012Fault } from "../../tools/sim/parts/hlw8012.ts";
import { createBreadboard } from "./breadboard.ts";
import { narrow } from "./narrow.ts";

const { hlw8012 } = narrow<typeof Driver>(
  join(import.meta.dirname, "..", "..", "src", "drivers", "hlw8012.ts"),
);

const KETTLE = { volts: 230, amperes: 8.7, watts: 2001 };

/** A part on a clock and two counters that are set by hand. */
function byHand(options?: Driver.Hlw8012Options, at = { now: 0, cf: 0, cf1: 0 }) {
  const sel: number[] = [];
  const ports = {
    milliseconds: () => at.now,
    makeOutput: (_: string, level: number) => void sel.push(level),
    setLevel: (_: string, level: number) => void sel.push(level),
    pulses: { count: () => {}, counted: (pin: string) => (pin === "CF" ? at.cf : at.cf1) },
  } as unknown as Ports;
  const part = hlw8012("mains", options);
  part.begin(part, ports, { "mains.cf": "CF", "mains.cf1": "CF1", "mains.sel": "SEL" });
  const pass = (ms: number, cf: number, cf1: number) => {
    at.now = (at.now + ms) % 2 ** 31;
    at.cf = (at.cf + cf) % 2 ** 31;
    at.cf1 = (at.cf1 + cf1) % 2 ** 31;
  };
  const said = () => [part.power, part.voltage, part.current, part.energy].map(({ value }) => value);
  /** A sample at the end of a time with so many pulses; `unsteady` come at CF1 while it settles. */
  const sample = (ms: number, cf: number, cf1: number, unsteady = 0) => {
    pass(ms, cf, cf1);
    const wait = part.request(part);
    pass(wait, 0, unsteady);
    expect(part.collect(part)).toBe("");
    return said();
  };
  return { part, sel, sample };
}

/** A part at the mains, sampled each `everyMs`. */
function onBench(options: Driver.Hlw8012Options = {}) {
  const board = createBreadboard();
  const mains = { ...KETTLE };
  const { now, after } = board.clock;
  const { microohms = 1000, divider = 2821, inverted = false } = options;
  const pins = { cf: "mains.cf", cf1: "mains.cf1", sel: "mains.sel" };
  const ohms = microohms / 1e6;
  const parts = { lines: board.lines, ...pins, now, after, mains: () => mains, ohms, divider, inverted };
  const model = createHlw8012(parts);
  const part = hlw8012("mains", options);
  board.begin(part);
  const samples = (count: number, everyMs: number) => {
    for (let i = 0; i < count; i += 1) {
      const next = now() + everyMs;
      expect(board.measure(part)).toBe("");
      board.clock.advance(Math.max(0, next - now()));
    }
    return { power: part.power.value, voltage: part.voltage.value, current: part.current.value };
  };
  return { part, model, mains, samples };
}

test("a sample is what came since CF1 was steady", () => {
  const { sample, sel } = byHand();
  expect(sample(0, 0, 0, 1000)).toEqual([undefined, undefined, undefined, 0]);
  // 1 Hz at CF is 12.41 W, and 1 Hz at CF1 14.48 mA or 0.4903 V.
  expect(sample(9000, 90, 90, 1000)).toEqual([1241, undefined, 144, 0]);
  expect(sample(9000, 9, 4500, 1000)).toEqual([124, 2451, 144, 0]);
  expect(sample(9000, 0, 45, 1000)).toEqual([0, 2451, 72, 0]);
  expect(sel).toEqual([0, 1, 0, 1]);
});

test("SEL is the other way round behind a transistor", () => {
  const { sample, sel } = byHand({ inverted: true });
  sample(0, 0, 0);
  expect(sample(9000, 0, 90)).toEqual([0, undefined, 144, 0]);
  expect(sel).toEqual([1, 0]);
});

test("a sample that comes too soon changes nothing", () => {
  const { sample, sel } = byHand();
  sample(0, 0, 0);
  sample(1000, 10, 10);
  const before = sample(999, 10, 10);
  expect(before).toEqual([1241, undefined, 144, 0]);
  expect(sel).toEqual([0, 1]);
  expect(sample(1, 0, 490)).toEqual([1241, 2451, 144, 0]);
});

test("counts and time that wrap go on", () => {
  const { sample } = byHand({}, { now: 2 ** 31 - 5000, cf: 2 ** 31 - 10, cf1: 2 ** 31 - 10 });
  sample(0, 0, 0);
  expect(sample(9000, 90, 90).slice(0, 3)).toEqual([1241, undefined, 144]);
});

test("readings are whole numbers within 31 bits", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 100, max: 5000 }),
      fc.integer({ min: 1000, max: 5000 }),
      fc.integer({ min: 1000, max: 86_400_000 }),
      fc.integer({ min: 0, max: 2000 }),
      fc.integer({ min: 0, max: 2000 }),
      (microohms, divider, ms, cfHertz, cf1Hertz) => {
        const cf = Math.floor((ms * cfHertz) / 1000);
        const cf1 = Math.floor((ms * cf1Hertz) / 1000);
        const { sample } = byHand({ microohms, divider });
        sample(0, 0, 0);
        sample(ms, cf, cf1);
        const [power = 0, voltage = 0, current = 0, energy = 0] = sample(ms, cf, cf1);
        const near = (value: number, exact: number) =>
          expect(Math.abs(value - exact)).toBeLessThanOrEqual(2 + exact * 0.001);
        near(power, ((cf / ms) * divider * 43996.64) / microohms);
        near(voltage, (cf1 / ms) * divider * 1.738139);
        near(current, ((cf1 / ms) * 14484493) / microohms);
        near(energy, (2 * cf * divider * 4.399664) / microohms / 3600);
      },
    ),
    { numRuns: 1000 },
  );
});

test.each([
  [{}, KETTLE],
  [
    { microohms: 2000, divider: 2351, inverted: true },
    { volts: 117, amperes: 0.4, watts: 30 },
  ],
])("a meter with %j measures %j", (options, load) => {
  const { samples, mains, part } = onBench(options);
  Object.assign(mains, load);
  const { power, voltage, current } = samples(5, 10_000);
  expect(Math.abs((power as number) - load.watts * 10)).toBeLessThan(15);
  expect(Math.abs((voltage as number) - load.volts * 10)).toBeLessThan(10);
  expect(Math.abs((current as number) - load.amperes * 1000)).toBeLessThan(10);
  samples(356, 10_000);
  expect(Math.abs((part.energy.value as number) - load.watts)).toBeLessThan(load.watts / 100);
});

test("no load is 0 W, and a load is seen again", () => {
  const { samples, mains } = onBench();
  samples(5, 2000);
  Object.assign(mains, { amperes: 0, watts: 0 });
  const idle = samples(5, 2000);
  expect(idle).toEqual({ power: 0, voltage: expect.closeTo(2300, -1), current: 0 });
  Object.assign(mains, KETTLE);
  expect(samples(3, 2000).power).toBeGreaterThan(19_000);
});

test.each<[Hlw8012Fault, readonly string[]]>([
  ["silent", ["power", "voltage", "current"]],
  ["cf-off", ["power"]],
  ["cf1-off", ["voltage", "current"]],
])("%s reads as 0, and measures on behind that", (fault, silent) => {
  const { samples, model } = onBench();
  samples(4, 10_000);
  model.fault = fault;
  const zeros = Object.entries(samples(4, 10_000)).filter(([, value]) => value === 0);
  expect(zeros.map(([name]) => name)).toEqual(silent);
  model.fault = "none";
  expect(Object.values(samples(4, 10_000)).filter((value) => value === 0)).toEqual([]);
});
