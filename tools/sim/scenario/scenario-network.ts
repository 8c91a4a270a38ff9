// The network between the programs of a scenario and their broker: it knows each program by its client
// identifier, notes when it is connected, counts what goes over the wire, and can be cut.
import { createHash } from "node:crypto";
import { parser } from "mqtt-packet";
import type { OpenStream } from "../../../src/client/transport/open-stream.ts";
import type { Stream, StreamEvents } from "../../../src/client/transport/stream.ts";
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { Endpoint } from "../../../src/ports/network.ts";
import { noteKeptTopic } from "../devices/kept-topics.ts";
import { createPublishReader } from "../devices/sent-publishes.ts";

export interface NetworkNews {
  /** The broker has answered a program, and the connection has ended. */
  connected: (name: string) => void;
  disconnected: (name: string) => void;
}

export class ScenarioNetwork {
  bytes = 0;
  /** Clients whose session the broker keeps, and topics at which it keeps a message. */
  readonly sessions = new Set<string>();
  readonly kept = new Set<string>();
  private readonly digest = createHash("sha256");
  /** Whose network is cut, and who reads nothing; each by how many faults at a time. */
  private readonly cuts = new NamedCounts();
  private readonly holds = new NamedCounts();
  private readonly open = new Set<NetworkStream>();
  /**
   * The clients of each program, by what they take from their streams; those that have ended as by a power
   * cut; and whose are none.
   */
  private readonly clients = new Map<string, Set<StreamEvents>>();
  private readonly dead = new WeakSet<StreamEvents>();
  private readonly ended = new Set<string>();

  constructor(
    readonly timers: Timers,
    readonly openBelow: OpenStream,
    readonly news: NetworkNews,
  ) {}

  readonly openStream: OpenStream = (to, events, open) => {
    const stream = new NetworkStream(this, to, events, open);
    this.open.add(stream);
    return stream;
  };

  /** Breaks the connections of these programs, or of all, and lets none through until `mend`. */
  cut(names: readonly string[]): void {
    this.cuts.add(names, 1);
    for (const stream of [...this.open]) if (this.isCut(stream.name)) stream.breakNow();
  }

  mend(names: readonly string[]): void {
    this.cuts.add(names, -1);
  }

  /**
   * The clients of these programs are gone: their connections close; others with their names come through
   * from `revive` on.
   */
  kill(names: readonly string[]): void {
    for (const stream of [...this.open])
      if (stream.name !== undefined && names.includes(stream.name)) stream.breakNow("closed");
    this.cut(names);
    for (const name of names) {
      this.ended.add(name);
      for (const client of this.clients.get(name) ?? []) this.dead.add(client);
      this.clients.delete(name);
    }
  }

  revive(names: readonly string[]): void {
    for (const name of names) this.ended.delete(name);
    this.mend(names);
  }

  /** A client has said whose it is. */
  knows(client: StreamEvents, name: string): void {
    if (this.ended.has(name)) this.dead.add(client);
    else this.clients.set(name, (this.clients.get(name) ?? new Set()).add(client));
  }

  isDead(client: StreamEvents): boolean {
    return this.dead.has(client);
  }

  /** Nothing comes through to these programs until `release`. */
  hold(names: readonly string[]): void {
    this.holds.add(names, 1);
    for (const stream of this.open) if (this.isHeld(stream.name)) stream.holds();
  }

  release(names: readonly string[]): void {
    this.holds.add(names, -1);
    for (const stream of [...this.open]) if (!this.isHeld(stream.name)) stream.release();
  }

  /** How many are open, or on their way to be. */
  get connections(): number {
    return this.open.size;
  }

  isCut(name: string | undefined): boolean {
    return this.cuts.has(name);
  }

  isHeld(name: string | undefined): boolean {
    return this.holds.has(name);
  }

  /** Whoever it was, what went over the wire, and when: the same for the same run. */
  note(name: string | undefined, direction: "<" | ">", bytes: string): void {
    this.bytes += bytes.length;
    this.digest.update(`${this.timers.now()} ${name ?? ""} ${direction} ${bytes}`, "latin1");
  }

  /** SHA-256 of everything noted so far, in hexadecimal. */
  fingerprint(): string {
    return this.digest.copy().digest("hex");
  }

  gone(stream: NetworkStream): void {
    this.open.delete(stream);
  }
}

