// Writes to a stream within one turn leave as one, because each costs a call of the operating system. A long
// one leaves piece by piece, as a stream reports a write only when all of it has left.
import type { Writable } from "node:stream";
import type { StreamEvents } from "./stream.ts";

/** The size of a piece: small enough for a slow link to take one in a few seconds. */
const PIECE_BYTES = 65_536;
/** Its size where so many bytes have left before, and the last piece within so many milliseconds. */
const FAST_PIECE_BYTES = 1_048_576;
const FAST_BYTES = 1_048_576;
const FAST_MS = 200;

interface LongWrite {
  /** An array goes out as it is. */
  bytes: string | Uint8Array;
  /** The number of bytes that the stream was given, and the time of the last piece. */
  handed: number;
  handedAt: number;
}

export class GatheredWrites {
  private readonly stream: Writable;
  private readonly events: Pick<StreamEvents, "drained" | "progressed">;
  private gathered = "";
  /** Writes that leave in pieces, until the stream is drained. All later ones leave after them. */
  private long: LongWrite[] | undefined = undefined;
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

  /** The same, with `rest` after them, which is not copied. */
  writeBytes(bytes: string, rest: Uint8Array): void {
    this.write(bytes);
    this.long ??= [];
    this.long.push(longWrite(this.gathered), longWrite(rest));
    this.gathered = "";
  }

  /** All waiting bytes go to the stream now, because nothing more will. */
  end(): void {
    const { long = [], gathered } = this;
    this.forget();
    for (const { bytes, handed } of long) if (handed < bytes.length) this.send(part(bytes, handed));
    if (gathered !== "") this.send(gathered);
  }

  /** Drops the waiting bytes. */
  forget(): void {
    this.gathered = "";
    this.long = undefined;
  }

  /** Bytes that wait for the end of this turn leave now. */
  leave(): void {
    if (this.isLeaving()) {
      if (this.unsent === 0) this.sendPiece();
      return;
    }
    if (this.gathered === "") return;
    const bytes = this.gathered;
    this.gathered = "";
    if (bytes.length <= PIECE_BYTES) {
      this.send(bytes);
      return;
    }
    this.long = [longWrite(bytes)];
    this.sendPiece();
  }

  /** Has the stream room for more of a long write? */
  private isLeaving(): boolean {
    return this.first() !== undefined;
  }

  /** The long write whose next piece leaves next; those in front of it are dropped. */
  private first(): LongWrite | undefined {
    if (this.long === undefined) return undefined;
    while (this.long[0] !== undefined && this.long[0].handed >= this.long[0].bytes.length) this.long.shift();
    return this.long[0];
  }

  private sendPiece(): void {
    const long = this.first();
    if (long === undefined) return;
    const { bytes, handed, handedAt } = long;
    const now = performance.now();
    const isFast = typeof bytes !== "string" && handed >= FAST_BYTES && now - handedAt < FAST_MS;
    long.handed += isFast ? FAST_PIECE_BYTES : PIECE_BYTES;
    long.handedAt = now;
    this.send(part(bytes, handed, long.handed));
  }

  private send(bytes: string | Uint8Array): void {
    this.unsent += 1;
    this.stream.write(bytes, "latin1", () => this.sent());
  }

  private sent(): void {
    this.unsent -= 1;
    // Nothing leaves any more where the far end has closed.
    if (this.stream.destroyed || this.stream.writableEnded) return;
    if (this.isLeaving()) this.sendPiece();
    else this.leave();
    if (this.unsent > 0 || this.gathered !== "") {
      if (this.long !== undefined) this.events.progressed?.();
      return;
    }
    this.long = undefined;
    this.events.drained();
  }
}

function longWrite(bytes: string | Uint8Array): LongWrite {
  return { bytes, handed: 0, handedAt: 0 };
}

function part(bytes: string | Uint8Array, from: number, to?: number): string | Uint8Array {
  return typeof bytes === "string" ? bytes.slice(from, to) : bytes.subarray(from, to);
}

function leave(writes: GatheredWrites): void {
  writes.leave();
}
