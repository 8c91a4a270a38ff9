// The end of a program's client in Node: how far it has come, and the callers that wait for it.
import type { ClientWorld } from "./transport/client-world.ts";

/**
 * It runs; it is to end, at this time at the latest; it has ended, and why there will be no connection any
 * more.
 */
type Stage = { name: "running" } | { name: "stopping"; by: number } | { name: "ended"; reason: string };

/** One record for the thousands of clients that run. */
const RUNNING: Stage = { name: "running" };

export class ClientLife {
  private readonly world: ClientWorld;
  private stage: Stage = RUNNING;
  private whenEnded: (() => void)[] | undefined = undefined;

  constructor(world: ClientWorld) {
    this.world = world;
  }

  isRunning(): boolean {
    return this.stage.name === "running";
  }

  isStopping(): boolean {
    return this.stage.name === "stopping";
  }

  hasEnded(): boolean {
    return this.stage.name === "ended";
  }

  /** Why it has ended; none while it has not. */
  endReason(): string | undefined {
    return this.stage.name === "ended" ? this.stage.reason : undefined;
  }

  /**
   * Milliseconds that it may take to end, 0 or less when they are over; without a bound while nobody stops
   * it.
   */
  untilEnd(): number {
    return this.stage.name === "stopping" ? this.stage.by - this.world.now() : Number.POSITIVE_INFINITY;
  }

  /**
   * It is to end within so many milliseconds. Once it has, `done` is called in a later turn, and the promise
   * resolves.
   */
  stop(done: () => void, withinMs: number): Promise<void> {
    if (this.stage.name === "running") this.stage = { name: "stopping", by: this.world.now() + withinMs };
    const ended = new Promise<void>((resolve) => {
      this.whenEnded ??= [];
      this.whenEnded.push(() => {
        done();
        resolve();
      });
    });
    if (this.stage.name === "ended") this.tellEnded();
    return ended;
  }

  end(reason: string): void {
    this.stage = { name: "ended", reason };
    this.tellEnded();
  }

  private tellEnded(): void {
    for (const done of this.whenEnded ?? []) this.world.after(0, done);
    this.whenEnded = undefined;
  }
}