/** How many faults each name has at the moment. */
class NamedCounts {
  private readonly counts = new Map<string, number>();

  add(names: readonly string[], change: number): void {
    for (const name of names) this.counts.set(name, (this.counts.get(name) ?? 0) + change);
  }

  has(name: string | undefined): boolean {
    return name !== undefined && (this.counts.get(name) ?? 0) > 0;
  }
}

class NetworkStream implements Stream, StreamEvents {
  name: string | undefined = undefined;
  private readonly below: Stream;
  private readonly readPublishes: (bytes: string) => void;
  /** What has come and is not read yet. */
  private readonly unread: (() => void)[] = [];
  private hasAnswer = false;
  private hasEnded = false;
  /** Its owner is done with it. */
  private isLeft = false;

  constructor(
    private readonly network: ScenarioNetwork,
    to: Endpoint,
    private readonly above: StreamEvents,
    open: (events: StreamEvents) => Stream,
  ) {
    this.readPublishes = createPublishReader((publish) => noteKeptTopic(network.kept, publish));
    this.below = network.openBelow(to, this, open);
  }

  opened(): void {
    if (!this.hasEnded) this.above.opened();
  }

  received(bytes: string): void {
    if (this.hasEnded) return;
    if (this.network.isHeld(this.name)) this.unread.push(() => this.take(bytes));
    else this.take(bytes);
  }

  private take(bytes: string): void {
    if (this.hasEnded) return;
    const { network, name } = this;
    network.note(name, "<", bytes);
    if (!this.hasAnswer && name !== undefined && isAccepted(bytes)) {
      this.hasAnswer = true;
      network.news.connected(name);
    }
    this.above.received(bytes);
  }

  drained(): void {
    if (!this.hasEnded) this.above.drained();
  }

  progressed(): void {
    if (!this.hasEnded) this.above.progressed?.();
  }

  closed(reason: string): void {
    const close = () => {
      if (this.end()) this.above.closed(reason);
    };
    if (this.unread.length > 0) this.unread.push(close);
    else close();
  }

  /** Who reads nothing counts as not connected. */
  holds(): void {
    if (this.hasAnswer && this.name !== undefined) this.network.news.disconnected(this.name);
  }

  release(): void {
    if (this.hasAnswer && this.name !== undefined) this.network.news.connected(this.name);
    for (const read of this.unread.splice(0)) read();
  }

  write(bytes: string): void {
    if (this.hasEnded) return;
    if (this.name === undefined) this.greet(bytes);
    if (this.network.isCut(this.name) || this.network.isDead(this.above)) this.breakNow();
    if (this.hasEnded) return;
    this.network.note(this.name, ">", bytes);
    this.readPublishes(bytes);
    this.below.write(bytes);
  }

  close(): void {
    this.isLeft = true;
    if (this.end()) this.below.close();
  }

  drop(): void {
    this.isLeft = true;
    if (this.end()) this.below.drop();
  }

  /** Its owner hears of it; the far end hears nothing, or with a real socket a reset, where it is "cut". */
  breakNow(how: "cut" | "closed" = "cut"): void {
    if (!this.end()) return;
    if (how === "cut") this.below.drop();
    else this.below.close();
    this.network.timers.after(0, () => {
      if (!this.isLeft) this.above.closed("the network is cut");
    });
  }

  /** A client's first packet says who it is. */
  private greet(bytes: string): void {
    const reader = parser();
    reader.on("packet", (packet) => {
      if (packet.cmd !== "connect") return;
      const { clientId, clean, properties } = packet;
      this.name = clientId;
      this.network.knows(this.above, clientId);
      if (clean === false || (properties?.sessionExpiryInterval ?? 0) > 0)
        this.network.sessions.add(clientId);
    });
    reader.parse(Buffer.from(bytes, "latin1"));
  }

  private end(): boolean {
    if (this.hasEnded) return false;
    this.hasEnded = true;
    this.network.gone(this);
    if (this.hasAnswer && this.name !== undefined) this.network.news.disconnected(this.name);
    return true;
  }
}

/** A CONNACK with the code 0: behind its type, its length in one byte or more, and its flags. */
function isAccepted(bytes: string): boolean {
  let at = 1;
  while (bytes.charCodeAt(at) > 127) at += 1;
  return bytes.charCodeAt(at + 2) === 0;
}
