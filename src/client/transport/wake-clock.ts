// The clock that wakes a program's client in Node for its next deadline. All clients of a process share one
// timer of the system: each of thousands that are idle would have 300 bytes for its own.
import type { ClientWorld } from "./client-world.ts";

/**
 * Looks again at its deadlines. Each message moves these to a later time. A sleeper that wakes too early just
 * looks again, which is cheaper than setting another time; so a time that is early enough is kept.
 */
export abstract class Sleeper {
  /** Its place among the waiting ones, -1 while it does not wait. The clock's own, as is the time. */
  place = -1;
  wakesAt = 0;

  protected abstract clock(): WakeClock;

  abstract wake(): void;

  /** Wakes it in `ms` at the latest. */
  protected wakeIn(ms: number): void {
    this.clock().wakeIn(this, ms);
  }

  protected wakeNoMore(): void {
    this.clock().remove(this);
  }
}

/**
 * A process that wakes later than this was held up: by its program, or asleep with its machine. In
 * milliseconds.
 */
const HELD_UP_MS = 50;

type Time = Pick<ClientWorld, "now" | "after">;

const simulated = new WeakMap<Time, WakeClock>();

/** The clock of a simulated world. */
export function simulatedClock(world: Time): WakeClock {
  const clock = simulated.get(world) ?? new WakeClock(world);
  simulated.set(world, clock);
  return clock;
}

/** Wakes sleepers, with one timer of the system for the soonest. */
export class WakeClock {
  private readonly time: Time;
  /** A binary heap: none wakes later than the two at twice its place. */
  private readonly waiting: Sleeper[] = [];
  /** The time at which the system's timer ends; none without one. */
  private ringsAt: number | undefined = undefined;
  private cancel = nothing;
  private isRinging = false;
  private hasYielded = false;

  constructor(time: Time) {
    this.time = time;
  }

  wakeIn(sleeper: Sleeper, ms: number): void {
    const at = this.time.now() + ms;
    if (sleeper.place >= 0 && sleeper.wakesAt <= at) return;
    sleeper.wakesAt = at;
    if (sleeper.place < 0) this.waiting.push(sleeper);
    this.rise(sleeper, sleeper.place < 0 ? this.waiting.length - 1 : sleeper.place);
    this.ringInTime();
  }

  /** A sleeper no longer waits. A process whose clients have all ended is not kept running. */
  remove(sleeper: Sleeper): void {
    if (sleeper.place < 0) return;
    this.take(sleeper);
    if (this.waiting.length > 0) return;
    this.cancel();
    this.ringsAt = undefined;
  }

  private take(sleeper: Sleeper): void {
    const { place } = sleeper;
    sleeper.place = -1;
    const last = this.waiting.pop();
    if (last === undefined || last === sleeper) return;
    this.rise(last, place);
    this.sink(last, last.place);
  }

  private ring(): void {
    const now = this.time.now();
    this.ringsAt = undefined;
    if (this.yields(now)) return;
    this.isRinging = true;
    try {
      for (
        let first = this.waiting[0];
        first !== undefined && first.wakesAt <= now;
        first = this.waiting[0]
      ) {
        this.take(first);
        first.wake();
      }
    } finally {
      // An error thrown by a handler goes on to the program; the other clients wake all the same.
      this.isRinging = false;
      this.ringInTime();
    }
  }

  /**
   * In Node timers go before sockets: what came while the process was held up, as the answer to a ping, is
   * read first.
   */
  private yields(now: number): boolean {
    const first = this.waiting[0];
    this.hasYielded = !this.hasYielded && first !== undefined && now - first.wakesAt > HELD_UP_MS;
    if (!this.hasYielded) return false;
    this.ringsAt = now;
    this.cancel = this.time.after(1, () => this.ring());
    return true;
  }

  private ringInTime(): void {
    const at = this.waiting[0]?.wakesAt;
    if (this.isRinging || at === undefined || (this.ringsAt !== undefined && this.ringsAt <= at)) return;
    this.cancel();
    this.ringsAt = at;
    this.cancel = this.time.after(Math.max(1, at - this.time.now()), () => this.ring());
  }

  /** Puts it at this place, or at one before it. */
  private rise(sleeper: Sleeper, from: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (this.waiting[above].wakesAt <= sleeper.wakesAt) break;
      this.stand(this.waiting[above], place);
      place = above;
    }
    this.stand(sleeper, place);
  }

  /** Puts it at this place, or at one after it. */
  private sink(sleeper: Sleeper, from: number): void {
    let place = from;
    for (let below = 2 * place + 1; below < this.waiting.length; below = 2 * place + 1) {
      const sooner =
        below + 1 < this.waiting.length && this.waiting[below + 1].wakesAt < this.waiting[below].wakesAt
          ? below + 1
          : below;
      if (this.waiting[sooner].wakesAt >= sleeper.wakesAt) break;
      this.stand(this.waiting[sooner], place);
      place = sooner;
    }
    this.stand(sleeper, place);
  }

  private stand(sleeper: Sleeper, place: number): void {
    this.waiting[place] = sleeper;
    sleeper.place = place;
  }
}

function nothing(): void {}
