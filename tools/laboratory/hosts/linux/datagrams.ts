// Node's datagrams and name lookups on a World's, as far as a device uses them.
import { EventEmitter } from "node:events";
import type { DatagramSocket, World } from "../../../../src/platform/node/world.ts";

/** The faces of node:dgram and node:dns that a device uses. */
export interface Datagram {
  createSocket: () => object;
  lookup: (
    name: string,
    options: object,
    callback: (error: Error | null, address: string | undefined) => void,
  ) => void;
}

export function hostDatagrams({ datagrams, after }: World): Datagram {
  function createSocket(): object {
    const events = new EventEmitter();
    let bound: DatagramSocket | undefined;
    return Object.assign(events, {
      bind(port: number) {
        bound = datagrams?.bind(port, (bytes, address, from) =>
          events.emit("message", Buffer.from(bytes, "latin1"), { address, port: from }),
        );
        if (bound === undefined) after(0, () => events.emit("error", new Error("bind EADDRINUSE")));
      },
      send: (bytes: Buffer, port: number, address: string) =>
        void bound?.send(bytes.toString("latin1"), address, port),
      close: () => bound?.close(),
    });
  }

  return {
    createSocket,
    lookup: (name, _, callback) =>
      datagrams?.resolve(name, (address) =>
        callback(address === undefined ? new Error("ENOTFOUND") : null, address),
      ),
  };
}
