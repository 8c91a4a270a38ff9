// Messages that a client may publish in a second, at the broker model in virtual time
// and at the embedded broker.
import { connectAsync } from "mqtt";
import { expect, onTestFinished, test } from "vitest";
import { startBroker } from "../../../../tools/sim/broker/embedded-broker.ts";
import type { Limits } from "../../../../tools/sim/broker/limits.ts";
import { publishPacket, stage, subscribePacket as subscribe } from "../raw-client.ts";
import { askedBroker, outcome } from "./asked-broker.ts";

/** A client that publishes, and how many of its messages another one has had. */
function flood(limits: Partial<Limits>) {
  const scene = stage({ limits });
  const reader = scene.greet("reader");
  reader.send(subscribe("#", 0));
  reader.got();
  let had = 0;
  return {
    ...scene,
    reader,
    heard() {
      had += reader.got().filter(({ cmd }) => cmd === "publish").length;
      return had;
    },
  };
}

const many = (count: number, payload = "x") =>
  Array.from({ length: count }, () => publishPacket("t", payload));

test("a publish rate admits one second's burst, then the rate", () => {
  const { greet, clock, heard } = flood({ messagesPerSecond: 10 });
  const client = greet("a");
  client.send(...many(50));
  expect(heard()).toBe(10);
  for (let second = 1; second <= 4; second += 1) {
    clock.advance(1000);
    expect(heard()).toBe(10 + 10 * second);
  }
  // Whoever was silent has a second's worth again, and no more.
  clock.advance(60_000);
  client.send(...many(50));
  expect(heard()).toBe(50 + 10);
});

test("a byte rate counts whole packets, also longer than a second's worth", () => {
  const { greet, clock, heard } = flood({ bytesPerSecond: 1000 });
  const client = greet("a");
  // Packets of 100 bytes: two of header, two of length, and the topic.
  client.send(...many(20, "x".repeat(95)));
  expect(heard()).toBe(10);
  clock.advance(1000);
  expect(heard()).toBe(20);
  clock.advance(10_000);
  client.send(...many(2, "x".repeat(4992)));
  expect(heard()).toBe(21);
  clock.advance(4990);
  expect(heard()).toBe(21);
  clock.advance(20);
  expect(heard()).toBe(22);
});

test("a client that reconnects keeps the publish count of its second", () => {
  const { greet, clock, heard } = flood({ messagesPerSecond: 10 });
  for (let i = 0; i < 30; i += 1) {
    const client = greet("a");
    client.send(...many(1));
    client.cut();
  }
  expect(heard()).toBe(10);
  greet("b").send(...many(1));
  expect(heard()).toBe(11);
  clock.advance(1000);
  greet("a").send(...many(20));
  expect(heard()).toBe(21);
});

test("a will is published at once and counted against later messages", () => {
  const { greet, clock, heard } = flood({ messagesPerSecond: 10 });
  const will = { topic: "t", payload: Buffer.from("gone"), qos: 0 as const, retain: false };
  for (let i = 0; i < 30; i += 1) greet("a", { will }).cut();
  expect(heard()).toBe(30);
  greet("a").send(...many(10));
  clock.advance(2000);
  expect(heard()).toBe(30);
  clock.advance(1000);
  expect(heard()).toBe(40);
});

test("acknowledgements, subscriptions and pings are not limited by the publish rate", () => {
  const { greet, clock, heard, reader } = flood({ messagesPerSecond: 2 });
  const slow = greet("slow");
  slow.send(...many(10));
  expect(heard()).toBe(2);
  const other = greet("other");
  for (let i = 0; i < 50; i += 1) other.send({ cmd: "pingreq" });
  expect(other.got().length).toBe(51);
  other.send(...many(2));
  expect(heard()).toBe(4);
  slow.cut();
  clock.advance(10_000);
  expect(heard()).toBe(4);
  expect(reader.ended()).toBeUndefined();
});

test("the service sets a client's publish rate without losing messages", async () => {
  const { connect, answer, told } = await askedBroker({ result: "allow" });
  answer(({ clientid }: { clientid: string }) => ({
    result: "allow",
    ...(clientid === "fast" && { messages_rate: 20, bytes_rate: 100_000 }),
  }));
  const [reader, fast] = [await connect({ clientId: "reader" }), await connect({ clientId: "fast" })];
  const heard: string[] = [];
  reader.on("message", (_topic, payload) => heard.push(`${payload}`));
  await reader.subscribeAsync("t", { qos: 1 });
  const began = Date.now();
  const sent = Promise.all(Array.from({ length: 50 }, (_, i) => fast.publishAsync("t", `${i}`, { qos: 1 })));
  const other = await connect({ clientId: "other" });
  for (let i = 0; i < 30; i += 1) await other.publishAsync("u", "x", { qos: 1 });
  await sent;
  expect(Date.now() - began).toBeGreaterThan(1300);
  await expect.poll(() => heard).toEqual(Array.from({ length: 50 }, (_, i) => `${i}`));
  expect(told).toEqual([
    'The broker reads more slowly from a client that publishes more than it may, which is "fast"',
  ]);
});

test.each([{ messages_rate: 0 }, { bytes_rate: "10KB" }, { messages_rate: null }])(
  "the publish rates %o are refused",
  async (rates) => {
    const { connect } = await askedBroker({ result: "allow", ...rates });
    expect((await outcome(connect))[0]).toBe(4);
  },
);

test("the broker's own publish rate applies to every client", async () => {
  const broker = await startBroker(0, { messagesPerSecond: 20 });
  onTestFinished(broker.close);
  const client = await connectAsync(`mqtt://127.0.0.1:${broker.port}`);
  onTestFinished(() => client.endAsync(true));
  const began = Date.now();
  await Promise.all(Array.from({ length: 40 }, () => client.publishAsync("t", "x", { qos: 1 })));
  expect(Date.now() - began).toBeGreaterThan(900);
});
