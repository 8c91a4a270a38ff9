// A broker inside this process, for devices and clients on this computer, of MQTT 3.1.1 and 5.0: the broker model behind real
// sockets, with a bound for everything that a client may ask of it. What a client does ends that client at most.
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createRealTimers } from "../../src/platform/node/real-timers.ts";
import { createBroker } from "./broker/broker.ts";
import type { Limits } from "./broker/limits.ts";
import type { Peer } from "./link.ts";
import { createOutlets, type Outlets } from "./socket-outlets.ts";

export interface EmbeddedBroker {
  port: number;
  /** Hangs up on every client and stops listening. */
  close: () => Promise<void>;
}

const LOOPBACK = "127.0.0.1";
const MEGABYTE = 1024 * 1024;

/** Wide for a home and for a test with thousands of devices, and less than this computer has. */
const LIMITS: Partial<Limits> = {
  packetBytes: 16 * MEGABYTE,
  queued: 10_000,
  unfinished: 1000,
  clients: 10_000,
  filters: 10_000,
  away: 10_000,
  awaySeconds: 7 * 24 * 60 * 60,
  retained: 20_000,
  effort: 1_000_000,
  keptBytes: 128 * MEGABYTE,
  partBytes: 32 * MEGABYTE,
  greetingMs: 10_000,
  turnMs: 10,
};

/** The port that was asked for is taken by another program. */
export class PortTaken extends Error {
  constructor(readonly port: number) {
    super(`Port ${port} is taken by another program; give another one with --port, or 0 for any free one.`);
  }
}

/** Listens on loopback only; `port` 0 takes a free one. Throws PortTaken when somebody else has it. */
export async function startBroker(port: number, limits: Partial<Limits> = {}): Promise<EmbeddedBroker> {
  const timers = createRealTimers();
  const broker = createBroker({ timers, limits: { ...LIMITS, ...limits }, records: false });
  const sockets = new Set<Socket>();
  const outlets = createOutlets();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    attach(socket, broker.peer, outlets);
  });
  await listen(server, port);
  // Whom there is no room for is not let in; everybody else stays.
  server.on("error", () => {});
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        broker.stop();
        timers.end();
        server.close(() => resolve());
        for (const socket of sockets) socket.destroySoon();
      }),
  };
}

/** Makes a socket a client of the broker. */
function attach(socket: Socket, peer: Peer, outlets: Outlets): void {
  const endpoint = { host: LOOPBACK, port: socket.localPort ?? 0, tls: false };
  const { received, closed } = peer(
    outlets.open(socket, () => closed(false)),
    endpoint,
  );
  socket.on("data", (bytes: Buffer) => received(bytes.toString("latin1")));
  // Its "close" follows, with the word that there was an error.
  socket.on("error", () => {});
  socket.once("close", (hadError) => closed(!hadError));
}

/** Listens on `port`, or on a free one when it is taken. */
export async function startBrokerNear(port: number): Promise<EmbeddedBroker> {
  try {
    return await startBroker(port);
  } catch (error) {
    if (error instanceof PortTaken) return startBroker(0);
    throw error;
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "EADDRINUSE" ? new PortTaken(port) : error);
    });
    server.listen(port, LOOPBACK, resolve);
  });
}
