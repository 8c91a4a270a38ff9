// A number input has as many decimals as its step and its bounds are written with, whatever a float makes of them.
import { expect, test } from "vitest";
import { numberInput } from "../../../src/device/declare/actuators/number-input.ts";
import { valueOnly } from "../../../src/device/run/actuators/parts-without-hardware.ts";

test.each([
  [1, 0],
  [0.5, 1],
  [1.1, 1],
  // By ten times ten it is 7.000000000000001.
  [0.07, 2],
  [2.01, 2],
  [1.001, 3],
  [0.0003, 4],
  [12_345.6789, 4],
])("a step of %d has %i decimals", (step, decimals) => {
  const declaration = numberInput("level", valueOnly(), { min: 0, max: 2 * step, step });
  expect([declaration.decimals, declaration.step]).toEqual([decimals, Math.round(step * 10 ** decimals)]);
});

test("a bound's decimals count too, also below zero", () => {
  const { decimals, leastValue, mostValue } = numberInput("level", valueOnly(), {
    min: -99_999.07,
    max: 0.29,
    step: 0.01,
  });
  expect([decimals, leastValue, mostValue]).toEqual([2, -9_999_907, 29]);
});
