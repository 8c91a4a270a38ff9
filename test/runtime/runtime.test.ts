// A running device, as a broker sees it: status, readings, problems, commands, through lost links and lost sessions.
import { describe, expect, test } from "vitest";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { ROOT, startDevice } from "./device-in-world.ts";

/** A device that is connected and has told everything; what it said so far is read. */
function online(options: Parameters<typeof startDevice>[0] = {}) {
  const run = startDevice(options);
  run.pass(5000);
  run.said();
  return run;
}

describe("status", () => {
  test("a first connection publishes online, no problem, states and readings, retained", () => {
    const run = startDevice();
    run.pass(5000);
    const said = run.said();
    expect(said[0]).toBe("status=online!");
    expect(said.slice(1).sort()).toEqual([
      "heater=off!",
      "humidity=48!",
      "problem=none!",
      "temperature=21.5!",
    ]);
    expect(run.broker.breaches).toEqual([]);
  });

  test("a device publishes online first on each connection", () => {
    const run = online();
    for (let i = 0; i < 3; i += 1) {
      run.world.breakLink("cut");
      run.pass(60_000);
      expect(run.said()[0]).toBe("status=online!");
    }
    expect(run.broker.connects).toHaveLength(4);
  });

  test("a normal stop publishes offline, then DISCONNECT cancels the will", () => {
    const run = online();
    let done = false;
    run.running.stop(() => {
      done = true;
    });
    run.pass(10);
    expect([done, run.said(), run.broker.disconnects]).toEqual([true, ["status=offline!"], 1]);
    run.pass(600_000);
    expect([run.said(), run.world.connections(), run.broker.breaches]).toEqual([[], 1, []]);
  });

  test("a power cut leaves the offline status to the will", () => {
    const run = online();
    run.running.kill();
    run.pass(600_000);
    expect([run.said(), run.broker.disconnects, run.world.connections()]).toEqual([[], 0, 1]);
  });
});

describe("readings", () => {
  test("readings are published when changed enough, at their own interval", () => {
    const run = online();
    run.air.celsius = 21.6;
    run.pass(10_000);
    expect(run.said()).toEqual([]);
    run.air.celsius = 21.7;
    run.air.humidity = 50;
    run.pass(10_000);
    expect(run.said()).toEqual(["temperature=21.7!", "humidity=50!"]);
  });

  test("after a lost link only the newest reading is published", () => {
    const run = online();
    run.world.setNetwork(false);
    for (const celsius of [22, 23, 24]) {
      run.air.celsius = celsius;
      run.pass(10_000);
    }
    run.world.setNetwork(true);
    run.pass(5000);
    expect(run.said()).toContain("temperature=24.0!");
    expect(run.said().filter((line) => /=2[23]/.test(line))).toEqual([]);
  });

  test("readings are not repeated when the broker kept the session", () => {
    const run = online();
    run.world.breakLink("cut");
    run.pass(60_000);
    expect(run.said()).toEqual(["status=online!", "problem=none!"]);
  });

  test("readings and heater state are repeated when the broker lost its session", () => {
    const run = online();
    run.broker.forget();
    run.world.breakLink("cut");
    run.pass(60_000);
    expect(run.said().sort()).toEqual([
      "heater=off!",
      "humidity=48!",
      "problem=none!",
      "status=online!",
      "temperature=21.5!",
    ]);
  });

  test("a reading refused by a full link follows after draining", () => {
    const slow = { toPeer: { delayMs: [3000, 3000], pieceBytes: 1000 } } as const;
    const run = startDevice({ limits: { linkBytes: 60 }, world: { plan: () => slow } });
    run.pass(60_000);
    expect(run.said()).toEqual(expect.arrayContaining(["temperature=21.5!", "humidity=48!", "heater=off!"]));
  });

  test("at QoS 1 all readings arrive in order over an unstable network", () => {
    const run = online({ temperature: { qos: 1, overflow: "reject", filters: [] } });
    for (let i = 0; i < 6; i += 1) {
      run.air.celsius = 10 + i;
      run.pass(10_000);
      run.world.setNetwork(i % 2 === 0);
    }
    run.world.setNetwork(true);
    run.pass(60_000);
    const told = run.said().filter((line) => line.startsWith("temperature=1"));
    expect([...new Set(told)].slice(0, 6)).toEqual(
      [10, 11, 12, 13, 14, 15].map((celsius) => `temperature=${celsius}.0!`),
    );
  });
});

test("a message that a policy drops is named on the console", () => {
  const run = online({ temperature: { qos: 1, overflow: "latest", filters: [] } });
  run.world.setNetwork(false);
  run.pass(30_100);
  const dropped = run.console.filter((line) => line.startsWith("dropped"));
  expect(dropped).toEqual(Array(2).fill(`dropped: ${ROOT}/temperature, a later one took its place`));
  run.world.setNetwork(true);
  run.pass(3000);
  expect(run.said().filter((line) => line.startsWith("temperature"))).toEqual(["temperature=21.5!"]);
});

test.each([
  [0x80, `broker refused the subscription ${ROOT}/heater/set`],
  [0, `broker grants only QoS 0 to the subscription ${ROOT}/heater/set`],
])("a subscription refused with %i is named on the console once", (code, line) => {
  const run = startDevice();
  run.broker.behaviour.grants = (filter, qos) => (filter.endsWith("/set") ? code : qos);
  run.pass(60_000);
  expect(run.console.filter((line) => line.includes("subscription"))).toEqual([line]);
});

test("in MQTT 5.0 a refused subscription's reason is named", () => {
  const run = startDevice({ declaration: { mqtt: 5 } });
  run.broker.behaviour.grants = (filter, qos) => (filter.endsWith("/set") ? 0x97 : qos);
  run.pass(60_000);
  const lines = run.console.filter((line) => line.includes("subscription"));
  expect(lines).toEqual([`broker refused the subscription ${ROOT}/heater/set: quota exceeded`]);
});

