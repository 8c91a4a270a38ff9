// The first sample: whoever switches a device on sees a value at once, however seldom it is sampled.

import { expect, test } from "vitest";
import { minutes } from "../../../src/bytes/milliseconds.ts";
import { sensor } from "../../../src/device/declare/sensor.ts";
import { deadBand } from "../../../src/device/run/filters/dead-band.ts";
import { debounce } from "../../../src/device/run/filters/debounce.ts";
import { exponentialAverage } from "../../../src/device/run/filters/exponential-average.ts";
import { heartbeat } from "../../../src/device/run/filters/heartbeat.ts";
import { maxStep } from "../../../src/device/run/filters/max-step.ts";
import { median } from "../../../src/device/run/filters/median.ts";
import { movingAverage } from "../../../src/device/run/filters/moving-average.ts";
import { throttle } from "../../../src/device/run/filters/throttle.ts";
import { startSensors } from "../sensors-in-world.ts";

const DAY = minutes(24 * 60);

test("every sensor's first value reaches the broker within five seconds", () => {
  const run = startSensors({
    declare: (quantity) => ({
      sensors: [
        sensor("plain", quantity, { every: DAY, decimals: 1 }),
        sensor("kept", quantity, { every: DAY, decimals: 1, qos: 1 }),
        sensor("still", quantity, {
          every: DAY,
          decimals: 1,
          filters: [maxStep(1), median(5), movingAverage(9), exponentialAverage(50)],
        }),
        sensor("rare", quantity, {
          every: DAY,
          decimals: 1,
          filters: [throttle(DAY), debounce(DAY), deadBand(5), heartbeat(DAY)],
        }),
      ],
    }),
  });
  run.pass(5000);
  expect(run.said().sort()).toEqual(["kept=21.5", "plain=21.5", "rare=21.5", "still=21.5"]);
});
