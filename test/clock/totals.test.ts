// Totals by day, hour, week and month of a whole device: at midnight, over both edges of summer time, over
// power cuts, and in its journal.
import { afterEach, describe, expect, test } from "vitest";
import {
  derive,
  device,
  homeAssistant,
  hours,
  minutes,
  type Period,
  seconds,
  sensor,
  totalOf,
} from "../../src/index.ts";
import { newPart, type Part, type Quantity } from "../../src/reading/part.ts";
import { startTrial, type Trial } from "../../tools/sim/trial/trial.ts";

interface Counter extends Part {
  total: Quantity;
  first: number;
}

/** What has been counted in the world; a counter begins at 0 with each start of the device. */
let world = 0;
function counter(): Counter {
  const part = newPart<Counter>(
    "counter",
    "none",
    (own) => {
      (own as Counter).first = world;
    },
    () => 0,
    (own) => {
      (own as Counter).total.value = world - (own as Counter).first;
      return "";
    },
  );
  part.first = 0;
  part.total = { part, decimals: 0, value: undefined };
  return part;
}

let trial: Trial;
afterEach(() => trial?.end());

async function started(start: string, each: Period = "day", more: object = {}): Promise<void> {
  world = 0;
  const total = totalOf(counter().total, { each, ...more });
  trial = await startTrial(
    device({
      name: "meter",
      clock: { zone: "Europe/Berlin" },
      sensors: [
        sensor("now", total, { every: minutes(10) }),
        sensor("last", total.last, { every: minutes(10) }),
      ],
      discovery: homeAssistant(),
    }),
  );
  trial.setTime(start);
  trial.pass(seconds(20));
}

/** Counts so many, evenly over so many milliseconds, 100 of them at least between two. */
function count(counts: number, ms: number): void {
  for (let i = 0; i < counts; i += 1) {
    trial.pass(Math.floor(ms / counts));
    world += 1;
  }
}

const newest = (name: string) => trial.told(name).at(-1);

function cutFor(ms: number): void {
  trial.cutPower();
  trial.pass(ms);
  trial.givePower();
  trial.pass(seconds(20));
}

describe("a day's total", () => {
  test("a day's total ends at midnight, whenever its sensor measures", async () => {
    // 23:53 in Berlin: the next sample is due behind midnight.
    await started("2026-06-01T21:53:00");
    count(5, minutes(6));
    trial.pass(minutes(1));
    expect([newest("now"), newest("last")]).toEqual(["0", "5"]);
    count(3, minutes(30));
    trial.pass(minutes(11));
    expect([newest("now"), newest("last")]).toEqual(["3", "5"]);
    trial.pass(hours(24));
    expect([newest("now"), newest("last")]).toEqual(["0", "3"]);
  });

  test.each([
    ["25 hours in autumn", "2026-10-24T21:50:00", 25],
    ["23 hours in spring", "2026-03-28T22:50:00", 23],
  ])("a day's total has %s", async (_, start, length) => {
    await started(start);
    trial.pass(minutes(10));
    count(length * 2 - 1, hours(length) - minutes(30));
    expect(newest("last")).toBe("0");
    trial.pass(minutes(40));
    expect([newest("now"), newest("last")]).toEqual(["0", String(length * 2 - 1)]);
  });

  test("a derived sensor has daily totals as well", async () => {
    world = 0;
    const total = totalOf(counter().total, { each: "day" });
    trial = await startTrial(
      device({
        name: "meter",
        clock: { zone: "Europe/Berlin" },
        sensors: [
          sensor(
            "last",
            derive([total.last], (value) => value * 2),
            { every: hours(5) },
          ),
        ],
      }),
    );
    trial.setTime("2026-06-01T21:50:00");
    trial.pass(seconds(20));
    count(5, minutes(6));
    trial.pass(minutes(5));
    expect(newest("last")).toBe("10");
  });
});

test.each([
  ["hour", "2026-06-01T09:50:00"],
  ["week", "2026-06-07T21:50:00"],
  ["month", "2026-06-30T21:50:00"],
] as const)("each %s total ends as in the calendar", async (each, start) => {
  await started(start, each);
  count(4, minutes(5));
  trial.pass(minutes(4));
  expect(newest("last")).toBeUndefined();
  trial.pass(minutes(2));
  expect([newest("now"), newest("last")]).toEqual(["0", "4"]);
});

test("the repeated hour counts as two", async () => {
  await started("2026-10-24T23:50:00", "hour");
  trial.pass(minutes(10));
  count(6, minutes(54));
  trial.pass(minutes(7));
  expect(newest("last")).toBe("6");
  count(7, minutes(49));
  trial.pass(minutes(11));
  expect(newest("last")).toBe("7");
});

describe("a power cut during a total", () => {
  test("a power cut loses at most the counts since the last write", async () => {
    await started("2026-06-01T10:00:00");
    count(60, hours(1));
    cutFor(minutes(3));
    trial.pass(minutes(11));
    const kept = Number(newest("now"));
    expect(kept).toBeGreaterThanOrEqual(60 - 25);
    expect(kept).toBeLessThanOrEqual(60);
    count(7, minutes(20));
    trial.pass(minutes(11));
    expect(newest("now")).toBe(String(kept + 7));
    trial.pass(hours(14));
    expect(newest("last")).toBe(String(kept + 7));
  });

  test("a power cut over midnight closes the day", async () => {
    await started("2026-06-01T20:00:00");
    count(30, minutes(30));
    trial.pass(minutes(40));
    trial.cutPower();
    trial.pass(hours(4));
    trial.cutNetwork();
    trial.givePower();
    count(5, minutes(50));
    trial.giveNetwork();
    trial.pass(minutes(15));
    expect([newest("now"), newest("last")]).toEqual(["5", "30"]);
  });

  test("two days without power have no total of the day before", async () => {
    await started("2026-06-01T20:00:00");
    count(30, minutes(30));
    trial.pass(minutes(40));
    cutFor(hours(50));
    count(2, minutes(5));
    trial.pass(hours(1));
    expect([newest("now"), newest("last")]).toEqual(["2", "None"]);
  });

  test("a power cut after a normal stop loses no measured count", async () => {
    await started("2026-06-01T10:00:00");
    count(33, minutes(33));
    trial.pass(minutes(10));
    await trial.end();
    trial.givePower();
    trial.pass(minutes(1));
    expect(newest("now")).toBe("33");
  });
});
