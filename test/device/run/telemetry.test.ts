// Telemetry: when a part is asked, when its answer is collected, and what of it is published.

import type { IPublishPacket } from "mqtt-packet";
import { describe, expect, test } from "vitest";
import { type Milliseconds, minutes, seconds } from "../../../src/bytes/milliseconds.ts";
import { type SensorOptions, sensor } from "../../../src/device/declare/sensor.ts";
import { createAutomationState } from "../../../src/device/run/automation-state.ts";
import { deadBand, onChange } from "../../../src/device/run/filters/dead-band.ts";
import { median } from "../../../src/device/run/filters/median.ts";
import { throttle } from "../../../src/device/run/filters/throttle.ts";
import { validRange } from "../../../src/device/run/filters/valid-range.ts";
import { createHealth } from "../../../src/device/run/health.ts";
import { createMeasurement } from "../../../src/device/run/measurement.ts";
import { runningSensor, type Sensor } from "../../../src/device/run/sensor.ts";
import { pollSensors } from "../../../src/device/run/telemetry.ts";
import { prepare } from "../../../src/mqtt/publication.ts";
import { NO_ANSWER, type Part, type Quantity } from "../../../src/reading/part.ts";
import type { Reading } from "../../../src/reading/reading.ts";
import { driveClient } from "../../mqtt/driven-client.ts";
import { type Probe, probeSensor, startActing } from "../acting-device.ts";

const WRAP = 2 ** 31;
const MEASURE_MS = 16;

/** A part that measures what it is told, in hundredths, and remembers when it was asked and collected. */
function scriptedPart() {
  const log: string[] = [];
  const script = { now: 0, value: 2150 as Reading, fault: "", answers: true };
  const part: Part = {
    role: "air",
    wire: "i2c",
    begin: () => {},
    request() {
      log.push(`asked ${script.now}`);
      return script.answers ? MEASURE_MS : NO_ANSWER;
    },
    collect() {
      log.push(`collected ${script.now}`);
      quantity.value = script.fault === "" ? script.value : undefined;
      return script.fault;
    },
    watched: false,
  };
  const quantity: Quantity = { part, decimals: 2, value: undefined };
  return { part, quantity, script, log };
}

/** Sensors of one part, with a connected client, in time that the test lets pass. */
function begin(declared: Partial<SensorOptions>[], from = 0) {
  const scripted = scriptedPart();
  const driven = driveClient({ now: from });
  driven.connect();
  const sensors: Sensor[] = declared.map((options, i) =>
    runningSensor(
      sensor(`s${i}`, scripted.quantity, { unit: "°C", decimals: 1, every: seconds(1), ...options }),
      prepare(`s${i}`, options.qos ?? 0, true, "latest"),
      undefined,
      from,
    ),
  );
  const measurement = createMeasurement(scripted.part);
  const device = {
    client: driven.client,
    sensors,
    measurements: [measurement],
    health: createHealth(),
    acting: createAutomationState([], [], from),
    held: [],
  };
  let now = from;
  let due = 0;
  const poll = () => {
    scripted.script.now = now;
    due = pollSensors(device, now);
    driven.drain();
    return due;
  };
  return {
    ...scripted,
    driven,
    device,
    measurement,
    sensors,
    poll,
    /** Polls whenever it was asked for, `late` milliseconds after that. */
    pass(ms: number, late = 0) {
      let left = ms;
      while (due + late <= left) {
        left -= due + late;
        now = (now + due + late) % WRAP;
        poll();
      }
      due -= left;
      now = (now + left) % WRAP;
    },
    published: () =>
      driven
        .sent()
        .filter((packet): packet is IPublishPacket => packet.cmd === "publish")
        .map(({ topic, payload }) => `${topic}=${payload}`),
  };
}

