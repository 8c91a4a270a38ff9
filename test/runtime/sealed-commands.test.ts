// Sealed commands to a device in virtual time, at a broker where anybody may write: what it does, says,
// counts and writes.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type DeviceDeclaration, device } from "../../src/device/declare/device.ts";
import { homeAssistant } from "../../src/device/declare/home-assistant.ts";
import { relay } from "../../src/drivers/relay.ts";
import { rgbLight } from "../../src/drivers/rgb-light.ts";
import { colorLight, lock, powerSwitch } from "../../src/index.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import { HASHES } from "../../src/platform/node/hash.ts";
import type { SimulatedDevice } from "../../src/platform/node/world.ts";
import { TOLD_EVERY_MS } from "../../src/runtime/sealed-commands.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { FORGED, KEYLESS, PAST, RETAINED, UNSEALED } from "../../src/sealed/opening.ts";
import { sealOf } from "../../src/sealed/seal.ts";
import { CEILING_RECORD, CEILING_STEP } from "../../src/sealed/taken-counters.ts";
import { KEY_RECORD } from "../../src/update/key.ts";
import {
  FaultyStorage,
  PowerLost,
  survivingPowerLoss,
} from "../../tools/laboratory/worlds/faulty-storage.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";

const KEY = "\x07".repeat(32);
const KEY_LINE = `hmac-sha256 ${"07".repeat(32)}\n`;
const ROOT = "home/gate-00112233aabb";
const BOLT = `${ROOT}/bolt/set`;
const LIMITS = { slots: 8, bytes: 1000, packetBytes: 512, linkBytes: 1000 };
const WIRES = {
  bolt: "bolt",
  lamp: "lamp",
  "strip.red": "red",
  "strip.green": "green",
  "strip.blue": "blue",
};

function sealed(payload: string, counter: number, topic = BOLT): string {
  const words = `${payload} ${counter}`;
  return `${words} ${sealOf(HASHES.sha256, KEY, topic, words)}`;
}

interface Options {
  declaration?: Partial<DeviceDeclaration>;
  /** The record of its key. */
  key?: string;
}

function startGate({ declaration, key = KEY_LINE }: Options = {}) {
  const clock = survivingPowerLoss(createVirtualClock());
  const broker = createBroker({ timers: clock });
  const storage = new FaultyStorage([
    [SETTINGS, settingsRecord({ host: "broker" })],
    [KEY_RECORD, key],
  ]);
  const lines: string[] = [];
  const world = createVirtualWorld({
    clock,
    storage,
    chipId: "00112233aabb",
    peer: broker.peer,
    log: (line) => lines.push(line),
  });
  const nothing = () => 0;
  world.updates = {
    board: "simulated",
    target: "node",
    hashes: HASHES,
    started: 0,
    store: {
      isPart: () => false,
      parts: () => [],
      lengthOf: nothing,
      digestOf: () => "",
      append: () => false,
      remove: nothing,
      freeBytes: nothing,
      costOf: nothing,
    },
  };
  const declared = () =>
    device({
      name: "gate",
      update: { key: "hmac" },
      discovery: homeAssistant(),
      actuators: [lock("bolt", relay("bolt"), { sealed: true }), powerSwitch("lamp", relay("lamp"))],
      ...declaration,
    });
  let running: SimulatedDevice | undefined;
  const start = () => {
    try {
      running = startNodeDevice(world, declared(), WIRES, LIMITS);
    } catch (error) {
      if (!(error instanceof PowerLost)) throw error;
    }
  };
  const losePower = () => {
    running?.kill();
    running = undefined;
    clock.after(1000, start);
  };
  storage.powerGoes = losePower;
  start();
  clock.advance(5000);
  return {
    storage,
    broker,
    lines,
    world,
    pass: clock.advance,
    losePower,
    send: (message: string, topic = BOLT) => {
      broker.publish(topic, message, { qos: 1 });
      clock.advance(500);
    },
    bolt: () => broker.kept(`${ROOT}/bolt`),
    lowest: () => Number(broker.kept(`${ROOT}/sealed`)),
    problem: () => broker.kept(`${ROOT}/problem`)?.trim(),
    problems: () => broker.received.filter(({ topic }) => topic === `${ROOT}/problem`).length,
  };
}

const refusedTo = (fault: string) => `a sealed command was refused, to bolt: ${fault}`;

test("the first start, and no command, writes the first ceiling", () => {
  const gate = startGate();
  expect(gate.storage.get(CEILING_RECORD)).toBe("1\n");
});

test("a command is obeyed that the page's own program seals", async () => {
  const page = readFileSync(new URL("../../docs/topics.md", import.meta.url), "utf8");
  const [, program = ""] = /<!-- seal -->\n```js\n(.*?)```/s.exec(page) ?? [];
  const { sealed: sealedBy } = await import(`data:text/javascript,${encodeURIComponent(program)}`);
  const gate = startGate();
  gate.send(sealedBy("07".repeat(32), BOLT, "unlock", 1));
  expect(gate.bolt()).toBe("unlocked");
});

