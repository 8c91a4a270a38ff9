// Received bytes of one connection: split into packets, processed in turn with all other connections, and
// counted until then.
import { Frames } from "./frames.ts";
import type { Limits } from "./limits.ts";
import type { Turns } from "./turns.ts";

export interface IntakeEvents {
  /** Must a whole packet wait? Then `goOn` is called when it may continue. */
  mustWait: (bytes: string, goOn: () => void) => boolean;
  /** Called for a whole packet; returns false after the last one. */
  packet: (bytes: string) => boolean;
  failed: (why: "malformed" | "tooLong") => void;
  leftOver: () => void;
  /** Adds to the number of held bytes, or subtracts from it. */
  holds: (bytes: number) => void;
  /** Stops processing until the next call. */
  hold: (isHeld: boolean) => void;
}

export class Intake {
  private readonly turns: Turns;
  private readonly events: IntakeEvents;
  private bytesHeld = 0;
  /** A new client is admitted at once, however many are busy. */
  private isGreeted = false;
  private isWaiting = false;
  private isOver = false;
  private readonly frames: Frames;

  constructor(turns: Turns, limits: Limits, events: IntakeEvents) {
    this.turns = turns;
    this.events = events;
    this.frames = new Frames(limits, {
      packet: (bytes) => {
        if ((this.isGreeted && !this.turns.takes(this.takeUp)) || this.events.mustWait(bytes, this.takeUp)) {
          this.isWaiting = true;
          this.events.hold(true);
          return "again";
        }
        this.isGreeted = true;
        return this.events.packet(bytes) ? "next" : "end";
      },
      failed: this.events.failed,
      leftOver: this.events.leftOver,
    });
  }

  readonly take = (bytes: string): void => {
    this.run(() => this.frames.take(bytes));
  };

  private readonly takeUp = (): void => {
    this.run(() => {
      this.isWaiting = false;
      this.frames.goOn();
      if (!this.isWaiting) this.events.hold(false);
    });
  };

  /** The number of unprocessed bytes. */
  held(): number {
    return this.bytesHeld;
  }

  /** Called when the connection has ended. */
  stop(): void {
    this.isOver = true;
    this.count();
  }

  private run(step: () => void): void {
    if (this.isOver) return;
    step();
    this.count();
  }

  private count(): void {
    const before = this.bytesHeld;
    this.bytesHeld = this.isOver ? 0 : this.frames.held();
    if (this.bytesHeld !== before) this.events.holds(this.bytesHeld - before);
  }
}
