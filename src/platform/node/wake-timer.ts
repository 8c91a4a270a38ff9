// When a program's client in Node looks again at what is due.
import type { ClientWorld } from "./world.ts";

interface Sleeper {
  wake(): void;
}

/**
 * Each message moves what is due to a later time: who wakes before it looks again, and that is cheaper than a new timer. So
 * a timer that ends early enough is kept.
 */
export class WakeTimer {
  private readonly world: ClientWorld;
  private readonly sleeper: Sleeper;
  /** When its timer ends; none while it has no timer. */
  private wakesAt: number | undefined = undefined;
  private cancel = nothing;

  constructor(world: ClientWorld, sleeper: Sleeper) {
    this.world = world;
    this.sleeper = sleeper;
  }

  /** In `ms` at the latest. */
  wakeIn(ms: number): void {
    const at = this.world.now() + ms;
    if (this.wakesAt !== undefined && this.wakesAt <= at) return;
    this.cancel();
    this.wakesAt = at;
    this.cancel = this.world.after(ms, () => {
      this.wakesAt = undefined;
      this.sleeper.wake();
    });
  }

  end(): void {
    this.cancel();
  }
}

function nothing(): void {}
