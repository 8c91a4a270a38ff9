// A client in Node over the sockets of this computer: a peer that does not read, a name server that fails or
// is late, and what an old socket has still to say. All of it stays on loopback.
import dns from "node:dns";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { generate, parser } from "mqtt-packet";
import { expect, onTestFinished, test, vi } from "vitest";
import { startNodeClient } from "../../src/client/client.ts";
import type { EndingTimers } from "../../src/platform/node/real-timers.ts";
import { createRealWorld } from "../../src/platform/node/real-world.ts";
import { createPacedTimers } from "../../tools/sim/worlds/paced-timers.ts";

const CONNACK = generate({ cmd: "connack", returnCode: 0, sessionPresent: false });
const LOOPBACK = "127.0.0.1";
const PAYLOAD = "x".repeat(10_000);
/** More than the buffers of an operating system hold between two sockets. */
const TOO_MANY_MESSAGES = 5000;

/** Accepts every client, acknowledges, and keeps the first words of what it is told. */
async function startPeer() {
  const sockets: Socket[] = [];
  const heard: string[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket);
    const packets = parser();
    packets.on("packet", (packet) => {
      if (packet.cmd === "connect") socket.write(CONNACK);
      if (packet.cmd !== "publish") return;
      heard.push(packet.payload.toString().slice(0, 8));
      if (packet.qos === 1) socket.write(generate({ cmd: "puback", messageId: packet.messageId as number }));
    });
    socket.on("data", (bytes) => packets.parse(bytes));
    socket.on("error", () => {}); // the client's world ends with a reset
  });
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, sockets, heard };
}

function startClient(port: number, timers?: EndingTimers) {
  const lines: string[] = [];
  const world = createRealWorld({ timers, log: (line) => lines.push(line) });
  onTestFinished(() => world.end());
  const client = startNodeClient(world, { id: "program", host: "broker.test", port });
  return { client, world, lines };
}

/** Answers a look-up: with what is wrong, or with nothing, which is the address of the peer. */
type Answer = (fault?: string) => void;
type LookedUp = (error: Error | null, addresses?: { address: string; family: number }[]) => void;

/** Who looks up the name of the broker: does with each attempt what is given for it, and answers those that follow. */
function nameServer(...answers: ((answer: Answer) => void)[]) {
  const lookUp = (_name: string, _options: object, done: LookedUp) => {
    const asked = answers.shift() ?? ((answer) => answer());
    asked((code) => {
      if (code === undefined) done(null, [{ address: LOOPBACK, family: 4 }]);
      else done(Object.assign(new Error(code), { code }));
    });
  };
  const asked = vi.spyOn(dns, "lookup").mockImplementation(lookUp as typeof dns.lookup);
  onTestFinished(() => asked.mockRestore());
  return asked;
}

/** Waits for it, on a computer that is busy as well. */
const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 20_000, interval: 5 });
const soon = () => new Promise((resolve) => setTimeout(resolve, 1));

/** Publishes with `publish` until it was refused so often in a row; returns how often it was not. */
async function untilRefused(publish: () => string, timesInARow = 200): Promise<number> {
  let taken = 0;
  for (let refused = 0; refused < timesInARow; ) {
    if (publish() === "sent") {
      taken += 1;
      refused = 0;
    } else {
      refused += 1;
      await soon();
    }
    if (taken > TOO_MANY_MESSAGES) break;
  }
  return taken;
}

test("a peer that stops reading receives up to its limit, then everything", async () => {
  const peer = await startPeer();
  nameServer();
  const { client, lines } = startClient(peer.port);
  await until(() => client.isConnected());
  const once = client.prepare("bulk");
  const surely = client.prepare("count", { qos: 1 });
  peer.sockets[0].pause();
  const taken = await untilRefused(() => client.publish(once, PAYLOAD));
  expect(taken).toBeLessThan(TOO_MANY_MESSAGES);
  expect(client.publish(once, PAYLOAD)).toBe("refused: busy");
  const counts = Array.from({ length: 20 }, (_, index) => String(index + 1));
  expect(new Set(counts.map((count) => client.publish(surely, count)))).toEqual(new Set(["kept"]));
  await soon();
  peer.sockets[0].resume();
  await until(() => peer.heard.length === taken + counts.length);
  expect(peer.heard.filter((payload) => !payload.startsWith("x"))).toEqual(counts);
  expect(lines).toEqual(["connected"]);
});

test("a failed name lookup ends the attempt; the next succeeds", async () => {
  const peer = await startPeer();
  nameServer(
    (answer) => answer("ENOTFOUND"),
    (answer) => answer("EAI_AGAIN"),
  );
  const { client, lines } = startClient(peer.port, createPacedTimers(60));
  await until(() => client.isConnected());
  expect(lines).toEqual(["not connected: unknown host", "not connected: unknown host", "connected"]);
});

test("a name server's answer after the deadline is ignored", async () => {
  const peer = await startPeer();
  let answerLate: Answer = () => {};
  nameServer((answer) => {
    answerLate = answer;
  });
  const { client, lines } = startClient(peer.port, createPacedTimers(1000));
  await until(() => client.isConnected());
  answerLate();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(lines).toEqual(["not connected: broker does not answer", "connected"]);
  expect([client.isConnected(), peer.sockets.length]).toEqual([true, 1]);
});

test("lost Wi-Fi ends a lookup's attempt, and its answer opens nothing", async () => {
  const peer = await startPeer();
  let answerLate: Answer = () => {};
  const asked = nameServer((answer) => {
    answerLate = answer;
  });
  const { client, world, lines } = startClient(peer.port);
  await until(() => asked.mock.calls.length === 1);
  world.setNetwork(false);
  await until(() => lines.length === 1);
  answerLate();
  world.setNetwork(true);
  await until(() => client.isConnected());
  expect(lines).toEqual(["not connected: network is down", "connected"]);
  expect(peer.sockets).toHaveLength(1);
});

test("an old socket's late events leave the new connection unchanged", async () => {
  const peer = await startPeer();
  nameServer();
  const { client, lines } = startClient(peer.port);
  await until(() => client.isConnected());
  const [old] = peer.sockets;
  // A second CONNACK: the client ends this connection, and its socket waits a while for the peer to end it too.
  old.write(CONNACK);
  await until(() => !client.isConnected());
  const saying = setInterval(() => old.write("\x30\x7fhalf of a message"), 5);
  await until(() => client.isConnected() && old.closed);
  clearInterval(saying);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(client.publish(client.prepare("count", { qos: 1 }), "1")).toBe("kept");
  await until(() => peer.heard.length === 1);
  expect(lines).toEqual([
    "connected",
    "not connected: protocol error by the broker: packet type 2",
    "connected",
  ]);
  expect(client.isConnected()).toBe(true);
});
