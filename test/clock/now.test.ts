// The time as a sensor's value.
import { expect, test } from "vitest";
import { declarationFaults } from "../../src/checks/declaration-faults.ts";
import { momentText } from "../../src/clock/moment-text.ts";
import { momentOf } from "../../src/device/run/now.ts";
import { sensorEntity } from "../../src/discovery/sensor-entities.ts";
import { derive, device, minutes, now, seconds, sensor } from "../../src/index.ts";
import { silent, startClock } from "./clock-in-world.ts";

const MINUTE = 60_000;
const sensors = () => [sensor("time", now(), { every: minutes(1) })];

test("a sensor of now() publishes UTC once it is known", () => {
  const scene = startClock({ declaration: { sensors: sensors() } });
  scene.pass(2 * MINUTE + 1000);
  const values = scene.said().filter((line) => line !== "time=None");
  // What is published has begun within the second.
  expect(values.at(-1)).toBe("time=2026-11-29T16:16:05Z");
  scene.pass(MINUTE);
  expect(scene.said()).toEqual(["time=2026-11-29T16:17:05Z"]);
});

test("a sensor of now() has no reading while the time is unknown", () => {
  const scene = startClock({
    servers: { a: silent },
    declaration: { sensors: sensors(), clock: { servers: ["a"] } },
  });
  scene.pass(10 * MINUTE);
  expect(scene.said()).toEqual(["time=None"]);
});

test("two devices of one process have separate clocks", () => {
  const clock = startClock({ declaration: { sensors: sensors() } });
  const otherClock = startClock({ declaration: { sensors: sensors() }, epoch: Date.UTC(2030, 0, 1) });
  for (const { pass } of [clock, otherClock]) pass(3 * MINUTE + 1000);
  expect(clock.said().at(-1)).toBe("time=2026-11-29T16:17:05Z");
  expect(otherClock.said().at(-1)).toBe("time=2030-01-01T00:03:00Z");
});

test("the time is published across 2036 and 2038, until 2088", () => {
  for (const [start, after] of [
    ["2036-02-07T06:27:30Z", "2036-02-07T06:29:30Z"],
    ["2038-01-19T03:13:10Z", "2038-01-19T03:15:10Z"],
  ] as const) {
    const scene = startClock({ epoch: Date.parse(start), declaration: { sensors: sensors() } });
    scene.pass(2 * MINUTE + 1000);
    expect(scene.said().at(-1)).toBe(`time=${after}`);
  }
  expect(momentText(momentOf(24_855 * 86_400 - 1))).toBe("2088-01-18T23:59:59Z");
  const scene = startClock({ epoch: Date.UTC(2088, 0, 19), declaration: { sensors: sensors() } });
  scene.pass(10 * MINUTE);
  expect(scene.said()).toEqual(["time=None"]);
});

test("Home Assistant shows now() as a timestamp", () => {
  const [time] = sensors();
  if (time === undefined) throw new Error("There is no sensor.");
  const { platform, config } = sensorEntity(time, {});
  expect([platform, config.dev_cla, config.val_tpl]).toEqual(["sensor", "timestamp", undefined]);
});

test.each([
  [
    "a sensor of the time without a clock",
    {},
    { every: seconds(1) },
    'The sensor "time" reads the clock, which the device does not have',
  ],
  [
    "a time with a unit",
    { clock: {} },
    { every: seconds(1), unit: "s" },
    'The sensor "time" publishes the time, as 2026-11-29T16:14:05Z, and takes no unit',
  ],
  ["a time with words", { clock: {} }, { every: seconds(1), states: ["a", "b"] }, "and takes no states"],
])("a sensor of now() with %s is refused", (_, declaration, options, sentence) => {
  const faults = declarationFaults(
    device({ name: "x", ...declaration, sensors: [sensor("time", now(), options as never)] }),
  );
  expect(faults.map((fault) => fault.sentence).join("\n")).toContain(sentence);
});

test("a value derived from now() needs a clock too", () => {
  const day = derive([now()], (second) => Math.floor(second / 86_400));
  const sentences = (clock: object) =>
    declarationFaults(device({ name: "x", ...clock, sensors: [sensor("day", day, { every: seconds(1) })] }));
  expect(sentences({ clock: {} })).toEqual([]);
  expect(
    sentences({})
      .map((fault) => fault.sentence)
      .join(),
  ).toContain('The sensor "day" reads the clock');
});
