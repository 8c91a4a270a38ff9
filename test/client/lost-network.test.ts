// The broker's view of a device whose network has gone: nothing, until it has waited for its
// keep-alive or the network is back.
import { type AddressInfo, createServer, type Socket } from "node:net";
import { connectAsync } from "mqtt";
import { expect, onTestFinished, test, vi } from "vitest";
import { startNodeClient } from "../../src/client/client.ts";
import type { Stream } from "../../src/client/transport/stream.ts";
import { createRealWorld } from "../../src/platform/node/real-world.ts";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";

const LOOPBACK = "127.0.0.1";
/** The shortest that MQTT has. */
const KEEP_ALIVE_S = 1;

test("a lost network causes the will after 1.5 times the keep-alive", async () => {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const watcher = await connectAsync(`mqtt://${LOOPBACK}:${broker.port}`);
  onTestFinished(() => watcher.endAsync(true));
  await watcher.subscribeAsync("program/last");
  const will = new Promise<number>((resolve) => watcher.once("message", () => resolve(performance.now())));
  const world = createRealWorld({ connectsAtOnce: true });
  onTestFinished(world.end);
  const connecting = performance.now();
  const client = startNodeClient(world, {
    id: "program",
    host: LOOPBACK,
    port: broker.port,
    keepAlive: KEEP_ALIVE_S,
    will: { topic: "program/last", payload: "gone" },
  });
  await vi.waitUntil(() => client.isConnected(), { timeout: 20_000, interval: 5 });
  world.setNetwork(false);
  await vi.waitUntil(() => !client.isConnected(), { timeout: 20_000, interval: 5 });
  expect((await will) - connecting).toBeGreaterThan(1500 * KEEP_ALIVE_S);
});

/** A connection that has opened, its far end, and what ends there. */
async function opened() {
  const ends: string[] = [];
  const server = createServer((socket) => {
    socket.on("end", () => ends.push("end"));
    socket.on("error", () => ends.push("reset"));
    arrived(socket);
  });
  let arrived: (socket: Socket) => void = () => {};
  const far = new Promise<Socket>((resolve) => {
    arrived = resolve;
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
  const world = createRealWorld();
  onTestFinished(world.end);
  const { port } = server.address() as AddressInfo;
  const stream = await new Promise<Stream>((resolve) => {
    const events = { opened: () => resolve(near), received() {}, drained() {}, closed() {} };
    const near = world.connect({ host: LOOPBACK, port, tls: false }, events);
  });
  return { world, stream, far: await far, ends };
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 20));
const heldSockets = () => process.getActiveResourcesInfo().filter((kind) => kind === "TCPSocketWrap").length;

test.each(["close", "drop"] as const)(
  "after %s without network, its return ends the old connection",
  async (how) => {
    const { world, stream, ends } = await opened();
    world.setNetwork(false);
    stream[how]();
    await soon();
    expect(ends).toEqual([]);
    world.setNetwork(true);
    await vi.waitUntil(() => ends.length > 0);
    expect(ends).toEqual(["reset"]);
  },
);

test("a connection without network does not keep the program running", async () => {
  const { world, stream, far } = await opened();
  const held = heldSockets();
  world.setNetwork(false);
  stream.close();
  expect(heldSockets()).toBe(held - 1);
  // The broker is out of patience.
  far.end();
  await vi.waitUntil(() => far.closed);
});
