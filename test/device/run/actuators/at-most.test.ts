// An actuator that leaves its rest only so often within a time, whoever asks, also when the device starts
// anew in between.
import { describe, expect, test } from "vitest";
import { hours, minutes, seconds } from "../../../../src/bytes/milliseconds.ts";
import { type ButtonOptions, button } from "../../../../src/device/declare/actuators/button.ts";
import { light } from "../../../../src/device/declare/actuators/light.ts";
import { powerSwitch, type SwitchOptions } from "../../../../src/device/declare/actuators/switch.ts";
import type { DeviceDeclaration } from "../../../../src/device/declare/device.ts";
import { when } from "../../../../src/device/declare/rules/when.ts";
import { PERSISTED_STATES_RECORD } from "../../../../src/device/run/persisted-states.ts";
import { STARTS_RECORD } from "../../../../src/device/run/starts.ts";
import { notedPart, type Probe, probeSensor, type Surroundings, startActing } from "../../acting-device.ts";

const ATMOST = { times: 3, within: hours(24) };
const spent = (time: string) => `refused: at most 3 times within 24 h; it may again in ${time}`;

function withDoser(around: Surroundings = {}, options: ButtonOptions = {}) {
  const part = notedPart();
  const run = startActing({ actuators: [button("dose", part, { atMost: ATMOST, ...options })] }, around);
  run.said();
  const doses = () => part.driven.filter((value) => value === 1).length;
  return { ...run, part, doses };
}

function withPump(options: SwitchOptions, around: Surroundings = {}, more: Partial<DeviceDeclaration> = {}) {
  const part = notedPart();
  const run = startActing({ actuators: [powerSwitch("pump", part, options)], ...more }, around);
  return { ...run, part };
}

/** The same number of writes of this record, as they come. */
function writesOf(storage: Map<string, string>, record: string): () => number {
  let writes = 0;
  const set = storage.set.bind(storage);
  storage.set = (name, value) => {
    if (name === record) writes += 1;
    return set(name, value);
  };
  return () => writes;
}

describe("a command to an actuator with atMost", () => {
  test("a command at the start limit is refused until a start expires", () => {
    const run = withDoser();
    for (let i = 0; i < 3; i += 1) {
      run.command("dose", "press");
      run.pass(hours(2));
    }
    expect([run.doses(), run.saidOf("problem")]).toEqual([3, []]);
    run.command("dose", "press");
    expect([run.doses(), run.saidOf("problem")]).toEqual([3, [`dose: ${spent("18 h")}`]]);
    run.pass(minutes(1));
    expect(run.saidOf("problem")).toEqual(["none"]);
    run.pass(hours(18) - minutes(2));
    run.command("dose", "press");
    expect(run.saidOf("problem")).toEqual([`dose: ${spent("60 s")}`]);
    run.pass(minutes(1));
    expect([run.doses(), run.saidOf("problem")]).toEqual([3, ["none"]]);
    run.command("dose", "press");
    run.pass(1000);
    run.command("dose", "press");
    expect([run.doses(), run.saidOf("problem")]).toEqual([4, ["none", `dose: ${spent("2 h")}`]]);
  });

  test("an off command or a new brightness counts as no start", () => {
    const led = notedPart(255);
    const run = startActing({ actuators: [light("lamp", led, { atMost: { times: 1, within: hours(1) } })] });
    for (const payload of ["40", "90", "200"]) run.command("lamp/brightness", payload);
    run.command("lamp", "off");
    run.command("lamp", "on");
    expect(led.driven).toEqual([0, 40, 90, 200, 0]);
    expect(run.saidOf("problem").at(-1)).toBe(
      "lamp: refused: at most 1 time within 1 h; it may again in 60 min",
    );
  });

  test("a command refused by limit and minimum time reports the longer wait", () => {
    const run = withDoser({}, { minimumOff: hours(1) });
    run.pass(hours(1));
    for (let i = 0; i < 3; i += 1) {
      run.command("dose", "press");
      run.pass(seconds(10));
      run.command("dose", "press");
      const told = i < 2 ? "refused: its minimum time lasts 60 min more" : spent("22 h");
      expect(run.saidOf("problem").at(-1)).toBe(`dose: ${told}`);
      run.pass(hours(1));
    }
    expect(run.doses()).toBe(3);
  });

  test("a command after idle weeks is obeyed although the clock wrapped", () => {
    const run = withDoser({ startAt: 2 ** 31 - 60_000 });
    for (let i = 0; i < 3; i += 1) {
      run.command("dose", "press");
      run.pass(minutes(1));
    }
    run.command("dose", "press");
    expect(run.saidOf("problem")).toEqual([`dose: ${spent("24 h")}`]);
    for (let day = 0; day < 24; day += 1) run.pass(hours(24));
    run.pass(hours(20));
    for (let i = 0; i < 3; i += 1) {
      run.command("dose", "press");
      run.pass(1000);
    }
    expect(run.doses()).toBe(6);
  });
});

