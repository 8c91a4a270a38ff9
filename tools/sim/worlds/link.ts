// A modelled connection between a device and a peer, both in this process: late, split, cut or silent, by a
// plan.

import type { Stream, StreamEvents } from "../../../src/client/transport/stream.ts";
import type { Random } from "../../../src/platform/node/random.ts";
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { Destination } from "../../../src/platform/node/world.ts";
import { createLane, type Lane, type LanePlan } from "./lane.ts";

/** What the peer can do with its end. */
export interface PeerEnd {
  write: (bytes: string) => void;
  /** Orderly end: what was written before still arrives. */
  close: () => void;
  /** What was written waits, because the other end does not read. Without it, that is never so. */
  isBehind?: () => boolean;
  /** Nothing more is handed over until it is called again. Without it, what comes is handed over at once. */
  hold?: (isHeld: boolean) => void;
}

/** What the peer is told. After `closed`, or after its own `close`, nothing follows. */
export interface PeerEvents {
  received: (bytes: string) => void;
  /** The device or the network ended it. `orderly` is true for an end by the device. */
  closed: (orderly: boolean) => void;
  /** In place of `closed`: it was ended, because more waited for the device than there is room for. */
  overflowed?: () => void;
}

/** Whoever a device talks to: given its end of each new connection, it says what to call. */
export type Peer = (end: PeerEnd, to: Destination) => PeerEvents;

/** Where a connection breaks, counted in bytes delivered in one direction. */
export interface Break {
  direction: "toPeer" | "toDevice";
  afterBytes: number;
  /** `cut`: both ends are told. `half-open`: nobody is told, writes vanish, nothing arrives. */
  how: "cut" | "half-open";
}

/**
 * What happens to one connection. Every part may be left out: then it opens at once, carries all and never
 * breaks.
 */
export interface LinkPlan {
  /** `refuse`: `closed` instead of `opened`. `silent`: no answer at all. */
  connect?: "accept" | "refuse" | "silent";
  /** Until the connection is open or refused, in milliseconds. */
  connectMs?: number;
  toPeer?: LanePlan;
  toDevice?: LanePlan;
  break?: Break;
}

export interface Link {
  /** The device's end. */
  stream: Stream;
  /** Breaks the connection now. One that is still opening can only become half-open: then it never opens. */
  breakNow: (how: Break["how"]) => void;
}

/**
 * Bytes that a half-open connection still takes before the device's send buffer is full and nothing more
 * drains.
 */
const SEND_BUFFER_BYTES = 5840;

/** Opens a connection as `plan` says. `peer` is called when it opens, never when it is refused or silent. */
export function createSimulatedLink(
  timers: Timers,
  random: Random,
  plan: LinkPlan,
  events: StreamEvents,
  peer: (end: PeerEnd) => PeerEvents,
): Link {
  return new SimulatedLink(timers, random, plan, events, peer);
}

class SimulatedLink implements Link {
  readonly stream: Stream = {
    write: (bytes) => {
      if (this.state === "opening") this.writtenEarly += bytes;
      else if (this.state === "half-open") this.vanish(bytes);
      else this.toPeer.put(bytes);
    },
    close: () => this.closeByDevice(),
    drop: () => {
      this.deviceLeft = true;
      this.end();
    },
  };
  private readonly timers: Timers;
  private readonly plan: LinkPlan;
  private readonly events: StreamEvents;
  private readonly peer: (end: PeerEnd) => PeerEvents;
  private state: "opening" | "open" | "half-open" | "ended" = "opening";
  private peerEvents: PeerEvents | undefined = undefined;
  private writtenEarly = "";
  private vanished = 0;
  /** The device closed: it hears nothing more, but what it wrote still leaves. */
  private deviceLeft = false;
  private readonly remaining: { toPeer: number; toDevice: number };
  private readonly cancelOpening: () => void;
  private readonly toPeer: Lane;
  private readonly toDevice: Lane;
  private readonly peerEnd: PeerEnd = {
    write: (bytes) => this.toDevice.put(bytes),
    close: () =>
      this.toDevice.whenEmpty(() => {
        if (this.end() && !this.deviceLeft) this.events.closed("closed by the peer");
      }),
  };

