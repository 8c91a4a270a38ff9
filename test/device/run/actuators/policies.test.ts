// Policies that hold a command back, and those by which an actuator acts by itself.
import { describe, expect, test } from "vitest";
import { type Milliseconds, minutes, seconds } from "../../../../src/bytes/milliseconds.ts";
import { light } from "../../../../src/device/declare/actuators/light.ts";
import { lock } from "../../../../src/device/declare/actuators/lock.ts";
import { numberInput } from "../../../../src/device/declare/actuators/number-input.ts";
import { selectInput } from "../../../../src/device/declare/actuators/select-input.ts";
import { powerSwitch, type SwitchOptions } from "../../../../src/device/declare/actuators/switch.ts";
import { valve } from "../../../../src/device/declare/actuators/valve.ts";
import { valueOnly } from "../../../../src/device/run/actuators/parts-without-hardware.ts";
import { type NotedPart, notedPart, type Probe, probeSensor, startActing } from "../../acting-device.ts";

function withHeater(options: SwitchOptions, part: NotedPart = notedPart(), startAt?: number) {
  const run = startActing(
    { actuators: [powerSwitch("heater", part, options)] },
    startAt === undefined ? {} : { startAt },
  );
  run.said();
  return { ...run, part };
}

describe("a minimum time", () => {
  test("a minimum time defers a command, reports it, and applies it later", () => {
    const run = withHeater({ minimumOn: seconds(10) });
    run.command("heater", "on");
    run.pass(2000);
    run.command("heater", "off");
    expect(run.saidOf("problem")).toEqual(["heater: it waits for its minimum time"]);
    run.pass(7500);
    expect(run.part.driven).toEqual([0, 1]);
    run.pass(600);
    expect(run.part.driven).toEqual([0, 1, 0]);
    expect(run.said()).toEqual(["heater=off", "problem=none"]);
  });

  test("a minimum time publishes the actual state while a command is deferred", () => {
    const run = withHeater({ minimumOn: seconds(10) });
    run.command("heater", "on");
    run.command("heater", "off");
    run.command("heater", "on");
    expect(run.saidOf("heater")).toEqual(["on", "on", "on"]);
    run.pass(20_000);
    expect(run.part.driven).toEqual([0, 1]);
    expect(run.said()).toEqual([]);
  });

  test("a minimum time counts from the start for the initial state", () => {
    const run = withHeater({ minimumOff: seconds(30) });
    run.command("heater", "on");
    run.pass(29_000);
    expect(run.part.driven).toEqual([0]);
    run.pass(1000);
    expect(run.part.driven).toEqual([0, 1]);
  });

  test("a minimum time expires although the clock wraps", () => {
    const run = withHeater({ minimumOn: minutes(2) }, notedPart(), 2 ** 31 - 60_000);
    run.command("heater", "on");
    run.command("heater", "off");
    run.pass(119_000);
    expect(run.part.driven).toEqual([0, 1]);
    run.pass(1500);
    expect(run.part.driven).toEqual([0, 1, 0]);
  });

  test("an expired minimum time delays no command after the clock wraps", () => {
    const run = withHeater({ minimumOn: minutes(2) });
    run.command("heater", "on");
    for (let day = 0; day < 25; day += 1) run.pass(86_400_000);
    run.command("heater", "off");
    expect(run.part.driven).toEqual([0, 1, 0]);
  });
});

describe("a maximum time", () => {
  test("a maximum time ends the state despite the same command again", () => {
    const run = withHeater({ maximumOn: seconds(10) });
    run.command("heater", "on");
    run.pass(6000);
    run.command("heater", "on");
    run.said();
    run.pass(3700);
    expect(run.part.driven).toEqual([0, 1]);
    run.pass(200);
    expect(run.part.driven).toEqual([0, 1, 0]);
    expect(run.said()).toEqual(["heater=off"]);
  });

  test("a maximum time locks a door again", () => {
    const bolt = notedPart();
    const run = startActing({ actuators: [lock("door", bolt, { autoLock: seconds(30) })] });
    run.command("door", "unlock");
    run.pass(30_000);
    expect(run.saidOf("door")).toEqual(["locked", "unlocked", "locked"]);
  });

  test("a maximum time applies to an initial state, also without a broker", () => {
    const run = withHeater({ maximumOn: seconds(10), atStart: "on" });
    run.world.setNetwork(false);
    run.pass(10_000);
    expect(run.part.driven).toEqual([1, 0]);
  });
});

