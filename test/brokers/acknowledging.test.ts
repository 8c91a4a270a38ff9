// A program that acknowledges after its handlers, at a real Mosquitto, which has few messages out at once.
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { type ConnectOptions, connect, type NodeClient } from "../../src/platform/node/computer.ts";
import { type Mosquitto, startMosquitto } from "../../tools/laboratory/brokers/mosquitto.ts";
import { MOSQUITTO, needs } from "../needs.ts";

const PATIENCE = { timeout: 20_000, interval: 20 };
const MESSAGES = 60;
const IN_FLIGHT = 5;

describe.each([3, 5] as const)("at Mosquitto with mqtt: %i, a program", needs(MOSQUITTO), (mqtt) => {
  let broker: Mosquitto;

  beforeAll(async () => {
    broker = await startMosquitto({ lines: [`max_inflight_messages ${IN_FLIGHT}`] });
  });
  afterAll(() => broker?.end());

  function started(id: string, options: Partial<ConnectOptions> = {}): NodeClient {
    const client = connect(`mqtt://127.0.0.1:${broker.port}`, { id: `${id}-${mqtt}`, mqtt, ...options });
    onTestFinished(() => client.kill());
    return client;
  }

  test.each([1, 2] as const)("a program has each message at QoS %i handled once", async (qos) => {
    const topic = `work/${mqtt}/${qos}`;
    const done: string[] = [];
    let running = 0;
    let most = 0;
    const work = async (payload: string): Promise<void> => {
      running += 1;
      most = Math.max(most, running);
      await sleep(Number(payload) % 7);
      running -= 1;
      done.push(payload);
    };
    const worker = started(`worker-${qos}`, { session: "persistent", limits: { unanswered: 20 } });
    await worker.subscribe(topic, ({ payload }) => work(payload), { qos, acknowledge: "resolved" });
    // With more at QoS 2 under way than it sends itself, Mosquitto ends a connection.
    const source = started(`source-${qos}`, { limits: { window: 3 } });
    const numbers = Array.from({ length: MESSAGES }, (_, number) => `${number}`);
    await Promise.all(numbers.map((number) => source.send(topic, number, { qos })));
    await vi.waitFor(() => expect(done).toHaveLength(MESSAGES), PATIENCE);
    expect(done.sort((a, b) => Number(a) - Number(b))).toEqual(numbers);
    // Mosquitto 2.0.11 sends more than it may at once: no bound of its own, nor of the client's, holds.
    expect(most).toBeGreaterThan(1);
  });

  test("a program that is killed leaves its unhandled messages to the next", async () => {
    const topic = `killed/${mqtt}`;
    const options = { session: "persistent" } as const;
    const first = started("killed", options);
    const handled: string[] = [];
    // The third handler never ends.
    const wait = (payload: string) =>
      payload === "2" ? new Promise<void>(() => {}) : Promise.resolve(handled.push(payload));
    await first.subscribe(topic, ({ payload }) => wait(payload), { acknowledge: "resolved" });
    const source = started("source-killed");
    for (const payload of ["0", "1", "2", "3"]) await source.send(topic, payload);
    await vi.waitFor(() => expect(handled).toEqual(["0", "1", "3"]), PATIENCE);
    first.kill();

    const again: [string, boolean][] = [];
    const second = started("killed", options);
    await second.subscribe(topic, ({ payload, duplicate }) => again.push([payload, duplicate]), {
      acknowledge: "resolved",
    });
    await vi.waitFor(() => expect(again).toHaveLength(2), PATIENCE);
    await second.stop();
    expect(again).toEqual([
      ["2", true],
      ["3", true],
    ]);
  });

  test("a program that refuses a message gets it again in 3.1.1 alone", async () => {
    const topic = `refused/${mqtt}`;
    const came: string[] = [];
    const client = started("refused", { session: "persistent", reconnect: { first: 50, longest: 100 } });
    const refuseFirst = (payload: string) => {
      came.push(payload);
      if (came.length === 1) throw Object.assign(new Error("not now"), { reasonCode: 0x97 });
    };
    await client.subscribe(topic, ({ payload }) => refuseFirst(payload), { qos: 2, acknowledge: "resolved" });
    const source = started("source-refused");
    await source.send(topic, "a", { qos: 2 });
    await source.send(topic, "b", { qos: 2 });
    const all = mqtt === 5 ? ["a", "b"] : ["a", "b", "a"];
    await vi.waitFor(() => expect([...came].sort()).toEqual([...all].sort()), PATIENCE);
    await client.stop();
  });
});
