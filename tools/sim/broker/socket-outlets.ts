// The embedded broker's writes to its clients' sockets. A client that does not read is bounded: it is
// not read from, loses what may be lost, and is ended when too much waits for it, or when it has the
// most of what waits for all.
import type { Socket } from "node:net";
import type { PeerEnd } from "../worlds/link.ts";

export interface Outlets {
  /** `overflowed` is called at once when the client is ended because too much waits for it. */
  open: (socket: Socket, overflowed: () => void) => Required<PeerEnd>;
}

const KILOBYTE = 1024;
const MEGABYTE = 1024 * KILOBYTE;
/** A client for which more waits is not read from: the answers to its packets would come on top. */
const UNREAD_BYTES = 256 * KILOBYTE;
/** From here on it loses messages at QoS 0, and gets no more retained ones. */
const BEHIND_BYTES = MEGABYTE;
const MOST_BYTES = 8 * MEGABYTE;
const MOST_BYTES_OF_ALL = 32 * MEGABYTE;
/**
 * Then the clients with the most are ended until so much is left, or the next write would end another one.
 */
const LEFT_BYTES_OF_ALL = 24 * MEGABYTE;
/** Bytes of memory for a write beside its own. */
const WRITE_BYTES = 500;
/** The most bytes that are gathered for one write. */
const LONGEST_SAID = 64 * KILOBYTE;
/** The longest wait for an end that the client is told of. */
const FAREWELL_MS = 2000;

/** Bytes of memory that wait for one client. */
interface Waiting {
  bytes: number;
  overflowed: () => void;
  /** Gives the gathered bytes to the system. */
  flush: () => void;
}

/** A client that takes none of the waiting bytes for `unreadMs` is ended. */
export function createOutlets(unreadMs: number): Outlets {
  const open = new Map<Socket, Waiting>();
  let waiting = 0;

  function wait(outlet: Waiting, bytes: number): void {
    outlet.bytes += bytes;
    waiting += bytes;
  }

  function limit(socket: Socket, { bytes }: Waiting): void {
    if (bytes > MOST_BYTES) giveUp(socket);
    else if (waiting > MOST_BYTES_OF_ALL) limitAll();
  }

  function limitAll(): void {
    // Bytes that the system takes at once wait for nobody.
    for (const outlet of open.values()) outlet.flush();
    if (waiting <= MOST_BYTES_OF_ALL) return;
    const most = [...open].sort(([, one], [, other]) => other.bytes - one.bytes);
    for (const [socket] of most) {
      if (waiting <= LEFT_BYTES_OF_ALL) return;
      giveUp(socket);
    }
  }

  function giveUp(socket: Socket): void {
    socket.destroy();
    forget(socket)?.overflowed();
  }

  function forget(socket: Socket): Waiting | undefined {
    const outlet = open.get(socket);
    open.delete(socket);
    waiting -= outlet?.bytes ?? 0;
    return outlet;
  }

  return {
    open(socket, overflowed) {
      const own: Waiting = { bytes: 0, overflowed, flush };
      /**
       * All packets of this turn leave in one write: each takes memory while it waits, and a call of the
       * system.
       */
      let said: string[] = [];
      let saidBytes = 0;
      let isHeld = false;
      open.set(socket, own);
      socket.once("close", () => forget(socket));
      socket.on("timeout", () => giveUp(socket));

      /** Reads on, or not. */
      function regulate(): void {
        if (isHeld || own.bytes > UNREAD_BYTES) socket.pause();
        else if (socket.isPaused()) socket.resume();
      }

      function flush(): void {
        if (said.length === 0) return;
        const text = said.length === 1 ? said[0] : said.join("");
        said = [];
        saidBytes = 0;
        if (socket.destroyed || socket.writableEnded) return;
        let isTaken = false;
        const taken = () => {
          if (isTaken || !open.has(socket)) return;
          isTaken = true;
          wait(own, -text.length - WRITE_BYTES);
          if (own.bytes === 0) socket.setTimeout(0);
          regulate();
        };
        socket.write(text, "latin1", taken);
        // The system reports later on bytes that it took at once.
        if (socket.writableLength === 0) taken();
      }

      return {
        write(text) {
          if (!open.has(socket) || socket.destroyed || socket.writableEnded) return;
          if (own.bytes === 0) socket.setTimeout(unreadMs);
          if (said.length === 0) {
            wait(own, WRITE_BYTES);
            process.nextTick(flush);
          }
          wait(own, text.length);
          said.push(text);
          saidBytes += text.length;
          if (saidBytes > LONGEST_SAID) flush();
          limit(socket, own);
          if (!socket.destroyed && own.bytes > UNREAD_BYTES) regulate();
        },
        close() {
          flush();
          // The end comes after a read, and a client that does not read does not end.
          socket.removeAllListeners("data");
          socket.resume();
          socket.destroySoon();
          const timeout = setTimeout(() => socket.destroy(), FAREWELL_MS);
          timeout.unref();
          socket.once("close", () => clearTimeout(timeout));
        },
        isBehind: () => own.bytes > BEHIND_BYTES,
        hold(wanted) {
          isHeld = wanted;
          regulate();
        },
      };
    },
  };
}
