// Water in the air, against the Magnus formula in float64, and as a device publishes it.
import { expect, test } from "vitest";
import { gramsOfWater, pointOfDew } from "../../../src/device/run/humid-air.ts";
import { dht22 } from "../../../src/drivers/dht22.ts";
import { sht3x } from "../../../src/drivers/sht3x.ts";
import { absoluteHumidity, device, dewPoint, seconds, sensor } from "../../../src/index.ts";
import { startParts } from "../parts-in-world.ts";

/** Every quarter of a degree from -45 to 60 °C, and every half of a percent. */
function* climates(): Generator<[hundredths: number, percent: number]> {
  for (let celsius = -4500; celsius <= 6000; celsius += 25)
    for (let percent = 100; percent <= 10_000; percent += 50) yield [celsius, percent];
}

function magnus(celsius: number): number {
  return (17.62 * celsius) / (243.12 + celsius);
}

test("the dew point is within 0.02 °C of the Magnus formula", () => {
  let worst = 0;
  for (const [celsius, percent] of climates()) {
    const gamma = Math.log(percent / 10_000) + magnus(celsius / 100);
    const expected = (243.12 * gamma) / (17.62 - gamma);
    worst = Math.max(worst, Math.abs((pointOfDew(celsius, percent) as number) / 100 - expected));
  }
  expect(worst).toBeLessThan(0.02);
});

test("absolute humidity is within 0.02 g/m³ and 0.1 % of its formula", () => {
  let beyond = 0;
  for (const [celsius, percent] of climates()) {
    const pressure = (percent / 10_000) * 6.112 * Math.exp(magnus(celsius / 100));
    const expected = (216.7 * pressure) / (273.15 + celsius / 100);
    const error = Math.abs((gramsOfWater(celsius, percent) as number) / 100 - expected);
    beyond = Math.max(beyond, error - expected * 0.001);
  }
  expect(beyond).toBeLessThan(0.02);
});

test("there is no dew point without water or outside the range", () => {
  expect(pointOfDew(2000, 0)).toBeUndefined();
  expect(gramsOfWater(2000, 0)).toBe(0);
  for (const celsius of [-4501, 8501]) {
    expect(pointOfDew(celsius, 5000)).toBeUndefined();
    expect(gramsOfWater(celsius, 5000)).toBeUndefined();
  }
});

test("a device publishes dew point and absolute humidity of one measurement", () => {
  const air = sht3x("air");
  const options = { decimals: 1, every: seconds(10) };
  const run = startParts(
    device({
      name: "room",
      sensors: [
        sensor("dew-point", dewPoint(air.temperature, air.humidity), { unit: "°C", ...options }),
        sensor("absolute-humidity", absoluteHumidity(air.temperature, air.humidity), {
          unit: "g/m³",
          ...options,
        }),
      ],
    }),
  );
  run.place("air").celsius = 25;
  run.pass(12_000);
  expect(run.said().slice(-2)).toEqual(["dew-point=13.9", "absolute-humidity=11.5"]);
});

test("humid air of parts with one decimal is computed in hundredths", () => {
  const air = dht22("air");
  const { part, decimals } = dewPoint(air.temperature, air.humidity);
  expect({ decimals, factors: (part as { factors?: number[] }).factors }).toEqual({
    decimals: 2,
    factors: [10, 10],
  });
});
