// Commands at what is no broker, or one that does not keep to MQTT: each ends by itself, says what it saw, and fails.
import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import mqtt from "mqtt-packet";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { createRandom } from "../../src/platform/node/random.ts";
import { ringmote } from "../cli/child.ts";

vi.setConfig({ testTimeout: 120_000 });

/** What it does with each packet of a client; it is called for the connection as well. */
type Manners = (socket: Socket, packet?: mqtt.Packet) => void;

const sockets = new Set<Socket>();
let server: Server | undefined;
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  server?.close();
});

async function brokerWith(manners: Manners): Promise<string> {
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    const parser = mqtt.parser();
    parser.on("packet", (packet) => manners(socket, packet));
    parser.on("error", () => {});
    socket.on("data", (bytes) => void parser.parse(bytes));
    manners(socket);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Answers as a broker that has nothing, but for packets of these kinds. */
const without =
  (...kinds: string[]): Manners =>
  (socket, packet) => {
    if (packet === undefined || kinds.includes(packet.cmd)) return;
    const messageId = packet.messageId ?? 0;
    switch (packet.cmd) {
      case "connect":
        return void socket.write(mqtt.generate({ cmd: "connack", returnCode: 0, sessionPresent: false }));
      case "subscribe":
        return void socket.write(
          mqtt.generate({ cmd: "suback", messageId, granted: packet.subscriptions.map(() => 0) }),
        );
      case "unsubscribe":
        return void socket.write(mqtt.generate({ cmd: "unsuback", messageId, granted: [] }));
      case "publish":
        if (packet.qos === 1) socket.write(mqtt.generate({ cmd: "puback", messageId }));
        return;
      case "pingreq":
        return void socket.write(mqtt.generate({ cmd: "pingresp" }));
    }
  };
const polite = without();

/** A topic that a filter takes, another one for each number where it has a wildcard. */
const takenBy = (filter: string, count: number) =>
  filter.replace("#", `x/${count}`).replaceAll("+", `x${count}`);

const kept = (topic: string, payload = "x") =>
  mqtt.generate({ cmd: "publish", topic, payload, qos: 0, retain: true, dup: false });

const BROKERS: Readonly<Record<string, readonly [Manners, RegExp]>> = {
  "sends garbage": [
    (socket, packet) => packet === undefined && socket.write(garbage()),
    /no MQTT broker|closes the connection|nothing answers/,
  ],
  "is a web server": [
    (socket, packet) => packet !== undefined && socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"),
    /a web server answers there \(HTTP\/1\.1 400 Bad Request\)/,
  ],
  "takes the connection and is silent": [() => {}, /nothing answers there in 10 s/],
  "closes at once": [(socket) => socket.end(), /closes the connection without an answer|connection reset/],
  "closes once it has let in": [
    (socket, packet) => {
      polite(socket, packet);
      if (packet?.cmd === "connect") socket.end();
    },
    /it has closed the connection|connection reset/,
  ],
  "does not answer a subscription": [without("subscribe"), /it has not answered a subscription in 10 s/],
  "does not answer the end of one": [
    (socket, packet) => {
      without("unsubscribe")(socket, packet);
      // There is something that a subscription is for.
      if (packet?.cmd === "subscribe" && packet.subscriptions[0]?.topic === "home/#")
        socket.write(
          mqtt.generate({
            cmd: "publish",
            topic: "home/x/y",
            payload: "",
            qos: 0,
            retain: false,
            dup: false,
          }),
        );
    },
    /it has not answered the end of a subscription in 10 s/,
  ],
  "sends garbage once it has let in": [
    (socket, packet) => {
      polite(socket, packet);
      if (packet?.cmd === "subscribe") socket.write(Buffer.alloc(64, 0xff));
    },
    /it sent what no broker sends|it has closed/,
  ],
};

function garbage(): Buffer {
  const random = createRandom(7);
  return Buffer.from(Array.from({ length: 4096 }, () => random.below(256)));
}

const COMMANDS = {
  forget: ["forget"],
  "forget a device": ["forget", "lamp-1", "--yes"],
  doctor: ["doctor", "--seconds", "1"],
  settings: ["settings", "--device", "lamp-1"],
  sim: ["sim", "--only", "lamp"],
} as const;

test.each(Object.entries(BROKERS))(
  "each command tells of a broker that %s",
  async (_name, [manners, sentence]) => {
    const url = await brokerWith(manners);
    const told = Object.entries(COMMANDS).map(async ([command, words]) => {
      const child = ringmote([...words, "--broker", url]);
      expect(await child.ended, command + child.output() + child.errors()).toBe(1);
      expect(child.output() + child.errors(), command).toMatch(sentence);
      expect(child.errors(), command).not.toContain("    at ");
    });
    await Promise.all(told);
  },
);

test("an endless drip of retained messages is given up", async () => {
  const url = await brokerWith((socket, packet) => {
    polite(socket, packet);
    if (packet?.cmd !== "subscribe") return;
    let count = 0;
    const { topic } = packet.subscriptions[0];
    const dripping = setInterval(() => socket.write(kept(takenBy(topic, count++))), 100);
    socket.once("close", () => clearInterval(dripping));
  });
  for (const words of [["forget"], ["forget", "lamp-1", "--dry-run"]]) {
    const child = ringmote([...words, "--seconds", "3", "--broker", url]);
    expect(await child.ended).toBe(1);
    expect(child.errors()).toMatch(/it was still sending what it keeps after 3 s, \d+ messages by then/);
  }
});

test("doctor holds only a bounded part of a broker's kept messages", async () => {
  const url = await brokerWith((socket, packet) => {
    polite(socket, packet);
    if (packet?.cmd !== "subscribe") return;
    let count = 0;
    const { topic } = packet.subscriptions[0];
    const more = (): void => {
      while (!socket.destroyed && socket.write(kept(takenBy(topic, count++), "x".repeat(1_000_000))));
    };
    socket.on("drain", more);
    more();
  });
  const child = ringmote(["forget", "--broker", url]);
  expect(await child.ended).toBe(1);
  expect(child.errors()).toMatch(/it keeps more than 256000000 bytes there/);
});

test.each([
  ["sim", ["sim", "--only", "lamp"]],
  ["forget", ["forget"]],
  ["doctor", ["doctor"]],
  ["settings", ["settings", "--device", "lamp-1"]],
  ["run", ["run", "hall"]],
  ["fleet", ["fleet", "lamp"]],
] as const)("Ctrl-C ends %s at once at a broker that is silent", async (_name, words) => {
  let isThere = () => {};
  const reached = new Promise<void>((resolve) => (isThere = resolve));
  const child = ringmote([...words, "--broker", await brokerWith(() => isThere())]);
  await reached;
  const asked = Date.now();
  child.process.kill("SIGINT");
  await child.ended;
  // The patience with a silent broker is longer than that.
  expect(Date.now() - asked).toBeLessThan(5000);
});

/** A broker that keeps messages, and gives them to those who ask by their names alone, as RabbitMQ. */
function exactBroker(messages: Map<string, string>): Promise<string> {
  return brokerWith((socket, packet) => {
    polite(socket, packet);
    if (packet?.cmd === "publish" && packet.retain) {
      if (packet.payload.length === 0) messages.delete(packet.topic);
      else messages.set(packet.topic, String(packet.payload));
    }
    if (packet?.cmd !== "subscribe") return;
    for (const { topic } of packet.subscriptions) {
      const payload = messages.get(topic);
      if (payload !== undefined) socket.write(kept(topic, payload));
    }
  });
}

test("a broker that withholds retained messages from wildcards is found and reported", async () => {
  const config = { dev: { ids: "lamp-1" }, o: { name: "ringmote" }, avty_t: "home/lamp-1/status" };
  const lamp = { cmps: { lamp: { "~": "home/lamp-1", stat_t: "~/lamp" } } };
  const messages = new Map([
    ["homeassistant/device/lamp-1/config", JSON.stringify({ ...config, ...lamp })],
    ["home/lamp-1/status", "offline"],
    ["home/lamp-1/lamp", "on"],
    ["home/other/status", "offline"],
  ]);
  const url = await exactBroker(messages);
  const doctor = ringmote(["doctor", "--seconds", "1", "--broker", url]);
  expect(await doctor.ended).toBe(1);
  expect(doctor.output()).toMatch(/^FAIL {2}kept messages: whoever subscribes with a wildcard does not get/m);
  const all = ringmote(["forget", "--broker", url]);
  expect(await all.ended).toBe(1);
  expect(all.errors()).toMatch(/does not give what it keeps to whoever asks with a wildcard/);
  expect(messages.size).toBe(4);
  const child = ringmote(["forget", "lamp-1", "--yes", "--broker", url]);
  expect(await child.ended, child.errors()).toBe(0);
  expect(child.output()).toBe("lamp-1 is forgotten: the broker has let go of 3 messages.\n");
  expect([...messages.keys()]).toEqual(["home/other/status"]);
});

test("an interrupted doctor removes the messages that a broker keeps for it", async () => {
  const { startBroker } = await import("../../tools/sim/broker/embedded-broker.ts");
  const { connectAsync } = await import("mqtt");
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const url = `mqtt://127.0.0.1:${broker.port}`;
  const client = await connectAsync(url);
  onTestFinished(() => client.endAsync(true));
  const child = ringmote(["doctor", "--broker", url]);
  const cleared = new Promise<void>((resolve) => {
    client.on("message", (_topic, payload) => {
      if (payload.length > 0) child.process.kill("SIGKILL");
      else resolve();
    });
  });
  await client.subscribeAsync("home/+/kept");
  await cleared;
  const after = await connectAsync(url);
  onTestFinished(() => after.endAsync(true));
  const topics: string[] = [];
  after.on("message", (topic) => topics.push(topic));
  await after.subscribeAsync("home/+/kept");
  await after.publishAsync("home/end/kept", "x");
  await vi.waitFor(() => expect(topics).toContain("home/end/kept"));
  expect(topics).toEqual(["home/end/kept"]);
});
