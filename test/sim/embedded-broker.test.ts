import { connect, createServer, type Socket } from "node:net";
import { connectAsync } from "mqtt";
import { generate, type IConnectPacket } from "mqtt-packet";
import { expect, onTestFinished, test } from "vitest";
import { PortTaken, startBroker, startBrokerNear } from "../../tools/sim/broker/embedded-broker.ts";
import type { Limits } from "../../tools/sim/broker/limits.ts";
import { type SeenMessage, watchBroker } from "../../tools/sim/home/watcher.ts";

async function brokerForTest(limits: Partial<Limits> = {}) {
  const broker = await startBroker(0, limits);
  onTestFinished(broker.close);
  const url = `mqtt://127.0.0.1:${broker.port}`;
  const client = await connectAsync(url);
  onTestFinished(() => client.endAsync());
  return { url, client, port: broker.port };
}

test("a taken port is refused by number, or avoided", async () => {
  const { port } = await brokerForTest();
  await expect(startBroker(port)).rejects.toThrow(new PortTaken(port));
  const otherBroker = await startBrokerNear(port);
  onTestFinished(otherBroker.close);
  expect(otherBroker.port).not.toBe(port);
});

test("a port that another kind of program holds is avoided too", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const broker = await startBrokerNear(port);
  onTestFinished(broker.close);
  expect(broker.port).not.toBe(port);
});

test("the watcher sees live messages and whether the broker retains them", async () => {
  const { client, port } = await brokerForTest();
  await client.publishAsync("before", "kept", { retain: true, qos: 1 });
  const seen: SeenMessage[] = [];
  let kept: () => void = () => {};
  const statusIsKept = new Promise<void>((resolve) => (kept = resolve));
  const watcher = await watchBroker({ host: "127.0.0.1", port }, ["#"], (message) => {
    seen.push(message);
    if (message.topic === "room/status" && message.retained) kept();
  });
  onTestFinished(watcher.end);
  await client.publishAsync("room/temperature", "20.5");
  await client.publishAsync("room/status", "online", { retain: true, qos: 1 });
  await statusIsKept;
  const rows = seen.map(({ topic, payload, retained, again }) => [
    topic,
    payload.toString(),
    retained,
    again,
  ]);
  expect(rows).toEqual([
    ["before", "kept", true, false],
    ["room/temperature", "20.5", false, false],
    ["room/status", "online", false, false],
    ["room/status", "online", true, true],
  ]);
});

test("the watcher queries every new topic, a few at once", async () => {
  const large = { ofAll: 1_000_000, ofOne: 1_000_000 };
  const rooms = {
    filters: { ofAll: 100_000, ofOne: 50_000 },
    wills: large,
    retained: large,
    messages: large,
  };
  const refused: string[] = [];
  const broker = await startBroker(0, { rooms }, (sentence) => refused.push(sentence));
  onTestFinished(broker.close);
  const kept: string[] = [];
  const watcher = await watchBroker(
    { host: "127.0.0.1", port: broker.port },
    ["#"],
    ({ topic, retained }) => {
      if (retained) kept.push(topic);
    },
  );
  onTestFinished(watcher.end);
  const client = await connectAsync(`mqtt://127.0.0.1:${broker.port}`);
  onTestFinished(() => client.endAsync());
  const topics = Array.from({ length: 200 }, (_, i) => `home/${i}`);
  await Promise.all(topics.map((topic) => client.publishAsync(topic, "on", { qos: 1, retain: true })));
  await expect.poll(() => kept.toSorted()).toEqual(topics.toSorted());
  expect(refused).toEqual([]);
});

