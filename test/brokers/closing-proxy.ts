// A TCP proxy in front of a subscriber that ends connections behind so many bytes, in one of the ways in
// which that happens.
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/**
 * "half": the broker's end is closed, and the subscriber's is read on. "both": each end is closed in order.
 * "reset": neither is.
 */
export type Way = "half" | "both" | "reset";

export interface ClosingProxy {
  /** On 127.0.0.1. */
  port: number;
  connections: () => number;
  /** Connections that it ended. */
  cuts: () => number;
  /** From now on it ends none. */
  calm: () => void;
  /** Resets each connection, also those to come, until it is opened; none of them counts. */
  shut: () => void;
  open: () => void;
  end: () => Promise<void>;
}

/** `budget` says, for each connection from 0, how many bytes reach the subscriber. */
export async function startClosingProxy(
  brokerPort: number,
  way: Way,
  budget: (connection: number) => number,
): Promise<ClosingProxy> {
  const sockets = new Set<Socket>();
  let connections = 0;
  let cuts = 0;
  let isCalm = false;
  let isShut = false;

  function kept(socket: Socket): Socket {
    sockets.add(socket);
    socket.setNoDelay(true);
    // Its "close" follows.
    socket.on("error", () => {});
    socket.once("close", () => sockets.delete(socket));
    return socket;
  }

  function finish(subscriber: Socket, broker: Socket): void {
    cuts += 1;
    broker.removeAllListeners("data");
    broker.resume();
    if (way === "reset") {
      subscriber.resetAndDestroy();
      broker.resetAndDestroy();
      return;
    }
    subscriber.end();
    if (way === "both") broker.end();
  }

  // What one end closes is closed at the other, and what still comes from there is passed on.
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const subscriber = kept(socket);
    if (isShut) {
      subscriber.resetAndDestroy();
      return;
    }
    const broker = kept(connect({ port: brokerPort, host: "127.0.0.1", allowHalfOpen: true }));
    let left = budget(connections);
    connections += 1;
    subscriber.on("data", (bytes: Buffer) => void broker.write(bytes));
    broker.on("data", (bytes: Buffer) => {
      subscriber.write(isCalm ? bytes : bytes.subarray(0, left));
      left -= bytes.length;
      if (!isCalm && left <= 0) finish(subscriber, broker);
    });
    subscriber.once("end", () => broker.end());
    broker.once("end", () => subscriber.end());
    subscriber.once("close", () => broker.destroy());
    broker.once("close", () => subscriber.destroy());
  });

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    cuts: () => cuts,
    calm() {
      isCalm = true;
    },
    shut() {
      isShut = true;
      connections = 0;
      cuts = 0;
      for (const socket of sockets) socket.resetAndDestroy();
    },
    open() {
      isShut = false;
    },
    end() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
