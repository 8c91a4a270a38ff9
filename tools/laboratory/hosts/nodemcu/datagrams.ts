// The chip's UDP sockets and name lookups, on the world's datagrams.
import type { DatagramSocket } from "../../../../src/platform/node/world.ts";
import type { Life } from "./life.ts";
import type { Answers } from "./operations.ts";

const REFUSED = 1;

/** The address or name precedes the bytes, followed by a line end. */
export function createDatagrams(life: Life): Answers {
  const bound = new Map<number, DatagramSocket>();
  const { datagrams } = life.world;

  function close(id: number): undefined {
    bound.get(id)?.close();
    bound.delete(id);
    return undefined;
  }

  life.atEnd(() => {
    for (const id of [...bound.keys()]) close(id);
  });

  return {
    datagramBind: (port) => {
      const id = life.selected;
      const socket = datagrams?.bind(port, (bytes, address, from) =>
        life.emit({ kind: "datagram", id, number: from, bytes: `${address}\n${bytes}` }),
      );
      if (socket === undefined) return REFUSED;
      bound.set(id, socket);
      return 0;
    },
    datagramSend: (port, bytes) => {
      const [address = ""] = bytes.split("\n");
      bound.get(life.selected)?.send(bytes.slice(address.length + 1), address, port);
      return undefined;
    },
    datagramClose: close,
    resolveName: (id, name) => {
      datagrams?.resolve(name, (address) =>
        life.emit({ kind: "named", id, ...(address === undefined ? {} : { bytes: address }) }),
      );
      return undefined;
    },
  };
}
