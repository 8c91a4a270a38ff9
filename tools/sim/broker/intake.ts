// Bytes that come on one connection: cut into packets, in turn with all other connections, and
// counted until they are taken.
import { createFrames } from "./frames.ts";
import type { Limits } from "./limits.ts";
import type { Turns } from "./turns.ts";

export interface Intake {
  take: (bytes: string) => void;
  /** Bytes that wait to be taken. */
  held: () => number;
  /** The connection has ended. */
  stop: () => void;
}

export interface IntakeEvents {
  /** Must a packet that is whole wait? Then `goOn` is called when it need not. */
  mustWait: (bytes: string, goOn: () => void) => boolean;
  /** A packet is whole; false when it was the last one. */
  packet: (bytes: string) => boolean;
  failed: (why: "malformed" | "tooLong") => void;
  leftOver: () => void;
  /** So many more bytes are held, or fewer. */
  holds: (bytes: number) => void;
  /** Nothing more may come until it is called again. */
  hold: (isHeld: boolean) => void;
}

export function createIntake(turns: Turns, limits: Limits, events: IntakeEvents): Intake {
  let held = 0;
  /** A client is let in at once, however many are busy. */
  let isGreeted = false;
  let isWaiting = false;
  let isOver = false;

  const frames = createFrames(limits, {
    packet(bytes) {
      if ((isGreeted && !turns.takes(takeUp)) || events.mustWait(bytes, takeUp)) {
        isWaiting = true;
        events.hold(true);
        return "again";
      }
      isGreeted = true;
      return events.packet(bytes) ? "next" : "end";
    },
    failed: events.failed,
    leftOver: events.leftOver,
  });

  function takeUp(): void {
    run(() => {
      isWaiting = false;
      frames.goOn();
      if (!isWaiting) events.hold(false);
    });
  }

  function run(step: () => void): void {
    if (isOver) return;
    step();
    count();
  }

  function count(): void {
    const before = held;
    held = isOver ? 0 : frames.held();
    if (held !== before) events.holds(held - before);
  }

  return {
    take: (bytes) => run(() => frames.take(bytes)),
    held: () => held,
    stop() {
      isOver = true;
      count();
    },
  };
}
