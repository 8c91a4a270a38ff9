// ACS712: volts beside amperes in both directions, its divider, its noise, and wires that have come off.
import { join } from "node:path";
import { expect, test } from "vitest";
import * as driver from "../../src/drivers/acs712.ts";
import { createAcs712 } from "../../tools/sim/parts/voltages.ts";
import { createBreadboard, PIN } from "./breadboard.ts";
import { narrow } from "./narrow.ts";

const { acs712 } = driver;
const inNarrow = narrow<typeof driver>(join(import.meta.dirname, "..", "..", "src", "drivers", "acs712.ts"));
const DIVIDER = { upper: 10, lower: 20 };

function onBench(millivoltsPerAmpere = 100, amperes = 0, supply = 5000, options = DIVIDER, from = driver) {
  const board = createBreadboard();
  const load = { amperes };
  const model = createAcs712(
    { lines: board.lines, pin: PIN, millivoltsPerAmpere, supply, ...options },
    () => load.amperes,
  );
  const part = from.acs712("load", millivoltsPerAmpere, options);
  board.begin(part);
  return { ...board, load, model, part };
}

test.each([
  // The three parts, and the ends of each (selection guide).
  [185, [0, 1, -1, 5, -5]],
  [100, [0, 0.5, -0.5, 20, -20]],
  [66, [0, 10, -10, 30, -30]],
])("%i mV for each ampere give %j A", (millivoltsPerAmpere, currents) => {
  const { part, load, measure } = onBench(millivoltsPerAmpere);
  for (const amperes of currents) {
    load.amperes = amperes;
    expect(measure(part)).toBe("");
    // A count is 1.2 mV behind the divider.
    const count = 121 / millivoltsPerAmpere;
    expect(Math.abs((part.current.value as number) - amperes * 100)).toBeLessThanOrEqual(count / 2 + 1);
  }
});

test.each([
  // Of a pin that reads 3300 mV at 4095 counts, which are 4950 mV in front of the divider.
  [2068, 0],
  [2069, 1],
  [2151, 100],
  [1986, -100],
  [3723, 2000],
])("%i counts are %i hundredths", (counts, hundredths) => {
  const { part, measure, lines } = onBench();
  lines.feed(PIN, () => counts);
  expect(measure(part)).toBe("");
  expect(Math.abs((part.current.value as number) - hundredths)).toBeLessThanOrEqual(1);
});

test("noise of several counts is taken out by sixteen looks", () => {
  const { part, measure, lines } = onBench();
  let look = 0;
  lines.feed(PIN, () => 2068 + (look++ % 2 === 0 ? 20 : -20));
  expect(measure(part)).toBe("");
  expect(look).toBe(16);
  expect(Math.abs(part.current.value as number)).toBeLessThanOrEqual(1);
});

test("a low supply is a current, unless the middle is given", () => {
  const off = onBench(100, 0, 4800);
  expect(off.measure(off.part)).toBe("");
  expect(off.part.current.value).toBeLessThan(-90);
  const right = acs712("load", 100, { ...DIVIDER, middle: 2400 });
  off.begin(right);
  expect(off.measure(right)).toBe("");
  expect(Math.abs(right.current.value as number)).toBeLessThanOrEqual(1);
});

test.each(["unplugged", "shorted"] as const)("an input that is %s gives no reading", (fault) => {
  const { part, measure, model, load } = onBench(100, 3);
  expect(measure(part)).toBe("");
  model.fault = fault;
  expect(measure(part)).toBe("out of range");
  expect(part.current.value).toBeUndefined();
  model.fault = "none";
  load.amperes = -3;
  expect(measure(part)).toBe("");
  expect(part.current.value).toBeLessThan(-298);
});

test("a current beyond the output's range gives no reading", () => {
  const { part, measure } = onBench(185, 15);
  expect(measure(part)).toBe("out of range");
});

test("the build knows the highest voltage at its pin", () => {
  expect(acs712("load", 66, DIVIDER).mostMillivolts).toBe(3066);
  expect(acs712("load", 66).mostMillivolts).toBe(4600);
});

test("the greatest divider and the least sensitivity need at most 32 bits", () => {
  const { part, measure, lines } = onBench(10, 0, 5000, { upper: 1000, lower: 1 }, inNarrow);
  lines.feed(PIN, () => 4095);
  expect(measure(part)).toBe("out of range");
});
