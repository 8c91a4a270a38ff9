// A real TCP or TLS connection as a stream of byte strings.
import { connect as connectTcp, type OnReadOpts, type Socket } from "node:net";
import { connect as connectTls, type SecureContext, TLSSocket } from "node:tls";
import type { Endpoint } from "../../ports/network.ts";
import { GatheredWrites } from "./gathered-writes.ts";
import { isPuback, PATIENCE_MS, PubackPace } from "./puback-pace.ts";
import { REST_MS, ReadingPace } from "./reading-pace.ts";
import { CLOSED_BY_PEER, socketFault } from "./socket-faults.ts";
import type { Stream, StreamEvents } from "./stream.ts";

/** The key by which a socket knows its stream. */
const OWNER = Symbol("owner");

/** The most bytes that are read at once: as many as Node reads. */
const ROOM_BYTES = 65_536;

interface OwnedSocket extends Socket {
  [OWNER]?: RealStream;
}

/** Milliseconds that an orderly close waits for the far end before the socket is destroyed. */
const CLOSE_MS = 2000;

/** The reason why its owner hears nothing more: the owner has closed it. */
const CLOSED_HERE = 1;
/** It lost its network. */
const UNPLUGGED = 2;
/** It lost its network, and its owner is done with it. */
const LEFT = 3;
/** It was dropped, or had no network for a while. */
const DROPPED = 4;

/** A process may have thousands open: the state of each is small, and its pace is no record beside it. */
export class RealStream extends ReadingPace implements Stream {
  private readonly socket: Socket;
  private readonly events: StreamEvents;
  private readonly writes: GatheredWrites;
  private readonly ended: () => void;
  private pubacks: PubackPace | undefined = undefined;
  /**
   * The events for its owner, or a number, the reason why the owner hears nothing more: one field, as
   * thousands are open.
   */
  private ending: string | number = CLOSED_BY_PEER;

  /**
   * Begins to connect, with TLS by `context` or Node's own; `ended` is called once, when the socket is gone,
   * whoever ended it. `begun`: a socket that has begun to connect there in another way.
   */
  constructor(
    to: Endpoint,
    context: SecureContext | undefined,
    events: StreamEvents,
    ended: () => void,
    begun?: Socket,
  ) {
    super();
    const socket: OwnedSocket = begun ?? socketTo(to, context);
    this.socket = socket;
    this.events = events;
    this.ended = ended;
    this.writes = new GatheredWrites(socket, this);
    socket[OWNER] = this;
    socket.setNoDelay(true);
    socket.on(to.tls ? "secureConnect" : "connect", opened);
    if (to.tls) socket.on("data", received);
    socket.on("error", failed);
    socket.on("close", closed);
  }

  write(bytes: string): void {
    this.wrote();
    if (!this.isHeard()) return;
    if (isPuback(bytes)) this.acknowledge(bytes);
    else {
      this.writePubacks();
      this.writes.write(bytes);
    }
  }

  writeBytes(bytes: string, rest: Uint8Array): void {
    this.wrote();
    if (!this.isHeard()) return;
    this.writePubacks();
    this.writes.writeBytes(bytes, rest);
  }

  /** There from the first one on. */
  private acknowledge(puback: string): void {
    this.pubacks ??= new PubackPace();
    const due = this.pubacks.take(puback);
    this.writes.write(due);
    const first = due === "" ? this.pubacks.begun() : 0;
    if (first > 0) setTimeout(pubacksWaited, PATIENCE_MS, this, first);
  }

  private writePubacks(): void {
    if (this.pubacks !== undefined) this.writes.write(this.pubacks.rest());
  }

  pubacksWaited(first: number): void {
    if (this.pubacks !== undefined && this.isHeard()) this.writes.write(this.pubacks.waited(first));
  }

  close(): void {
    if (this.leaveUnplugged()) return;
    this.writePubacks();
    this.writes.end();
    this.ending = CLOSED_HERE;
    endOrderly(this.socket);
  }

  drop(): void {
    if (!this.leaveUnplugged()) this.destroy();
  }

