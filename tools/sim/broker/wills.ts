// Wills of clients: what they take of the broker's room from CONNECT on, and what becomes of them when the
// client is gone. MQTT 5.0 may hold them back until their time has come, or their session has ended
// (3.1.3.2.2), but not when the client is there again before.
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { Connection } from "./connection.ts";
import { type Message, weightOf } from "./message.ts";
import type { Will } from "./protocol.ts";
import type { Quota } from "./quota.ts";

export interface Wills {
  /** Is a will no longer than the share of one client? */
  fits: (will: Will | undefined) => boolean;
  /** The client of this connection was let in with it, and its earlier connection has ended. */
  keep: (will: Will | undefined, connection: Connection) => void;
  /** A connection has ended, whose session lasts so many seconds: its will is published, now or later. */
  left: (connection: Connection, lasts: number) => void;
  /** The client is there again, or its session has ended. */
  sessionGoesOn: (clientId: string) => void;
  sessionOver: (clientId: string) => void;
}

interface Held {
  publish: () => void;
  cancel: () => void;
}

const MS = 1000;

export function createWills(
  timers: Timers,
  quota: Quota,
  publish: (will: Message, connection: Connection) => void,
): Wills {
  const weights = new Map<Connection, number>();
  const held = new Map<string, Held>();
  function take(clientId: string): Held | undefined {
    const will = held.get(clientId);
    will?.cancel();
    held.delete(clientId);
    return will;
  }

  function release(connection: Connection): void {
    quota.give(connection.clientId, weights.get(connection) ?? 0);
    weights.delete(connection);
  }

  return {
    fits: (will) => will === undefined || quota.isShare(weightOf(will)),
    keep(will, connection) {
      if (will !== undefined && quota.take(connection.clientId, weightOf(will)))
        weights.set(connection, weightOf(will));
    },
    left(connection, lasts) {
      const { will, clientId } = connection;
      if (will === undefined) {
        release(connection);
        return;
      }
      const { delay, ...message } = will;
      const seconds = Math.min(delay, lasts);
      const now = () => {
        release(connection);
        publish(message, connection);
      };
      if (seconds === 0) {
        now();
        return;
      }
      const stop = timers.after(seconds * MS, () => {
        held.delete(clientId);
        now();
      });
      const cancel = () => {
        stop();
        release(connection);
      };
      held.set(clientId, { publish: now, cancel });
    },
    sessionGoesOn: (clientId) => void take(clientId),
    sessionOver: (clientId) => take(clientId)?.publish(),
  };
}
