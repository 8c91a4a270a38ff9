// The broker of `npm start` for a device in virtual time, which is joined to it inside this process; all others come by
// their sockets. So nothing between the two takes any of the wall's time, which would be seconds of the device's.
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { type Duplex, duplexPair } from "node:stream";
import { Aedes } from "aedes";
import type { Peer } from "../../tools/sim/worlds/link.ts";

export interface BrokerBeside {
  /** On 127.0.0.1, for those who are not in virtual time. */
  port: number;
  /** The broker's end of a device's connection. */
  peer: Peer;
  /** Resets every device's connection, as a device that comes up again without it does. */
  resetDevices: () => void;
  end: () => Promise<void>;
}

export async function startBrokerBeside(): Promise<BrokerBeside> {
  const aedes = await Aedes.createBroker();
  const server = createServer({ noDelay: true }, aedes.handle);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const devices = new Set<Duplex>();

  const peer: Peer = (end) => {
    const [near, far] = duplexPair();
    devices.add(far);
    far.once("close", () => {
      devices.delete(far);
      end.close();
    });
    near.on("data", (bytes: Buffer) => end.write(bytes.toString("latin1")));
    aedes.handle(far);
    return {
      received: (bytes) => void near.write(Buffer.from(bytes, "latin1")),
      closed: (orderly) => void (orderly ? near.end() : far.destroy()),
    };
  };

  return {
    port: (server.address() as AddressInfo).port,
    peer,
    resetDevices() {
      for (const device of devices) device.destroy();
    },
    end: () =>
      new Promise((resolve) => {
        aedes.close(() => server.close(() => resolve()));
      }),
  };
}
