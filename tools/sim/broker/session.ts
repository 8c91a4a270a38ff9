// What the broker keeps of one client under its identifier (MQTT 3.1.1, 3.1.2.4): filters, and messages both ways.
import type { Connection } from "./connection.ts";
import type { Incoming } from "./incoming.ts";
import type { Message, Qos } from "./message.ts";
import type { Outgoing } from "./outgoing.ts";

export interface Session {
  clientId: string;
  /** It ends with its connection. */
  isClean: boolean;
  /** The granted QoS of each filter, in the order of the first subscription. */
  filters: Map<string, Qos>;
  incoming: Incoming;
  outgoing: Outgoing;
  connection: Connection | undefined;
}

/**
 * Gives a message to the session at the message's QoS. At QoS 0 it is lost where there is no connection. False: it was
 * thrown away, because too many wait.
 */
export function deliver(session: Session, message: Message): boolean {
  if (message.qos > 0) return session.outgoing.put(message);
  session.connection?.send({ cmd: "publish", ...message, dup: false });
  return true;
}
