// Wills of clients: their room in the broker from CONNECT on, and their publication after a disconnection.
// MQTT 5.0 may delay a will until its time or the session's end (3.1.3.2.2), and cancels it when the client
// reconnects before.
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { Connection } from "./connection.ts";
import { type Message, weightOf } from "./message.ts";
import type { Will } from "./protocol.ts";
import type { Quota } from "./quota.ts";

interface Held {
  publish: () => void;
  cancel: () => void;
}

const MS = 1000;

export class Wills {
  private readonly timers: Timers;
  private readonly quota: Quota;
  private readonly publish: (will: Message, connection: Connection) => void;
  private readonly weights = new Map<Connection, number>();
  private readonly held = new Map<string, Held>();

  constructor(timers: Timers, quota: Quota, publish: (will: Message, connection: Connection) => void) {
    this.timers = timers;
    this.quota = quota;
    this.publish = publish;
  }

  /** Is a will within one client's share? */
  fits(will: Will | undefined): boolean {
    return will === undefined || this.quota.isShare(weightOf(will));
  }

  /** Stores the will of an admitted client; its earlier connection has ended. */
  keep(will: Will | undefined, connection: Connection): void {
    if (will !== undefined && this.quota.take(connection.clientId, weightOf(will)))
      this.weights.set(connection, weightOf(will));
  }

  /**
   * Called when a connection has ended, with its session's remaining seconds: the will is published now or
   * later.
   */
  left(connection: Connection, lasts: number): void {
    const { will, clientId } = connection;
    if (will === undefined) {
      this.release(connection);
      return;
    }
    const { delay, ...message } = will;
    const seconds = Math.min(delay, lasts);
    const now = () => {
      this.release(connection);
      this.publish(message, connection);
    };
    if (seconds === 0) {
      now();
      return;
    }
    const stop = this.timers.after(seconds * MS, () => {
      this.held.delete(clientId);
      now();
    });
    const cancel = () => {
      stop();
      this.release(connection);
    };
    this.held.set(clientId, { publish: now, cancel });
  }

  /** Called when the client has reconnected, or its session has ended. */
  sessionGoesOn(clientId: string): void {
    void this.take(clientId);
  }

  sessionOver(clientId: string): void {
    this.take(clientId)?.publish();
  }

  private take(clientId: string): Held | undefined {
    const will = this.held.get(clientId);
    will?.cancel();
    this.held.delete(clientId);
    return will;
  }

  private release(connection: Connection): void {
    this.quota.give(connection.clientId, this.weights.get(connection) ?? 0);
    this.weights.delete(connection);
  }
}
