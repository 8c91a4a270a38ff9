// Sends to a topic again and again: its name is checked once, and at QoS 0 prepared; they do as the first one does.
import { describe, expect, test } from "vitest";
import type { SendOptions } from "../../src/client/options.ts";
import { bytesOf } from "../../src/client/text.ts";
import { endOf, program, SECOND } from "./program-client.ts";

const TOPIC = "home/küche/number";
const AT_ONCE: SendOptions = { qos: 0 };

describe.each([3, 5, "either"] as const)("repeated sends to one topic in MQTT %s", (mqtt) => {
  test("repeated sends arrive in order among others, over a lost network", async () => {
    const { broker, world, pass, start } = program();
    const client = start({ mqtt });
    const sent: string[] = [];
    const ids: number[] = [];
    const send = (payload: string, options: SendOptions) => {
      sent.push(`${payload} ${options.retain === true}`);
      void client.send(TOPIC, payload, options).then(({ id }) => ids.push(id));
    };
    for (let connection = 0; connection < 3; connection += 1) {
      await pass(60 * SECOND);
      for (let number = 0; number < 100; number += 1)
        send(`${connection}.${number}`, { ...AT_ONCE, retain: number % 7 === 0 });
      await pass(SECOND);
      world.setNetwork(false);
      await pass(SECOND);
      send(`${connection}, waits`, AT_ONCE);
      world.setNetwork(true);
    }
    await pass(60 * SECOND);
    expect(broker.received.map(({ payload, retain }) => `${payload} ${retain}`)).toEqual(sent);
    expect(ids).toEqual(sent.map(() => 0));
    expect(broker.breaches).toEqual([]);
    expect(client.counters()).toMatchObject({ dropped: 0, refused: 0 });
  });

  test("a faulty repeated send is refused, and counted once", async () => {
    const { pass, start } = program();
    const client = start({ mqtt, limits: { bytes: 1000 } });
    await pass(5 * SECOND);
    await client.send(TOPIC, "first", AT_ONCE);
    const wrong = [
      { ...AT_ONCE, retain: "yes" },
      { ...AT_ONCE, whenFull: "never" },
      { ...AT_ONCE, deadline: -1 },
      { ...AT_ONCE, stale: true },
      { qos: -0.5 },
      [],
      null,
    ] as SendOptions[];
    for (const options of wrong) await expect(client.send(TOPIC, "x", options)).rejects.toThrow(/options? /);
    await expect(client.send(TOPIC, 1 as unknown as string, AT_ONCE)).rejects.toThrow("The payload is 1");
    expect(client.counters().refused).toBe(0);
    await expect(client.send(TOPIC, "x".repeat(1001), AT_ONCE)).rejects.toThrow("was refused: too long");
    expect(client.counters().refused).toBe(1);
    await client.send(TOPIC, "last", AT_ONCE);
    client.kill();
    await expect(client.send(TOPIC, "x", AT_ONCE)).rejects.toThrow("its client has ended");
  });

  test("each repeated send has its own deadline, signal and result", async () => {
    const { world, pass, start } = program();
    const client = start({ mqtt });
    await pass(5 * SECOND);
    const [first, second] = [await client.send(TOPIC, "1", AT_ONCE), await client.send(TOPIC, "2", AT_ONCE)];
    expect(first).not.toBe(second);
    world.setNetwork(false);
    await pass(300 * SECOND);
    const late = endOf(client.send(TOPIC, "late", { ...AT_ONCE, deadline: SECOND }));
    const taken = new AbortController();
    const back = endOf(client.send(TOPIC, "back", { ...AT_ONCE, signal: taken.signal }));
    const refused = endOf(client.send(TOPIC, "refused", { ...AT_ONCE, whenFull: "refuse" }));
    taken.abort("taken back");
    await pass(5 * SECOND);
    expect(String(late.error)).toContain("was dropped");
    expect(back.error).toBe("taken back");
    expect(String(refused.error)).toContain("was refused");
  });
});

test.each<SendOptions>([{}, { qos: 1 }, { qos: 2 }])(
  "repeated sends to one topic with %j have their options checked",
  async (options) => {
    const { broker, pass, start } = program();
    const client = start();
    const ends = ["1", "2"].map((payload) =>
      endOf(client.send(TOPIC, payload, { ...options, retain: true })),
    );
    await pass(5 * SECOND);
    const wrong = [{ qos: 3 }, { ...options, retain: "yes" }, { ...options, stale: true }, [], null];
    for (const each of wrong as SendOptions[])
      await expect(client.send(TOPIC, "x", each)).rejects.toThrow(/options? /);
    await expect(client.send("home/+", "x", options)).rejects.toThrow("cannot be published to");
    ends.push(endOf(client.send(TOPIC, "3", options)));
    await pass(5 * SECOND);
    expect(ends.every(({ value }) => value !== undefined)).toBe(true);
    const { qos = 1 } = options;
    expect(broker.received).toMatchObject([
      { topic: bytesOf(TOPIC), payload: "1", qos, retain: true },
      { topic: bytesOf(TOPIC), payload: "2", qos, retain: true },
      { topic: bytesOf(TOPIC), payload: "3", qos, retain: false },
    ]);
  },
);

test("a hundred alternating topics each receive their messages", async () => {
  const { broker, pass, start } = program();
  const client = start();
  await pass(5 * SECOND);
  const topics = Array.from({ length: 300 }, (_, index) => `home/${index % 100}`);
  for (const topic of topics) await client.send(topic, topic, AT_ONCE);
  await pass(SECOND);
  expect(broker.received.map(({ payload }) => payload)).toEqual(topics);
});