describe("the sampling interval", () => {
  test("the first sample is requested at once and collected when ready", () => {
    const run = begin([{}]);
    expect(run.poll()).toBe(MEASURE_MS);
    expect([run.log, run.published()]).toEqual([["asked 0"], []]);
    run.pass(MEASURE_MS);
    expect([run.log, run.published()]).toEqual([["asked 0", "collected 16"], ["s0=21.5"]]);
  });

  test("samples do not drift, however late each poll is", () => {
    const run = begin([{ every: seconds(1) }]);
    run.poll();
    run.pass(20_000, 7);
    const asked = run.log.filter((entry) => entry.startsWith("asked")).map((entry) => Number(entry.slice(6)));
    expect(asked).toHaveLength(20);
    asked.forEach((moment, i) => {
      expect(moment - i * 1000).toBeGreaterThanOrEqual(0);
      expect(moment - i * 1000).toBeLessThanOrEqual(7 * 3);
    });
  });

  test("missed intervals cause one sample and a new interval", () => {
    const run = begin([{ every: seconds(1) }]);
    run.poll();
    run.pass(16);
    run.log.length = 0;
    run.pass(10_000, 5_000);
    expect(run.log[0]).toBe("asked 6000");
    expect(run.log.filter((entry) => entry.startsWith("asked"))).toHaveLength(1);
  });

  test("an early poll does nothing", () => {
    const run = begin([{}]);
    run.poll();
    for (let i = 0; i < 10; i += 1) expect(run.poll()).toBe(MEASURE_MS);
    run.pass(MEASURE_MS);
    for (let i = 0; i < 10; i += 1) expect(run.poll()).toBe(1000 - MEASURE_MS);
    expect(run.log).toEqual(["asked 0", "collected 16"]);
  });

  test("sampling continues across the clock's wrap", () => {
    for (let before = 0; before < 2000; before += 37) {
      const run = begin([{ every: seconds(1) }], WRAP - 1 - before);
      run.poll();
      run.pass(5_000);
      const asked = run.log
        .filter((entry) => entry.startsWith("asked"))
        .map((entry) => Number(entry.slice(6)));
      expect(asked).toEqual([0, 1, 2, 3, 4, 5].map((i) => (WRAP - 1 - before + i * 1000) % WRAP));
    }
  });

  test("no wait is longer than a minute, with any interval or none", () => {
    const run = begin([{ every: minutes(1440) }]);
    run.poll();
    run.pass(MEASURE_MS);
    expect(run.poll()).toBe(60_000);
    expect(pollSensors({ ...run.device, sensors: [], measurements: [] }, 0)).toBe(60_000);
  });
});

describe("one part with two sensors", () => {
  test("a part with two sensors is measured once when both are due", () => {
    const run = begin([{ every: seconds(1) }, { every: seconds(2) }]);
    run.poll();
    run.pass(16);
    expect(run.published()).toEqual(["s0=21.5", "s1=21.5"]);
    run.pass(1000);
    expect(run.published()).toEqual(["s0=21.5"]);
    run.pass(1000);
    expect(run.published()).toEqual(["s0=21.5", "s1=21.5"]);
    expect(run.log.filter((entry) => entry.startsWith("asked"))).toHaveLength(3);
  });

  test("a sensor that becomes due meanwhile shares the part's running measurement", () => {
    const run = begin([{ every: seconds(1) }, { every: seconds(1.01) }]);
    run.poll();
    run.pass(500);
    run.published();
    run.log.length = 0;
    run.pass(530); // due at 1000 and 1010, collected at 1016
    expect(run.log).toEqual(["asked 1000", "collected 1016"]);
    expect(run.published()).toEqual(["s0=21.5", "s1=21.5"]);
  });
});

describe("published readings", () => {
  test.each([
    [2150, 2, "21.50"],
    [2150, 1, "21.5"],
    [2150, 0, "22"],
    [2149, 1, "21.5"],
    [2144, 1, "21.4"],
    [-4, 1, "0.0"],
    [-5, 1, "-0.1"],
    [-50, 0, "-1"],
    [-49, 0, "0"],
    [-1234, 1, "-12.3"],
  ])("a reading of %i hundredths with %i decimals is published as %s", (value, decimals, text) => {
    const run = begin([{ decimals }]);
    run.script.value = value;
    run.poll();
    run.pass(16);
    expect(run.published()).toEqual([`s0=${text}`]);
  });

  test("more decimals than the part's keep the value", () => {
    const run = begin([{ decimals: 4, filters: [deadBand(0.5)] }]);
    run.poll();
    run.pass(16);
    run.script.value = 2190;
    run.pass(1000);
    run.script.value = 2200;
    run.pass(1000);
    expect(run.published().map((line) => Number(line.slice(3)))).toEqual([21.5, 22]);
  });

  test("filters apply in order, with amounts in the sensor's unit", () => {
    const run = begin([{ filters: [median(3), deadBand(0.2)] }]);
    const values = [2150, 2160, 9900, 2160, 2190, 2190];
    run.poll();
    for (const value of values) {
      run.script.value = value;
      run.pass(1000);
    }
    // Medians: 21.5, 21.5, 21.6, 21.6, 21.9, 21.9.
    expect(run.published()).toEqual(["s0=21.5", "s0=21.9"]);
  });
});

describe("a missing reading", () => {
  test("a missing reading is a named fault until the next answer", () => {
    const run = begin([{ filters: [median(3), deadBand(1)] }]);
    run.poll();
    run.pass(16);
    run.script.fault = "bad checksum";
    run.pass(1000);
    expect([run.measurement.fault, run.published()]).toEqual(["bad checksum", ["s0=21.5"]]);
    run.script.fault = "";
    run.pass(1000);
    // After a gap the same value is news again.
    expect([run.measurement.fault, run.published()]).toEqual(["", ["s0=21.5"]]);
  });

  test("a silent part is measured again at the next interval", () => {
    const run = begin([{ every: seconds(1) }]);
    run.script.answers = false;
    run.poll();
    run.pass(3500);
    expect(run.log).toEqual(["asked 0", "asked 1000", "asked 2000", "asked 3000"]);
    expect([run.measurement.fault, run.published()]).toEqual(["no answer", []]);
    run.script.answers = true;
    run.pass(600);
    expect([run.measurement.fault, run.published()]).toEqual(["", ["s0=21.5"]]);
  });

  test("an old value is not published as a new reading", () => {
    const run = begin([{}]);
    run.quantity.value = 9999;
    run.script.answers = false;
    run.poll();
    expect([run.published(), run.sensors[0].last]).toEqual([[], undefined]);
  });
});

