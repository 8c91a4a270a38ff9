// A link to a broker that is far away: bytes come out so many milliseconds after they went in, in both directions.
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface FarLink {
  port: number;
  end: () => Promise<void>;
}

/** On loopback, to the broker at this port. */
export async function startFarLink(brokerPort: number, delayMs: number): Promise<FarLink> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ port: brokerPort, host: "127.0.0.1", noDelay: true });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on("data", (bytes) => void setTimeout(() => to.write(bytes), delayMs));
      // Its "close" follows.
      from.on("error", () => {});
      from.once("close", () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async end() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
