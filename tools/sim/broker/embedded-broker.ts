// A broker in this process for devices and clients on this computer, MQTT 3.1.1 and 5.0: the broker model
// with real sockets and a limit on everything that a client may request. A faulty client ends only itself.
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { Peer } from "../worlds/link.ts";
import { type AuthenticatorBounds, createHttpAuthenticator } from "./access/http-authenticator.ts";
import type { Authenticator } from "./access/verdict.ts";
import { createBroker } from "./broker.ts";
import type { Limits } from "./limits.ts";
import type { QueueOptions } from "./queue-consumers.ts";
import { reportingShortages } from "./shortages.ts";
import { Outlets } from "./socket-outlets.ts";
import { createTurnTimers } from "./turn-timers.ts";

export interface EmbeddedBroker {
  port: number;
  /** Disconnects every client and stops listening. */
  close: () => Promise<void>;
}

const LOOPBACK = "127.0.0.1";
const KILOBYTE = 1024;
const MEGABYTE = 1024 * KILOBYTE;

/** Limits wide enough for a home and for ten thousand announcing devices, and small beside Node's memory. */
const LIMITS = {
  packetBytes: MEGABYTE,
  requestBytes: 128 * KILOBYTE,
  propertyBytes: 16 * KILOBYTE,
  identifierBytes: 256,
  levels: 32,
  queued: 10_000,
  unfinished: 1000,
  clients: 10_000,
  rooms: {
    filters: { ofAll: 48 * MEGABYTE, ofOne: 2 * MEGABYTE },
    wills: { ofAll: 8 * MEGABYTE, ofOne: 16 * KILOBYTE },
    retained: { ofAll: 64 * MEGABYTE, ofOne: 8 * MEGABYTE },
    messages: { ofAll: 40 * MEGABYTE, ofOne: 8 * MEGABYTE },
  },
  away: 10_000,
  awaySeconds: 7 * 24 * 60 * 60,
  effort: 500_000,
  handed: 100,
  recipients: 500,
  untakenBytes: 128 * MEGABYTE,
  queueBytes: 32 * MEGABYTE,
  greetingMs: 10_000,
  unreadMs: 60_000,
  turnMs: 10,
} satisfies Partial<Limits>;

/** Another program uses the requested port. */
export class PortTaken extends Error {
  constructor(readonly port: number) {
    super(`Port ${port} is taken by another program; give another one with --port, or 0 for any free one.`);
  }
}

/** The HTTP service that decides about each client. */
export interface AccessService {
  /** http: or https: */
  url: URL;
  bounds?: Partial<AuthenticatorBounds>;
  /** A client with this secret is admitted without a request, and may do everything. */
  own?: { user: string; secret: string };
}

/**
 * Listens on loopback only; `port` 0 uses a free one. `report` receives a sentence without its full stop when a
 * limit or a permission refuses a client's request. `service` is the HTTP service, or the function in this process,
 * that decides about clients and their permissions. `queues` are the message queues. Throws PortTaken when
 * another program uses the port.
 */
export async function startBroker(
  port: number,
  limits: Partial<Limits> = {},
  report: (sentence: string) => void = () => {},
  service?: AccessService | ((timers: Timers) => Authenticator),
  queues: readonly QueueOptions[] = [],
): Promise<EmbeddedBroker> {
  const timers = createTurnTimers();
  const reportShortage = reportingShortages(timers.now, report);
  const bounds = { ...LIMITS, ...limits };
  const crowded = (clientId: string) => reportShortage("unasked", clientId);
  const access =
    typeof service === "object"
      ? createHttpAuthenticator({ ...service, timers, mostLevels: bounds.levels, crowded })
      : undefined;
  const authenticator = typeof service === "function" ? service(timers) : access?.authenticator;
  const broker = createBroker({
    timers,
    limits: bounds,
    records: false,
    short: reportShortage,
    authenticator,
    queues,
  });
  const sockets = new Set<Socket>();
  const outlets = new Outlets(bounds.unreadMs);
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    attach(socket, broker.peer, outlets);
  });
  // A connected but silent client uses memory as well.
  server.maxConnections = 2 * (bounds.clients ?? Number.POSITIVE_INFINITY);
  await listen(server, port);
  // A client without room is refused; the others stay.
  server.on("error", () => {});
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        broker.stop();
        timers.end();
        access?.end();
        server.close(() => resolve());
        for (const socket of sockets) socket.destroySoon();
      }),
  };
}

/** Connects a socket to the broker as a client. */
function attach(socket: Socket, peer: Peer, outlets: Outlets): void {
  const endpoint = { host: LOOPBACK, port: socket.localPort ?? 0, tls: false };
  const { received, closed, overflowed } = peer(
    outlets.open(socket, () => overflowed?.()),
    endpoint,
  );
  socket.on("data", (bytes: Buffer) => received(bytes.toString("latin1")));
  // The event "close" follows, and says that an error occurred.
  socket.on("error", () => {});
  socket.once("close", (hadError) => closed(!hadError));
}

/** Listens on `port`, or on a free port when `port` is in use. */
export async function startBrokerNear(
  port: number,
  report?: (sentence: string) => void,
  service?: AccessService,
  queues?: readonly QueueOptions[],
): Promise<EmbeddedBroker> {
  try {
    return await startBroker(port, {}, report, service, queues);
  } catch (error) {
    if (error instanceof PortTaken) return startBroker(0, {}, report, service, queues);
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
