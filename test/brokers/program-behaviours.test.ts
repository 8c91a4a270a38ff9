// Behaviours of Mosquitto's and Paho's clients that programs rely on, by our client's public face
// alone and at a real Mosquitto.
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import {
  type ConnectOptions,
  connect,
  type NodeClient,
  type NodeMessage,
} from "../../src/platform/node/computer.ts";
import { type Mosquitto, startMosquitto } from "../../tools/laboratory/brokers/mosquitto.ts";
import { MOSQUITTO, needs } from "../needs.ts";

const PATIENCE = { timeout: 20_000, interval: 20 };
const QOS = [0, 1, 2] as const;

describe.each([3, 5] as const)("at Mosquitto with mqtt: %i, a program", needs(MOSQUITTO), (mqtt) => {
  let broker: Mosquitto;
  let number = 0;
  const clients: NodeClient[] = [];

  beforeAll(async () => {
    // More at QoS 2 under way than it lets others have would end a connection.
    broker = await startMosquitto({ lines: ["max_inflight_messages 20"] });
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.kill();
  });
  afterAll(() => broker?.end());

  /** A client with an identifier of its own. */
  function started(options: Partial<ConnectOptions> = {}): NodeClient {
    number += 1;
    const client = connect(`mqtt://127.0.0.1:${broker.port}`, { id: `program-${number}`, mqtt, ...options });
    clients.push(client);
    return client;
  }

  /** Notes what comes by a filter, once the broker has granted it. */
  async function hears(client: NodeClient, filter: string, qos: 0 | 1 | 2 = 2): Promise<NodeMessage[]> {
    const heard: NodeMessage[] = [];
    await client.subscribe(filter, (message) => void heard.push(message), qos);
    return heard;
  }

  const payloadsOf = (messages: readonly NodeMessage[]) => messages.map(({ payload }) => payload);
  const until = (seen: () => void) => vi.waitFor(seen, PATIENCE);

  test.each(QOS)("a program hears its acknowledged messages once, in order, at QoS %i", async (qos) => {
    const client = started();
    const heard = await hears(client, `loop/${qos}`);
    for (let count = 1; count <= 50; count += 1) await client.send(`loop/${qos}`, `${count}`, { qos });
    await until(() => expect(heard).toHaveLength(50));
    expect(payloadsOf(heard)).toEqual(Array.from({ length: 50 }, (_, index) => `${index + 1}`));
    expect(new Set(heard.map((message) => message.qos))).toEqual(new Set([qos]));
    expect(heard.some(({ duplicate, retained }) => duplicate || retained)).toBe(false);
  });

  test("a program sends bytes and empty payloads, and gets them back as they were", async () => {
    const client = started();
    const heard = await hears(client, "bytes");
    const all = Uint8Array.from({ length: 256 }, (_, index) => index);
    await client.send("bytes", all);
    await client.send("bytes", "");
    await until(() => expect(heard).toHaveLength(2));
    expect(heard.map(({ bytes }) => [...bytes])).toEqual([[...all], []]);
  });

  test("subscribes by wildcards, to several filters, and leaves them one by one", async () => {
    const client = started();
    const heard: string[] = [];
    const filters = ["house/+/light", "garden/#", "/", "$SYS/broker/version"];
    expect(await client.subscribe(filters, ({ topic }) => void heard.push(topic), 1)).toEqual([1, 1, 1, 1]);
    for (const topic of ["house/a/light", "house/a/b/light", "garden", "garden/a/b", "/"])
      await client.send(topic, "x");
    const taken = ["$SYS/broker/version", "house/a/light", "garden", "garden/a/b", "/"];
    await until(() => expect([...heard].sort()).toEqual([...taken].sort()));
    await client.unsubscribe("garden/#");
    await client.send("garden/a", "x");
    await client.send("house/b/light", "x");
    await until(() => expect(heard.at(-1)).toBe("house/b/light"));
    expect(heard).not.toContain("garden/a");
  });

  test("kept messages arrive after a broker crash, and filters still stand", async () => {
    const client = started({ reconnect: { longest: 200 } });
    const heard = await hears(client, "crash");
    await broker.crash();
    const sent = Promise.all(["1", "2", "3"].map((payload) => client.send("crash", payload)));
    await broker.start();
    await sent;
    await until(() => expect(payloadsOf(heard)).toEqual(["1", "2", "3"]));
    expect(client.counters().connects).toBe(2);
  });

  test("a program keeps a connection of one second's keep-alive, both ways silent", async () => {
    const client = started({ keepAlive: 1 });
    await client.untilConnected();
    await new Promise((resolve) => setTimeout(resolve, 4000));
    expect([client.isConnected(), client.counters().connects]).toEqual([true, 1]);
  });

  test("a bounded ring sends thousands at once, without loss or lost connection", async () => {
    const client = started({ limits: { slots: 100 } });
    const heard = await hears(client, "flood/#");
    const sent = QOS.flatMap((qos) =>
      Array.from({ length: 1000 }, (_, index) => client.send(`flood/${qos}`, `${index}`, { qos })),
    );
    await Promise.all(sent);
    await until(() => expect(heard).toHaveLength(3000));
    expect(client.counters()).toMatchObject({ connects: 1, refused: 0, dropped: 0, repeated: 0 });
    for (const qos of QOS) {
      const came = payloadsOf(heard.filter(({ topic }) => topic === `flood/${qos}`));
      expect(came).toEqual(Array.from({ length: 1000 }, (_, index) => `${index}`));
    }
  });
});
