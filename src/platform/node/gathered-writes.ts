// What is written to a stream in one turn leaves in one write: each is a call of the operating system.
import type { Writable } from "node:stream";
import type { StreamEvents } from "./world.ts";

export class GatheredWrites {
  private readonly stream: Writable;
  private readonly events: Pick<StreamEvents, "drained">;
  private gathered = "";
  private unsent = 0;

  /** `events` is told once everything has left. */
  constructor(stream: Writable, events: Pick<StreamEvents, "drained">) {
    this.stream = stream;
    this.events = events;
  }

  /** Bytes that leave at the end of this turn, in order. */
  write(bytes: string): void {
    if (this.gathered === "" && bytes !== "") process.nextTick(leave, this);
    this.gathered += bytes;
  }

  /** What waits for the end of this turn leaves now. */
  leave(): void {
    if (this.gathered === "") return;
    const bytes = this.gathered;
    this.gathered = "";
    this.unsent += 1;
    this.stream.write(bytes, "latin1", () => this.sent());
  }

  /** What waits for the end of this turn is lost. */
  forget(): void {
    this.gathered = "";
  }

  private sent(): void {
    this.unsent -= 1;
    if (this.unsent === 0 && this.gathered === "" && !this.stream.destroyed) this.events.drained();
  }
}

function leave(writes: GatheredWrites): void {
  writes.leave();
}
