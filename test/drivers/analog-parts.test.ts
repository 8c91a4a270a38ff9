// Soil probe, light-dependent resistor and battery: voltages beside what they mean, and wires that have come off.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type * as BatteryDriver from "../../src/drivers/battery.ts";
import type * as CurveDriver from "../../src/drivers/battery-curve.ts";
import type * as LightDriver from "../../src/drivers/light-level.ts";
import type * as SoilDriver from "../../src/drivers/soil-moisture.ts";
import { createBattery, createLightResistor, createSoilProbe } from "../../tools/sim/parts/voltages.ts";
import { createBreadboard, PIN } from "./breadboard.ts";
import { narrow } from "./narrow.ts";

const drivers = join(import.meta.dirname, "..", "..", "src", "drivers");
const { battery } = narrow<typeof BatteryDriver>(join(drivers, "battery.ts"));
const { batteryCurve, LITHIUM_ION, LITHIUM_MANGANESE } = narrow<typeof CurveDriver>(
  join(drivers, "battery-curve.ts"),
);
const { lightLevel } = narrow<typeof LightDriver>(join(drivers, "light-level.ts"));
const { soilMoisture } = narrow<typeof SoilDriver>(join(drivers, "soil-moisture.ts"));

describe("soil moisture", () => {
  function percentAt(wetness: number, fault: "none" | "unplugged" = "none") {
    const board = createBreadboard();
    const model = createSoilProbe({ lines: board.lines, pin: PIN }, () => wetness);
    model.fault = fault;
    const part = soilMoisture("soil");
    board.begin(part);
    return { fault: board.measure(part), percent: part.percent.value };
  }

  test.each([0, 0.25, 0.5, 1])("a wetness of %d is that share of 100.0 %%", (wetness) => {
    const { fault, percent } = percentAt(wetness);
    expect(fault).toBe("");
    expect(Math.abs((percent as number) - wetness * 1000)).toBeLessThanOrEqual(1);
  });

  test("a probe that is unplugged is a fault, not wet soil", () => {
    expect(percentAt(0.5, "unplugged")).toEqual({ fault: "out of range", percent: undefined });
  });

  test.each([
    // A little past either end is that end; far past is a fault.
    [3000, "", 0],
    [2700, "", 0],
    [1950, "", 500],
    [1200, "", 1000],
    [900, "", 1000],
    [400, "out of range", undefined],
  ])("%i mV with the usual calibration: %j, %j", (millivolts, fault, percent) => {
    const board = createBreadboard();
    board.lines.feed(PIN, () => Math.round((millivolts * 4095) / 3300));
    const part = soilMoisture("soil");
    board.begin(part);
    expect(board.measure(part)).toBe(fault);
    expect(part.percent.value).toBe(percent);
  });

  test.each([
    [500, 1500, 750, 250],
    [1500, 500, 750, 750],
  ])("dry at %i mV, wet at %i: %i mV is %i tenths", (dry, wet, millivolts, percent) => {
    const board = createBreadboard();
    board.lines.feed(PIN, () => Math.round((millivolts * 4095) / 3300));
    const part = soilMoisture("soil", dry, wet);
    board.begin(part);
    board.measure(part);
    expect(Math.abs((part.percent.value as number) - percent)).toBeLessThanOrEqual(1);
  });
});

describe("light level", () => {
  const levelAt = (lux: number): number => {
    const board = createBreadboard();
    createLightResistor({ lines: board.lines, pin: PIN }, () => lux);
    const part = lightLevel("light");
    board.begin(part);
    expect(board.measure(part)).toBe("");
    return part.percent.value as number;
  };

  test("the level rises with the light and stays within 0..100 %", () => {
    const levels = [0, 1, 10, 100, 1000, 100_000].map(levelAt);
    expect(levels).toEqual([...levels].sort((a, b) => a - b));
    expect(levels[0]).toBeLessThan(20);
    expect(levels.at(-1)).toBeGreaterThan(980);
    expect(levels.at(-1)).toBeLessThanOrEqual(1000);
  });
});

describe("battery", () => {
  function measured(millivolts: number, options: Parameters<typeof battery>[1]) {
    const board = createBreadboard();
    createBattery({ lines: board.lines, pin: PIN, ...options }, () => millivolts);
    const part = battery("cell", options);
    board.begin(part);
    const fault = board.measure(part);
    return [fault, part.voltage.value, part.percent.value];
  }

  test.each([
    [0, 0, 0],
    [1999, 200, 0],
    [2500, 250, 50],
    [3000, 300, 100],
    [3300, 330, 100],
  ])("two AA cells of %i mV are %i hundredths, %i %% full", (millivolts, volts, percent) => {
    expect(measured(millivolts, undefined)).toEqual(["", volts, percent]);
  });

  test.each([
    [9000, 0],
    [10_800, 50],
    [12_600, 100],
    [14_400, 100],
  ])("a lead battery of %i mV behind resistors is %i %% full", (millivolts, percent) => {
    const [fault, volts, full] = measured(millivolts, { upper: 100, lower: 27, empty: 9000, full: 12_600 });
    expect([fault, full]).toEqual(["", percent]);
    expect(Math.abs((volts as number) - millivolts / 10)).toBeLessThanOrEqual(1);
  });

  test("the greatest allowed resistors and voltages need at most 31 bits", () => {
    const [, volts, percent] = measured(60_000, { upper: 10_000, lower: 1, empty: 0, full: 60_000 });
    expect([volts, percent].every(Number.isInteger)).toBe(true);
  });
});

describe("battery curve", () => {
  function measured(
    millivolts: number,
    curve: readonly number[],
    options?: Parameters<typeof batteryCurve>[2],
  ) {
    const board = createBreadboard();
    createBattery({ lines: board.lines, pin: PIN, ...options }, () => millivolts);
    const part = batteryCurve("cell", curve, options);
    board.begin(part);
    const fault = board.measure(part);
    return [fault, part.voltage.value, part.percent.value];
  }

  test.each([
    [0, 0],
    [2000, 0],
    [3306, 0],
    [3500, 5],
    [3687, 10],
    [3821, 50],
    [3852, 55],
    [4086, 90],
    [4177, 100],
    [4300, 100],
  ])("a lithium cell of %i mV is %i %% full", (millivolts, percent) => {
    const [fault, volts, full] = measured(millivolts, LITHIUM_ION, { upper: 100, lower: 220 });
    expect([fault, full]).toEqual(["", percent]);
    expect(Math.abs((volts as number) - millivolts / 10)).toBeLessThanOrEqual(1);
  });

  test("two cells in a row are as full as each of them", () => {
    expect(measured(5854, LITHIUM_MANGANESE, { upper: 100, lower: 100, cells: 2 })).toEqual(["", 585, 50]);
  });

  test("a battery that empties never reads fuller than before", () => {
    let before = 100;
    for (let millivolts = 4300; millivolts >= 3200; millivolts--) {
      const [, , percent] = measured(millivolts, LITHIUM_ION, { upper: 100, lower: 220 });
      expect(percent).toBeLessThanOrEqual(before);
      before = percent as number;
    }
    expect(before).toBe(0);
  });
});
