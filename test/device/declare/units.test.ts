// Units of a device. `npm run check:types` sees to what TypeScript refuses here, as it does for times.
import { expect, test } from "vitest";
import { sht3x } from "../../../src/drivers/sht3x.ts";
import { numberInput, seconds, sensor, valueOnly } from "../../../src/index.ts";
import type { SensorOptions } from "../../../src/options.ts";

const { temperature } = sht3x("air");
const every = seconds(30);

test("a sensor accepts the unit as people write it", () => {
  expect(sensor("temperature", temperature, { every, unit: "°C" }).options.unit).toBe("°C");
  expect(sensor("steps", temperature, { every, unit: "steps" }).options.unit).toBe("steps");
  const options: SensorOptions = { every, unit: String("K") };
  expect(sensor("temperature", temperature, options).options.unit).toBe("K");
  expect(sensor("count", temperature, { every }).options.unit).toBeUndefined();
});

test("a unit that Home Assistant names differently is refused at its line", () => {
  // @ts-expect-error: it is "°C".
  sensor("temperature", temperature, { every, unit: "C" });
  // @ts-expect-error: it is "%".
  sensor("humidity", temperature, { every, unit: "percent" });
  // @ts-expect-error: it is "lx".
  numberInput("bright", valueOnly(), { min: 0, max: 1000, unit: "lux" });
});
