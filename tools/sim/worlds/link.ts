// A modelled connection between a device and a peer, both in this process: late, split, cut or silent, by a
// plan.

import type { Stream, StreamEvents } from "../../../src/client/transport/stream.ts";
import type { Random } from "../../../src/platform/node/random.ts";
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { Destination } from "../../../src/platform/node/world.ts";
import { createLane, type LanePlan } from "./lane.ts";

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
export function createLink(
  timers: Timers,
  random: Random,
  plan: LinkPlan,
  events: StreamEvents,
  peer: (end: PeerEnd) => PeerEvents,
): Link {
  let state: "opening" | "open" | "half-open" | "ended" = "opening";
  let peerEvents: PeerEvents | undefined;
  let writtenEarly = "";
  let vanished = 0;
  /** The device closed: it hears nothing more, but what it wrote still leaves. */
  let deviceLeft = false;
  const remaining = { toPeer: bytesBeforeBreak("toPeer"), toDevice: bytesBeforeBreak("toDevice") };
  const cancelOpening = plan.connect === "silent" ? () => {} : timers.after(plan.connectMs ?? 0, settle);

  const toPeer = createLane(timers, random, plan.toPeer ?? {}, {
    deliver: delivering("toPeer", (bytes) => peerEvents?.received(bytes)),
    emptied: () => tellDevice(() => events.drained()),
    progressed: () => tellDevice(() => events.progressed?.()),
    allowed: () => remaining.toPeer,
  });
  const toDevice = createLane(timers, random, plan.toDevice ?? {}, {
    deliver: delivering("toDevice", (bytes) => tellDevice(() => events.received(bytes))),
    emptied: () => {},
    progressed: () => {},
    allowed: () => remaining.toDevice,
  });

  function bytesBeforeBreak(direction: Break["direction"]): number {
    return plan.break?.direction === direction ? plan.break.afterBytes : Number.POSITIVE_INFINITY;
  }

  function delivering(direction: Break["direction"], deliver: (bytes: string) => void) {
    return (bytes: string) => {
      remaining[direction] -= bytes.length;
      deliver(bytes);
      breakWhenDue();
    };
  }

  function breakWhenDue(): void {
    if (plan.break !== undefined && remaining[plan.break.direction] === 0) breakNow(plan.break.how);
  }

  function tellDevice(tell: () => void): void {
    if (!deviceLeft && state !== "ended") tell();
  }

  /** Ends both directions; true when there was still something to end. */
  function end(): boolean {
    if (state === "ended") return false;
    state = "ended";
    cancelOpening();
    toPeer.stop();
    toDevice.stop();
    return true;
  }

  /** The connection is refused, or opens. */
  function settle(): void {
    if (plan.connect === "refuse") {
      end();
      events.closed("connection refused");
      return;
    }
    state = "open";
    peerEvents = peer(peerEnd);
    toPeer.put(writtenEarly);
    events.opened();
    breakWhenDue();
  }

  function breakNow(how: Break["how"]): void {
    if (state === "ended" || (state === "opening" && how === "cut")) return;
    if (how === "half-open") {
      state = "half-open";
      cancelOpening();
      toPeer.stop();
      toDevice.stop();
      return;
    }
    end();
    timers.after(0, () => peerEvents?.closed(false));
    timers.after(0, () => {
      if (!deviceLeft) events.closed("connection reset");
    });
  }

  function vanish(bytes: string): void {
    vanished += bytes.length;
    if (vanished <= SEND_BUFFER_BYTES) timers.after(0, () => tellDevice(() => events.drained()));
  }

  function closeByDevice(): void {
    if (state === "opening") end();
    if (deviceLeft) return;
    deviceLeft = true;
    toPeer.whenEmpty(() => {
      if (end()) peerEvents?.closed(true);
    });
  }

  const peerEnd: PeerEnd = {
    write: (bytes) => toDevice.put(bytes),
    close: () =>
      toDevice.whenEmpty(() => {
        if (end() && !deviceLeft) events.closed("closed by the peer");
      }),
  };
  const stream: Stream = {
    write(bytes) {
      if (state === "opening") writtenEarly += bytes;
      else if (state === "half-open") vanish(bytes);
      else toPeer.put(bytes);
    },
    close: closeByDevice,
    drop: () => {
      deviceLeft = true;
      end();
    },
  };
  return { stream, breakNow };
}
