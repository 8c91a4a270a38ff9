// The session that the broker keeps of one client under its identifier (MQTT 3.1.1, 3.1.2.4):
// filters, and messages both ways.
import type { Permissions } from "./access/permissions.ts";
import type { Connection } from "./connection.ts";
import type { Incoming } from "./incoming.ts";
import { hasEnded, type Message, publishOf } from "./message.ts";
import type { Outgoing } from "./outgoing.ts";
import type { StandingSubscription } from "./subscriptions.ts";

export interface Session {
  clientId: string;
  /** Sessions are served in this order. */
  place: number;
  /** The seconds that it outlives its connection: 0 not at all, Infinity until it is wanted no more. */
  lasts: number;
  /** The grant of each filter, in the order of the first subscription. */
  filters: Map<string, StandingSubscription>;
  incoming: Incoming;
  outgoing: Outgoing;
  connection: Connection | undefined;
  /** The permissions that its client was last let in with: they hold while it is away. */
  permissions: Permissions;
}

/**
 * May its client still receive a message that was kept for it? It may have come in with other permissions
 * since.
 */
export function mayHave({ permissions }: Session, { topic, cause }: Message): boolean {
  if (cause === undefined || cause.permissions === permissions) return true;
  return cause.subscribed.some(({ filter, subscription }) =>
    permissions.receive(topic, filter, subscription.qos),
  );
}

/**
 * Gives a message to the session at the message's QoS. At QoS 0 it is lost without a connection, or with one
 * that does not keep up. False: it was thrown away, because too many wait.
 */
export function deliverTo(session: Session, message: Message, now: number): boolean {
  if (hasEnded(message, now)) return true;
  if (message.qos > 0) return session.outgoing.put(message);
  const { connection } = session;
  // Before CONNACK there is none.
  if (connection?.session === undefined) return true;
  if (connection.isBehind()) return false;
  connection.sendIfItFits(publishOf(message, false, now));
  return true;
}
