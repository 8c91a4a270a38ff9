// Long messages to a client in Node, over the sockets of this computer, from a broker that sends them as it likes.
import { type AddressInfo, createServer, type Socket } from "node:net";
import { generate, type Packet, parser } from "mqtt-packet";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { startNodeClient } from "../../src/client/client.ts";
import type { NodeClientOptions } from "../../src/client/options.ts";
import { LongPacket } from "../../src/client/subscriptions/long-packet.ts";
import { createClient } from "../../src/mqtt/client.ts";
import { beginChunk, leaveChunk } from "../../src/mqtt/stream.ts";
import { createRealWorld } from "../../src/platform/node/real-world.ts";
import { createPacedTimers } from "../../tools/sim/worlds/paced-timers.ts";

const LOOPBACK = "127.0.0.1";

const message = (payload: string, messageId: number, topic = "long") =>
  generate({ cmd: "publish", topic, payload, qos: 1, messageId, retain: false, dup: false });

/** Lets everybody in and grants everything; keeps what is acknowledged. */
async function startPeer() {
  const sockets: Socket[] = [];
  const acknowledged: number[] = [];
  const subscribed: number[] = [];
  const answers = (packet: Packet): Packet | undefined => {
    if (packet.cmd === "connect") return { cmd: "connack", returnCode: 0, sessionPresent: false };
    if (packet.cmd === "subscribe")
      return { cmd: "suback", messageId: packet.messageId, granted: packet.subscriptions.map(() => 1) };
    return packet.cmd === "pingreq" ? { cmd: "pingresp" } : undefined;
  };
  const server = createServer((socket) => {
    sockets.push(socket);
    const packets = parser();
    packets.on("packet", (packet) => {
      const answer = answers(packet);
      if (answer !== undefined) socket.write(generate(answer));
      if (packet.cmd === "subscribe") subscribed.push(sockets.length);
      if (packet.cmd === "puback") acknowledged.push(packet.messageId as number);
    });
    socket.on("data", (bytes) => packets.parse(bytes));
    socket.on("error", () => {}); // the client's world ends with a reset
  });
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, sockets, acknowledged, subscribed };
}

const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 20_000, interval: 5 });

/** A client that has subscribed to everything. */
async function listening(options: Partial<NodeClientOptions> = {}) {
  const peer = await startPeer();
  const lines: string[] = [];
  const world = createRealWorld({ timers: createPacedTimers(10), log: (line) => lines.push(line) });
  onTestFinished(() => world.end());
  const taken: string[] = [];
  const told: unknown[][] = [];
  const client = startNodeClient(world, {
    id: "program",
    host: LOOPBACK,
    port: peer.port,
    skipped: (...all) => void told.push(all),
    ...options,
  });
  client.subscribe("#", ({ payload }) => void taken.push(payload));
  await until(() => peer.subscribed.length === 1);
  return { ...peer, client, taken, told, lines };
}

test("a message of many megabytes and the following messages arrive whole", async () => {
  const { sockets, taken, told, acknowledged } = await listening();
  const long = "0123456789abcdéf".repeat(1_000_000);
  sockets[0].write(message(long, 7));
  sockets[0].write(message("short", 8));
  await until(() => acknowledged.length === 2);
  expect([taken[0] === long, taken[1], acknowledged, told]).toEqual([true, "short", [7, 8], []]);
});

test("a message received byte by byte arrives whole", async () => {
  const { sockets, taken, acknowledged } = await listening();
  const long = "0123456789".repeat(30);
  sockets[0].setNoDelay(true);
  for (const byte of message(long, 7)) {
    sockets[0].write(Buffer.of(byte));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await until(() => acknowledged.length === 1);
  expect(taken).toEqual([long]);
});

test("a message that is cut off leaves nothing for the next connection", async () => {
  const { sockets, taken, subscribed, acknowledged } = await listening();
  const long = "x".repeat(3_000_000);
  const bytes = message(long, 7);
  await new Promise<void>((resolve) => sockets[0].write(bytes.subarray(0, 2_000_000), () => resolve()));
  sockets[0].end();
  await until(() => subscribed.length === 2);
  sockets[1].write(bytes);
  await until(() => acknowledged.length === 1);
  expect(taken.map((payload) => payload === long)).toEqual([true]);
});

test("an overlong message is reported with its size; the connection stays open", async () => {
  const { sockets, taken, told, client, acknowledged } = await listening({
    limits: { packetBytes: 1_000_000 },
  });
  const bytes = message("x".repeat(2_000_000), 7, "camera/picture");
  sockets[0].write(bytes);
  sockets[0].write(message("short", 8));
  await until(() => acknowledged.length === 2);
  expect([taken, told]).toEqual([["short"], [["camera/picture", bytes.length]]]);
  expect([client.counters().skipped, client.counters().connects]).toEqual([1, 1]);
});

describe("pieces of a long packet", () => {
  /** A client of the core that has taken the beginning of a packet. */
  function having(rest: string, packetBytes = 1000) {
    const host = {} as Parameters<typeof createClient>[1];
    const limits = { slots: 1, bytes: 0, packetBytes, linkBytes: 0 };
    const client = createClient({ writeLink: () => {}, closeLink: () => {} }, host, "", 0, limits);
    client.connection.state = 4;
    if (rest !== "") {
      beginChunk(client);
      leaveChunk(client, rest, 0);
    }
    return client;
  }

  test.each([
    ["with a length of one byte", "\x30\x64ab", 98],
    ["with a length of two bytes", "\x30\x80\x04ab", 510],
  ])("%s reach the decoder as one packet, and the rest afterwards", (_name, begun, lacking) => {
    const packet = new LongPacket();
    const client = having(begun);
    const decoded: string[] = [];
    const take = (piece: string) => packet.take(client, piece, { decode: (bytes) => decoded.push(bytes) });
    for (let i = 0; i < lacking - 1; i += 1) take("x");
    expect(decoded).toEqual([]);
    take("yz");
    take("next");
    expect(decoded).toEqual([`${begun}${"x".repeat(lacking - 1)}y`, "z", "next"]);
  });

  test.each([
    ["nothing waits", ""],
    ["the packet's length is not there yet", "\x30"],
    ["the packet's length is not whole yet", "\x30\x80"],
    ["the packet is too long to be taken", "\x30\x80\x10\0"],
  ])("pieces of a long packet reach the decoder at once where %s", (_name, rest) => {
    const decoded: string[] = [];
    new LongPacket().take(having(rest), "x", { decode: (bytes) => decoded.push(bytes) });
    expect(decoded).toEqual(["x"]);
  });

  test("a packet that announces 256 MB allocates only 16 MB", () => {
    const packet = new LongPacket();
    packet.take(having("\x30\xff\xff\xff\x7f\0\x01t", 2 ** 28 + 4), "x".repeat(1000), { decode: () => {} });
    const { room } = packet as unknown as { room: Uint8Array };
    expect(room.length).toBe(2 ** 24);
  });
});