test("a sealed command is obeyed, and the next counter published", () => {
  const gate = startGate();
  expect([gate.bolt(), gate.lowest(), gate.problem()]).toEqual(["locked", 1, "none"]);
  gate.send(sealed("unlock", 1));
  expect([gate.bolt(), gate.lowest()]).toEqual(["unlocked", 2]);
  gate.send(sealed("lock", 2));
  expect([gate.bolt(), gate.lowest(), gate.problem()]).toEqual(["locked", 3, "none"]);
});

test("a bare command opens nothing, but other actuators obey theirs", () => {
  const gate = startGate();
  gate.send("unlock");
  gate.send("on", `${ROOT}/lamp/set`);
  expect([gate.bolt(), gate.broker.kept(`${ROOT}/lamp`)]).toEqual(["locked", "on"]);
});

test("a replayed command is reported once, until the next valid one", () => {
  const gate = startGate();
  gate.send(sealed("unlock", 1));
  gate.send(sealed("lock", 2));
  gate.send(sealed("unlock", 1));
  expect([gate.bolt(), gate.problem()]).toEqual(["locked", refusedTo(PAST)]);
  gate.send(sealed("lock", 3));
  expect(gate.problem()).toBe("none");
});

test("the newest command repeated is dropped silently", () => {
  const gate = startGate();
  gate.send(sealed("unlock", 1));
  gate.send(sealed("unlock", 1));
  expect([gate.bolt(), gate.problem()]).toEqual(["unlocked", "none"]);
});

test("a retained sealed command opens nothing", () => {
  const gate = startGate();
  gate.broker.deliver(BOLT, sealed("unlock", 1), { retain: true });
  gate.pass(500);
  expect([gate.bolt(), gate.problem()]).toEqual(["locked", refusedTo(RETAINED)]);
});

test("a sealed command for another actuator opens nothing", () => {
  const gate = startGate();
  gate.send(sealed("unlock", 1, `${ROOT}/lamp/set`));
  expect([gate.bolt(), gate.problem()]).toEqual(["locked", refusedTo(FORGED)]);
});

test("a sealed unknown command is answered like any other", () => {
  const gate = startGate();
  gate.send(sealed("open", 1));
  expect(gate.problem()).toContain('bolt: not understood: "open"');
  expect(gate.lowest()).toBe(2);
});

test("a light's brightness and colour commands are sealed too", () => {
  const strip = colorLight("strip", rgbLight("strip"), { sealed: true });
  const gate = startGate({ declaration: { actuators: [strip] } });
  gate.send("on", `${ROOT}/strip/set`);
  gate.send("200", `${ROOT}/strip/brightness/set`);
  gate.send("1,2,3", `${ROOT}/strip/color/set`);
  expect([gate.broker.kept(`${ROOT}/strip`), gate.lowest()]).toEqual(["off", 1]);
  const brightness = `${ROOT}/strip/brightness/set`;
  gate.send(sealed("200", 1, brightness), brightness);
  expect([gate.broker.kept(`${ROOT}/strip`), gate.lowest()]).toEqual(["on", 2]);
});

describe("a flood of 10,000 forged commands", () => {
  test("a flood of forged commands causes one sentence and no write", () => {
    const gate = startGate();
    const before = [gate.storage.writes, gate.problems()];
    for (let i = 1; i <= 10_000; i++) {
      gate.broker.publish(BOLT, `unlock ${i} ${"0".repeat(64)}`, { qos: 1 });
      if (i % 5 === 0) gate.pass(100);
    }
    gate.pass(1000);
    expect([gate.storage.writes, gate.problems() - 1]).toEqual(before);
    expect([gate.bolt(), gate.problem(), gate.lowest()]).toEqual(["locked", refusedTo(FORGED), 1]);
    expect(gate.lines.filter((line) => line.includes("refused"))).toHaveLength(1);
    gate.pass(TOLD_EVERY_MS);
    expect(gate.problem()).toBe(`10000 sealed commands were refused, the newest to bolt: ${FORGED}`);
    gate.pass(TOLD_EVERY_MS);
    expect(gate.problem()).toBe("none");
    gate.send(sealed("unlock", 1));
    expect(gate.bolt()).toBe("unlocked");
  });
});

test.each(["old", "new"] as const)(
  "power lost at a write, leaving the %s one, opens nothing twice",
  (left) => {
    for (let cut = 0; cut < 4; cut++) {
      const gate = startGate();
      const taken = new Set<string>();
      let writes = -1;
      gate.storage.plan = ({ name }) => {
        if (name !== CEILING_RECORD) return "done";
        writes += 1;
        return writes === cut ? { powerGoesLeaving: left } : "done";
      };
      for (let i = 0; i < 4 * CEILING_STEP; i += 20) {
        const counter = gate.lowest() + 19;
        const message = sealed("unlock", counter);
        gate.send(message);
        if (gate.bolt() === "unlocked") taken.add(message);
        gate.pass(5000);
        gate.send(sealed("lock", gate.lowest()));
        gate.pass(5000);
      }
      gate.send(sealed("lock", gate.lowest()));
      expect([gate.bolt(), taken.size > 3], `cut ${cut}`).toEqual(["locked", true]);
      for (const message of taken) gate.send(message);
      gate.losePower();
      gate.pass(10_000);
      for (const message of taken) gate.send(message);
      expect(gate.bolt(), `cut ${cut}`).toBe("locked");
    }
  },
);

