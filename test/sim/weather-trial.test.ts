// A weather station on trial: what falls and blows around its parts is what it says, to the last digit of a pulse.
import { expect, onTestFinished, test } from "vitest";
import { bme280 } from "../../src/drivers/bme280.ts";
import { pulseCounter } from "../../src/drivers/pulse-counter.ts";
import { onChange } from "../../src/filters.ts";
import { device, minutes, seaLevel, seconds, sensor } from "../../src/index.ts";
import { startTrial } from "../../tools/sim/trial/trial.ts";

const air = bme280("air");
const bucket = pulseCounter("bucket", { perPulse: 0.2794 });
const cups = pulseCounter("cups", {
  perPulse: 0.667,
  per: seconds(1),
  gust: seconds(3),
  debounce: seconds(0.005),
});
const every = seconds(30);
const station = device({
  name: "weather",
  sensors: [
    sensor("pressure", air.pressure, { unit: "hPa", every }),
    sensor("sea-level", seaLevel(air.pressure, air.temperature, 520), { unit: "hPa", every }),
    sensor("rain", bucket.total, { unit: "mm", decimals: 1, every }),
    sensor("wind", cups.rate, { unit: "m/s", every: minutes(1) }),
    sensor("gust", cups.most, { unit: "m/s", every: seconds(3), filters: [onChange()] }),
  ],
});

test("a trial sets pressure, rain and wind", async () => {
  let rain = 12;
  let wind = 4;
  const around = {
    air: { air: () => ({ celsius: 15, humidity: 50, hectopascals: 950 }) },
    bucket: { flow: () => rain },
    cups: { flow: () => wind },
  };
  const trial = await startTrial(station, { around });
  onTestFinished(trial.end);
  await trial.heard("pressure", "950");
  await trial.heard("sea-level", "1010");
  trial.pass(minutes(10));
  rain = 0;
  // Seven tips of the bucket.
  await trial.heard("rain", "2.0");
  trial.pass(minutes(3));
  await trial.heard("wind", "4");
  wind = 12;
  trial.pass(seconds(9));
  wind = 4;
  trial.pass(minutes(5));
  await trial.heard("gust", "12");
  expect(trial.told("wind").at(-1)).toBe("4");
  trial.pass(minutes(8));
  await trial.heard("gust", "4");
});
