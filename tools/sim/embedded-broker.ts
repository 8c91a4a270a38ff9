// A broker inside this process, for devices and clients on this computer.
import { type AddressInfo, createServer, type Server } from "node:net";
import { Aedes } from "aedes";

export interface EmbeddedBroker {
  port: number;
  /** Hangs up on every client and stops listening. */
  close: () => Promise<void>;
}

const LOOPBACK = "127.0.0.1";

/** The port that was asked for is taken by another program. */
export class PortTaken extends Error {
  constructor(readonly port: number) {
    super(`Port ${port} is taken by another program; give another one with --port, or 0 for any free one.`);
  }
}

/** Listens on loopback only; `port` 0 takes a free one. Throws PortTaken when somebody else has it. */
export async function startBroker(port: number): Promise<EmbeddedBroker> {
  const broker = await Aedes.createBroker();
  const server = createServer(broker.handle);
  try {
    await listen(server, port);
  } catch (error) {
    broker.close();
    throw error;
  }
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        broker.close(() => server.close(() => resolve()));
      }),
  };
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
