// What programs rely on in the clients of Mosquitto and Paho, by our client's public face alone and at a real Mosquitto.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import {
  type ConnectionError,
  type ConnectOptions,
  connect,
  type NodeClient,
  type NodeMessage,
  SendError,
} from "../../src/platform/node/computer.ts";
import { type Certificates, createCertificates } from "../../tools/laboratory/brokers/certificates.ts";
import { type Mosquitto, startMosquitto } from "../../tools/laboratory/brokers/mosquitto.ts";
import { MOSQUITTO, needs, OPENSSL } from "../needs.ts";

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

  test("sends bytes and empty payloads, and gets them back as they were", async () => {
    const client = started();
    const heard = await hears(client, "bytes");
    const all = Uint8Array.from({ length: 256 }, (_, index) => index);
    await client.send("bytes", all);
    await client.send("bytes", "");
    await until(() => expect(heard).toHaveLength(2));
    expect(heard.map(({ bytes }) => [...bytes])).toEqual([[...all], []]);
  });

  test("a program keeps a message for later subscribers, recognises and deletes it", async () => {
    const client = started();
    await client.send("kept", "old", { retain: true });
    const heard = await hears(started(), "kept");
    await client.send("kept", "new", { retain: true });
    await until(() => expect(heard).toHaveLength(2));
    expect(heard.map(({ payload, retained }) => [payload, retained])).toEqual([
      ["old", true],
      ["new", false],
    ]);
    await client.send("kept", "", { retain: true });
    const late = await hears(started(), "kept");
    await client.send("kept", "after");
    await until(() => expect(payloadsOf(late)).toEqual(["after"]));
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

  test("shares a subscription with others of its group", async () => {
    const [one, two] = await Promise.all([
      hears(started(), "$share/group/work"),
      hears(started(), "$share/group/work"),
    ]);
    const client = started();
    for (let count = 0; count < 20; count += 1) await client.send("work", `${count}`);
    await until(() => expect(one.length + two.length).toBe(20));
    expect(new Set([...payloadsOf(one), ...payloadsOf(two)]).size).toBe(20);
    expect(Math.min(one.length, two.length)).toBeGreaterThan(0);
  });

  test("a program receives what its kept session missed while it was away", async () => {
    const id = "sleeper";
    const first = started({ id, session: "persistent" });
    await first.subscribe("mail", () => {}, 2);
    await first.stop();
    const sender = started();
    for (const qos of QOS) await sender.send("mail", `${qos}`, { qos });
    const second = started({ id, session: "persistent" });
    const heard: NodeMessage[] = [];
    second.subscribe("mail", (message) => void heard.push(message), 2);
    expect(await second.untilConnected()).toBe(true);
    await until(() => expect(payloadsOf(heard)).toEqual(["1", "2"]));
    await second.stop();
    // A clean session ends the kept one.
    expect(await started({ id }).untilConnected()).toBe(false);
  });

  test("after a broker crash kept messages arrive and filters still stand", async () => {
    const client = started({ reconnect: { longest: 200 } });
    const heard = await hears(client, "crash");
    await broker.crash();
    const sent = Promise.all(["1", "2", "3"].map((payload) => client.send("crash", payload)));
    await broker.start();
    await sent;
    await until(() => expect(payloadsOf(heard)).toEqual(["1", "2", "3"]));
    expect(client.counters().connects).toBe(2);
  });

  test("has its will spoken when it dies, and not when it stops", async () => {
    const heard = await hears(started(), "wills/+");
    const will = (name: string) =>
      ({ topic: `wills/${name}`, payload: "gone", qos: 2, retain: true }) as const;
    const [stopping, dying] = [started({ will: will("stops") }), started({ will: will("dies") })];
    await Promise.all([stopping.untilConnected(), dying.untilConnected()]);
    await stopping.stop();
    dying.kill();
    await until(() => expect(heard.map(({ topic, qos }) => [topic, qos])).toEqual([["wills/dies", 2]]));
  });

  test("is told when another client takes its identifier, and who is connected", async () => {
    const lost: ConnectionError[] = [];
    const first = started({ id: "twin", reconnect: false, lost: (error) => void lost.push(error) });
    await first.untilConnected();
    const second = started({ id: "twin" });
    await second.untilConnected();
    await until(() => expect(lost).toHaveLength(1));
    expect([first.isConnected(), second.isConnected()]).toEqual([false, true]);
    // Mosquitto 2.0 ends it without a reason.
    expect(lost).toMatchObject([{ returnCode: undefined, reasonCode: mqtt === 5 ? 0 : undefined }]);
  });

  test("keeps a connection of one second's keep-alive, both ways silent", async () => {
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

  test("reads messages in a loop, and may stop in the middle", async () => {
    const client = started();
    const messages = client.messages("loop/#", { qos: 2 });
    await client.untilConnected();
    const sender = started();
    const beat = setInterval(() => void sender.send("loop/a", "tick").catch(() => {}), 10);
    let count = 0;
    for await (const { payload } of messages) {
      expect(payload).toBe("tick");
      count += 1;
      if (count === 10) break;
    }
    clearInterval(beat);
    expect(count).toBe(10);
  });

  test("a program that gives up waiting learns which messages were undelivered", async () => {
    const away = connect("mqtt://127.0.0.1:1", { id: "nowhere" });
    clients.push(away);
    await expect(away.untilConnected({ signal: AbortSignal.timeout(50) })).rejects.toThrow("timeout");
    const waits = away.send("a", "b");
    const refused = expect(waits).rejects.toBeInstanceOf(SendError);
    await away.stop(() => {}, 50);
    await refused;
  });

  test("hands a store on disk to the next program", async () => {
    const folder = mkdtempSync(join(tmpdir(), "ringmote-behaviours-"));
    const store = join(folder, "messages");
    const away = connect("mqtt://127.0.0.1:1", { id: "stored", mqtt, store });
    for (const qos of [1, 2] as const) away.send("stored", `${qos}`, { qos }).catch(() => {});
    away.kill();
    const heard = await hears(started(), "stored");
    const next = started({ store });
    await until(() => expect(payloadsOf(heard)).toEqual(["1", "2"]));
    await next.stop();
    rmSync(folder, { recursive: true });
  });
});

describe("at a Mosquitto that knows its users, a program", needs(MOSQUITTO), () => {
  test("a program enters by name and password; a refusal has a code", async () => {
    const broker = await startMosquitto({ users: { ann: "right" } });
    const url = (credentials: string) => `mqtt://${credentials}127.0.0.1:${broker.port}`;
    const known = connect(url("ann:right@"), { id: "known" });
    expect(await known.untilConnected()).toBe(false);
    for (const credentials of ["ann:wrong@", ""]) {
      const unknown = connect(url(credentials), { id: "unknown", reconnect: false });
      await expect(unknown.untilConnected()).rejects.toMatchObject({
        name: "ConnectionError",
        returnCode: 5,
      });
      const speaking5 = connect(url(credentials), { id: "unknown", mqtt: 5, reconnect: false });
      await expect(speaking5.untilConnected()).rejects.toMatchObject({
        reason: "broker refused: not authorized; let this user in, or set another",
        reasonCode: 0x87,
      });
    }
    await known.stop();
    await broker.end();
  });
});

describe("at a Mosquitto with TLS, a program", needs(MOSQUITTO, OPENSSL), () => {
  let certificates: Certificates;

  beforeAll(() => {
    certificates = createCertificates();
    certificates.make("authority");
    certificates.make("broker", "authority");
    certificates.make("program", "authority");
  });
  afterAll(() => certificates?.remove());

  test("shows its own certificate and checks the broker's", async () => {
    const { certificate, certificateFile, key, keyFile } = certificates;
    const broker = await startMosquitto({
      tls: [
        `cafile ${certificateFile("authority")}`,
        `certfile ${certificateFile("broker")}`,
        `keyfile ${keyFile("broker")}`,
        "require_certificate true",
      ],
    });
    const url = `mqtts://localhost:${broker.port}`;
    const ca = certificate("authority");
    const known = connect(url, {
      id: "known",
      tls: { ca, cert: certificate("program"), key: key("program") },
    });
    expect(await known.untilConnected()).toBe(false);
    const untrusting = connect(url, { id: "untrusting", reconnect: false });
    await expect(untrusting.untilConnected()).rejects.toThrow("Not connected: ");
    await known.stop();
    await broker.end();
  });
});
