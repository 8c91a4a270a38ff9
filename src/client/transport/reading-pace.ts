// The pace at which a socket is read. A broker writes each message by itself, and where thousands come in a
// second, waking up for a piece costs several times as much as taking the message in it. So a stream that is
// as dense as that is read once a millisecond.

/** Milliseconds for which incoming bytes are left to the system. */
export const REST_MS = 1;
/**
 * The number of pieces within a millisecond that makes a stream dense, unless something was written
 * meanwhile: a piece may be the answer.
 */
const DENSE_PIECES = 32;
/** A rest that has gathered fewer bytes than this was the last. */
const DENSE_BYTES = 512;
/**
 * The size from which a piece is worth a read of its own: a long message, whose bytes come as fast as they
 * are read.
 */
const LONG_BYTES = 16_384;

/** In place of a moment: the stream has a rest. */
const RESTING = -1;

export class ReadingPace {
  /** The time of the last piece, in whole milliseconds; or `RESTING`. */
  private moment = 0;
  private pieces = 0;

  /** Takes note of a piece of so many bytes. Returns whether there shall be a rest after it. */
  takePiece(length: number): boolean {
    const wasResting = this.moment === RESTING;
    const isResting = length < LONG_BYTES && (wasResting ? length >= DENSE_BYTES : this.countPiece());
    if (isResting) this.moment = RESTING;
    else if (wasResting) this.moment = 0;
    return isResting;
  }

  /** Something is written. */
  wrote(): void {
    this.pieces = 0;
  }

  private countPiece(): boolean {
    const now = Math.floor(performance.now());
    if (now !== this.moment) {
      this.moment = now;
      this.pieces = 0;
    }
    this.pieces += 1;
    if (this.pieces < DENSE_PIECES) return false;
    this.pieces = 0;
    return true;
  }
}
