// Wires of a device without a board: each role is a pin of its own, and a driver hears of one that it does not have.
import { expect, test } from "vitest";
import { max31855 } from "../../src/drivers/max31855.ts";
import { sht3x } from "../../src/drivers/sht3x.ts";
import { device, seconds, sensor } from "../../src/index.ts";
import { pinOf } from "../../src/reading/part.ts";
import { simulatedWires } from "../../tools/image/wiring/simulated-wires.ts";

const every = seconds(1);
const wires = simulatedWires(
  device({
    name: "kiln",
    sensors: [
      sensor("tip", max31855("oven").temperature, { every }),
      sensor("room", sht3x("air").temperature, { every }),
    ],
  }),
);

test("pins are called as their roles", () => {
  expect({ ...wires }).toEqual({
    "oven.sck": "oven.sck",
    "oven.miso": "oven.miso",
    "oven.cs": "oven.cs",
    air: { sda: "air.sda", scl: "air.scl" },
  });
});

test("a driver that misspells a pin is reported", () => {
  expect(pinOf(wires, "oven", "cs")).toBe("oven.cs");
  expect(() => pinOf(wires, "oven", "csx")).toThrow(
    'There is no wire "oven.csx"; did you mean "oven.cs"? Known are: oven.sck, oven.miso, oven.cs, air.',
  );
});
