// Messages that a program sends with a promise, and the number of them that it has out at once.
import { describe, expect, test } from "vitest";
import { startNodeClient } from "../../src/client/client.ts";
import { SendError } from "../../src/client/faults/errors.ts";
import type { NodeClientOptions, SendOptions } from "../../src/client/options.ts";
import { createRandom } from "../../src/platform/node/random.ts";
import { faultSchedule } from "../../tools/laboratory/worlds/fault-schedule.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import type { Limits } from "../../tools/sim/broker/limits.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import type { LinkPlan, PeerEnd, PeerEvents } from "../../tools/sim/worlds/link.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";

const SECOND = 1000;
const TOPIC = "home/program/number";
/** A network on which an answer takes a fifth of a second. */
const FAR: LinkPlan = {
  toPeer: { delayMs: [100, 100] },
  toDevice: { delayMs: [100, 100] },
};

interface Given {
  options?: Partial<NodeClientOptions>;
  plan?: (connection: number) => LinkPlan;
  limits?: Partial<Limits>;
}

function started({ options = {}, plan = () => ({}), limits = {} }: Given = {}) {
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock, limits, payloadsDiffer: true });
  const world = createVirtualWorld({ clock, peer: broker.peer, plan });
  const client = startNodeClient(world, { id: "program", host: "broker", ...options });
  /** Virtual time passes, and what is promised is told between its steps. */
  const pass = async (ms: number) => {
    for (let step = 0; step < 10; step += 1) {
      clock.advance(ms / 10);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const numbers = () => broker.received.filter(({ topic }) => topic === TOPIC).map(({ payload }) => payload);
  return { broker, world, client, pass, numbers };
}

/** Sends the numbers from 1 on, and notes how each ended. */
function sendNumbers(client: ReturnType<typeof startNodeClient>, count: number, options?: SendOptions) {
  const ends: string[] = [];
  for (let number = 1; number <= count; number += 1)
    client.send(TOPIC, `${number}`, options).then(
      () => ends.push(`${number}`),
      (error: Error) => ends.push(error.message),
    );
  return ends;
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => `${index + 1}`);

describe.each(["clean", "persistent"] as const)("in a %s session", (session) => {
  test.each([
    [0, 5],
    [1, 5],
    [2, 5],
    // Others wait in slots that have been used before.
    [1, 1],
    [2, 1],
  ] as const)(
    "a send at QoS %i in a window of %i resolves with its packet identifier",
    async (qos, window) => {
      const limits = { slots: 5, window };
      const { broker, client, pass } = started({ options: { session, limits }, plan: () => FAR });
      await pass(2 * SECOND);
      const sent = new Map<string, number>();
      for (const payload of upTo(30))
        void client.send(TOPIC, payload, { qos }).then(({ id }) => sent.set(payload, id));
      await pass(SECOND);
      if (qos > 0) broker.hangUp();
      await pass(60 * SECOND);
      const seen = new Map(broker.arrivals.map(({ payload, id }) => [payload, id ?? 0]));
      expect(sent.size).toBe(30);
      expect(sent).toEqual(seen);
    },
  );
});

/** A broker that acknowledges what the test says, by the lower byte of a packet identifier; the higher one is 16. */
function startedAtSlowBroker() {
  const clock = createVirtualClock();
  let write = (_: string) => {};
  const peer = (end: PeerEnd): PeerEvents => {
    write = end.write;
    setTimeout(() => end.write("\x20\x02\0\0"));
    return { received: () => {}, closed: () => {} };
  };
  const world = createVirtualWorld({ clock, peer });
  const client = startNodeClient(world, { id: "program", host: "broker" });
  return { client, clock, acknowledge: (low: number) => write(`\x40\x02\x10${String.fromCharCode(low)}`) };
}

test("a send that displaces older ones settles within 20 ms", async () => {
  const { client, clock, acknowledge } = startedAtSlowBroker();
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 1) {
      clock.advance(1);
      await new Promise((resolve) => setTimeout(resolve));
    }
  };
  await pass(100);
  expect(client.isConnected()).toBe(true);
  const over: number[] = [];
  for (let sent = 0; sent < 100; sent += 1)
    void client.send(TOPIC, `${sent}`).then(({ id }) => over.push(id % 256));
  await pass(100);
  acknowledge(50);
  await pass(1);
  acknowledge(40);
  await pass(20);
  expect(over).toEqual([50, 40]);
  acknowledge(0);
  acknowledge(1);
  await pass(1);
  expect(over).toEqual([50, 40, 0, 1]);
});

