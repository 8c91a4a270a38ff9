// Opening a connection for a client of this process: by sockets or WebSocket, as the address says, unless a
// host of the programs, such as a simulation, has put a network of its own in between.
import type { Endpoint } from "../../ports/network.ts";
import type { Stream, StreamEvents } from "./stream.ts";

/** Begins to connect. `open` does so as the client itself would. */
export type OpenStream = (
  to: Endpoint,
  events: StreamEvents,
  open: (events: StreamEvents) => Stream,
) => Stream;

/**
 * Kept in the process, and not in this module: programs may bring copies of the client, as of
 * `ringmote-client`, and their host one more.
 */
const PLACE = Symbol.for("ringmote.openStream");

function current(): OpenStream | undefined {
  return Reflect.get(globalThis, PLACE) as OpenStream | undefined;
}

export function openStream(
  to: Endpoint,
  events: StreamEvents,
  open: (events: StreamEvents) => Stream,
): Stream {
  const opener = current();
  return opener === undefined ? open(events) : opener(to, events, open);
}

/**
 * From now on this opens connections; returns the function that ends that. Throws where another one has its
 * place. Standing connections are left as they are.
 */
export function openStreamsBy(opener: OpenStream): () => void {
  if (current() !== undefined)
    throw new Error("The programs of this process have a network of their own already.");
  Reflect.set(globalThis, PLACE, opener);
  return () => void Reflect.deleteProperty(globalThis, PLACE);
}