describe("a sensor's timeout", () => {
  const silent = (options: Partial<SensorOptions>) => {
    const run = begin([options]);
    run.poll();
    run.pass(MEASURE_MS);
    run.published();
    run.script.answers = false;
    return run;
  };

  test("a sensor without a reading for its timeout publishes None once", () => {
    const run = silent({ every: seconds(1), timeout: seconds(5) });
    run.pass(4900);
    expect(run.published()).toEqual([]);
    run.pass(200);
    expect(run.published()).toEqual(["s0=None"]);
    run.pass(100_000);
    expect(run.published()).toEqual([]);
  });

  test("the next valid reading is published at once, though throttled and unchanged", () => {
    const run = silent({
      every: seconds(1),
      timeout: seconds(3),
      filters: [throttle(minutes(1)), deadBand(5)],
    });
    run.pass(4000);
    expect(run.published()).toEqual(["s0=None"]);
    run.script.answers = true;
    run.pass(1000 + MEASURE_MS);
    expect(run.published()).toEqual(["s0=21.5"]);
  });

  test("a reading held by filters resets the timeout", () => {
    const run = begin([{ every: seconds(1), timeout: seconds(3), filters: [deadBand(5)] }]);
    run.poll();
    run.pass(60_000);
    expect(run.published()).toEqual(["s0=21.5"]);
  });

  test("a reading dropped by a filter does not reset the timeout", () => {
    const run = begin([{ every: seconds(1), timeout: seconds(3), filters: [validRange(-40, 84)] }]);
    run.script.value = 8500;
    run.poll();
    run.pass(10_000);
    expect(run.published()).toEqual(["s0=None"]);
  });

  test("a sensor that never had a reading publishes None too", () => {
    const run = begin([{ every: seconds(1), timeout: seconds(3) }]);
    run.script.answers = false;
    run.poll();
    run.pass(10_000);
    expect(run.published()).toEqual(["s0=None"]);
  });

  test.each([
    [1000, 60],
    [30_000, 3],
    [86_400_000, 3],
  ])("the default timeout, sampled every %i ms, is %i samples", (every, samples) => {
    expect(sensor("s", scriptedPart().quantity, { every: every as Milliseconds }).patience).toBe(samples);
  });

  test("a timeout between two samples expires at the later one", () => {
    expect(sensor("s", scriptedPart().quantity, { every: seconds(1), timeout: seconds(4.5) }).patience).toBe(
      5,
    );
  });
});

describe("states of a sensor", () => {
  const states = ["closed", "open"];
  const counted = { decimals: 0, states };

  test("a sensor publishes a state's name in place of its number", () => {
    const door = begin([{ ...counted, filters: [onChange()] }]);
    door.script.value = 0;
    door.poll();
    for (const value of [0, 0, 100, 100, 0]) {
      door.script.value = value;
      door.pass(1000);
    }
    expect(door.published()).toEqual(["s0=closed", "s0=open", "s0=closed"]);
  });

  test("a value without a state name is published as unknown", () => {
    const run = begin([counted]);
    run.script.value = 700;
    run.poll();
    run.pass(16);
    expect(run.published()).toEqual(["s0=None"]);
  });
});

describe("readings without a connection", () => {
  test("at QoS 0 the newest reading is remembered as unpublished", () => {
    const run = begin([{}]);
    run.driven.loseLink();
    run.poll();
    run.pass(16);
    expect(run.sensors[0]).toMatchObject({ unpublished: true, last: 215 });
  });

  test("a reading at QoS 1 is kept for the next connection", () => {
    const run = begin([{ qos: 1 }]);
    run.driven.loseLink();
    run.poll();
    run.pass(16);
    expect(run.sensors[0].unpublished).toBe(false);
    run.driven.connectAnd();
    expect(run.published()).toEqual(["s0=21.5"]);
  });
});

test("the newest reading refused by a full ring is published on reconnection", () => {
  const probe: Probe = { tenths: 0 };
  const { world, pass, saidOf } = startActing({
    session: "clean",
    sensors: [probeSensor(probe, "level", { qos: 1, overflow: "reject", filters: [onChange()] })],
  });
  pass(2000);
  world.setNetwork(false);
  for (probe.tenths = 1; probe.tenths < 40; probe.tenths += 1) pass(1000);
  pass(120_000);
  world.setNetwork(true);
  pass(120_000);
  expect(saidOf("level").at(-1)).toBe("4.0");
});
