// A timer as a program has it from Node, in virtual time.
import type { Timers } from "../../../src/platform/node/timers.ts";

/** Node waits a millisecond at least, and for what it cannot count. */
const LEAST_MS = 1;
const MOST_MS = 0x7fffffff;

let timeouts = 0;
/** By their numbers, as a program may keep only that. */
const numbered = new Map<number, VirtualTimeout>();

/**
 * Calls `then` after `ms`, with `repeats` again and again. What Node's own `Timeout` can be asked, it can be
 * asked too.
 */
export class VirtualTimeout {
  private readonly ms: number;
  private cancel: () => void = nothing;
  private number: number | undefined;
  private isReferenced = true;

  constructor(
    private readonly timers: Timers,
    private readonly then: () => void,
    ms: number | undefined,
    private readonly repeats: boolean,
  ) {
    this.ms = ms !== undefined && ms >= LEAST_MS && ms <= MOST_MS ? Math.trunc(ms) : LEAST_MS;
    this.refresh();
  }

  refresh(): this {
    this.cancel();
    this.cancel = this.timers.after(this.ms, () => {
      if (this.repeats) this.refresh();
      else this.close();
      this.then();
    });
    return this;
  }

  close(): this {
    this.cancel();
    this.cancel = nothing;
    if (this.number !== undefined) numbered.delete(this.number);
    return this;
  }

  ref(): this {
    this.isReferenced = true;
    return this;
  }

  unref(): this {
    this.isReferenced = false;
    return this;
  }

  hasRef(): boolean {
    return this.isReferenced;
  }

  [Symbol.toPrimitive](): number {
    if (this.number === undefined) {
      timeouts += 1;
      this.number = timeouts;
      numbered.set(timeouts, this);
    }
    return this.number;
  }
}

/** Ends a timer of virtual time, which may be named by its number. False: it is none. */
export function clearVirtual(timeout: unknown): boolean {
  const own = timeout instanceof VirtualTimeout ? timeout : numbered.get(Number(timeout));
  own?.close();
  return own !== undefined;
}

function nothing(): void {}
