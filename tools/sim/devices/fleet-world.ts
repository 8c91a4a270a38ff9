// The world of one device of a fleet: real time and real sockets, as in src/platform/node/real-world.ts, and
// it counts what happens. One record, whose functions all devices share: closures for each of them would
// weigh more than the device.
import type { SecureContext } from "node:tls";
import { RealStream, socketTo } from "../../../src/client/transport/real-stream.ts";
import type { Stream, StreamEvents } from "../../../src/client/transport/stream.ts";
import { chipIdOf } from "../../../src/platform/node/chip-id.ts";
import { createRandom, type Random } from "../../../src/platform/node/random.ts";
import { steadyChip } from "../../../src/platform/node/steady-chip.ts";
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { Chip, Circuit, Datagrams, I2cBus, World } from "../../../src/platform/node/world.ts";
import type { Endpoint } from "../../../src/ports/network.ts";
import { type AcknowledgementEvents, AcknowledgementReader } from "./acknowledgements.ts";
import type { FleetCounts } from "./fleet-counts.ts";
import { noteKeptTopic } from "./kept-topics.ts";
import { noteLatency } from "./latencies.ts";
import { PublishReader, type SentPublish, type SentPublishEvents } from "./sent-publishes.ts";

/**
 * What devices of a fleet have in common; those with a certificate of their own have nothing in common but
 * the counts.
 */
export interface FleetSurroundings {
  timers: Timers;
  /** By which they connect with TLS. */
  context: SecureContext | undefined;
  /** The address of this computer that they connect from. None: it chooses. */
  localAddress: string | undefined;
  counts: FleetCounts;
  /** Where the broker keeps something that a device told it to. */
  kept: Set<string>;
}

type Watcher = (up: boolean) => void;

/**
 * Of most devices, at most times. What is spread into a list leaves room there for sixteen more; what is
 * joined to one does not.
 */
const NONE: readonly never[] = [];
const NO_NETWORK: Stream = { write: () => {}, close: () => {}, drop: () => {} };
const NOT_CONNECTED = "not connected: ";
const DROPPED = "dropped: ";

export class FleetWorld implements World, SentPublishEvents, AcknowledgementEvents {
  readonly now: Timers["now"];
  readonly after: Timers["after"];
  readonly storage: Map<string, string>;
  readonly i2c: I2cBus;
  readonly circuit: Circuit;
  readonly datagrams?: Datagrams;
  readonly chip: Chip = steadyChip();
  readonly chipId: string;
  private readonly draws: Random;
  private readonly fleet: FleetSurroundings;
  private isUp = true;
  private isConnected = false;
  private watchers: readonly Watcher[] = NONE;
  private streams: readonly RealStream[] = NONE;
  /**
   * When each message went out that is not acknowledged, by its packet identifier. None: of most devices, at
   * most times.
   */
  private waiting: Map<number, number> | undefined = undefined;
  private whenGone: (() => void) | undefined = undefined;

  constructor(
    fleet: FleetSurroundings,
    seed: number,
    storage: Map<string, string>,
    { circuit, i2c, datagrams }: Pick<World, "circuit" | "i2c" | "datagrams">,
  ) {
    this.now = fleet.timers.now;
    this.after = fleet.timers.after;
    this.fleet = fleet;
    this.draws = createRandom(seed);
    this.chipId = chipIdOf(seed);
    this.storage = storage;
    this.circuit = circuit;
    this.i2c = i2c;
    if (datagrams !== undefined) this.datagrams = datagrams;
  }

  random(below: number): number {
    return this.draws.below(below);
  }

  connect(to: Endpoint, events: StreamEvents): Stream {
    if (!this.isUp) return NO_NETWORK;
    const stream = new CountedStream(to, events, this.fleet, this);
    this.streams = this.streams.concat(stream);
    return stream;
  }

  networkIsUp(): boolean {
    return this.isUp;
  }

