// The timers of Espruino: `setTimeout`, `setInterval`, `changeInterval` and their ends.
import type { World } from "../../../../src/platform/node/world.ts";

export interface Timer {
  readonly id: number;
  due: number;
  /** Milliseconds between calls; `undefined` for a timeout. */
  every: number | undefined;
  readonly call: unknown;
  readonly values: readonly unknown[];
}

const SHORTEST_TIMER_MS = 0.1;

export class Timers {
  private readonly world: World;
  private readonly wake: () => void;
  private readonly timers: Timer[] = [];
  private haveChanged = false;
  private nextId = 1;

  /** Calls `wake` when a timer may be due earlier than any before. */
  constructor(world: World, wake: () => void) {
    this.world = world;
    this.wake = wake;
  }

  add(call: unknown, ms: number, isInterval: boolean, values: readonly unknown[]): number {
    const waitMs = timerMs(ms);
    const id = this.nextId;
    this.nextId += 1;
    const due = this.world.now() + waitMs;
    this.timers.push({ id, due, every: isInterval ? waitMs : undefined, call, values });
    this.haveChanged = true;
    this.wake();
    return id;
  }

  remove(id: unknown): void {
    const at = this.timers.findIndex((timer) => timer.id === id);
    if (at < 0) return;
    this.timers.splice(at, 1);
    this.haveChanged = true;
  }

  removeAll(): void {
    this.timers.length = 0;
    this.haveChanged = true;
  }

  /** False when there is no such timer. */
  change(id: unknown, ms: number): boolean {
    const timer = this.timers.find((timer) => timer.id === id);
    if (timer === undefined) return false;
    timer.every = timerMs(ms);
    timer.due = this.world.now() + timer.every;
    this.haveChanged = true;
    this.wake();
    return true;
  }

  /** Milliseconds until the next timer is due; `undefined` without timers. */
  untilNext(): number | undefined {
    if (this.timers.length === 0) return undefined;
    return Math.max(Math.min(...this.timers.map(({ due }) => due)) - this.world.now(), 0);
  }

  /**
   * Calls due timers in the order in which they were made, whichever was due first, until `runOne` returns
   * false. After a timer has added, removed or changed another, it begins anew.
   */
  run(runOne: (timer: Timer) => boolean): void {
    const now = this.world.now();
    do {
      this.haveChanged = false;
      for (const timer of [...this.timers]) {
        if (timer.due > now) continue;
        if (!runOne(timer)) return;
        if (!this.timers.includes(timer)) break;
        if (timer.every === undefined) this.timers.splice(this.timers.indexOf(timer), 1);
        else if (timer.due <= now) timer.due += timer.every;
        if (this.haveChanged) break;
      }
    } while (this.haveChanged);
  }
}

function timerMs(ms: number): number {
  return Number.isNaN(ms) ? SHORTEST_TIMER_MS : Math.max(ms, SHORTEST_TIMER_MS);
}
