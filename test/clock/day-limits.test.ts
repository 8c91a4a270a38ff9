// An actuator that leaves its rest only so often each day: by the clock on the wall, over restarts, and while
// the day is not known.
import { afterEach, describe, expect, test } from "vitest";
import { declarationFaults } from "../../src/checks/declaration-faults.ts";
import { minutesToTomorrow } from "../../src/clock/tomorrow.ts";
import { offsetAt } from "../../src/clock/zone.ts";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import { goWithDay } from "../../src/device/run/day-starts.ts";
import { STARTS_RECORD } from "../../src/device/run/starts.ts";
import { relay } from "../../src/drivers/relay.ts";
import { at, button, days, device, hours, minutes, powerSwitch, seconds } from "../../src/index.ts";
import type { SwitchOptions } from "../../src/options.ts";
import { zoneOf } from "../../src/platform/node/zone-of.ts";
import { startTrial, type Trial } from "../../tools/sim/trial/trial.ts";
import { notedPart, startActing } from "../device/acting-device.ts";

const ATMOST = { times: 3, each: "day" } as const;

let trial: Trial;
afterEach(() => trial?.end());

/** A pump in a zone, at a time in UTC. */
async function started(start: string, zone = "Europe/Berlin", options: SwitchOptions = {}): Promise<void> {
  trial = await startTrial(
    device({
      name: "house",
      clock: { zone },
      actuators: [powerSwitch("pump", relay("pump"), { atMost: ATMOST, ...options })],
    }),
  );
  trial.setTime(start);
  trial.pass(seconds(5));
}

/** Switches it on and off so often. Returns how often it went on. */
async function pumped(times: number): Promise<number> {
  const before = trial.told("pump").filter((state) => state === "on").length;
  for (let i = 0; i < times; i += 1) {
    await trial.command("pump", "on");
    await trial.command("pump", "off");
    trial.pass(seconds(1));
  }
  return trial.told("pump").filter((state) => state === "on").length - before;
}

/** What the device says to one command more. */
async function problem(): Promise<string | undefined> {
  await trial.command("pump", "on");
  trial.pass(seconds(1));
  return trial.told("problem").at(-1);
}

describe("a daily start limit", () => {
  test("a command above the daily limit is refused until midnight", async () => {
    await started("2026-06-01T10:00:00");
    expect(await pumped(4)).toBe(3);
    expect(await problem()).toBe("pump: refused: at most 3 times each day; it may again in 12 h");
    trial.pass(hours(11.9));
    expect(await pumped(1)).toBe(0);
    trial.pass(hours(0.2));
    expect(await pumped(5)).toBe(3);
    trial.pass(days(3));
    expect(await pumped(5)).toBe(3);
  });

  test.each([
    ["the hour that comes twice", "2026-10-24T21:30:00", 25],
    ["the hour that is left out", "2026-03-28T22:30:00", 23],
  ])("with %s the daily limit ends at its midnight", async (_, start, length) => {
    await started(start);
    expect(await pumped(4)).toBe(3);
    trial.pass(minutes(31));
    expect(await pumped(4)).toBe(3);
    expect(await problem()).toContain(`it may again in ${length} h`);
    trial.pass(hours(length) - minutes(5));
    expect(await pumped(4)).toBe(0);
    trial.pass(minutes(6));
    expect(await pumped(4)).toBe(3);
  });

  test("a clock rule above the daily limit is retried next day", async () => {
    const rules = ["07:00", "08:00", "09:00", "10:00"].map((time) =>
      at(time).setFor("pump", "on", minutes(1)),
    );
    trial = await startTrial(
      device({
        name: "house",
        clock: { zone: "Europe/Berlin" },
        actuators: [powerSwitch("pump", relay("pump"), { atMost: ATMOST })],
        rules: rules as never,
      }),
    );
    trial.setTime("2026-06-01T00:00:00");
    trial.pass(days(2));
    expect(trial.told("pump").filter((state) => state === "on").length).toBe(6);
  });
});

describe("a restart", () => {
  async function restarted(): Promise<void> {
    trial.cutPower();
    trial.givePower();
    trial.pass(seconds(10));
  }

  test("a restart forgets no start of the current day", async () => {
    await started("2026-06-01T10:00:00");
    expect(await pumped(2)).toBe(2);
    await restarted();
    expect(await pumped(2)).toBe(1);
    await restarted();
    expect(await pumped(1)).toBe(0);
    trial.cutPower();
    trial.pass(hours(13));
    trial.givePower();
    trial.pass(seconds(10));
    expect(await pumped(4)).toBe(3);
  });
});

