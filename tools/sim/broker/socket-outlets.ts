// The embedded broker's writes to its clients' sockets. A client that does not read is limited: it is no
// longer read from, loses QoS 0 messages, and is disconnected when too many bytes wait for it, or when it has
// the most of all waiting bytes.
import type { Socket } from "node:net";
import type { PeerEnd } from "../worlds/link.ts";

const KILOBYTE = 1024;
const MEGABYTE = 1024 * KILOBYTE;
/** Above this the client is not read from, because its packets would cause more answers. */
const UNREAD_BYTES = 256 * KILOBYTE;
/** Above this it loses QoS 0 messages and receives no more retained ones. */
const BEHIND_BYTES = MEGABYTE;
const MOST_BYTES = 8 * MEGABYTE;
const MOST_BYTES_OF_ALL = 32 * MEGABYTE;
/**
 * Above the total, the clients with the most bytes are disconnected down to this, or the next write would
 * disconnect another.
 */
const LEFT_BYTES_OF_ALL = 24 * MEGABYTE;
/** Bytes of memory for a write beside its own. */
const WRITE_BYTES = 500;
/** The most bytes gathered for one write. */
const LONGEST_SAID = 64 * KILOBYTE;
/** The longest wait for a DISCONNECT to be read. */
const FAREWELL_MS = 2000;

/** A client that reads none of its waiting bytes for `unreadMs` is disconnected. */
export class Outlets {
  readonly unreadMs: number;
  private readonly opened = new Map<Socket, SocketOutlet>();
  private waiting = 0;

  constructor(unreadMs: number) {
    this.unreadMs = unreadMs;
  }

  /** `overflowed` is called at once when the client is disconnected for its waiting bytes. */
  open(socket: Socket, overflowed: () => void): Required<PeerEnd> {
    const outlet = new SocketOutlet(this, socket, overflowed);
    this.opened.set(socket, outlet);
    socket.once("close", () => this.forget(socket));
    socket.on("timeout", () => this.disconnect(socket));
    return outlet;
  }

  isOpen(socket: Socket): boolean {
    return this.opened.has(socket);
  }

  /** Adds to a client's waiting bytes, or subtracts from them. */
  count(bytes: number): void {
    this.waiting += bytes;
  }

  /**
   * Disconnects the client when too many bytes wait for it, or the clients with the most bytes when too many
   * wait in total.
   */
  limit(socket: Socket, bytes: number): void {
    if (bytes > MOST_BYTES) this.disconnect(socket);
    else if (this.waiting > MOST_BYTES_OF_ALL) this.limitAll();
  }

  private limitAll(): void {
    // Bytes that the system accepts at once do not count as waiting.
    for (const outlet of this.opened.values()) outlet.flush();
    if (this.waiting <= MOST_BYTES_OF_ALL) return;
    const most = [...this.opened].sort(([, a], [, b]) => b.bytes - a.bytes);
    for (const [socket] of most) {
      if (this.waiting <= LEFT_BYTES_OF_ALL) return;
      this.disconnect(socket);
    }
  }

  private disconnect(socket: Socket): void {
    socket.destroy();
    this.forget(socket)?.overflowed();
  }

  private forget(socket: Socket): SocketOutlet | undefined {
    const outlet = this.opened.get(socket);
    this.opened.delete(socket);
    this.waiting -= outlet?.bytes ?? 0;
    return outlet;
  }
}

/** Writes to one client. */
class SocketOutlet implements Required<PeerEnd> {
  /** Bytes of memory that wait for the client. */
  bytes = 0;
  readonly overflowed: () => void;
  private readonly all: Outlets;
  private readonly socket: Socket;
  /**
   * All packets of a turn leave in one write, because each write takes memory while it waits, and a system
   * call.
   */
  private said: string[] = [];
  private saidBytes = 0;
  private isHeld = false;

  constructor(all: Outlets, socket: Socket, overflowed: () => void) {
    this.all = all;
    this.socket = socket;
    this.overflowed = overflowed;
  }

  write(text: string): void {
    const { all, socket } = this;
    if (!all.isOpen(socket) || socket.destroyed || socket.writableEnded) return;
    if (this.bytes === 0) socket.setTimeout(all.unreadMs);
    if (this.said.length === 0) {
      this.wait(WRITE_BYTES);
      process.nextTick(() => this.flush());
    }
    this.wait(text.length);
    this.said.push(text);
    this.saidBytes += text.length;
    if (this.saidBytes > LONGEST_SAID) this.flush();
    all.limit(socket, this.bytes);
    if (!socket.destroyed && this.bytes > UNREAD_BYTES) this.regulate();
  }

  close(): void {
    const { socket } = this;
    this.flush();
    // The end arrives after a read, and never for a client that does not read.
    socket.removeAllListeners("data");
    socket.resume();
    socket.destroySoon();
    const timeout = setTimeout(() => socket.destroy(), FAREWELL_MS);
    timeout.unref();
    socket.once("close", () => clearTimeout(timeout));
  }

  isBehind(): boolean {
    return this.bytes > BEHIND_BYTES;
  }

  hold(isHeld: boolean): void {
    this.isHeld = isHeld;
    this.regulate();
  }

  /** Hands the gathered bytes to the system. */
  flush(): void {
    const { all, said, socket } = this;
    if (said.length === 0) return;
    const text = said.length === 1 ? said[0] : said.join("");
    this.said = [];
    this.saidBytes = 0;
    if (socket.destroyed || socket.writableEnded) return;
    let isTaken = false;
    const taken = () => {
      if (isTaken || !all.isOpen(socket)) return;
      isTaken = true;
      this.wait(-text.length - WRITE_BYTES);
      if (this.bytes === 0) socket.setTimeout(0);
      this.regulate();
    };
    socket.write(text, "latin1", taken);
    // The system reports later on bytes that it accepted at once.
    if (socket.writableLength === 0) taken();
  }

  /** Resumes reading, or pauses it. */
  private regulate(): void {
    if (this.isHeld || this.bytes > UNREAD_BYTES) this.socket.pause();
    else if (this.socket.isPaused()) this.socket.resume();
  }

  private wait(bytes: number): void {
    this.bytes += bytes;
    this.all.count(bytes);
  }
}
