// The session of one client under its identifier (MQTT 3.1.1, 3.1.2.4): its filters, and its messages in both
// directions.
import type { Permissions } from "./access/permissions.ts";
import type { Connection } from "./connection.ts";
import type { Incoming } from "./incoming.ts";
import { hasEnded, type Message, publishOf } from "./message.ts";
import type { Outgoing } from "./outgoing.ts";
import type { StandingSubscription } from "./subscriptions.ts";

export interface Session {
  clientId: string;
  /** The session's number; sessions are served in this order. */
  place: number;
  /** The seconds that the session outlives its connection: 0 for none, Infinity without expiry. */
  lasts: number;
  /** The grant of each filter, in the order of first subscription. */
  filters: Map<string, StandingSubscription>;
  incoming: Incoming;
  outgoing: Outgoing;
  connection: Connection | undefined;
  /** The client's permissions at its last CONNECT; they hold while it is disconnected. */
  permissions: Permissions;
}

/**
 * Is the client still permitted to receive a kept message? Its permissions may have changed with its last
 * CONNECT.
 */
export function mayHave({ permissions }: Session, { topic, cause }: Message): boolean {
  if (cause === undefined || cause.permissions === permissions) return true;
  return cause.subscribed.some(({ filter, subscription }) =>
    permissions.receive(topic, filter, subscription.qos),
  );
}

/**
 * Delivers a message to the session at the message's QoS. At QoS 0 it is lost without a connection, or to a
 * client that reads too slowly. False: it was discarded, because too many wait.
 */
export function deliverTo(session: Session, message: Message, now: number): boolean {
  if (hasEnded(message, now)) return true;
  if (message.qos > 0) return session.outgoing.put(message);
  const { connection } = session;
  // Before CONNACK the session has no connection.
  if (connection?.session === undefined) return true;
  if (connection.isBehind()) return false;
  connection.sendIfItFits(publishOf(message, false, now));
  return true;
}
