// Heat index and pressure at sea level, against their formulas in float64, and as a device publishes them.
import { expect, test } from "vitest";
import { indexOfHeat } from "../../../src/device/run/heat-index.ts";
import { atSeaLevel } from "../../../src/device/run/sea-level.ts";
import { bme280 } from "../../../src/drivers/bme280.ts";
import { device, heatIndex, seaLevel, seconds, sensor } from "../../../src/index.ts";
import { startParts } from "../parts-in-world.ts";

/**
 * NOAA's, in °F and %. NaN within a fiftieth of a degree of where one formula ends and another begins: they
 * do not meet.
 */
function heatIndexOf(t: number, r: number): number {
  const simple = (0.5 * (t + 61 + (t - 68) * 1.2 + r * 0.094) + t) / 2;
  if (Math.abs(t - 40) < 0.02 || (t > 40 && Math.abs(simple - 80) < 0.02)) return Number.NaN;
  if (t < 40 || simple < 80) return t < 40 ? t : simple;
  const dry = -42.379 + 2.04901523 * t - 0.00683783 * t ** 2;
  const once = 10.14333127 - 0.22475541 * t + 0.00122874 * t ** 2;
  const twice = -0.05481717 + 0.00085282 * t - 0.00000199 * t ** 2;
  const hot = dry + once * r + twice * r ** 2;
  if (r < 13 && t >= 80 && t <= 112) return hot - ((13 - r) / 4) * Math.sqrt((17 - Math.abs(t - 95)) / 17);
  return r > 85 && t >= 80 && t <= 87 ? hot + ((r - 85) / 10) * ((87 - t) / 5) : hot;
}

test("the heat index is within 0.05 °C of NOAA's formula", () => {
  let worst = 0;
  for (let celsius = -4500; celsius <= 6000; celsius += 25)
    for (let percent = 0; percent <= 10_000; percent += 50) {
      const expected = (heatIndexOf((celsius / 100) * 1.8 + 32, percent / 100) - 32) / 1.8;
      const error = Math.abs((indexOfHeat(celsius, percent) as number) / 100 - expected);
      if (error > worst) worst = error;
    }
  expect(worst).toBeLessThan(0.05);
});

test("the heat index matches NOAA's own table", () => {
  // 96 °F at 50 % feels like 108 °F, 110 °F at 40 % like 136 °F.
  expect(indexOfHeat(3556, 5000)).toBeCloseTo(4222, -2);
  expect(indexOfHeat(4333, 4000)).toBeCloseTo(5778, -2);
});

test("the pressure at sea level is within 0.06 hPa of the barometric formula", () => {
  let worst = 0;
  for (let pressure = 65_000; pressure <= 110_000; pressure += 997)
    for (let celsius = -5000; celsius <= 6000; celsius += 250)
      for (let metres = -500; metres <= 3000; metres += 50) {
        const share = (0.0065 * metres) / (celsius / 100 + 0.0065 * metres + 273.15);
        const expected = pressure * (1 - share) ** -5.257;
        worst = Math.max(worst, Math.abs((atSeaLevel(pressure, celsius, metres) as number) - expected));
      }
  expect(worst).toBeLessThan(6);
});

test("impossible air has neither heat index nor sea-level pressure", () => {
  expect(indexOfHeat(6001, 5000)).toBeUndefined();
  expect(indexOfHeat(2500, 10_001)).toBeUndefined();
  expect(atSeaLevel(-1, 2000, 500)).toBeUndefined();
  expect(atSeaLevel(100_000, -5001, 500)).toBeUndefined();
});

test("a device publishes heat index and sea-level pressure of one measurement", () => {
  const air = bme280("air");
  const every = seconds(10);
  const run = startParts(
    device({
      name: "station",
      sensors: [
        sensor("heat-index", heatIndex(air.temperature, air.humidity), { unit: "°C", decimals: 1, every }),
        sensor("pressure", seaLevel(air.pressure, air.temperature, 520), { unit: "hPa", decimals: 0, every }),
      ],
    }),
  );
  Object.assign(run.place("air"), { celsius: 32, humidity: 70, hectopascals: 950 });
  run.pass(12_000);
  expect(run.said().slice(-2)).toEqual(["heat-index=40.4", "pressure=1007"]);
});