describe("a restart of a device with atMost", () => {
  test.each(["power", "software"])("a restart (%s) forgets no start and adds no time", (resetReason) => {
    const storage = new Map<string, string>();
    const before = withDoser({ storage });
    for (let i = 0; i < 3; i += 1) {
      before.command("dose", "press");
      before.pass(minutes(10));
    }
    expect(storage.get(STARTS_RECORD)).toBe("\ndose=1200,600,0,\n");
    before.running.kill();
    const run = withDoser({ storage, resetReason });
    run.command("dose", "press");
    expect([run.doses(), run.saidOf("problem")]).toEqual([0, [`dose: ${spent("24 h")}`]]);
    run.pass(hours(24) - minutes(20));
    run.command("dose", "press");
    expect(run.doses()).toBe(1);
  });

  test("a restart loses at most an hour, even every night", () => {
    const storage = new Map<string, string>();
    let run = withDoser({ storage });
    for (let i = 0; i < 3; i += 1) {
      run.command("dose", "press");
      run.pass(1000);
    }
    for (let night = 0; night < 2; night += 1) {
      run.pass(hours(12));
      run.running.kill();
      run = withDoser({ storage });
      run.command("dose", "press");
      expect(run.doses()).toBe(0);
    }
    run.pass(hours(2));
    run.command("dose", "press");
    expect(run.doses()).toBe(1);
  });

  test("a start is stored before the part is driven", () => {
    const storage = new Map<string, string>();
    const part = notedPart();
    const kept: (string | undefined)[] = [];
    part.drive = () => kept.push(storage.get(STARTS_RECORD));
    const run = startActing({ actuators: [button("dose", part, { atMost: ATMOST })] }, { storage });
    run.command("dose", "press");
    expect(kept).toEqual(["\ndose=0,\n"]);
  });

  test.each([
    ["\ndose=x,y,z,\n", false],
    ["\ndose=1,,9999999999999999,2,\n", false],
    ["\ndose=86399,1,1,\n", false],
    ["\ndose=86400,1,1,\n", true],
    ["\ndose=5,4,3,2,1,\n", false],
    ["\ndose=\n", true],
    ["\nother=1,1,1,\n", true],
    ["", true],
  ])("after a restart with record %j a press is obeyed: %s", (record, isObeyed) => {
    const run = withDoser({ storage: new Map([[STARTS_RECORD, record]]) });
    run.command("dose", "press");
    expect(run.doses()).toBe(isObeyed ? 1 : 0);
  });
});

test("the record is written at each start and every hour", () => {
  const storage = new Map<string, string>();
  const writes = writesOf(storage, STARTS_RECORD);
  const run = withDoser({ storage });
  run.pass(hours(5));
  expect(writes()).toBe(0);
  for (let i = 0; i < 10; i += 1) {
    run.command("dose", "press");
    run.pass(1000);
  }
  expect(writes()).toBe(3);
  run.pass(hours(48));
  expect(writes()).toBe(3 + 23);
});

test("several actuators share one record, each with its own starts", () => {
  const atMost = { times: 2, within: minutes(30) };
  const storage = new Map<string, string>();
  const run = startActing(
    {
      actuators: [
        powerSwitch("one", notedPart(), { atMost }),
        powerSwitch("two", notedPart()),
        powerSwitch("three", notedPart(), { atMost }),
      ],
    },
    { storage },
  );
  run.command("one", "on");
  run.command("two", "on");
  run.pass(20_000);
  run.command("three", "on");
  expect(storage.get(STARTS_RECORD)).toBe("\none=20,\nthree=0,\n");
});

describe("starts without a command", () => {
  const atMost = { times: 2, within: hours(1) };
  const refused = "pump: refused: at most 2 times within 1 h; it may again in 60 min";

  test.each([["on"], ["last"]] as const)(
    "repeated restarts count as starts, with the start value %s",
    (atStart) => {
      const storage = new Map<string, string>([[PERSISTED_STATES_RECORD, "\npump=1\n"]]);
      const driven = [1, 2, 3].map(() => {
        const run = withPump({ atStart, atMost }, { storage, resetReason: "watchdog" });
        run.running.kill();
        return run.part.driven;
      });
      expect(driven).toEqual([[1], [1], [0]]);
      const run = withPump({ atStart, atMost }, { storage, resetReason: "watchdog" });
      run.pass(11_000);
      expect([run.part.driven, run.saidOf("problem").at(-1)]).toEqual([[0], refused]);
      if (atStart === "last") expect(storage.get(PERSISTED_STATES_RECORD)).toBe("\npump=0\n");
      run.pass(hours(1));
      expect([run.part.driven, run.saidOf("problem")]).toEqual([[0], ["none"]]);
    },
  );

  test("a start value permitted by a sensor is refused at the limit", () => {
    const level: Probe = { tenths: 10 };
    const run = withPump(
      { atStart: "on", atMost, onlyWhile: { level: 1 } },
      { storage: new Map([[STARTS_RECORD, "\npump=0,0,\n"]]) },
      { sensors: [probeSensor(level, "level", { decimals: 0 })] },
    );
    run.pass(5000);
    expect([run.part.driven, run.saidOf("problem").at(-1)]).toEqual([[0], refused]);
  });

  test("a keep rule's start is refused at the limit and retried later", () => {
    const damp: Probe = { tenths: 900 };
    const run = withPump(
      { atMost },
      {},
      { sensors: [probeSensor(damp, "damp")], rules: [when("damp").below(50).keep("pump", "on")] },
    );
    for (const tenths of [100, 900, 100, 900, 100]) {
      damp.tenths = tenths;
      run.pass(2000);
    }
    expect([run.part.driven, run.saidOf("problem").at(-1)]).toEqual([[0, 1, 0, 1, 0], refused]);
    run.pass(hours(1));
    expect(run.part.driven).toEqual([0, 1, 0, 1, 0, 1]);
    expect(run.saidOf("problem")).toEqual(["none"]);
  });

  test("an offline state refused at the limit is applied later", () => {
    const run = withPump({ atMost, whenOffline: { after: seconds(30), state: "on" } });
    for (const payload of ["on", "off", "on", "off"]) run.command("pump", payload);
    run.world.setNetwork(false);
    run.pass(minutes(50));
    expect(run.part.driven).toEqual([0, 1, 0, 1, 0]);
    run.pass(minutes(11));
    expect(run.part.driven).toEqual([0, 1, 0, 1, 0, 1]);
  });
});
