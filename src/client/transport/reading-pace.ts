// The pace at which a socket is read. A broker writes each message by itself, and where thousands come in a
// second, waking up for a piece costs several times as much as taking the message in it. So a stream that is
// as dense as that is read once a millisecond.

/** So long what comes is left to the system, in milliseconds. */
export const REST_MS = 1;
/** So many pieces within a millisecond make a stream dense, unless something was written meanwhile: a piece may be the answer. */
const DENSE_PIECES = 32;
/** A rest that has gathered fewer bytes was the last. */
const DENSE_BYTES = 512;
/** From here on a piece is worth a read of its own: a long message, whose bytes come as fast as they are read. */
const LONG_BYTES = 16_384;

/** In place of a moment: the stream has a rest. */
const RESTING = -1;

export class ReadingPace {
  /** Of the last piece, in whole milliseconds; or `RESTING`. */
  private moment = 0;
  private pieces = 0;

  /** Is there to be a rest behind this piece of so many bytes? */
  isDense(length: number): boolean {
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