  watchNetwork(changed: Watcher): () => void {
    this.watchers = this.watchers.concat(changed);
    return () => {
      this.watchers = this.watchers.filter((watcher) => watcher !== changed);
    };
  }

  setNetwork(up: boolean): void {
    if (this.isUp === up) return;
    this.isUp = up;
    for (const stream of this.streams) stream.setNetwork(up);
    for (const changed of this.watchers) this.after(0, () => changed(up));
  }

  /** A device's console says when its connection comes and goes (src/runtime/client-host.ts). */
  log(line: string): void {
    const { counts } = this.fleet;
    if (line === "connected") {
      counts.connects += 1;
      this.be(true);
    } else if (line.startsWith(NOT_CONNECTED)) {
      const reason = line.slice(NOT_CONNECTED.length);
      counts.failures += 1;
      counts.reasons.set(reason, (counts.reasons.get(reason) ?? 0) + 1);
      this.be(false);
    } else if (line === "stopped") this.be(false);
    else if (line.startsWith(DROPPED)) counts.dropped += 1;
  }

  sent(publish: SentPublish): void {
    const { counts, kept } = this.fleet;
    counts.messages += 1;
    noteKeptTopic(kept, publish);
    // One that goes out again has waited since the first time.
    if (publish.packetId === 0 || this.waiting?.has(publish.packetId)) return;
    this.waiting ??= new Map();
    this.waiting.set(publish.packetId, performance.now());
    counts.unacknowledged += 1;
  }

  acknowledged(packetId: number, isTaken: boolean): void {
    const since = this.waiting?.get(packetId);
    if (since === undefined) return;
    const { counts } = this.fleet;
    counts.unacknowledged -= 1;
    this.waiting?.delete(packetId);
    if (this.waiting?.size === 0) this.waiting = undefined;
    if (isTaken) noteLatency(counts.latencies, performance.now() - since);
    else counts.dropped += 1;
  }

  greeted(isResumed: boolean): void {
    if (isResumed) return;
    // The device sends them again, under other identifiers.
    this.fleet.counts.unacknowledged -= this.waiting?.size ?? 0;
    this.waiting = undefined;
  }

  /** Ends each connection that the device has not closed; resolves when all sockets are gone. */
  end(): Promise<void> {
    for (const stream of this.streams) if (!stream.isClosing()) stream.destroy();
    return new Promise((resolve) => {
      this.whenGone = resolve;
      if (this.streams.length === 0) resolve();
    });
  }

  private be(connected: boolean): void {
    if (connected !== this.isConnected) this.fleet.counts.connected += connected ? 1 : -1;
    this.isConnected = connected;
  }

  left(stream: RealStream): void {
    const others = this.streams.filter((other) => other !== stream);
    this.streams = others.length === 0 ? NONE : others;
    if (others.length === 0) this.whenGone?.();
  }
}

/** What goes through it is counted. */
class CountedStream extends RealStream {
  private readonly world: FleetWorld;
  private readonly counts: FleetCounts;
  private readonly outgoing: PublishReader;
  private readonly incoming: AcknowledgementReader;

  constructor(
    to: Endpoint,
    events: StreamEvents,
    { context, counts, localAddress }: FleetSurroundings,
    world: FleetWorld,
  ) {
    super(to, context, events, nothing, socketTo(to, context, localAddress));
    this.world = world;
    this.counts = counts;
    this.outgoing = new PublishReader(world);
    this.incoming = new AcknowledgementReader(world);
  }

  override write(bytes: string): void {
    this.counts.bytes += bytes.length;
    this.outgoing.read(bytes);
    super.write(bytes);
  }

  override socketReceived(bytes: Buffer): void {
    this.incoming.read(bytes);
    super.socketReceived(bytes);
  }

  override socketClosed(): void {
    super.socketClosed();
    this.world.left(this);
  }
}

/** A function for each stream would weigh more than what it does. */
function nothing(): void {}