test("a restart continues at the counter's ceiling, which it publishes", () => {
  const gate = startGate();
  gate.send(sealed("unlock", 1));
  gate.losePower();
  gate.pass(10_000);
  expect(gate.lowest()).toBe(1 + CEILING_STEP);
  gate.send(sealed("unlock", 1));
  gate.send(sealed("unlock", CEILING_STEP));
  expect(gate.bolt()).toBe("locked");
  gate.send(sealed("unlock", 1 + CEILING_STEP));
  expect(gate.bolt()).toBe("unlocked");
});

test.each(["", `lms ${"07".repeat(56)}\n`, `hmac-sha1 ${"07".repeat(32)}\n`])(
  "with the key record %j a device obeys no command",
  (key) => {
    const gate = startGate({ key });
    expect(gate.problem()).toContain(KEYLESS);
    gate.send(sealed("unlock", 1));
    expect([gate.bolt(), gate.problem()?.includes("ringmote key give")]).toEqual(["locked", true]);
  },
);

test("a sealed command is answered, a forged one is not", () => {
  const gate = startGate({ declaration: { mqtt: 5, replies: true } });
  const answers = () => gate.broker.received.filter(({ topic }) => topic.startsWith("answers/"));
  const properties = { responseTopic: "answers/desk" };
  gate.broker.deliver(BOLT, `unlock 1 ${"0".repeat(64)}`, { properties });
  gate.pass(500);
  expect(answers()).toHaveLength(0);
  gate.broker.deliver(BOLT, sealed("unlock", 1), { properties });
  gate.pass(500);
  expect(answers().map(({ payload }) => payload)).toEqual(["unlocked"]);
});

test("Home Assistant shows the state without a control", () => {
  const gate = startGate();
  const told = gate.broker.received.filter(({ topic }) => topic.startsWith("homeassistant/"));
  const text = told.map(({ payload }) => payload).join("");
  expect(text).toContain("~/bolt");
  expect(text).not.toContain("~/bolt/set");
  expect(text).toContain("~/lamp/set");
});

describe("sealed settings", () => {
  const SET = `${ROOT}/settings/set`;
  const CHANGE = "keepalive=77\nlog=";
  const startSealed = () => startGate({ declaration: { settings: "sealed", actuators: [] } });
  /** Sends a change; the chip starts anew then. */
  const change = (gate: ReturnType<typeof startGate>, message: string) => {
    gate.send(message, SET);
    gate.losePower();
    gate.pass(20_000);
  };
  const kept = ({ broker }: ReturnType<typeof startGate>) => broker.kept(`${ROOT}/settings`);

  test("are changed by a sealed message of several lines", () => {
    const gate = startSealed();
    expect([gate.lowest(), kept(gate)]).toEqual([1, expect.stringContaining("host=broker\n")]);
    change(gate, sealed("keepalive=77", 1, SET));
    expect(kept(gate)).toContain("keepalive=77\n");
    // It has started anew with them.
    expect(gate.lowest()).toBe(1 + CEILING_STEP);
    change(gate, sealed("keepalive=88\nport=1883", gate.lowest(), SET));
    expect(kept(gate)).toContain("keepalive=88\n");
  });

  test.each([
    ["bare", CHANGE, UNSEALED],
    ["empty", "", UNSEALED],
    ["forged", `keepalive=77 1 ${"0".repeat(64)}`, FORGED],
    ["for another topic", sealed("keepalive=77", 1), FORGED],
  ])("that are %s change nothing", (_, message, fault) => {
    const gate = startSealed();
    gate.send(message, SET);
    gate.pass(20_000);
    expect(kept(gate)).not.toContain("keepalive=77");
    expect(gate.problem()).toBe(`a sealed command was refused, to settings: ${fault}`);
    expect([gate.lowest(), gate.broker.received.filter(({ topic }) => topic === SET)]).toEqual([1, []]);
  });

  test("that are retained or replayed change nothing", () => {
    const gate = startSealed();
    gate.broker.deliver(SET, sealed("keepalive=77", 1, SET), { retain: true });
    gate.pass(500);
    expect(gate.problem()).toContain(`to settings: ${RETAINED}`);
    for (const [value, counter] of [
      [77, 1],
      [88, 1 + CEILING_STEP],
    ] as const)
      change(gate, sealed(`keepalive=${value}`, counter, SET));
    gate.send(sealed("keepalive=77", 1, SET), SET);
    gate.pass(20_000);
    expect(kept(gate)).toContain("keepalive=88\n");
    expect(gate.problem()).toContain(`to settings: ${PAST}`);
  });

  test("leave commands to actuators that are not sealed as they are", () => {
    const gate = startGate({ declaration: { settings: "sealed" } });
    gate.send("on", `${ROOT}/lamp/set`);
    gate.send("unlock");
    expect([gate.broker.kept(`${ROOT}/lamp`), gate.bolt()]).toEqual(["on", "locked"]);
  });
});
