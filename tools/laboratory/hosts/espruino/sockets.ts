// `require("net")` and `require("tls")`: sockets served once per idle pass, in the interpreter's own order of
// steps.
import type { Stream, StreamEvents } from "../../../../src/client/transport/stream.ts";
import type { TakeCall } from "../../../../src/platform/node/world.ts";
import { KEPT_DATA } from "./events.ts";
import { EVENT, type Interpreter } from "./interpreter.ts";
import type { Bag } from "./realm.ts";
import { word } from "./transcript.ts";

export interface SocketOptions {
  /** Bytes that leave, and at most arrive, in one idle turn: 536, on ESP8266 268. */
  chunkBytes: number;
  /** Bytes that the network stack below takes before some of them have left. */
  windowBytes: number;
  /** Names that DNS does not know. */
  unknownHosts: readonly string[];
  isOnline: () => boolean;
}

interface Connection {
  /** Counted from 1 in the life of the program. */
  number: number;
  socket: Bag;
  stream: Stream | undefined;
  isOpen: boolean;
  wasAnnounced: boolean;
  toSend: string;
  inFlight: number;
  received: string;
  /** The peer's or the network's end, in words, once it came. */
  ended: string | undefined;
  wantsClose: boolean;
  closesNow: boolean;
  isGone: boolean;
}

/** Of an ESP8266 (network_esp8266.h:27). */
const MOST_SOCKETS = 10;
const CLOSED = -1;
const UNSENT_DATA = -8;
const MESSAGES: Record<number, string> = {
  [-3]: "timeout",
  [-4]: "no route",
  [-8]: "unsent data",
  [-9]: "connection reset",
  [-13]: "SSL handshake failed",
};

/** The sockets of one program. */
export class Sockets {
  private readonly interpreter: Interpreter;
  private readonly options: SocketOptions;
  private readonly connections: Connection[] = [];
  private readonly bySocket = new WeakMap<object, Connection>();
  private readonly prototype: object;
  private readonly servers = new Set<() => void>();
  private nextNumber = 1;

  constructor(interpreter: Interpreter, options: SocketOptions) {
    this.interpreter = interpreter;
    this.options = options;
    this.prototype = this.createPrototype();
    interpreter.addIdler(() => this.idle());
  }

  /** The module `net` or `tls`. */
  module(tls: boolean): Bag {
    const library = this.interpreter.realm.object();
    this.interpreter.realm.method(library, "connect", (options, opened) =>
      this.connect(options, opened, tls),
    );
    if (!tls)
      this.interpreter.realm.method(library, "createServer", (accepted) => this.createServer(accepted));
    return library;
  }

  /** Power is gone: every stream falls silent without a word. */
  dropAll(): void {
    this.forgetAll((stream) => stream.drop());
  }

  /** The program is gone, as with `load()`: the chip closes what was open, and no event of it comes. */
  closeAll(): void {
    this.forgetAll((stream) => stream.close());
  }

  private forgetAll(end: (stream: Stream) => void): void {
    for (const shut of this.servers) shut();
    this.servers.clear();
    for (const connection of this.connections.splice(0)) {
      connection.isGone = true;
      if (connection.stream !== undefined) end(connection.stream);
    }
  }

  get openStreams(): number {
    return this.connections.length;
  }

  /**
   * A server, which needs no network: both chips are always "online" (esp8266/jswrap_esp8266_network.c:1263,
   * esp32/jswrap_esp32_network.c:731).
   */
  private createServer(accepted: unknown): Bag {
    const { realm, world } = this.interpreter;
    const server = realm.object();
    let shut = () => {};
    realm.method(server, "listen", (port) => {
      shut =
        world.air?.listen(Number(port), (take) => {
          if (!this.interpreter.isDead) this.accept(take, accepted);
        }) ?? shut;
      this.servers.add(shut);
      return server;
    });
    realm.method(server, "close", () => {
      shut();
      this.servers.delete(shut);
    });
    return server;
  }

  /**
   * Served from now on like one that was opened (socketserver.c:810); beyond the chip's own number it is
   * closed (network_esp8266.c:549).
   */
  private accept(take: TakeCall, accepted: unknown): void {
    if (this.connections.length + this.servers.size >= MOST_SOCKETS) {
      take({ opened() {}, received() {}, drained() {}, closed() {} }).close();
      return;
    }
    const socket = Object.setPrototypeOf(this.interpreter.realm.object(), this.prototype) as Bag;
    const connection = this.adopt(socket, this.nextNumber);
    this.nextNumber += 1;
    connection.stream = take(this.eventsOf(connection));
    connection.isOpen = true;
    this.interpreter.enqueue(accepted, undefined, [connection.socket]);
    this.interpreter.wakeIdlers();
  }

