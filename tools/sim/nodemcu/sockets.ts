// The chip's TCP streams: what arrives comes in network buffers, what leaves is acknowledged in its own time.
import type { Stream } from "../world.ts";
import type { Life } from "./life.ts";
import type { Answers } from "./operations.ts";

export interface SocketOptions {
  /** Names that no server knows. */
  unknownHosts: readonly string[];
  /** One buffer in so many is cut short; 0 cuts none. */
  splitOdds: number;
  /** lwIP gives up a connection that nobody has answered for so long. */
  connectMs: number;
}

export interface Sockets extends Answers {
  /**
   * Sockets that the firmware still holds: on the ESP32 also those whose peer is gone and that nobody closed, and those
   * that were closed while they were being opened.
   */
  socketsHeld: () => number;
  /** Those of them that the program has not closed. */
  socketsWanted: () => number;
}

interface Socket {
  stream: Stream | undefined;
  isSecure: boolean;
  wasOpened: boolean;
  hasEnded: boolean;
  /** When the program asked for it, and whether it has asked for its end since, in vain. */
  begunAt: number;
  isUnwanted: boolean;
  isHeld: boolean;
  /** Buffers that have arrived and that nobody has been called with. */
  arrived: string[];
  /** Why the stream ended, once it has. */
  ended: string | undefined;
  /** Bytes written since everything written had left. */
  leaving: number;
}

/** Payload of one TCP segment. */
const BUFFER_BYTES = 1460;
/** What the ESP32's `close` is answered while the connection is being opened. */
const REFUSED = 1;
/** Between two acknowledgements of the same write. */
const NEXT_ACKNOWLEDGEMENT_MS = 1;
/** lwIP's numbers: version 1 on the ESP8266, version 2 on the ESP32. */
const ERRORS = {
  esp8266: { aborted: -10, reset: -11 },
  esp32: { aborted: -13, reset: -14 },
};

/** mbedTLS's number for it as the firmware hands it on, which has no words for it. */
const CERTIFICATE_REFUSED = -39;
/** What fits into the buffer of 4 KB beside the rest of the broker's answer. */
const CHAIN_BYTES = 4000;