  constructor(
    timers: Timers,
    random: Random,
    plan: LinkPlan,
    events: StreamEvents,
    peer: (end: PeerEnd) => PeerEvents,
  ) {
    this.timers = timers;
    this.plan = plan;
    this.events = events;
    this.peer = peer;
    this.remaining = { toPeer: this.bytesBeforeBreak("toPeer"), toDevice: this.bytesBeforeBreak("toDevice") };
    this.cancelOpening =
      this.plan.connect === "silent" ? () => {} : this.timers.after(this.plan.connectMs ?? 0, this.settle);
    this.toPeer = createLane(this.timers, random, this.plan.toPeer ?? {}, {
      deliver: this.delivering("toPeer", (bytes) => this.peerEvents?.received(bytes)),
      emptied: () => this.tellDevice(() => this.events.drained()),
      progressed: () => this.tellDevice(() => this.events.progressed?.()),
      allowed: () => this.remaining.toPeer,
    });
    this.toDevice = createLane(this.timers, random, this.plan.toDevice ?? {}, {
      deliver: this.delivering("toDevice", (bytes) => this.tellDevice(() => this.events.received(bytes))),
      emptied: () => {},
      progressed: () => {},
      allowed: () => this.remaining.toDevice,
    });
  }

  /** The connection is refused, or opens. */
  private readonly settle = (): void => {
    if (this.plan.connect === "refuse") {
      this.end();
      this.events.closed("connection refused");
      return;
    }
    this.state = "open";
    this.peerEvents = this.peer(this.peerEnd);
    this.toPeer.put(this.writtenEarly);
    this.events.opened();
    this.breakWhenDue();
  };

  private closeByDevice(): void {
    if (this.state === "opening") this.end();
    if (this.deviceLeft) return;
    this.deviceLeft = true;
    this.toPeer.whenEmpty(() => {
      if (this.end()) this.peerEvents?.closed(true);
    });
  }

  breakNow(how: Break["how"]): void {
    if (this.state === "ended" || (this.state === "opening" && how === "cut")) return;
    if (how === "half-open") {
      this.state = "half-open";
      this.cancelOpening();
      this.toPeer.stop();
      this.toDevice.stop();
      return;
    }
    this.end();
    this.timers.after(0, () => this.peerEvents?.closed(false));
    this.timers.after(0, () => {
      if (!this.deviceLeft) this.events.closed("connection reset");
    });
  }

  private bytesBeforeBreak(direction: Break["direction"]): number {
    return this.plan.break?.direction === direction ? this.plan.break.afterBytes : Number.POSITIVE_INFINITY;
  }

  private delivering(direction: Break["direction"], deliver: (bytes: string) => void) {
    return (bytes: string) => {
      this.remaining[direction] -= bytes.length;
      deliver(bytes);
      this.breakWhenDue();
    };
  }

  private breakWhenDue(): void {
    if (this.plan.break !== undefined && this.remaining[this.plan.break.direction] === 0)
      this.breakNow(this.plan.break.how);
  }

  private tellDevice(tell: () => void): void {
    if (!this.deviceLeft && this.state !== "ended") tell();
  }

  /** Ends both directions; true when there was still something to end. */
  private end(): boolean {
    if (this.state === "ended") return false;
    this.state = "ended";
    this.cancelOpening();
    this.toPeer.stop();
    this.toDevice.stop();
    return true;
  }

  private vanish(bytes: string): void {
    this.vanished += bytes.length;
    if (this.vanished <= SEND_BUFFER_BYTES)
      this.timers.after(0, () => this.tellDevice(() => this.events.drained()));
  }
}