test.each([1, 2] as const)("a send at QoS %i resolves when its handshake completes", async (qos) => {
  const { client, pass, numbers } = started({ options: { session: "persistent" }, plan: () => FAR });
  await pass(2 * SECOND);
  const ends = sendNumbers(client, 3, { qos });
  await pass(qos === 1 ? 150 : 350);
  expect(numbers()).toEqual(upTo(3));
  expect(ends).toEqual([]);
  await pass(100);
  expect(ends).toEqual(upTo(3));
});

test("a QoS 0 send resolves once connected and accepted by the link", async () => {
  const { client, pass, numbers } = started();
  const ends = sendNumbers(client, 3, { qos: 0 });
  await pass(0);
  expect(ends).toEqual([]);
  await pass(2 * SECOND);
  expect(ends).toEqual(upTo(3));
  expect(numbers()).toEqual(upTo(3));
});

test("ten thousand sends in one turn arrive in order", async () => {
  const { broker, client, pass, numbers } = started();
  await pass(SECOND);
  const ends = sendNumbers(client, 10_000);
  await pass(10 * SECOND);
  expect(numbers()).toEqual(upTo(10_000));
  expect(ends).toEqual(upTo(10_000));
  expect(broker.breaches).toEqual([]);
  expect(client.counters()).toMatchObject({ dropped: 0, repeated: 0 });
});

test("a send with whenFull refuse rejects where it would wait", async () => {
  const { client, pass } = started({ options: { limits: { slots: 2 } } });
  const ends = sendNumbers(client, 3, { whenFull: "refuse" });
  await pass(0);
  expect(ends).toEqual([`The message to ${TOPIC} was refused: full.`]);
  client.send(TOPIC, "waits").catch(() => {});
  await expect(client.send(TOPIC, "does not", { whenFull: "refuse" })).rejects.toThrow("was refused: full");
});

test("an overlong message is refused, and a broker's refusal is reported", async () => {
  const { client, pass } = started({
    options: { limits: { bytes: 3000 } },
    limits: { packetBytes: 1000 },
  });
  await expect(client.send(TOPIC, "x".repeat(3001))).rejects.toThrow("was refused: too long");
  const error = client.send(TOPIC, "x".repeat(2000)).catch((thrown: unknown) => thrown);
  await pass(120 * SECOND);
  expect(await error).toBeInstanceOf(SendError);
  expect(await error).toMatchObject({ topic: TOPIC, message: expect.stringContaining("was dropped: ") });
});

test("stop() sends waiting messages and reports the unacknowledged ones", async () => {
  const going = started({ options: { limits: { slots: 4 } } });
  await going.pass(SECOND);
  const gone = sendNumbers(going.client, 20);
  going.client.stop(() => {});
  await going.pass(6 * SECOND);
  expect(gone).toEqual(upTo(20));

  const offline = started({ plan: () => ({ connect: "refuse" }) });
  const lost = sendNumbers(offline.client, 2);
  offline.client.stop(() => {});
  await offline.pass(6 * SECOND);
  expect(lost).toEqual(
    Array(2).fill(`The message to ${TOPIC} was not acknowledged before its client ended.`),
  );
  await expect(offline.client.send(TOPIC, "3")).rejects.toThrow("its client has ended");
});

describe("the deadline of a send", () => {
  const LATE = "was dropped: not sent within its deadline";
  const away = { plan: () => ({ connect: "refuse" as const }) };

  test.each([0, 1, 2] as const)("a send's deadline drops an unsent message at QoS %i", async (qos) => {
    const { client, pass } = started(away);
    const ends = sendNumbers(client, 2, { qos, deadline: 3 * SECOND });
    await pass(2.9 * SECOND);
    expect(ends).toEqual([]);
    await pass(0.2 * SECOND);
    expect(ends).toEqual([expect.stringContaining(LATE), expect.stringContaining(LATE)]);
    const kept = sendNumbers(client, 1, { qos });
    await pass(60 * SECOND);
    expect(kept).toEqual([]);
  });

  test("a send's deadline ends its wait without delaying later sends", async () => {
    const { client, pass, numbers } = started({ options: { limits: { slots: 2 } } });
    const ends: Promise<unknown>[] = [
      client.send(TOPIC, "1"),
      client.send(TOPIC, "2"),
      client.send(TOPIC, "3", { deadline: 1 }).catch((error: Error) => error.message),
      client.send(TOPIC, "4", { deadline: 60 * SECOND }),
    ];
    await pass(5 * SECOND);
    expect(numbers()).toEqual(["1", "2", "4"]);
    expect(await ends[2]).toContain(LATE);
    await ends[3];
  });

  test("a sent but unacknowledged message does not expire at its deadline", async () => {
    const { client, pass } = started({ plan: () => FAR });
    await pass(2 * SECOND);
    const ends = sendNumbers(client, 1, { deadline: 10 });
    await pass(SECOND);
    expect(ends).toEqual(["1"]);
  });

  test.each([2_147_483_647_001, -1, 0.5])("a deadline of %d is refused", async (deadline) => {
    const { client } = started();
    await expect(client.send(TOPIC, "1", { deadline })).rejects.toThrow(
      `The option deadline is ${deadline}; it is`,
    );
  });
});