describe("an offline state", () => {
  const options: SwitchOptions = { whenOffline: { after: minutes(5), state: "off" } };

  test("an offline state is applied once, and published after reconnection", () => {
    const run = withHeater(options);
    run.command("heater", "on");
    run.said();
    run.world.setNetwork(false);
    run.pass(minutes(8));
    expect(run.part.driven).toEqual([0, 1, 0]);
    run.world.setNetwork(true);
    run.pass(minutes(2));
    expect(run.saidOf("heater")).toEqual(["off"]);
  });

  test("an offline state is not applied when the broker returns in time", () => {
    const run = withHeater(options);
    run.command("heater", "on");
    for (let i = 0; i < 4; i += 1) {
      run.world.breakLink("cut");
      run.pass(minutes(4));
    }
    expect(run.part.driven).toEqual([0, 1]);
  });

  test("an offline state may be on, for a necessary light", () => {
    const led = notedPart(255);
    const run = startActing({
      actuators: [light("lamp", led, { whenOffline: { after: seconds(30), state: "on" } })],
    });
    run.world.setNetwork(false);
    run.pass(minutes(3));
    expect(led.driven).toEqual([0, 255]);
  });
});

describe("an interlock", () => {
  const pair = (up: NotedPart, down: NotedPart, options: SwitchOptions = {}) =>
    startActing({
      actuators: [powerSwitch("up", up, { ...options, notWith: "down" }), powerSwitch("down", down, options)],
    });

  test("an interlock switches the rival off first, whichever declares it", () => {
    const order: string[] = [];
    const noted = (name: string): NotedPart => {
      const part = notedPart();
      part.drive = (_part, value) => {
        part.driven.push(value);
        order.push(`${name} ${value}`);
      };
      return part;
    };
    const run = pair(noted("up"), noted("down"));
    run.command("up", "on");
    run.command("down", "on");
    run.command("up", "on");
    expect(order).toEqual(["up 1", "up 0", "down 1", "down 0", "up 1"]);
    run.pass(200);
    expect(run.said()).toEqual(expect.arrayContaining(["up=on", "up=off", "down=on", "down=off"]));
  });

  test("an interlock waits for the rival's minimum time", () => {
    const [up, down] = [notedPart(), notedPart()];
    const run = pair(up, down, { minimumOn: seconds(10) });
    run.command("up", "on");
    run.command("down", "on");
    run.pass(9000);
    expect([up.driven, down.driven]).toEqual([[0, 1], [0]]);
    run.pass(1000);
    expect([up.driven, down.driven]).toEqual([
      [0, 1, 0],
      [0, 1],
    ]);
    run.pass(1000);
    expect(run.saidOf("problem").at(-1)).toBe("none");
  });
});

describe("a state that a sensor confirms", () => {
  function withLock(
    tenths: number | undefined,
    options: { within?: Milliseconds; autoLock?: Milliseconds } = {},
  ) {
    const probe: Probe = { tenths };
    const bolt = notedPart();
    const { within = seconds(5), autoLock } = options;
    const run = startActing({
      sensors: [probeSensor(probe, "bolt", { timeout: seconds(3) })],
      actuators: [
        lock("door", bolt, {
          confirmedBy: { sensor: "bolt", within },
          ...(autoLock === undefined ? {} : { autoLock }),
        }),
      ],
    });
    return { ...run, probe, bolt };
  }

  test("a confirmed state is published as pending until the sensor confirms", () => {
    const run = withLock(10);
    run.pass(2000);
    run.said();
    run.command("door", "unlock");
    run.pass(1000);
    run.probe.tenths = 0;
    run.pass(1500);
    expect(run.saidOf("door")).toEqual(["unlocking", "unlocked"]);
    run.command("door", "lock");
    run.probe.tenths = 10;
    run.pass(1500);
    expect(run.saidOf("door")).toEqual(["locking", "locked"]);
  });

  test("a state without confirmation is jammed until a new command", () => {
    const run = withLock(10);
    run.command("door", "unlock");
    run.probe.tenths = 0;
    run.pass(2000);
    run.said();
    run.command("door", "lock");
    run.pass(6000);
    expect(run.said().filter((line) => !line.startsWith("bolt="))).toEqual([
      "door=locking",
      "door=jammed",
      "problem=door: it did not do what it was told",
    ]);
    const driven = run.bolt.driven.length;
    run.command("door", "lock");
    expect(run.bolt.driven.slice(driven)).toEqual([0]);
    run.probe.tenths = 10;
    run.pass(1500);
    expect(run.saidOf("door")).toEqual(["locking", "locked"]);
  });

  test("a confirmed state follows manual operation without driving the part", () => {
    const run = withLock(10);
    run.pass(2000);
    run.said();
    run.probe.tenths = 0;
    run.pass(2000);
    run.probe.tenths = 10;
    run.pass(2000);
    expect(run.saidOf("door")).toEqual(["unlocked", "locked"]);
    expect(run.bolt.driven).toEqual([0]);
  });

  test("a door unlocked by hand is locked automatically", () => {
    const run = withLock(10, { autoLock: seconds(20) });
    run.pass(2000);
    run.probe.tenths = 0;
    run.pass(10_000);
    expect(run.bolt.driven).toEqual([0]);
    run.pass(12_000);
    expect(run.bolt.driven).toEqual([0, 0]);
  });

  test("a confirmed state is jammed when its sensor is dead", () => {
    const run = withLock(undefined);
    run.pass(6000);
    expect(run.saidOf("door")).toEqual(["locking", "jammed"]);
  });

  test("a confirmed state is opening or closing for valves, unchanged for switches", () => {
    const probe: Probe = { tenths: 10 };
    const run = startActing({
      sensors: [probeSensor(probe, "flow")],
      actuators: [
        valve("water", notedPart(), { confirmedBy: { sensor: "flow" } }),
        powerSwitch("pump", notedPart(), { confirmedBy: { sensor: "flow" } }),
      ],
    });
    run.pass(2000);
    run.said();
    run.send("water", "open");
    run.send("pump", "on");
    run.pass(500);
    expect(run.said().filter((line) => !line.startsWith("flow="))).toEqual(["water=opening", "pump=off"]);
    probe.tenths = 0;
    run.pass(1500);
    expect(run.said().filter((line) => !line.startsWith("flow="))).toEqual(["water=open", "pump=on"]);
  });
});

