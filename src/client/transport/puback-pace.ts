// The pace of PUBACKs. Where a broker sends dozens of messages in a millisecond, a write for each PUBACK costs
// as much as all else of its message: then eight leave as one.

/** Fewer than a broker has out at once: 20 at Mosquitto. */
const TOGETHER = 8;
/** Milliseconds that they wait for one another. */
export const PATIENCE_MS = 1;
/** The number of those that leave by themselves after a wait in vain: this broker has fewer out at once. */
const ALONE = 200;
/** After so many milliseconds without any the stream is not dense any more. */
const LULL_MS = 2;

const PUBACK = 0x40;
const PUBACK_BYTES = 4;

export class PubackPace {
  /** Those that wait. */
  private held = "";
  /** All so far; those before this millisecond; and the last one that leaves by itself. */
  private total = 0;
  private before = 0;
  private alone = 0;
  private moment = 0;
  /** Were there more than leave together in the last millisecond that had any? */
  private wasDense = false;

  /** Takes one more. Returns the bytes that leave now, "" where they wait. */
  take(puback: string): string {
    const now = Math.floor(performance.now());
    if (now !== this.moment) {
      this.wasDense = this.total - this.before > TOGETHER && now - this.moment <= LULL_MS;
      this.moment = now;
      this.before = this.total;
    }
    this.total += 1;
    this.held += puback;
    const isDense = this.wasDense || this.total - this.before > TOGETHER;
    const isAlone = !isDense || this.total <= this.alone;
    return isAlone || this.held.length === TOGETHER * PUBACK_BYTES ? this.rest() : "";
  }

  /** The number of the first one that waits, where it is the newest; otherwise 0. */
  begun(): number {
    return this.held.length === PUBACK_BYTES ? this.total : 0;
  }

  /** The wait that begun with this one is over. Returns the bytes that leave now. */
  waited(first: number): string {
    const isFirst = this.total - this.held.length / PUBACK_BYTES + 1 === first;
    if (this.held === "" || !isFirst) return "";
    this.alone = this.total + ALONE;
    return this.rest();
  }

  /** All that wait, which leave now. */
  rest(): string {
    const { held } = this;
    this.held = "";
    return held;
  }
}

export function isPuback(bytes: string): boolean {
  return bytes.length === PUBACK_BYTES && bytes.charCodeAt(0) === PUBACK;
}