  /** The far end learns of it by a reset, with a network or without. */
  destroy(): void {
    const { socket } = this;
    this.writes.forget();
    if (this.ending !== CLOSED_HERE) this.ending = DROPPED;
    // One that has sent its FIN cannot be reset: it would say so, and never that it is closed. Nor can one
    // with TLS.
    if (socket instanceof TLSSocket || socket.writableEnded) socket.destroy();
    else socket.resetAndDestroy();
  }

  /**
   * When the network goes, nothing arrives and writes vanish from then on, while the socket stays open. When
   * it is back, one that its owner has left is reset.
   */
  setNetwork(up: boolean): void {
    if (up && this.ending === LEFT) this.destroy();
    else if (up && this.ending === UNPLUGGED) this.ending = DROPPED;
    else if (!up && this.ending !== CLOSED_HERE) this.unplug();
  }

  private unplug(): void {
    this.writes.forget();
    this.ending = UNPLUGGED;
  }

  /**
   * Leaves the socket to itself while there is no network, and returns whether it is left. The far end cannot
   * learn that its owner is done with it: the socket stays until that ends it, and keeps no program running.
   */
  private leaveUnplugged(): boolean {
    if (this.ending === UNPLUGGED && !this.socket.connecting) {
      this.ending = LEFT;
      this.socket.unref();
    }
    return this.ending === LEFT;
  }

  /** The device has closed it in an orderly way; its last bytes may still be leaving. */
  isClosing(): boolean {
    return this.ending === CLOSED_HERE;
  }

  /** Does its owner hear what happens to it? */
  private isHeard(): boolean {
    return typeof this.ending === "string";
  }

  /** Everything that was written has left. */
  drained(): void {
    if (this.isHeard()) this.events.drained();
  }

  /** Some of it has. */
  progressed(): void {
    if (this.isHeard()) this.events.progressed?.();
  }

  /** Events of the socket. */

  socketOpened(): void {
    if (this.isHeard()) this.events.opened();
  }

  socketReceived(bytes: Buffer): void {
    if (this.isHeard()) this.events.received(bytes.toString("latin1"));
  }

  /** Is more read at once, after a piece of so many bytes? If not, a millisecond later. */
  readsOn(length: number): boolean {
    if (!this.takePiece(length)) return true;
    setTimeout(readOn, REST_MS, this.socket);
    return false;
  }

  socketFailed(error: NodeJS.ErrnoException): void {
    if (this.isHeard()) this.ending = socketFault(error);
  }

  socketClosed(): void {
    if (typeof this.ending === "string") this.events.closed(this.ending);
    this.ended();
  }
}

/** The listeners of all sockets. */

function opened(this: OwnedSocket): void {
  this[OWNER]?.socketOpened();
}

function received(this: OwnedSocket, bytes: Buffer): void {
  this[OWNER]?.socketReceived(bytes);
}

/** Incoming bytes are read into one room for all sockets, and become a text before the next are read. */
const INTO_ROOM: OnReadOpts = {
  buffer: Buffer.allocUnsafeSlow(ROOM_BYTES),
  callback(this: OwnedSocket, length: number, room: Uint8Array): boolean {
    received.call(this, Buffer.from(room.buffer, 0, length));
    return this[OWNER]?.readsOn(length) !== false;
  },
};

function pubacksWaited(stream: RealStream, first: number): void {
  stream.pubacksWaited(first);
}

function readOn(socket: Socket): void {
  socket.resume();
}

function failed(this: OwnedSocket, error: NodeJS.ErrnoException): void {
  this[OWNER]?.socketFailed(error);
}

function closed(this: OwnedSocket): void {
  this[OWNER]?.socketClosed();
}

/** A socket that begins to connect; from `localAddress`, one of this computer's, where there are several. */
export function socketTo(
  { host, port, tls }: Endpoint,
  context: SecureContext | undefined,
  localAddress?: string,
): Socket {
  const from = localAddress === undefined ? undefined : { localAddress };
  if (!tls) return connectTcp({ port, host, onread: INTO_ROOM, ...from });
  const secure = context && { secureContext: context };
  return connectTls({ host, port, servername: serverName(host), ...secure, ...from });
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
