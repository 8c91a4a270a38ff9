// A filter that is declared wrongly is refused on the computer: one sentence for each fault, with what is allowed.

import { describe, expect, test } from "vitest";
import { minutes, seconds } from "../../src/bytes/milliseconds.ts";
import { sentencesOf } from "../../src/checks/fault.ts";
import { sensorFaults } from "../../src/checks/sensor-faults.ts";
import { sensor } from "../../src/device/declare/sensor.ts";
import { calibrateLinear } from "../../src/device/run/filters/calibrate-linear.ts";
import { calibrateTable } from "../../src/device/run/filters/calibrate-table.ts";
import { clamp } from "../../src/device/run/filters/clamp.ts";
import { deadBand, onChange } from "../../src/device/run/filters/dead-band.ts";
import { debounce } from "../../src/device/run/filters/debounce.ts";
import { difference } from "../../src/device/run/filters/difference.ts";
import { exponentialAverage } from "../../src/device/run/filters/exponential-average.ts";
import type { Filter } from "../../src/device/run/filters/filter.ts";
import { heartbeat } from "../../src/device/run/filters/heartbeat.ts";
import { maxStep } from "../../src/device/run/filters/max-step.ts";
import { median } from "../../src/device/run/filters/median.ts";
import { movingAverage } from "../../src/device/run/filters/moving-average.ts";
import { throttle } from "../../src/device/run/filters/throttle.ts";
import { validRange } from "../../src/device/run/filters/valid-range.ts";
import { windowMaximum } from "../../src/device/run/filters/window-maximum.ts";
import { windowMinimum } from "../../src/device/run/filters/window-minimum.ts";
import { sht3x } from "../../src/drivers/sht3x.ts";

const air = sht3x("air");

function faults(...filters: Filter[]): string[] {
  return sentencesOf(
    sensorFaults([sensor("t", air.temperature, { decimals: 1, every: seconds(1), filters })]),
  );
}

test.each([
  [validRange(-40, 84.9)],
  [maxStep(0.5)],
  [median(3)],
  [median(15)],
  [movingAverage(2)],
  [movingAverage(30)],
  [exponentialAverage(2)],
  [exponentialAverage(100)],
  [windowMinimum(2)],
  [windowMaximum(30)],
  [calibrateLinear(-1.005, 0.1)],
  [
    calibrateTable([
      [0, 10],
      [0.1, -10],
    ]),
  ],
  [clamp(0, 100)],
  [throttle(seconds(1))],
  [debounce(minutes(1440))],
  [deadBand(0)],
  [deadBand(0.2)],
  [onChange()],
  [difference()],
  [heartbeat(minutes(1))],
])("%j is sound", (filter) => {
  expect(faults(filter)).toEqual([]);
});

test.each([
  [deadBand(-1), "a dead band of -1; it is 0 or more, with at most 1 decimals."],
  [deadBand(Number.NaN), "a dead band of NaN; it is 0 or more, with at most 1 decimals."],
  [deadBand(0.25), "a dead band of 0.25; it is 0 or more, with at most 1 decimals."],
  [maxStep(0), "a maximum step of 0; it is more than 0, with at most 1 decimals."],
  [median(4), "a median of 4; it is an odd number from 3 to 15."],
  [median(17), "a median of 17; it is an odd number from 3 to 15."],
  [movingAverage(1), "a moving average of 1 readings; it remembers 2 to 30."],
  [movingAverage(31), "a moving average of 31 readings; it remembers 2 to 30."],
  [windowMinimum(0), "a window minimum of 0 readings; it remembers 2 to 30."],
  [windowMaximum(2.5), "a window maximum of 2.5 readings; it remembers 2 to 30."],
  [exponentialAverage(0.1), "an exponential average with a share of 1/0.1; it is one of 2 to 100."],
  [throttle(seconds(0)), "a throttle of 0 ms; it is whole milliseconds, at most a day."],
  [debounce(seconds(-0.005)), "a debounce of -5 ms; it is whole milliseconds, at most a day."],
  [heartbeat(seconds(86400.001)), "a heartbeat of 86400001 ms; it is whole milliseconds, at most a day."],
  [clamp(5, 5), "a clamp from 5 to 5; the first is below the second, both with at most 1 decimals."],
  [
    validRange(85, -40),
    "a valid range from 85 to -40; the first is below the second, both with at most 1 decimals.",
  ],
  [
    validRange(0, 0.01),
    "a valid range from 0 to 0.01; the first is below the second, both with at most 1 decimals.",
  ],
  [
    calibrateLinear(0, 1),
    "a linear calibration by 0; the factor is not 0, at most 1000, with at most 3 decimals.",
  ],
  [
    calibrateLinear(1.0005, 1),
    "a linear calibration by 1.0005; the factor is not 0, at most 1000, with at most 3 decimals.",
  ],
  [calibrateLinear(1, 0.25), "a linear calibration with the offset 0.25; it has at most 1 decimals."],
  [calibrateTable([[0, 0]]), "a calibration table of 1 points; it has 2 to 32."],
  [
    calibrateTable([
      [0, 0],
      [50, 0.55],
    ]),
    "a calibration table with the value 0.55; each has at most 1 decimals.",
  ],
  [
    calibrateTable([
      [0, 0],
      [50, 1],
      [50, 2],
    ]),
    "a calibration table with 50 behind 50; its points are in ascending order.",
  ],
  [
    calibrateTable([
      [0, 0],
      [100_000, 1_000_000],
    ]),
    "a calibration table that is too steep from 0 to 100000; put points between.",
  ],
])("%j", (filter, sentence) => {
  expect(faults(filter)[0]).toBe(`The sensor "t" has ${sentence}`);
});

describe("filters that measure time", () => {
  test.each([throttle, debounce, heartbeat])(
    "a filter's time below the sensor's interval is refused",
    (make) => {
      const filter = make(seconds(0.5));
      expect(faults(filter)).toEqual([
        `The sensor "t" has a ${filter.kind} of 500 ms and is sampled every 1000 ms; sample it more often, or give it a longer time.`,
      ]);
    },
  );
});

describe("the order", () => {
  test.each([throttle, debounce])("a filter that holds stands in front of a dead band", (make) => {
    const filter = make(seconds(5));
    expect(faults(deadBand(1), filter)).toEqual([
      `The sensor "t" has a ${filter.kind} behind a dead band, which would lose the last change; put it in front.`,
    ]);
    expect(faults(make(seconds(5)), deadBand(1))).toEqual([]);
  });

  test("a heartbeat before another filter is refused", () => {
    expect(faults(heartbeat(seconds(5)), deadBand(1))).toEqual([
      'The sensor "t" has a heartbeat in front of another filter; put it last.',
    ]);
  });
});

test("a filter that two sensors share is refused", () => {
  const shared = deadBand(1);
  const options = { every: seconds(1), filters: [shared] };
  const sensors = [sensor("a", air.temperature, options), sensor("b", air.humidity, options)];
  expect(sentencesOf(sensorFaults(sensors))).toEqual([
    'The sensor "b" has a filter that "a" has too; make one for each.',
  ]);
});