test("an overlong message is named with its size, and the device continues", () => {
  const run = online();
  run.broker.deliver(`${ROOT}/heater/set`, "x".repeat(300));
  run.pass(1000);
  expect(run.console.at(-1)).toBe(`passed over: ${ROOT}/heater/set, a packet of 340 bytes does not fit`);
  run.command("on");
  run.pass(1000);
  expect(run.said()).toContain("heater=on!");
});

test("kept readings are not repeated when a new session begins", () => {
  const run = startDevice({ temperature: { qos: 1, overflow: "oldest" } });
  run.world.setNetwork(false);
  for (const celsius of [22, 23, 24]) {
    run.air.celsius = celsius;
    run.pass(10_000);
  }
  run.broker.forget();
  run.world.setNetwork(true);
  run.pass(5000);
  const told = run.said().filter((line) => line.startsWith("temperature"));
  expect(told).toEqual([...new Set(told)]);
  expect(told.at(-1)).toBe("temperature=24.0!");
});

describe("problems", () => {
  test("an absent, wrong or unready sensor is named until it recovers", () => {
    const run = online();
    for (const [fault, words] of [
      ["absent", "no answer"],
      ["bad-crc", "bad checksum"],
      ["stuck", "no answer"],
    ] as const) {
      run.bus.fault = fault;
      run.pass(10_100);
      expect(run.said()).toEqual([`problem=air: ${words}!`]);
      run.bus.fault = "none";
      run.pass(10_100);
      expect(run.said()).toContain("problem=none!");
    }
    expect(run.console.filter((line) => line.startsWith("problem"))).toHaveLength(6);
  });

  test("a lasting fault is reported once per connection", () => {
    const run = online();
    run.bus.fault = "absent";
    run.pass(50_000);
    expect(run.said()).toEqual(["problem=air: no answer!"]);
    run.world.breakLink("cut");
    run.pass(60_000);
    expect(run.said()).toEqual([
      "status=online!",
      "problem=air: no answer!",
      // Their timeout is over.
      "temperature=None!",
      "humidity=None!",
    ]);
  });

  test("a fault before the first connection is reported on connecting", () => {
    const run = startDevice();
    run.bus.fault = "absent";
    run.pass(5000);
    expect(run.said()).toContain("problem=air: no answer!");
  });
});

describe("commands", () => {
  test("commands switch the pin, and the state is published at once", () => {
    const run = online();
    for (const [payload, level] of [
      ["on", 1],
      ["on", 1],
      ["off", 0],
    ] as const) {
      run.command(payload);
      run.pass(100);
      expect([run.world.pins.get("heater"), run.said()]).toEqual([level, [`heater=${payload}!`]]);
    }
    expect(run.broker.unacknowledged()).toBe(0);
  });

  test.each(["", "1", "toggle", "\xff"])(
    "the command %j switches nothing and is reported as a problem",
    (payload) => {
      const run = online();
      run.command("on");
      run.pass(100);
      run.said();
      run.command(payload);
      run.pass(100);
      expect(run.world.pins.get("heater")).toBe(1);
      const [answer, problem, ...others] = run.said();
      expect(`problem=heater: ${answer.replace("heater/problem=", "")}!`).toBe(problem);
      expect([problem, others]).toEqual([
        expect.stringMatching(/^problem=heater: not understood: ".*"; the commands are on and off!$/),
        [],
      ]);
      run.command("off");
      run.pass(100);
      expect(run.said()).toEqual(["heater=off!", "heater/problem=none", "problem=none!"]);
    },
  );

  test("a retained command is ignored unless the option allows it", () => {
    const run = online();
    run.command("on", true);
    run.pass(10);
    expect([run.world.pins.get("heater"), run.said(), run.broker.unacknowledged()]).toEqual([0, [], 0]);
    const obedient = online({ heater: { retainedCommands: true } });
    obedient.command("on", true);
    obedient.pass(10);
    expect([obedient.world.pins.get("heater"), obedient.said()]).toEqual([1, ["heater=on!"]]);
  });

  test("a command sent during an absence is obeyed after the return", () => {
    const run = online();
    run.world.setNetwork(false);
    run.pass(5000);
    run.command("on");
    run.world.setNetwork(true);
    run.pass(5000);
    expect([run.world.pins.get("heater"), run.broker.unacknowledged()]).toEqual([1, 0]);
    expect(run.said()).toContain("heater=on!");
  });

  test("the last of many simultaneous commands holds; all are answered", () => {
    const run = online();
    for (let i = 0; i < 50; i += 1) run.command(i % 2 === 0 ? "on" : "off");
    run.pass(1000);
    expect([run.world.pins.get("heater"), run.said().at(-1), run.broker.unacknowledged()]).toEqual([
      0,
      "heater=off!",
      0,
    ]);
  });
});

test("ten days of hourly broken links break no protocol rule", () => {
  const clock = createVirtualClock(2 ** 31 - 5 * 86_400_000);
  const run = startDevice({ world: { clock } });
  for (let hour = 0; hour < 240; hour += 1) {
    run.air.celsius = 15 + (hour % 10);
    run.pass(3_600_000 - 30_000);
    run.world.breakLink(hour % 3 === 0 ? "half-open" : "cut");
    run.pass(30_000);
  }
  run.pass(200_000);
  run.said();
  run.air.celsius = 33;
  run.pass(20_000);
  expect(run.said()).toContain("temperature=33.0!");
  expect(run.broker.breaches).toEqual([]);
  expect(run.world.connections()).toBeGreaterThan(230);
});
