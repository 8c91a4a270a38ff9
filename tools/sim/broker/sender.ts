// Packets that leave the broker on one connection: in order, unless a test wants one late,
// twice, changed or not at all.
import type { Packet } from "mqtt-packet";
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { PeerEnd } from "../worlds/link.ts";

/** The fate of one packet. */
export type Misdeed =
  /** It is never sent. */
  | "drop"
  /** It is sent twice. */
  | "double"
  /** The connection is closed in its place. */
  | "close"
  /** It is sent so much later, and so is everything behind it. */
  | { delayMs: number }
  /** It is sent so much later, and packets behind it overtake it. */
  | { overtakenMs: number }
  /** These bytes are sent in its place. */
  | { bytes: string };

/** The fate of each packet that the broker is about to send; undefined lets it go. */
export type Misbehave = (packet: Packet, to: { clientId: string; connection: number }) => Misdeed | undefined;

export interface Sender {
  send: (packet: Packet) => void;
  /** Sends a packet, whatever its fate would be. */
  forceSend: (packet: Packet) => void;
  /** Sends these bytes as they are, at once. */
  sendBytes: (bytes: string) => void;
  /** Closes the connection after all packets that were sent. */
  close: () => void;
  /** The connection is gone: what is held back is lost. */
  stop: () => void;
}

interface SenderEvents {
  misdeed: (packet: Packet) => Misdeed | undefined;
  bytesOf: (packet: Packet) => string;
  /** The packet has been written whole, as it is. */
  wrote: (packet: Packet) => void;
  /** The broker has closed the connection. */
  closed: () => void;
}

type Step = { packet: Packet; misdeed: Misdeed | undefined } | "end";

export function createSender(timers: Timers, end: PeerEnd, events: SenderEvents): Sender {
  const held: Step[] = [];
  const timersSet = new Set<() => void>();
  let isHolding = false;
  let isOver = false;

  function later(ms: number, then: () => void): void {
    const cancel = timers.after(ms, () => {
      timersSet.delete(cancel);
      then();
    });
    timersSet.add(cancel);
  }

  function write(packet: Packet): void {
    if (isOver) return;
    end.write(events.bytesOf(packet));
    events.wrote(packet);
  }

  function close(): void {
    if (isOver) return;
    stop();
    end.close();
    events.closed();
  }

  function stop(): void {
    isOver = true;
    held.length = 0;
    for (const cancel of timersSet) cancel();
  }

  /** Takes one step; false when the packets behind it have to wait. */
  function take(step: Step): boolean {
    if (step === "end") {
      close();
      return false;
    }
    const { packet, misdeed } = step;
    if (misdeed === "close") close();
    else if (misdeed === "double") {
      write(packet);
      write(packet);
    } else if (misdeed === undefined) write(packet);
    else if (misdeed !== "drop" && "bytes" in misdeed) end.write(misdeed.bytes);
    else if (misdeed !== "drop" && "overtakenMs" in misdeed) later(misdeed.overtakenMs, () => write(packet));
    else if (misdeed !== "drop") {
      isHolding = true;
      later(misdeed.delayMs, () => {
        isHolding = false;
        write(packet);
        goOn();
      });
      return false;
    }
    return !isOver;
  }

  function goOn(): void {
    while (!isHolding && !isOver && held.length > 0) take(held.shift() as Step);
  }

  function put(step: Step): void {
    if (isOver) return;
    held.push(step);
    goOn();
  }

  return {
    send: (packet) => put({ packet, misdeed: events.misdeed(packet) }),
    forceSend: (packet) => put({ packet, misdeed: undefined }),
    sendBytes(bytes) {
      if (!isOver) end.write(bytes);
    },
    close: () => put("end"),
    stop,
  };
}
