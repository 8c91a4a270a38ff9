// CONNECT and CONNACK: the admission of a client, its session's terms, and the broker's limits for it (3.1
// and 3.2).
import type { IConnectPacket } from "mqtt-packet";
import type { Grant } from "./access/verdict.ts";
import type { Breach } from "./breaches.ts";
import type { Connection } from "./connection.ts";
import type { ConnectionHost } from "./connection-host.ts";
import { topicBreach } from "./filters.ts";
import type { Limits } from "./limits.ts";
import type { Message } from "./message.ts";
import type { Welcome, Will } from "./protocol.ts";
import type { Session } from "./session.ts";
import type { ReportShortage } from "./shortages.ts";

interface ConnectHost {
  now: () => number;
  limits: Limits;
  /** The result of the client's authentication, and the values that replace the limits. */
  welcome: Welcome;
  /** What the client may do. */
  grant: Grant;
  short: ReportShortage;
  /** Sends this code and ends the connection. */
  turnAway: (code: number) => void;
  admit: ConnectionHost["admit"];
  /** Called when the client is admitted, before CONNACK. */
  admitted: (keepAlive: number) => void;
  /** Called after CONNACK and the repeated messages. */
  joined: (session: Session) => void;
}

/** Handles the CONNECT of a connection. */
export function takeConnect(host: ConnectHost, packet: IConnectPacket, connection: Connection): void {
  const { protocol } = connection;
  const terms = protocol.termsOf(packet);
  connection.clientId = packet.clientId;
  // A session is kept no longer than the broker allows.
  connection.terms = { ...terms, lasts: Math.min(terms.lasts, host.limits.awaySeconds) };
  const requestedWill = protocol.willOf(packet, host.now());
  const fault = requestedWill === undefined ? undefined : willBreach(requestedWill, host.limits.levels);
  if (fault !== undefined) {
    connection.refuse(fault, `the will for ${requestedWill?.topic}`);
    return;
  }
  const will = allowedWill(host, requestedWill, packet.clientId);
  if (protocol.needsIdentifier(packet)) connection.note("emptyIdentifier");
  const admitted = terms.refused ?? host.admit(packet, connection, will, host.grant.permissions);
  if (typeof admitted === "number") {
    host.turnAway(admitted);
    return;
  }
  const { session, present } = admitted;
  connection.session = session;
  connection.will = will;
  host.admitted(packet.keepalive ?? 0);
  const welcome: Welcome = {
    assigned: packet.clientId === "" ? connection.clientId : undefined,
    lasts: terms.lasts === connection.terms.lasts ? undefined : connection.terms.lasts,
    window: finite(host.limits.unfinished),
    packetBytes: finite(host.limits.packetBytes),
    ...host.welcome,
  };
  connection.send(protocol.connack(protocol.accepted, present, welcome));
  session.outgoing.resume({
    send: (publish) => connection.send(publish),
    sendIfItFits: (publish) => connection.sendIfItFits(publish),
    window: terms.window,
  });
  host.joined(session);
}

/** A will that its client may not publish is ignored, and the client is admitted. */
function allowedWill(
  { grant, short }: ConnectHost,
  will: Will | undefined,
  clientId: string,
): Will | undefined {
  if (will === undefined || grant.permissions.publish(will.topic, will.qos, will.retain)) return will;
  short("deniedWill", clientId);
  return undefined;
}

function finite(limit: number): number | undefined {
  return limit === Number.POSITIVE_INFINITY ? undefined : limit;
}

function willBreach({ topic, qos }: Message, mostLevels: number): Breach | undefined {
  // mqtt-packet reads both bits without checking them.
  return (qos as number) === 3 ? "willAtQos3" : topicBreach(topic, mostLevels);
}