describe("a state kept over power cuts", () => {
  const all = (options: SwitchOptions, parts: NotedPart[]) => ({
    actuators: [
      powerSwitch("heater", parts[0] as NotedPart, options),
      numberInput("target", parts[1] as NotedPart, {
        min: -20,
        max: 30,
        step: 0.5,
        atStart: "last",
        initial: 20,
      }),
      selectInput("mode", valueOnly(), { options: ["auto", "away"], atStart: "last" }),
      light("lamp", parts[2] as NotedPart, { atStart: "last" }),
    ],
  });
  const parts = () => [notedPart(), notedPart(100), notedPart(255)];

  test("a kept state is applied at once after a power cut", () => {
    const storage = new Map<string, string>();
    const run = startActing(all({ atStart: "last" }, parts()), { storage });
    for (const [name, payload] of [
      ["heater", "on"],
      ["target", "-18.5"],
      ["mode", "away"],
      ["lamp/brightness", "77"],
    ] as const)
      run.command(name, payload);
    run.pass(11_000);
    run.running.kill();
    const again = parts();
    const next = startActing(all({ atStart: "last" }, again), { storage, resetReason: "power" });
    expect(again.map(({ driven }) => driven)).toEqual([[1], [-19], [77]]);
    expect(next.said()).toEqual(
      expect.arrayContaining(["heater=on", "target=-18.5", "mode=away", "lamp=on", "lamp/brightness=77"]),
    );
  });

  test.each([
    ["power", 0],
    ["unknown", 0],
    ["watchdog", 1],
    ["software", 1],
  ])("a light that keeps its state starts after %s with %d", (resetReason, value) => {
    const storage = new Map([["states", "\nheater=1\n"]]);
    const heater = notedPart();
    startActing(all({ atStart: "keep" }, [heater, ...parts().slice(1)]), { storage, resetReason });
    expect(heater.driven).toEqual([value]);
  });

  test.each([
    "",
    "\n",
    "\nheater=",
    "\nheater=2\n",
    "\nheater=x\n",
    "\nheater=-1\n",
    "heater=1\n",
    "\nheater=1",
    "\xff",
  ])("a kept state is ignored when its record is %j", (record) => {
    const heater = notedPart();
    startActing(all({ atStart: "last" }, [heater, ...parts().slice(1)]), {
      storage: new Map([["states", record]]),
    });
    expect(heater.driven).toEqual([0]);
  });

  test("a kept state is written when changed, at most every ten seconds", () => {
    const run = startActing(all({ atStart: "last" }, parts()));
    let writes = 0;
    const set = run.storage.set.bind(run.storage);
    run.storage.set = (key, value) => {
      writes += 1;
      return set(key, value);
    };
    run.pass(60_000);
    run.command("heater", "off");
    run.pass(20_000);
    expect(writes).toBe(0);
    run.command("heater", "on");
    expect(writes).toBe(1);
    for (let i = 0; i < 300; i += 1) run.command("heater", i % 2 === 0 ? "off" : "on");
    expect(writes).toBe(1 + 3);
    run.pass(20_000);
    expect([writes, run.storage.get("states")]).toEqual([1 + 4, "\nheater=1\ntarget=200\nmode=0\nlamp=0\n"]);
  });
});
