// Writes to a stream within one turn leave as one, because each costs a call of the operating system. A long
// one leaves piece by piece, as a stream reports a write only when all of it has left.
import type { Writable } from "node:stream";
import type { StreamEvents } from "./stream.ts";

/** The size of a piece: small enough for a slow link to take one in a few seconds. */
const PIECE_BYTES = 65_536;

interface LongWrite {
  bytes: string;
  /** The number of bytes that the stream was given. */
  handed: number;
}

export class GatheredWrites {
  private readonly stream: Writable;
  private readonly events: Pick<StreamEvents, "drained" | "progressed">;
  private gathered = "";
  /** Bytes that leave in pieces, until the stream is drained. All later ones leave behind them. */
  private long: LongWrite | undefined = undefined;
  private unsent = 0;

  /** `events` is told once everything has left, and before that after each piece of a long write. */
  constructor(stream: Writable, events: Pick<StreamEvents, "drained" | "progressed">) {
    this.stream = stream;
    this.events = events;
  }

  /** Bytes that leave at the end of this turn, in order. */
  write(bytes: string): void {
    if (this.gathered === "" && bytes !== "") process.nextTick(leave, this);
    this.gathered += bytes;
  }

  /** All waiting bytes go to the stream now, because nothing more will. */
  end(): void {
    const bytes = restOf(this.long) + this.gathered;
    this.forget();
    if (bytes !== "") this.send(bytes);
  }

  /** Drops the waiting bytes. */
  forget(): void {
    this.gathered = "";
    this.long = undefined;
  }

  /** Bytes that wait for the end of this turn leave now. */
  leave(): void {
    if (this.gathered === "" || this.isLeaving()) return;
    const bytes = this.gathered;
    this.gathered = "";
    if (bytes.length <= PIECE_BYTES) {
      this.send(bytes);
      return;
    }
    this.long = { bytes, handed: 0 };
    this.sendPiece(this.long);
  }

  /** Has the stream room for more of a long write? */
  private isLeaving(): boolean {
    return this.long !== undefined && this.long.handed < this.long.bytes.length;
  }

  private sendPiece(long: LongWrite): void {
    const piece = long.bytes.slice(long.handed, long.handed + PIECE_BYTES);
    long.handed += piece.length;
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
    if (this.long !== undefined && this.isLeaving()) this.sendPiece(this.long);
    else this.leave();
    if (this.unsent > 0 || this.gathered !== "") {
      if (this.long !== undefined) this.events.progressed?.();
      return;
    }
    this.long = undefined;
    this.events.drained();
  }
}

function restOf(long: LongWrite | undefined): string {
  return long === undefined ? "" : long.bytes.slice(long.handed);
}

function leave(writes: GatheredWrites): void {
  writes.leave();
}
