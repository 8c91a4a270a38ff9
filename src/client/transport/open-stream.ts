// How the clients of a program on this computer open their connections: by sockets, unless who runs the program has put a
// network of its own in their place, as a simulation does.
import type { SecureContext } from "node:tls";
import type { Endpoint } from "../../ports/network.ts";
import { RealStream } from "./real-stream.ts";
import type { Stream, StreamEvents } from "./stream.ts";

/** Begins to connect. `context`: whom TLS trusts, and who this is; what Node has, where there is none. */
export type OpenStream = (to: Endpoint, context: SecureContext | undefined, events: StreamEvents) => Stream;

let current: OpenStream = openSocket;

export function openSocket(to: Endpoint, context: SecureContext | undefined, events: StreamEvents): Stream {
  return new RealStream(to, context, events, nothing);
}

export function openStream(to: Endpoint, context: SecureContext | undefined, events: StreamEvents): Stream {
  return current(to, context, events);
}

/**
 * From now on connections are opened by `open`; returns what brings the sockets back. Throws where another one is in their place.
 * Connections that stand are left as they are, and WebSocket's are no concern of it.
 */
export function openStreamsBy(open: OpenStream): () => void {
  if (current !== openSocket)
    throw new Error("The programs of this process have a network of their own already.");
  current = open;
  return () => {
    current = openSocket;
  };
}

function nothing(): void {}