test.each([4, 5] as const)(
  "thousands of messages or a JavaScript name harm nothing: MQTT %i",
  async (protocolVersion) => {
    const { client, port } = await brokerForTest();
    await client.subscribeAsync(["busy/#", "last"], { qos: 1 });
    const came = new Promise<void>((resolve) => {
      client.on("message", (topic) => topic === "last" && resolve());
    });
    const bytes = [
      generate(
        { cmd: "connect", clientId: "constructor", clean: true, protocolVersion },
        { protocolVersion },
      ),
      // The first ones have a subscriber, for whom those behind them wait.
      ...Array.from({ length: 8000 }, (_, i) =>
        publish(`${i < 300 ? "busy" : "nobody"}/${i}`, protocolVersion),
      ),
      publish("last", protocolVersion),
    ];
    const socket = connect(port, "127.0.0.1");
    onTestFinished(() => void socket.destroy());
    socket.resume();
    socket.write(Buffer.concat(bytes));
    await came;
  },
);

function publish(topic: string, protocolVersion: 4 | 5): Buffer {
  return generate(
    { cmd: "publish", topic, payload: "x", qos: 0, dup: false, retain: false },
    { protocolVersion },
  );
}

test("a client with a will connects although other wills fill the broker", async () => {
  const { url, port } = await brokerForTest();
  for (const [count, bytes] of [
    [600, 15_000],
    [100, 100],
  ])
    await Promise.all(
      Array.from({ length: count }, (_, i) =>
        greetedBy(port, {
          clientId: `stranger-${bytes}-${i}`,
          will: { topic: "stranger", payload: Buffer.alloc(bytes, "x"), qos: 0, retain: false },
        }),
      ),
    );
  const device = await connectAsync(url, {
    clientId: "device",
    will: { topic: "device/status", payload: Buffer.from("offline"), qos: 1, retain: true },
  });
  expect(device.connected).toBe(true);
  await device.endAsync();
});

test("a client that reads none of its waiting messages is disconnected", async () => {
  const { client, port } = await brokerForTest({ unreadMs: 100 });
  const heard: string[] = [];
  client.on("message", (topic) => heard.push(topic));
  await client.subscribeAsync("will");
  const will = { topic: "will", payload: Buffer.from("x"), qos: 0, retain: false } as const;
  const deaf = await greetedBy(port, { clientId: "deaf", will });
  deaf.pause();
  deaf.write(generate({ cmd: "subscribe", messageId: 1, subscriptions: [{ topic: "much", qos: 0 }] }));
  const reader = await greetedBy(port, { clientId: "reader" });
  reader.resume();
  await expect
    .poll(async () => {
      await client.publishAsync("much", Buffer.alloc(500_000), { qos: 1 });
      return heard;
    })
    .toEqual(["will"]);
  expect(reader.closed).toBe(false);
});

test("a long message with many readers disconnects nobody", async () => {
  const { client, port } = await brokerForTest();
  const BYTES = 1_000_000;
  const readers = await Promise.all(
    Array.from({ length: 60 }, async (_, i) => {
      const socket = await greetedBy(port, { clientId: `reader-${i}` });
      const reader = { socket, read: 0 };
      socket.on("data", (bytes) => {
        reader.read += bytes.length;
      });
      socket.write(generate({ cmd: "subscribe", messageId: 1, subscriptions: [{ topic: "t", qos: 0 }] }));
      await expect.poll(() => reader.read).toBeGreaterThan(0);
      return reader;
    }),
  );
  await client.publishAsync("t", Buffer.alloc(BYTES), { qos: 1 });
  const haveRead = (least: number) => readers.every(({ read }) => read >= least);
  await expect.poll(() => haveRead(BYTES)).toBe(true);
  // Who was ended is told nothing more.
  const [{ read }] = readers;
  for (const { socket } of readers) socket.write("\xc0\0", "latin1");
  await expect.poll(() => haveRead(read + 2)).toBe(true);
});

/** A connection on which CONNACK has come, or that the broker has ended. */
function greetedBy(port: number, connectPacket: Partial<IConnectPacket>): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  socket.on("error", () => {});
  socket.write(generate({ cmd: "connect", clientId: "", clean: true, keepalive: 0, ...connectPacket }));
  return new Promise((resolve) => {
    socket.once("data", () => resolve(socket));
    socket.once("close", () => resolve(socket));
  });
}
