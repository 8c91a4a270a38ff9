// What is written to a stream in one turn leaves in one write: each is a call of the operating system. A long one leaves piece by
// piece, as a stream tells of a write only when all of it has left.
import type { Writable } from "node:stream";
import type { StreamEvents } from "./world.ts";

/** Small enough that a slow link takes one in a few seconds. */
const PIECE_BYTES = 65_536;

export class GatheredWrites {
  private readonly stream: Writable;
  private readonly events: Pick<StreamEvents, "drained" | "progressed">;
  private gathered = "";
  /** A write that leaves in pieces, and how much of it the stream was given. All that comes meanwhile leaves behind it. */
  private long = "";
  private handed = 0;
  private unsent = 0;

  /** `events` is told once everything has left, and before that of each piece of a long write. */
  constructor(stream: Writable, events: Pick<StreamEvents, "drained" | "progressed">) {
    this.stream = stream;
    this.events = events;
  }

  /** Bytes that leave at the end of this turn, in order. */
  write(bytes: string): void {
    if (this.gathered === "" && bytes !== "") process.nextTick(leave, this);
    this.gathered += bytes;
  }

  /** All that waits is given to the stream now, as it will be given no more. */
  end(): void {
    const bytes = this.long.slice(this.handed) + this.gathered;
    this.forget();
    if (bytes !== "") this.send(bytes);
  }

  /** What waits is lost. */
  forget(): void {
    this.gathered = "";
    this.long = "";
  }

  /** What waits for the end of this turn leaves now. */
  leave(): void {
    if (this.gathered === "" || this.long !== "") return;
    const bytes = this.gathered;
    this.gathered = "";
    if (bytes.length <= PIECE_BYTES) {
      this.send(bytes);
      return;
    }
    this.long = bytes;
    this.handed = 0;
    this.sendPiece();
  }

  private sendPiece(): void {
    const piece = this.long.slice(this.handed, this.handed + PIECE_BYTES);
    this.handed += piece.length;
    if (this.handed === this.long.length) this.long = "";
    this.send(piece);
  }

  private send(bytes: string): void {
    this.unsent += 1;
    this.stream.write(bytes, "latin1", () => this.sent());
  }

  private sent(): void {
    this.unsent -= 1;
    // Nothing leaves any more where the far end has closed.
    if (this.stream.destroyed || this.stream.writableEnded) return;
    if (this.long !== "") this.sendPiece();
    else this.leave();
    if (this.unsent > 0 || this.gathered !== "") {
      if (this.handed > 0) this.events.progressed?.();
      return;
    }
    this.handed = 0;
    this.events.drained();
  }
}

function leave(writes: GatheredWrites): void {
  writes.leave();
}
