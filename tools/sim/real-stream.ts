// A real TCP or TLS connection as a stream of byte strings.
import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { connectAsChip } from "./chip-tls.ts";
import { gatherWrites } from "./gathered-writes.ts";
import type { Endpoint } from "./link.ts";
import { socketFault } from "./socket-faults.ts";
import type { Stream, StreamEvents } from "./world.ts";

/** PEM texts: who is trusted, and who this client is. Default: the authorities that Node trusts, and nobody. */
export interface TlsIdentity {
  ca?: string;
  cert?: string;
  key?: string;
}

export interface RealStream extends Stream {
  /** From now on nothing arrives and writes vanish, while the socket stays open: the network has gone. */
  unplug: () => void;
  /** The device has closed it in an orderly way; what it wrote may still be leaving. */
  isClosing: () => boolean;
}

/** How long an orderly close waits for the far end before the socket is destroyed, in milliseconds. */
const CLOSE_MS = 2000;

/** Begins to connect; `ended` is called once, when the socket is gone, whoever ended it. */
export function openRealStream(
  { host, port, tls, trust }: Endpoint,
  identity: TlsIdentity,
  events: StreamEvents,
  ended: () => void,
): RealStream {
  const socket = !tls
    ? connectTcp(port, host)
    : trust !== undefined
      ? connectAsChip(host, port, trust)
      : connectTls({ host, port, servername: serverName(host), ...identity });
  let listening = true;
  let closing = false;
  let reason = "closed by the peer";

  const tell = (happened: () => void) => {
    if (listening) happened();
  };
  const writes = gatherWrites(socket, () => tell(() => events.drained()));

  socket.setNoDelay(true);
  socket.setEncoding("latin1");
  socket.once(tls ? "secureConnect" : "connect", () => tell(() => events.opened()));
  socket.on("data", (bytes: string) => tell(() => events.received(bytes)));
  socket.on("error", (error: NodeJS.ErrnoException) => {
    reason = socketFault(error);
  });
  socket.once("close", () => {
    tell(() => events.closed(reason));
    ended();
  });

  return {
    write(bytes) {
      if (listening) writes.write(bytes);
    },
    close() {
      writes.leave();
      listening = false;
      closing = true;
      endOrderly(socket);
    },
    drop() {
      writes.forget();
      listening = false;
      // One that has sent its FIN cannot be reset: it would say so, and never that it is closed. Nor can one with TLS.
      if (tls || socket.writableEnded) socket.destroy();
      else socket.resetAndDestroy();
    },
    unplug() {
      listening = false;
    },
    isClosing: () => closing,
  };
}

function endOrderly(socket: Socket): void {
  if (socket.connecting) {
    socket.destroy();
    return;
  }
  socket.end();
  setTimeout(() => socket.destroy(), CLOSE_MS).unref();
}

/** A server name for TLS is a name, never an address. */
function serverName(host: string): string | undefined {
  return /^[\d.]+$|:/.test(host) ? undefined : host;
}
