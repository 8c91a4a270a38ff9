// A program's messages at QoS 0, which nothing answers, at a broker that ends the connection for some of them.
import { describe, expect, test } from "vitest";
import { endsAt } from "../../tools/sim/broker/misbehaviour.ts";
import { endOf, program, SECOND } from "./program-client.ts";

const LONG = "x".repeat(300);

/** Sends so many one after the other; returns how each has ended. */
async function sendAll(
  { start, pass }: ReturnType<typeof program>,
  messages: readonly (readonly [topic: string, payload: string])[],
  mqtt: 3 | 5,
) {
  const told: string[] = [];
  const client = start({ mqtt, dropped: (topic, why) => told.push(`${topic}: ${why}`) });
  const ends: string[] = [];
  for (const [topic, payload] of messages) {
    const end = endOf(client.send(topic, payload, { qos: 0 }));
    for (let i = 0; i < 100 && end.value === undefined && end.error === undefined; i += 1) await pass(100);
    await pass(100);
    ends.push(end.error === undefined ? "sent" : (end.error as Error).message);
  }
  await pass(SECOND);
  return { client, ends, told };
}

describe.each([3, 5] as const)("messages that the broker never answers, in MQTT %i", (mqtt) => {
  test("only two of 110 long messages that end the connection are sent", async () => {
    const played = program({ ends: endsAt.bytes(250) });
    const messages = Array.from({ length: 110 }, (_, i) => ["t", LONG + i] as const);
    const { client, ends, told } = await sendAll(played, messages, mqtt);
    expect(ends.slice(0, 4)).toEqual([
      "sent",
      "The message to t was dropped: 2 connections in a row ended when it came.",
      "The message to t was dropped: 3 connections in a row ended when it came.",
      "The message to t was refused: 3 connections in a row ended when messages of its topic came.",
    ]);
    expect(ends.filter((end) => end.includes("refused"))).toHaveLength(107);
    expect([played.broker.connects.length, told]).toEqual([4, []]);
    expect(client.counters()).toMatchObject({ dropped: 2, refused: 107 });
  });

  test("a length that ends connections is detected across topics", async () => {
    const played = program({ ends: endsAt.bytes(250) });
    const messages = Array.from({ length: 110 }, (_, i) => [`t${i}`, LONG] as const);
    const { ends } = await sendAll(played, [...messages, ["t0", "short"]], mqtt);
    expect(ends.filter((end) => end === "sent")).toHaveLength(2);
    expect(ends.at(-1)).toBe("sent");
    expect(ends.at(-2)).toBe(
      "The message to t109 was refused: 3 connections in a row ended when messages as long came.",
    );
    expect(played.broker.connects.length).toBe(4);
  });

  test("a topic that ends connections is detected; all other messages arrive", async () => {
    const played = program({ ends: endsAt.topic("no") });
    const messages = Array.from(
      { length: 60 },
      (_, i) => [i % 3 === 2 ? "no" : `t${i % 3}`, `${i}`] as const,
    );
    const { ends } = await sendAll(played, messages, mqtt);
    expect(played.broker.received.map(({ payload }) => Number(payload))).toEqual(
      messages.map((_, i) => i).filter((i) => i % 3 !== 2),
    );
    expect(ends.filter((end) => end.includes("was refused: 6 connections"))).toHaveLength(14);
  });

  test("links that break at random refuse no message", async () => {
    const played = program();
    const { broker, pass, start } = played;
    const client = start({ mqtt });
    const topic = client.prepare("p");
    const refused: unknown[] = [];
    for (let i = 0; i < 400; i += 1) {
      if (i % 5 === 4) broker.hangUp();
      const end = endOf(client.send("t", LONG + i, { qos: 0 }));
      client.publish(topic, LONG);
      await pass(SECOND);
      if (String(end.error).includes("refused")) refused.push(end.error);
    }
    // What went out on a link that had ended is lost, and said to be.
    expect(client.counters().dropped).toBeLessThan(10);
    expect(refused).toEqual([]);
    expect(broker.received.filter(({ topic }) => topic === "t").length).toBeGreaterThan(300);
  });
});

test("publications of a length that ends connections are reported, then refused", async () => {
  const { pass, start, broker } = program({ ends: endsAt.bytes(250) });
  const told: string[] = [];
  const client = start({ dropped: (topic, why) => told.push(`${topic}: ${why}`) });
  const topic = client.prepare("t");
  const outcomes = new Set<string>();
  for (let i = 0; i < 100; i += 1) {
    outcomes.add(client.publish(topic, LONG));
    await pass(SECOND / 4);
  }
  expect(told).toEqual([
    "t: 2 connections in a row ended when it came",
    "t: 3 connections in a row ended when it came",
  ]);
  expect([client.publish(topic, LONG), client.publish(topic, "short")]).toEqual([
    "refused: not taken",
    "sent",
  ]);
  expect([client.isConnected(), broker.connects.length]).toEqual([true, 4]);
});
