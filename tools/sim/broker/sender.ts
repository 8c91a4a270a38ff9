// Outgoing packets of one connection: in order, unless a test delays, repeats, changes or drops one.
import type { Packet } from "mqtt-packet";
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { PeerEnd } from "../worlds/link.ts";

/** The fate of one packet. */
export type Misdeed =
  /** The packet is never sent. */
  | "drop"
  /** The packet is sent twice. */
  | "double"
  /** The connection is closed instead. */
  | "close"
  /** The packet is delayed so long, and so are all later ones. */
  | { delayMs: number }
  /** The packet is delayed so long, and later ones overtake it. */
  | { overtakenMs: number }
  /** These bytes are sent instead. */
  | { bytes: string };

/** The fate of each outgoing packet; undefined sends it normally. */
export type Misbehave = (packet: Packet, to: { clientId: string; connection: number }) => Misdeed | undefined;

interface SenderEvents {
  misdeed: (packet: Packet) => Misdeed | undefined;
  bytesOf: (packet: Packet) => string;
  /** Called when the whole packet has been written unchanged. */
  wrote: (packet: Packet) => void;
  /** Called when the broker has closed the connection. */
  closed: () => void;
}

type Step = { packet: Packet; misdeed: Misdeed | undefined } | "end";

export class Sender {
  private readonly timers: Timers;
  private readonly end: PeerEnd;
  private readonly events: SenderEvents;
  private readonly held: Step[] = [];
  private readonly timersSet = new Set<() => void>();
  private isHolding = false;
  private isOver = false;

  constructor(timers: Timers, end: PeerEnd, events: SenderEvents) {
    this.timers = timers;
    this.end = end;
    this.events = events;
  }

  readonly send = (packet: Packet): void => {
    this.put({ packet, misdeed: this.events.misdeed(packet) });
  };

  /** Sends a packet, bypassing its fate. */
  forceSend(packet: Packet): void {
    this.put({ packet, misdeed: undefined });
  }

  /** Sends these bytes at once, unchanged. */
  sendBytes(bytes: string): void {
    if (!this.isOver) this.end.write(bytes);
  }

  /** Closes the connection after all sent packets. */
  close(): void {
    this.put("end");
  }

  /** Called when the connection has ended: delayed packets are lost. */
  stop(): void {
    this.isOver = true;
    this.held.length = 0;
    for (const cancel of this.timersSet) cancel();
  }

  private later(ms: number, then: () => void): void {
    const cancel = this.timers.after(ms, () => {
      this.timersSet.delete(cancel);
      then();
    });
    this.timersSet.add(cancel);
  }

  private write(packet: Packet): void {
    if (this.isOver) return;
    this.end.write(this.events.bytesOf(packet));
    this.events.wrote(packet);
  }

  private closeEnd(): void {
    if (this.isOver) return;
    this.stop();
    this.end.close();
    this.events.closed();
  }

  /** Takes one step; false when later packets must wait. */
  private take(step: Step): boolean {
    if (step === "end") {
      this.closeEnd();
      return false;
    }
    const { packet, misdeed } = step;
    if (misdeed === "close") this.closeEnd();
    else if (misdeed === "double") {
      this.write(packet);
      this.write(packet);
    } else if (misdeed === undefined) this.write(packet);
    else if (misdeed !== "drop" && "bytes" in misdeed) this.end.write(misdeed.bytes);
    else if (misdeed !== "drop" && "overtakenMs" in misdeed)
      this.later(misdeed.overtakenMs, () => this.write(packet));
    else if (misdeed !== "drop") {
      this.isHolding = true;
      this.later(misdeed.delayMs, () => {
        this.isHolding = false;
        this.write(packet);
        this.goOn();
      });
      return false;
    }
    return !this.isOver;
  }

  private goOn(): void {
    while (!this.isHolding && !this.isOver && this.held.length > 0) this.take(this.held.shift() as Step);
  }

  private put(step: Step): void {
    if (this.isOver) return;
    this.held.push(step);
    this.goOn();
  }
}