describe("a daily limit while the day is unknown", () => {
  /** One that hears the time on a topic, and what was stored before. */
  function dosing(storage: Map<string, string>) {
    const part = notedPart();
    const run = startActing(
      {
        clock: { zone: "Europe/Berlin", topic: "home/time" },
        actuators: [button("dose", part, { atMost: ATMOST })],
      },
      { storage },
    );
    run.said();
    return {
      ...run,
      storage,
      /** Presses so often. Returns how often it was obeyed. */
      pressed(times: number): number {
        const before = part.driven.length;
        for (let i = 0; i < times; i += 1) {
          run.command("dose", "press");
          run.pass(1000);
        }
        return (part.driven.length - before) / 2;
      },
      /** Two messages, ten seconds apart, say that it is this time. */
      tell(time: string): void {
        for (const after of [0, 10]) {
          run.broker.deliver("home/time", `${Date.parse(`${time}Z`) / 1000 + after}`);
          run.pass(seconds(10));
        }
      },
    };
  }
  const started = (record?: string) => dosing(new Map(record === undefined ? [] : [[STARTS_RECORD, record]]));
  /** 2026-06-01. */
  const DAY = 20_605;

  test("the daily limit holds while the day is unknown, with a problem", () => {
    const run = started();
    expect(run.pressed(5)).toBe(3);
    expect(run.saidOf("problem")).toContain(
      "dose: refused: at most 3 times each day; it may again when the day is known",
    );
    run.pass(days(3));
    expect(run.pressed(1)).toBe(0);
    expect(run.storage.get(STARTS_RECORD)).toBe("\ndose=@0,0,3,\n");
  });

  test("starts without a day count for the first known day only", () => {
    const run = started();
    expect(run.pressed(2)).toBe(2);
    run.tell("2026-06-01T10:00:00");
    expect(run.storage.get(STARTS_RECORD)).toBe(`\ndose=@${DAY},2,0,\n`);
    expect(run.pressed(3)).toBe(1);
    run.pass(hours(12));
    expect(run.pressed(4)).toBe(3);
  });

  test("after a restart the last known day counts until updated", () => {
    const before = started();
    before.tell("2026-06-01T10:00:00");
    expect(before.pressed(2)).toBe(2);
    before.running.kill();
    const run = dosing(before.storage);
    expect(run.pressed(2)).toBe(1);
    expect(run.storage.get(STARTS_RECORD)).toBe(`\ndose=@${DAY},2,1,\n`);
    run.tell("2026-06-02T10:00:00");
    // Of the three that it had, one may have been today.
    expect(run.pressed(4)).toBe(2);
  });

  test.each([
    ["\ndose=@x,y,z,\n", 0],
    ["\ndose=7200,60,0,\n", 0],
    ["\ndose=7200,\n", 2],
    ["\ndose=@20605,9999999999999,0,\n", 0],
    ["\ndose=@20605,1,1,\n", 1],
    ["\ndose=@\n", 3],
    ["\nother=@20605,3,0,\n", 3],
    ["", 3],
  ])("an actuator with the record %j may start %i times", (record, times) => {
    expect(started(record).pressed(4)).toBe(times);
  });

  test("an output on at each start counts, and rests after too many", () => {
    const storage = new Map<string, string>();
    const driven = [1, 2, 3, 4].map(() => {
      const part = notedPart();
      const pump = powerSwitch("pump", part, { atStart: "on", atMost: ATMOST });
      const run = startActing(
        { clock: { zone: "Europe/Berlin" }, actuators: [pump] },
        { storage, resetReason: "watchdog" },
      );
      run.running.kill();
      return part.driven;
    });
    expect(driven).toEqual([[1], [1], [1], [0]]);
  });
});

test.each([
  ["the same day", 20_000, [20_000, 3]],
  ["the next day", 20_001, [20_001, 1]],
  ["the day before, as the clock was fast", 19_999, [20_000, 3]],
  ["a day long before, as the clock was wrong", 19_990, [19_990, 3]],
])("starts without a day count for the first known day: %s", (_, day, expected) => {
  const today = { day: 20_000, count: 2, undated: 1 };
  goWithDay(today, { day, minute: 0 });
  expect([today.day, today.count, today.undated]).toEqual([...expected, 0]);
});

test.each([
  ["Europe/Berlin", "2026-06-01T21:59:00", 1],
  ["Europe/Berlin", "2026-10-24T22:00:00", 25 * 60],
  ["Europe/Berlin", "2026-03-28T23:00:00", 23 * 60],
  // Midnight itself is left out, or comes twice.
  ["Asia/Beirut", "2026-03-28T21:00:00", 60],
  ["Asia/Beirut", "2026-10-24T20:00:00", 2 * 60],
  ["America/Havana", "2026-03-08T04:00:00", 60],
  ["America/Havana", "2026-11-01T04:00:00", 25 * 60],
  ["Pacific/Kiritimati", "2026-06-01T09:59:00", 1],
])("in %s at %s it is %i minutes to the next day", (name, time, expected) => {
  const zone = zoneOf(name, 2026);
  if (zone === undefined) throw new Error(`There is no ${name}.`);
  const utc = Date.parse(`${time}Z`) / 60_000;
  const ahead = offsetAt(zone, utc);
  const day = Math.floor((utc + ahead) / 1440);
  const local = { day, minute: utc + ahead - day * 1440 };
  expect(minutesToTomorrow(zone, local, ahead)).toBe(expected);
});

const faultsOf = (atMost: unknown, declared: Partial<DeviceDeclaration> = { clock: { zone: "UTC" } }) =>
  declarationFaults(
    device({
      name: "house",
      ...(declared as object),
      actuators: [button("dose", relay("pump"), { atMost: atMost as typeof ATMOST })],
    }),
  ).map(({ sentence }) => sentence);

test("a daily limit needs a zone", () => {
  expect(faultsOf(ATMOST)).toEqual([]);
  const sentence =
    'The button "dose" leaves its rest only so often each day, and the device does not know what day it is at its place; write clock: { zone: "Europe/Berlin" }, or the zone of its place, in device({ ... }).';
  expect([faultsOf(ATMOST, {}), faultsOf(ATMOST, { clock: {} })]).toEqual([[sentence], [sentence]]);
});

test.each([
  [{ times: 3, each: "week" }, 'is "week"; it is "day"'],
  [{ times: 3, each: "day", within: hours(2) }, "has both within and each in atMost"],
  [{ times: 3 }, "has neither within nor each in atMost"],
  [{ times: 0, each: "day" }, "has atMost.times of 0"],
])("the daily limit %j is refused with a sentence", (atMost, sentence) => {
  expect(faultsOf(atMost).join("\n")).toContain(sentence);
});