  /** A socket of the program, which has no stream yet. */
  private adopt(socket: Bag, number: number): Connection {
    const connection: Connection = {
      number,
      socket,
      stream: undefined,
      isOpen: false,
      wasAnnounced: false,
      toSend: "",
      inFlight: 0,
      received: "",
      ended: undefined,
      wantsClose: false,
      closesNow: false,
      isGone: false,
    };
    this.connections.push(connection);
    this.bySocket.set(socket, connection);
    this.interpreter.setLabel(socket, `s${number}`);
    return connection;
  }

  private connect(options: unknown, opened: unknown, tls: boolean): Bag | undefined {
    const { realm, world } = this.interpreter;
    if (typeof options !== "object" || options === null) {
      const kind = typeof options;
      const shown = kind.charAt(0).toUpperCase() + kind.slice(1);
      world.log(`ERROR: Expecting Options to be an Object but it was ${shown}`);
      return undefined;
    }
    const { host = "127.0.0.1", port } = options as { host?: unknown; port?: unknown };
    const socket = Object.setPrototypeOf(realm.object(), this.prototype) as Bag;
    if (typeof opened === "function") socket[`${EVENT}connect`] = opened;
    const name = this.interpreter.bytes(host, "connect");
    const number = this.nextNumber;
    this.nextNumber += 1;
    const { transcript } = this.interpreter;
    transcript?.output("open", number, name, Number(port) || 0, tls ? "tls" : "tcp");
    const refusal = this.isKnown(name)
      ? this.options.isOnline()
        ? undefined
        : "Unable to create socket"
      : "Unable to locate host";
    if (refusal !== undefined) {
      transcript?.answer("x", refusal);
      throw new realm.intrinsics.InternalError(refusal);
    }
    const connection = this.adopt(socket, number);
    connection.stream = this.openStream(connection, {
      host: name,
      port: Number(port) || (tls ? 443 : 0),
      tls,
    });
    return socket;
  }

  /** A name needs a DNS server to be reached; a number does not. */
  private isKnown(host: string): boolean {
    if (this.options.unknownHosts.includes(host)) return false;
    return this.options.isOnline() || /^\d+\.\d+\.\d+\.\d+$/.test(host);
  }

  private openStream(connection: Connection, endpoint: { host: string; port: number; tls: boolean }): Stream {
    return this.interpreter.world.connect(endpoint, this.eventsOf(connection));
  }

  private eventsOf(connection: Connection): StreamEvents {
    const heard = (change: () => void) => () => {
      if (connection.isGone) return;
      change();
      this.interpreter.wakeIdlers();
    };
    return {
      opened: heard(() => {
        connection.isOpen = true;
      }),
      received: (bytes) =>
        heard(() => {
          connection.received += bytes;
        })(),
      drained: heard(() => {
        connection.inFlight = 0;
      }),
      closed: (reason) =>
        heard(() => {
          connection.ended = reason;
        })(),
    };
  }

  private createPrototype(): object {
    const { realm, transcript } = this.interpreter;
    const prototype = realm.object();
    const connectionOf = (socket: unknown): Connection | undefined => this.bySocket.get(socket as object);
    const write = (socket: unknown, data: unknown): boolean => {
      const connection = connectionOf(socket);
      if (connection === undefined || connection.wantsClose || connection.closesNow) {
        transcript?.answer("x", "This socket is closed");
        throw new realm.intrinsics.Error("This socket is closed");
      }
      transcript?.output("write", connection.number, word(this.interpreter.bytes(data, "write")));
      connection.toSend += this.interpreter.bytes(data, "write");
      this.interpreter.wakeIdlers();
      return false;
    };
    realm.method(prototype, "write", function (this: unknown, data) {
      return write(this, data);
    });
    const wake = (): void => this.interpreter.wakeIdlers();
    realm.method(prototype, "end", function (this: unknown, data) {
      if (data !== undefined) write(this, data);
      const connection = connectionOf(this);
      if (connection === undefined) return;
      transcript?.output("end", connection.number);
      if (connection.toSend === "") connection.closesNow = true;
      connection.wantsClose = true;
      wake();
    });
    realm.method(prototype, "available", function (this: unknown) {
      return String((this as Bag)[KEPT_DATA] ?? "").length;
    });
    realm.method(prototype, "read", function (this: unknown, count) {
      const self = this as Bag;
      const kept = String(self[KEPT_DATA] ?? "");
      const taken = Number(count) > 0 ? kept.slice(0, Number(count)) : kept;
      if (taken.length === kept.length) delete self[KEPT_DATA];
      else self[KEPT_DATA] = kept.slice(taken.length);
      return taken;
    });
    return prototype;
  }

