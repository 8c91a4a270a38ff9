// The broker model behind a TCP port of this computer, in real time, beside brokers that are no models.
import { type AddressInfo, createServer, type Socket } from "node:net";
import { createRealTimers } from "../../../src/platform/node/real-timers.ts";
import { type Broker, createBroker } from "../../../tools/sim/broker/broker.ts";
import type { Limits } from "../../../tools/sim/broker/limits.ts";
import type { Behaviour } from "../../../tools/sim/broker/misbehaviour.ts";

export interface ModelOnSocket {
  port: number;
  broker: Broker;
  end: () => Promise<void>;
}

/** Listens on loopback. */
export async function startModel(
  limits: Partial<Limits> = {},
  behaviour: Partial<Behaviour> = {},
): Promise<ModelOnSocket> {
  const timers = createRealTimers();
  const broker = createBroker({ timers, limits, behaviour });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    const end = {
      write: (bytes: string) => void socket.write(Buffer.from(bytes, "latin1")),
      close: () => void socket.end(),
    };
    const endpoint = { host: "127.0.0.1", port: 0, tls: false };
    const { received, closed } = broker.peer(end, endpoint);
    socket.on("data", (bytes: Buffer) => received(bytes.toString("latin1")));
    // Its "close" follows, with the word that there was an error.
    socket.on("error", () => {});
    socket.once("close", (hadError) => {
      sockets.delete(socket);
      closed(!hadError);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    broker,
    end: () =>
      new Promise((resolve) => {
        timers.end();
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
