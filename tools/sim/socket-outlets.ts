// What the embedded broker writes to its clients' sockets. A client that does not read is bounded: it is not read from, loses
// what may be lost, and is ended when too much waits for it, or when it has the most of what waits for all.
import type { Socket } from "node:net";
import type { PeerEnd } from "./link.ts";

export interface Outlets {
  /** `overflowed` is called at once when the client is ended because too much waits for it. */
  open: (socket: Socket, overflowed: () => void) => Required<PeerEnd>;
}

const MEGABYTE = 1024 * 1024;
/** A client for which more waits is not read from: what it asks for would come on top. */
const UNREAD_BYTES = MEGABYTE;
/** From here on it loses messages at QoS 0. */
const BEHIND_BYTES = 4 * MEGABYTE;
/** What is kept of a home and a large fleet may wait at once, when a client has subscribed to all of it. */
const MOST_BYTES = 32 * MEGABYTE;
const MOST_BYTES_OF_ALL = 128 * MEGABYTE;
/** An end that the client is told of is not waited for longer. */
const FAREWELL_MS = 2000;

export function createOutlets(): Outlets {
  const open = new Map<Socket, () => void>();
  let waiting = 0;

  function limit(socket: Socket): void {
    if (socket.writableLength > MOST_BYTES) giveUp(socket);
    else if (waiting > MOST_BYTES_OF_ALL) {
      const [most] = [...open.keys()].sort((one, other) => other.writableLength - one.writableLength);
      giveUp(most);
    }
  }

  function giveUp(socket: Socket): void {
    waiting -= socket.writableLength;
    socket.destroy();
    const overflowed = open.get(socket);
    open.delete(socket);
    overflowed?.();
  }

  return {
    open(socket, overflowed) {
      let isCorked = false;
      let isHeld = false;
      open.set(socket, overflowed);
      socket.once("close", () => {
        if (open.delete(socket)) waiting -= socket.writableLength;
      });

      /** Reads on, or not. */
      function regulate(): void {
        if (isHeld || socket.writableLength > UNREAD_BYTES) socket.pause();
        else if (socket.isPaused()) socket.resume();
      }

      /** What is said in one turn leaves in one write: each is a call of the operating system. */
      function cork(): void {
        if (isCorked) return;
        isCorked = true;
        socket.cork();
        process.nextTick(() => {
          isCorked = false;
          socket.uncork();
        });
      }

      return {
        write(text) {
          if (socket.destroyed || socket.writableEnded) return;
          cork();
          const bytes = Buffer.from(text, "latin1");
          waiting += bytes.length;
          socket.write(bytes, () => {
            if (!open.has(socket)) return;
            waiting -= bytes.length;
            regulate();
          });
          limit(socket);
          if (!socket.destroyed && socket.writableLength > UNREAD_BYTES) regulate();
        },
        close() {
          // Before a read comes its end, and who does not read does not end.
          socket.removeAllListeners("data");
          socket.resume();
          socket.destroySoon();
          const timeout = setTimeout(() => socket.destroy(), FAREWELL_MS);
          timeout.unref();
          socket.once("close", () => clearTimeout(timeout));
        },
        isBehind: () => socket.writableLength > BEHIND_BYTES,
        hold(wanted) {
          isHeld = wanted;
          regulate();
        },
      };
    },
  };
}
