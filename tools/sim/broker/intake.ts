// What comes on one connection: cut into packets, in turn with everybody else, and counted while a packet is not whole.
import type { Timers } from "../../../src/platform/node/timers.ts";
import { createFrames } from "./frames.ts";
import type { Limits } from "./limits.ts";

export interface Intake {
  take: (bytes: string) => void;
  /** Bytes of a packet that is not whole. */
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

export function createIntake(timers: Timers, limits: Limits, events: IntakeEvents): Intake {
  let held = 0;
  let began = 0;
  let isOver = false;

  const frames = createFrames(limits, {
    packet(bytes) {
      if (events.mustWait(bytes, () => run(goOn))) {
        events.hold(true);
        return "again";
      }
      if (!events.packet(bytes)) return "end";
      if (timers.now() - began < limits.turnMs) return "next";
      // Its packets have kept everybody waiting: now it waits itself.
      events.hold(true);
      timers.after(0, () => run(goOn));
      return "pause";
    },
    failed: events.failed,
    leftOver: events.leftOver,
  });

  function goOn(): void {
    events.hold(false);
    frames.goOn();
  }

  function run(step: () => void): void {
    if (isOver) return;
    began = timers.now();
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
