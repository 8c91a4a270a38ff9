// Wills of clients that are gone, which MQTT 5.0 may hold back: until their time has come, or their session has ended
// (3.1.3.2.2), but not when the client is there again before.
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { Connection } from "./connection.ts";
import type { Message } from "./message.ts";

export interface Wills {
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

export function createWills(timers: Timers, publish: (will: Message, connection: Connection) => void): Wills {
  const held = new Map<string, Held>();

  function take(clientId: string): Held | undefined {
    const one = held.get(clientId);
    one?.cancel();
    held.delete(clientId);
    return one;
  }

  return {
    left(connection, lasts) {
      const { will, clientId } = connection;
      if (will === undefined) return;
      const { delay, ...message } = will;
      const seconds = Math.min(delay, lasts);
      if (seconds === 0) {
        publish(message, connection);
        return;
      }
      const now = () => publish(message, connection);
      const cancel = timers.after(seconds * MS, () => {
        held.delete(clientId);
        now();
      });
      held.set(clientId, { publish: now, cancel });
    },
    sessionGoesOn: (clientId) => void take(clientId),
    sessionOver: (clientId) => take(clientId)?.publish(),
  };
}
