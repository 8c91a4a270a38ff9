// Callers that wait for a client to be connected.
import { onAbort, type Signal } from "./aborting.ts";
import type { ConnectionError } from "./faults/errors.ts";

interface Waiter {
  resolve: (sessionKept: boolean) => void;
  reject: (error: unknown) => void;
}

export class ConnectionWaiters {
  private waiters: Waiter[] = [];

  wait(signal?: Signal): Promise<boolean> {
    let stopWatching = () => {};
    const waited = new Promise<boolean>((resolve, reject) => {
      const waiter: Waiter = { resolve, reject };
      this.waiters.push(waiter);
      stopWatching = onAbort(signal, (reason) => {
        this.waiters = this.waiters.filter((waiting) => waiting !== waiter);
        reject(reason);
      });
    });
    return waited.finally(() => stopWatching());
  }

  connected(sessionKept: boolean): void {
    for (const { resolve } of this.taken()) resolve(sessionKept);
  }

  /** There will be no connection. */
  end(error: ConnectionError): void {
    for (const { reject } of this.taken()) reject(error);
  }

  private taken(): Waiter[] {
    const waiters = this.waiters;
    this.waiters = [];
    return waiters;
  }
}
