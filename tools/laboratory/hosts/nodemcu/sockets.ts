// The chip's TCP sockets by their numbers, and the operations of a program on them.
import type { TakeCall } from "../../../../src/platform/node/world.ts";
import type { Life } from "./life.ts";
import type { Answers } from "./operations.ts";
import { Socket, type SocketOptions, type SocketTable } from "./socket.ts";

export interface Sockets extends Answers {
  /**
   * Sockets that the firmware still holds: on the ESP32 also those whose peer is gone and that nobody closed,
   * and those that were closed while they were being opened.
   */
  socketsHeld: () => number;
  /** Those of them that the program has not closed. */
  socketsWanted: () => number;
}

/** What the ESP32's `close` is answered while the connection is being opened. */
const REFUSED = 1;
/** What fits into the buffer of 4 KB beside the rest of the broker's answer. */
const CHAIN_BYTES = 4000;

export function createSockets(life: Life, options: SocketOptions): Sockets {
  const held = new Map<number, Socket>();
  const table: SocketTable = { life, options, held };
  /** Who is trusted by the next connection; `undefined`: everybody. */
  let trusted: string | undefined;

  function connect(port: number, host: string, tls: boolean): undefined {
    const trust = tls ? { trust: { authority: trusted, chainBytes: CHAIN_BYTES } } : {};
    trusted = undefined;
    const socket = new Socket(table, life.selected, tls);
    held.set(life.selected, socket);
    socket.open({ host, port, tls, ...trust });
    return undefined;
  }

  /** By server: calls that came and that the Lua side has no number for yet, and what shuts it. */
  const callers = new Map<number, TakeCall[]>();
  const shuts = new Map<number, () => void>();

  function shut(server: number): undefined {
    shuts.get(server)?.();
    shuts.delete(server);
    callers.delete(server);
    return undefined;
  }

  life.atEnd(() => {
    for (const server of [...shuts.keys()]) shut(server);
    for (const socket of held.values()) socket.drop();
    held.clear();
  });

  return {
    socketsHeld: () => held.size,
    socketsWanted: () => [...held.values()].filter(({ isUnwanted }) => !isUnwanted).length,
    socketConnect: (port, host) => connect(port, host, false),
    socketConnectTls: (port, host) => connect(port, host, true),
    socketTrust: (_, authority) => {
      trusted = (trusted ?? "") + authority;
      return undefined;
    },
    serverListen: (port) => {
      const id = life.selected;
      const waiting: TakeCall[] = [];
      const end = life.world.air?.listen(port, (take) => {
        waiting.push(take);
        life.emit({ kind: "called", id });
      });
      if (end === undefined) return REFUSED;
      callers.set(id, waiting);
      shuts.set(id, end);
      return 0;
    },
    serverClose: shut,
    serverAccept: (server) => {
      const take = callers.get(server)?.shift();
      const socket = new Socket(table, life.selected, false);
      held.set(life.selected, socket);
      if (take !== undefined) socket.accept(take);
      return undefined;
    },
    socketSend: (_, bytes) => {
      held.get(life.selected)?.send(bytes);
      return undefined;
    },
    socketClose: (id) => (held.get(id)?.close() === false ? REFUSED : 0),
    socketHold: (id) => {
      held.get(id)?.hold();
      return undefined;
    },
    socketUnhold: (id) => {
      held.get(id)?.unhold();
      return undefined;
    },
  };
}