test("a faulty argument rejects the send, and nothing is sent", async () => {
  const { client } = started();
  await expect(client.send("a/+", "1")).rejects.toThrow("cannot be published to");
  await expect(client.send(TOPIC, 21.5 as never)).rejects.toThrow("The payload is 21.5");
  await expect(client.send(TOPIC, "1", { Qos: 1 } as never)).rejects.toThrow('did you mean "qos"');
});

test("payload bytes are sent unchanged, and messages offer their bytes", async () => {
  const { broker, client, pass } = started();
  await pass(SECOND);
  const bytes = Uint8Array.from({ length: 256 }, (_, value) => value);
  await Promise.all([client.send(TOPIC, bytes.subarray(1, 200)), pass(SECOND)]);
  expect(broker.received[0]?.payload).toBe(String.fromCharCode(...bytes.subarray(1, 200)));
  const heard: Uint8Array[] = [];
  client.subscribe("home/picture", (message) => heard.push(message.bytes));
  await pass(SECOND);
  broker.deliver("home/picture", String.fromCharCode(...bytes));
  await pass(SECOND);
  expect(heard.map((data) => [...data])).toEqual([[...bytes]]);
});

describe("the window", () => {
  test("the window fills the whole ring on a slow network", async () => {
    for (const [limits, out] of [
      [{}, 1000],
      [{ slots: 255 }, 255],
      [{ slots: 256 }, 256],
      [{ window: 9 }, 9],
    ] as const) {
      const { client, pass, numbers } = started({ options: { limits }, plan: () => FAR });
      await pass(2 * SECOND);
      sendNumbers(client, 1100);
      await pass(150);
      expect(numbers()).toHaveLength(out);
    }
  });

  test("the window is seven with QoS 2, unless an option sets it", async () => {
    for (const [limits, out] of [
      [{}, 7],
      [{ window: 20 }, 20],
    ] as const) {
      const { client, pass, numbers } = started({
        options: { session: "persistent", limits },
        plan: () => FAR,
      });
      await pass(2 * SECOND);
      sendNumbers(client, 40, { qos: 2 });
      await pass(350);
      expect(new Set(numbers()).size).toBe(out);
    }
  });

  test.each([
    [1, 1000],
    [1, 255],
    [2, 255],
    [1, 40],
    [2, 40],
  ] as const)("at QoS %i a window of %i keeps order through disconnections", async (qos, window) => {
    for (let seed = 1; seed <= 12; seed += 1) {
      const { broker, client, pass, numbers, world } = started({
        options: { session: "persistent", limits: { window } },
        plan: faultSchedule(seed),
      });
      const random = createRandom(seed);
      const ends: string[] = [];
      const rounds = 8;
      for (let round = 0; round < rounds; round += 1) {
        for (let count = 1; count <= 100; count += 1) {
          const number = `${round * 100 + count}`;
          client.send(TOPIC, number, { qos }).then(
            () => ends.push(number),
            (error) => ends.push(`${error}`),
          );
        }
        await pass(random.between(1, 60) * SECOND);
        if (random.once(3)) world.breakLink("cut");
      }
      await pass(3600 * SECOND);
      expect(ends).toHaveLength(rounds * 100);
      expect([...ends].sort((a, b) => Number(a) - Number(b))).toEqual(upTo(rounds * 100));
      expect([...new Set(numbers())]).toEqual(upTo(rounds * 100));
      if (qos === 2) expect(numbers()).toHaveLength(rounds * 100);
      expect(broker.breaches).toEqual([]);
    }
  });
});
