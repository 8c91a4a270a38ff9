// A sensor that is declared wrongly is refused on the computer: one sentence for each fault, with what is allowed.
import { describe, expect, test } from "vitest";
import { seconds } from "../../src/bytes/milliseconds.ts";
import { declarationFaults } from "../../src/checks/declaration-faults.ts";
import { sentencesOf } from "../../src/checks/fault.ts";
import { sensorFaults } from "../../src/checks/sensor-faults.ts";
import { device } from "../../src/device/declare/device.ts";
import type { Diagnostic } from "../../src/device/declare/diagnostics.ts";
import { type SensorOptions, sensor } from "../../src/device/declare/sensor.ts";
import { deadBand } from "../../src/device/run/filters/dead-band.ts";
import { heartbeat } from "../../src/device/run/filters/heartbeat.ts";
import { median } from "../../src/device/run/filters/median.ts";
import type { LogLevel } from "../../src/device/run/log.ts";
import { sht3x } from "../../src/drivers/sht3x.ts";

const air = sht3x("air");

function faults(options: Partial<SensorOptions>): string[] {
  return sentencesOf(sensorFaults([sensor("t", air.temperature, { every: seconds(1), ...options })]));
}

test("the fewest options are its beat", () => {
  expect(faults({})).toEqual([]);
});

test("all options at once are sound", () => {
  const options: SensorOptions = {
    unit: "°C",
    decimals: 2,
    every: seconds(10),
    filters: [median(3), deadBand(0.05), heartbeat(seconds(60))],
    qos: 1,
    overflow: "oldest",
    timeout: seconds(30),
    expireAfter: seconds(90),
    label: "Temperature",
    deviceClass: "temperature",
    stateClass: "measurement",
    category: "diagnostic",
    onRequest: true,
  };
  expect(faults(options)).toEqual([]);
});

test.each([
  [{ every: seconds(0.099) }, "is sampled every 99 ms; that is from 100 ms to a day, as seconds(30)."],
  [
    { every: seconds(86400.001) },
    "is sampled every 86400001 ms; that is from 100 ms to a day, as seconds(30).",
  ],
  [{ every: seconds(1.0005) }, "is sampled every 1000.5 ms; that is from 100 ms to a day, as seconds(30)."],
  [{ decimals: 3 }, "has 3 decimals; its part gives 0 to 2."],
  [{ decimals: -1 }, "has -1 decimals; its part gives 0 to 2."],
  [{ decimals: 0.5 }, "has 0.5 decimals; its part gives 0 to 2."],
  [{ qos: 3 as 2 }, "has the QoS 3; it is 0, 1 or 2."],
  [
    { qos: 1, overflow: "newest" as "latest" },
    'has the overflow "newest"; it is "reject", "oldest", "latest" or "thin".',
  ],
  [{ overflow: "oldest" }, 'has the overflow "oldest" without a ring; write qos: 1, or leave it out.'],
] satisfies [Partial<SensorOptions>, string][])("%j", (options, sentence) => {
  expect(faults(options)).toEqual([`The sensor "t" ${sentence}`]);
});

describe("the timeout", () => {
  test.each([1000, 5000, 604_800_000])(
    "a timeout of %i ms is possible with a beat of a second",
    (timeout) => {
      expect(faults({ timeout: seconds(timeout / 1000) })).toEqual([]);
    },
  );

  test.each([0, 999, 604_800_001, 1500.5])("a timeout of %d ms is refused", (timeout) => {
    expect(faults({ timeout: seconds(timeout / 1000) })).toEqual([
      `The sensor "t" has a timeout of ${timeout} ms; it is from its beat (1000 ms) to a week.`,
    ]);
  });
});

describe("the expiry", () => {
  test("the expiry is whole seconds, as Home Assistant takes it", () => {
    expect(faults({ expireAfter: seconds(1.5) })).toEqual([
      'The sensor "t" expires after 1500 ms; that is whole seconds, from one to a week.',
    ]);
  });

  test("the expiry is longer than the beat", () => {
    expect(faults({ expireAfter: seconds(1) })).toEqual([
      'The sensor "t" expires after 1000 ms and is sampled every 1000 ms; let it expire later than that.',
    ]);
  });

  test("the expiry is longer than the heartbeat", () => {
    expect(faults({ expireAfter: seconds(60), filters: [deadBand(1), heartbeat(seconds(60))] })).toEqual([
      'The sensor "t" expires after 60000 ms and its heartbeat is 60000 ms; let it expire later than that.',
    ]);
  });

  test("the expiry needs a heartbeat behind a filter that holds what does not change", () => {
    expect(faults({ expireAfter: seconds(60), filters: [deadBand(1)] })).toEqual([
      'The sensor "t" expires after 60000 ms, and its dead band may hold it for longer; put a heartbeat behind.',
    ]);
  });
});

describe("states", () => {
  test("states are words for whole numbers", () => {
    expect(faults({ states: ["closed", "open"] })).toEqual([]);
    expect(faults({ states: ["closed", "open"], decimals: 0 })).toEqual([]);
  });

  test.each([
    [{ states: ["only"] }, "has 1 states; it has 2 to 32."],
    [{ states: ["a", "b", "a"] }, 'has the state "a"; each is a word of its own, and not "None".'],
    [{ states: ["a", ""] }, 'has the state ""; each is a word of its own, and not "None".'],
    [{ states: ["None", "some"] }, 'has the state "None"; each is a word of its own, and not "None".'],
    [{ states: ["a", "b"], decimals: 1 }, "has states and 1 decimals; a word has none, leave them out."],
    [{ states: ["a", "b"], unit: "%" }, 'has states and the unit "%"; a word has none, leave it out.'],
  ])("%j", (options, sentence) => {
    expect(faults(options)).toEqual([`The sensor "t" ${sentence}`]);
  });
});

test("the next report of a device that does not sleep is refused", () => {
  expect(sentencesOf(declarationFaults(device({ name: "room", diagnostics: ["next-report"] })))).toEqual([
    'No timer wakes the device from sleep, so that it has no "next-report"; leave that diagnostic out.',
  ]);
});

test("an unknown diagnostic and a repeated diagnostic are refused", () => {
  expect(
    sentencesOf(declarationFaults(device({ name: "room", diagnostics: ["heap" as Diagnostic, "uptime"] }))),
  ).toEqual([
    'There is no diagnostic "heap"; there are uptime, reset-reason, free-memory, signal, reconnects, waiting, kept, sent, acknowledged, dropped, refused, repeated, dropped-oldest, replaced, thinned, expired, ring-bytes, ring-peak, skipped, next-report.',
  ]);
  expect(sentencesOf(declarationFaults(device({ name: "room", diagnostics: ["uptime", "uptime"] })))).toEqual(
    ['Two parts of the device are called "uptime"; each needs a name of its own.'],
  );
});

test("a log level that does not exist is refused", () => {
  expect(sentencesOf(declarationFaults(device({ name: "room", log: { level: "all" as LogLevel } })))).toEqual(
    ['The log has the level "all"; it is "error", "warning", "info" or "debug".'],
  );
});