export function createSockets(life: Life, options: SocketOptions): Sockets {
  const sockets = new Map<number, Socket>();
  /** Who is trusted by the next connection; `undefined`: everybody. */
  let trusted: string | undefined;

  function connect(port: number, host: string, tls: boolean): undefined {
    const id = life.selected;
    const trust = tls ? { trust: { authority: trusted, chainBytes: CHAIN_BYTES } } : {};
    trusted = undefined;
    const socket: Socket = {
      stream: undefined,
      wasOpened: false,
      hasEnded: false,
      isSecure: tls,
      begunAt: life.world.now(),
      isUnwanted: false,
      isHeld: false,
      arrived: [],
      ended: undefined,
      leaving: 0,
    };
    sockets.set(id, socket);
    if (Number.isFinite(options.connectMs)) life.after(options.connectMs, () => giveUp(id, socket));
    if (options.unknownHosts.includes(host)) {
      life.after(0, () => life.emit({ kind: "resolved", id }));
      return undefined;
    }
    socket.stream = life.world.connect(
      { host, port, tls, ...trust },
      {
        opened: () => opened(id, socket, host),
        received: (bytes) => {
          socket.arrived.push(...buffersOf(bytes));
          handOver(id, socket);
        },
        drained: () => drained(id, socket),
        closed: (reason) => {
          socket.ended = reason;
          handOver(id, socket);
        },
      },
    );
    return undefined;
  }

  /** Of a connection that nobody has answered. */
  function giveUp(id: number, socket: Socket): void {
    if (!isAlive(id, socket) || socket.wasOpened || socket.hasEnded) return;
    socket.stream?.drop();
    socket.stream = undefined;
    end(id, socket, "connection timed out");
  }

  function opened(id: number, socket: Socket, host: string): void {
    socket.wasOpened = true;
    life.emit({ kind: "resolved", id, bytes: host });
    life.emit({ kind: "opened", id });
  }

  /** Cuts what arrived together into network buffers: none longer than a segment, some shorter. */
  function buffersOf(bytes: string): string[] {
    const buffers: string[] = [];
    for (let start = 0; start < bytes.length; ) {
      const most = Math.min(BUFFER_BYTES, bytes.length - start);
      const length = life.draws.once(options.splitOdds) ? life.draws.between(1, most) : most;
      buffers.push(bytes.substring(start, start + length));
      start += length;
    }
    return buffers;
  }

  /** One call of the program for each buffer, then the end. */
  function handOver(id: number, socket: Socket): void {
    while (isAlive(id, socket) && !socket.isHeld && socket.arrived.length > 0) {
      life.emit({ kind: "received", id, bytes: socket.arrived.shift() as string });
    }
    if (socket.ended === undefined || socket.isHeld || !isAlive(id, socket)) return;
    const reason = socket.ended;
    socket.ended = undefined;
    socket.stream = undefined;
    end(id, socket, reason);
  }

  function end(id: number, socket: Socket, reason: string): void {
    if (!socket.wasOpened && reason === "unknown host") {
      // The firmware goes on to 255.255.255.255, from where nothing ever comes.
      life.emit({ kind: "resolved", id });
      return;
    }
    socket.hasEnded = true;
    if (life.chip === "esp8266" || socket.isUnwanted) sockets.delete(id);
    life.emit({ kind: "ended", id, number: codeOf(socket, reason) });
  }

  function codeOf(socket: Socket, reason: string): number {
    if (socket.wasOpened && reason === "closed by the peer") return 0;
    const errors = ERRORS[life.chip];
    if (socket.isSecure && !socket.wasOpened && !/refused|reset|timed out|route/.test(reason))
      return CERTIFICATE_REFUSED;
    return /connection refused|reset/.test(reason) ? errors.reset : errors.aborted;
  }

  /** What has left is acknowledged at once, or in two parts: then the program hears of it twice. */
  function drained(id: number, socket: Socket): void {
    const bytes = socket.leaving;
    socket.leaving = 0;
    if (bytes === 0) return;
    const first = bytes > 1 && life.draws.once(options.splitOdds) ? life.draws.between(1, bytes - 1) : bytes;
    if (first < bytes) {
      life.after(NEXT_ACKNOWLEDGEMENT_MS, () => acknowledge(id, socket, bytes - first));
    }
    acknowledge(id, socket, first);
  }

  function acknowledge(id: number, socket: Socket, bytes: number): void {
    if (isAlive(id, socket)) life.emit({ kind: "acknowledged", id, number: bytes });
  }

  const isAlive = (id: number, socket: Socket) => sockets.get(id) === socket && !life.isOver();

  function close(id: number): number {
    const socket = sockets.get(id);
    if (socket !== undefined && isBeingOpened(socket)) {
      socket.isUnwanted = true;
      return REFUSED;
    }
    sockets.delete(id);
    socket?.stream?.close();
    if (socket?.isSecure === true) life.after(0, () => life.emit({ kind: "ended", id, number: 0 }));
    return 0;
  }

  /** The ESP32 closes no connection that it is opening, once the name is an address. */
  function isBeingOpened({ wasOpened, hasEnded, begunAt }: Socket): boolean {
    return life.chip === "esp32" && !wasOpened && !hasEnded && life.world.now() > begunAt;
  }

  life.atEnd(() => {
    for (const socket of sockets.values()) socket.stream?.drop();
    sockets.clear();
  });

  return {
    socketsHeld: () => sockets.size,
    socketsWanted: () => [...sockets.values()].filter(({ isUnwanted }) => !isUnwanted).length,
    socketConnect: (port, host) => connect(port, host, false),
    socketConnectTls: (port, host) => connect(port, host, true),
    socketTrust: (_, authority) => {
      trusted = (trusted ?? "") + authority;
      return undefined;
    },
    socketSend: (_, bytes) => {
      const socket = sockets.get(life.selected);
      if (socket?.stream === undefined) return undefined;
      socket.leaving += bytes.length;
      socket.stream.write(bytes);
      return undefined;
    },
    socketClose: close,
    socketHold: (id) => {
      const socket = sockets.get(id);
      if (socket !== undefined) socket.isHeld = true;
      return undefined;
    },
    socketUnhold: (id) => {
      const socket = sockets.get(id);
      if (socket === undefined) return undefined;
      socket.isHeld = false;
      life.after(0, () => handOver(id, socket));
      return undefined;
    },
  };
}
