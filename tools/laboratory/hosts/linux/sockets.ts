// Node's sockets on a World's streams, as far as a device uses them.
import { EventEmitter } from "node:events";
import type { OnReadOpts } from "node:net";
import { CLOSED_BY_PEER } from "../../../../src/client/transport/socket-faults.ts";
import type { Stream } from "../../../../src/client/transport/stream.ts";
import type { World } from "../../../../src/platform/node/world.ts";

/** The face of node:net and node:tls that a device uses. */
export interface Sockets {
  connectTcp: (options: SocketOptions) => object;
  connectTls: (options: SocketOptions) => object;
}

interface SocketOptions {
  host: string;
  port: number;
  /** The buffer for received bytes; without it they arrive by "data". */
  onread?: OnReadOpts;
}

export function hostSockets(world: World): Sockets & { drop: () => void } {
  const streams = new Set<Stream>();

  function connect({ host, port, onread }: SocketOptions, tls: boolean): object {
    const socket = new EventEmitter();
    const read = (bytes: string): void => {
      if (onread === undefined) {
        socket.emit("data", Buffer.from(bytes, "latin1"));
        return;
      }
      const room = onread.buffer as Buffer;
      for (let at = 0; at < bytes.length; at += room.length)
        onread.callback.call(socket, room.write(bytes.slice(at, at + room.length), "latin1"), room);
    };
    let waiting: (() => void)[] = [];
    let isClosed = false;
    const gone = (): void => {
      streams.delete(stream);
      Object.assign(socket, { destroyed: true });
    };
    const stream: Stream = world.connect(
      { host, port, tls },
      {
        opened() {
          Object.assign(socket, { connecting: false });
          socket.emit(tls ? "secureConnect" : "connect");
        },
        received: read,
        drained() {
          const sent = waiting;
          waiting = [];
          for (const handler of sent) handler();
        },
        closed(reason) {
          isClosed = true;
          gone();
          if (reason !== CLOSED_BY_PEER) socket.emit("error", new Error(reason));
          socket.emit("close");
        },
      },
    );
    streams.add(stream);
    const destroy = (): void => {
      if (!isClosed) stream.close();
      isClosed = true;
      gone();
    };
    return Object.assign(socket, {
      connecting: true,
      destroyed: false,
      writableEnded: false,
      setNoDelay: () => socket,
      setEncoding: () => socket,
      write(bytes: string, _encoding: string, sent: () => void) {
        waiting.push(sent);
        stream.write(bytes);
      },
      end: destroy,
      destroy,
      resetAndDestroy() {
        stream.drop();
        gone();
      },
    });
  }

  return {
    connectTcp: (options) => connect(options, false),
    connectTls: (options) => connect(options, true),
    drop() {
      for (const stream of streams) stream.drop();
      streams.clear();
    },
  };
}