  /**
   * One turn for each connection: send a chunk, take a chunk, announce, or close. True when there is more to
   * do.
   */
  private idle(): boolean {
    let again = false;
    for (const connection of [...this.connections]) {
      const error = connection.closesNow ? 0 : this.serve(connection);
      if (connection.closesNow) this.close(connection, error);
      else again = this.hasMore(connection) || again;
    }
    return again;
  }

  private hasMore(connection: Connection): boolean {
    if (connection.received !== "" || connection.ended !== undefined) return true;
    if (!connection.isOpen) return false;
    return this.canSend(connection) || (connection.wantsClose && connection.toSend === "");
  }

  private canSend({ isOpen, toSend, inFlight }: Connection): boolean {
    return isOpen && toSend !== "" && inFlight + this.options.chunkBytes <= this.options.windowBytes;
  }

  private serve(connection: Connection): number {
    if (this.canSend(connection)) this.sendChunk(connection);
    else if (connection.wantsClose && connection.toSend === "") connection.closesNow = true;
    if (connection.received === "" && connection.ended !== undefined) {
      connection.closesNow = true;
      return errorOf(connection.ended, connection.isOpen);
    }
    if (connection.isOpen && !connection.wasAnnounced) this.announce(connection);
    if (connection.received !== "") this.takeChunk(connection);
    return 0;
  }

  private announce(connection: Connection): void {
    connection.wasAnnounced = true;
    this.emit(connection, "connect", [connection.socket], "S");
    if (connection.toSend === "") this.emit(connection, "drain", [connection.socket], "S");
  }

  private sendChunk(connection: Connection): void {
    const chunk = connection.toSend.slice(0, this.options.chunkBytes);
    connection.toSend = connection.toSend.slice(chunk.length);
    connection.inFlight += chunk.length;
    connection.stream?.write(chunk);
    if (connection.toSend === "" && !connection.wantsClose) {
      this.emit(connection, "drain", [connection.socket], "S");
    }
  }

  /** `said` is how a transcript tells the value: "S" the socket, "-" none, else JSON or bytes as one word. */
  private emit(connection: Connection, event: string, values: readonly unknown[], said: string): void {
    this.interpreter.emit(connection.socket, event, values, ["e", `s${connection.number}`, event, said]);
  }

  /** A listener is called at once, ahead of the queue; without one the bytes are kept. */
  private takeChunk(connection: Connection): void {
    const { socket } = connection;
    const chunk = connection.received.slice(0, this.options.chunkBytes);
    connection.received = connection.received.slice(chunk.length);
    const listeners = socket[`${EVENT}data`];
    if (listeners === undefined) socket[KEPT_DATA] = String(socket[KEPT_DATA] ?? "") + chunk;
    else {
      this.interpreter.told("e", `s${connection.number}`, "data", `B${word(chunk)}`);
      this.interpreter.call(listeners, socket, [chunk]);
    }
  }

  private close(connection: Connection, error: number): void {
    while (connection.received !== "") this.takeChunk(connection);
    const code = error === CLOSED && connection.toSend !== "" ? UNSENT_DATA : error;
    this.connections.splice(this.connections.indexOf(connection), 1);
    connection.isGone = true;
    connection.wantsClose = true;
    if (connection.ended === undefined) connection.stream?.close();
    const hadError = code < CLOSED;
    if (hadError) {
      const details = this.interpreter.realm.object({ code, message: MESSAGES[code] ?? "unknown error" });
      this.emit(connection, "error", [details], `J${word(JSON.stringify(details))}`);
    }
    this.emit(connection, "end", [], "-");
    this.emit(connection, "close", [hadError], `J${word(String(hadError))}`);
  }
}

/** The code for an end that the world tells in words. An orderly end of an open stream is no error. */
function errorOf(reason: string, wasOpen: boolean): number {
  if (/refus|reset/i.test(reason)) return -9;
  if (/tim(e|ed)[ -]?out/i.test(reason)) return -3;
  if (/route|unreachable/i.test(reason)) return -4;
  if (/tls|ssl|handshake|certificate/i.test(reason)) return -13;
  return wasOpen ? CLOSED : -9;
}
