// Two parts on one SPI of a device in Node: each has its own cs, and neither hears of the other.
import { expect, test } from "vitest";
import { seconds } from "../../src/bytes/milliseconds.ts";
import { device } from "../../src/device/declare/device.ts";
import { sensor } from "../../src/device/declare/sensor.ts";
import { max31855 } from "../../src/drivers/max31855.ts";
import { startParts } from "../device/parts-in-world.ts";

function started() {
  const every = seconds(10);
  const [oven, flue] = [max31855("oven"), max31855("flue")];
  const run = startParts(
    device({
      name: "kiln",
      sensors: [
        sensor("oven", oven.temperature, { every, decimals: 2 }),
        sensor("flue", flue.temperature, { every, decimals: 2 }),
        sensor("chip", flue.internal, { every, decimals: 1 }),
      ],
    }),
  );
  run.place("oven").tip = 1000.75;
  run.place("flue").tip = -250;
  return run;
}

test("two thermocouples on one bus are read separately", () => {
  const run = started();
  run.pass(30_000);
  expect(run.said()).toEqual(expect.arrayContaining(["oven=1000.75", "flue=-250.00", "chip=20.0"]));
  expect(["oven", "flue"].map((role) => run.circuit.output(`${role}.cs`))).toEqual([1, 1]);
  for (const role of ["oven", "flue"]) expect(run.thermocouple(role).misuses()).toEqual([]);
});

test("a fault of one SPI part does not affect the other", () => {
  const run = started();
  run.thermocouple("oven").fault = "open";
  run.place("flue").tip = 99.5;
  run.pass(30_000);
  expect(run.said()).toContain("flue=99.50");
  expect(run.problem()).toBe("oven: open circuit");
  run.place("oven").answers = false;
  run.pass(30_000);
  expect(run.problem()).toBe("oven: no answer");
});

test("a thermocouple alone on the bus is read once", () => {
  const every = seconds(3600);
  const run = startParts(
    device({ name: "kiln", sensors: [sensor("oven", max31855("oven").temperature, { every, decimals: 2 })] }),
  );
  const levels: number[] = [];
  run.circuit.whenWritten("oven.cs", (level) => levels.push(level));
  run.pass(30_000);
  expect(run.said()).toContain("oven=200.00");
  expect(levels[0]).toBe(0);
});
