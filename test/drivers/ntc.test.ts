// NTC: temperatures beside those of the B formula in floating point, over all dividers, and wires that have come off.
import { join } from "node:path";
import { expect, test } from "vitest";
import * as driver from "../../src/drivers/ntc.ts";
import { createThermistor } from "../../tools/sim/parts/voltages.ts";
import { createBreadboard, PIN } from "./breadboard.ts";
import { narrow } from "./narrow.ts";

const inNarrow = narrow<typeof driver>(join(import.meta.dirname, "..", "..", "src", "drivers", "ntc.ts"));

function onBench(options: driver.NtcOptions = {}, { ntc } = driver) {
  const board = createBreadboard();
  const place = { celsius: 25 };
  const model = createThermistor({ lines: board.lines, pin: PIN, ...options }, () => place.celsius);
  const part = ntc("floor", options);
  board.begin(part);
  return { ...board, place, model, part };
}

/** °C by the formula, of so many counts of 4095. */
function formula(counts: number, options: driver.NtcOptions): number {
  const { resistor = 10000, nominal = 10000, beta = 3950, supply = 3300, above = false } = options;
  const [own, others] = [(counts * 3300) / 4095, supply - (counts * 3300) / 4095];
  const ohms = (resistor * (above ? others : own)) / (above ? own : others);
  return 1 / (1 / 298.15 + Math.log(ohms / nominal) / beta) - 273.15;
}

test.each([
  // From the table of a BetaTherm 10K3MCD1, whose B is 3976 from 25 to 85 °C, and 3855 from 0 to 25 °C.
  [10_000, 25, 3976, 0.05],
  [32_650.9, 0, 3976, 0.75],
  [97_006.9, -20, 3976, 1.65],
  [32_650.9, 0, 3855, 0.05],
  [55_303.9, -10, 3855, 0.2],
  [97_006.9, -20, 3855, 0.5],
])("%d ohms are %d °C by a B of %i, within %d", (ohms, celsius, beta, most) => {
  const { part, lines, measure } = onBench({ beta });
  lines.feed(PIN, () => Math.round((4095 * ohms) / (ohms + 10_000)));
  expect(measure(part)).toBe("");
  expect(Math.abs((part.temperature.value as number) / 100 - celsius)).toBeLessThanOrEqual(most);
});

test.each<driver.NtcOptions>([
  {},
  { above: true },
  { beta: 2000 },
  { beta: 5000 },
  { nominal: 100_000, resistor: 4700, beta: 4267 },
  { nominal: 1000, resistor: 1_000_000 },
  { nominal: 1_000_000, resistor: 1000, above: true },
  { supply: 2500 },
])("%j is within 0.03 °C of the formula at every count", (options) => {
  const { part, lines, measure } = onBench(options, inNarrow);
  let read = 0;
  let counts = 0;
  lines.feed(PIN, () => counts);
  for (counts = 0; counts < 4096; counts += 1) {
    const fault = measure(part);
    if (fault !== "") continue;
    const exact = formula(counts, options);
    // A tenth of a millivolt more or less is what the input itself may be off.
    const step = Math.abs(formula(counts + 0.07, options) - exact);
    expect(Math.abs((part.temperature.value as number) - exact * 100)).toBeLessThanOrEqual(3 + step * 100);
    read += 1;
  }
  expect(read).toBeGreaterThan(options.nominal === undefined ? 2500 : 100);
});

test.each([-20, 0, 21.5, 60, 110])("%d °C are measured so", (celsius) => {
  const { part, place, measure } = onBench();
  place.celsius = celsius;
  expect(measure(part)).toBe("");
  // A count of the converter is up to 0.06 °C there.
  expect(Math.abs((part.temperature.value as number) - celsius * 100)).toBeLessThanOrEqual(7);
});

test.each<[boolean, "unplugged" | "shorted", string]>([
  [false, "shorted", "open circuit"],
  [false, "unplugged", "short circuit"],
  [true, "shorted", "short circuit"],
  [true, "unplugged", "open circuit"],
])("with above %s an input that is %s is an %s", (above, fault, words) => {
  const { part, model, measure } = onBench({ above });
  expect(measure(part)).toBe("");
  model.fault = fault;
  expect(measure(part)).toBe(words);
  expect(part.temperature.value).toBeUndefined();
  model.fault = "none";
  expect(measure(part)).toBe("");
});

test.each([-273.15, -300])("at %d °C its model is as good as off", (celsius) => {
  for (const above of [false, true]) {
    const { place, lines } = onBench({ above });
    place.celsius = celsius;
    expect(lines.analog(PIN)).toBe(above ? 0 : 4095);
  }
});

test.each([-75, 180])("%d °C, which no such part measures, are no reading", (celsius) => {
  const { part, place, measure } = onBench({ nominal: celsius < 0 ? 1000 : 100_000 });
  place.celsius = celsius;
  expect(measure(part)).toBe("out of range");
});
