// Every session that the broker has: who is let in under which identifier, takes over from whom, and leaves what behind
// (MQTT 3.1.1, 3.1.4 and 4.1).
import type { IConnectPacket } from "mqtt-packet";
import { breachSentence } from "./breaches.ts";
import type { Connection } from "./connection.ts";
import { createIncoming } from "./incoming.ts";
import type { Qos } from "./message.ts";
import { createOutgoing } from "./outgoing.ts";
import type { Session } from "./session.ts";

export interface SessionLimits {
  /** Messages at QoS 1 and 2 that are out to a client and not acknowledged; and that wait behind them. */
  inFlight: number;
  queued: number;
  /** Messages of a client at QoS 1 and 2 that wait for their last answer; one more is noted as a breach. */
  unfinished: number;
  /** Clients that are connected at a time; one more is refused. */
  clients: number;
}

/** What is known of a session. */
export interface SessionState {
  clientId: string;
  isConnected: boolean;
  filters: [filter: string, granted: Qos][];
  /** Messages that the client has not completely acknowledged. */
  owed: number;
  /** Identifiers of the client's messages at QoS 2 that wait for PUBREL. */
  held: number[];
}

export interface Sessions {
  /** Gives a connection its session; `present`: it was there before. A number is the return code that refuses it. */
  admit: (connect: IConnectPacket, connection: Connection) => { session: Session; present: boolean } | number;
  /** A connection has ended. */
  left: (connection: Connection) => void;
  all: () => Iterable<Session>;
  /** A client's session; default that of the one who was let in last. */
  get: (clientId?: string) => Session | undefined;
  /** Loses a client's session, or all. */
  forget: (clientId?: string) => void;
  states: () => SessionState[];
}

export function createSessions(
  limits: SessionLimits,
  payloadsDiffer: boolean,
  breached: (sentence: string) => void,
): Sessions {
  const sessions = new Map<string, Session>();
  let named = 0;
  let newest = "";

  function connectedBeside(clientId: string): number {
    let count = 0;
    for (const session of sessions.values())
      if (session.connection !== undefined && session.clientId !== clientId) count += 1;
    return count;
  }

  function newSession({ clientId, number }: Connection): Session {
    const session: Session = {
      clientId,
      isClean: true,
      filters: new Map(),
      incoming: createIncoming(number, payloadsDiffer, limits.unfinished, (breach, which) =>
        breached(breachSentence(clientId, session.connection?.number ?? number, breach, which)),
      ),
      outgoing: createOutgoing(limits.inFlight, limits.queued),
      connection: undefined,
    };
    return session;
  }

  function admit(connect: IConnectPacket, connection: Connection) {
    const { badIdentifier, unavailable } = connection.protocol;
    const isClean = connect.clean === true;
    if (connect.clientId === "") {
      if (!isClean) return badIdentifier; // [MQTT-3.1.3-8]
      named += 1;
      connection.clientId = `unnamed-${named}`;
    }
    const { clientId } = connection;
    if (connectedBeside(clientId) >= limits.clients) return unavailable;
    sessions.get(clientId)?.connection?.hangUp(); // [MQTT-3.1.4-2]
    const kept = isClean ? undefined : sessions.get(clientId);
    const session = kept ?? newSession(connection);
    session.isClean = isClean;
    session.connection = connection;
    sessions.set(clientId, session);
    newest = clientId;
    return { session, present: kept !== undefined };
  }

  return {
    admit,
    left(connection) {
      const { session, clientId } = connection;
      if (session?.connection !== connection) return;
      session.outgoing.pause();
      session.connection = undefined;
      if (session.isClean && sessions.get(clientId) === session) sessions.delete(clientId);
    },
    all: () => sessions.values(),
    get: (clientId = newest) => sessions.get(clientId),
    forget(clientId) {
      if (clientId === undefined) sessions.clear();
      else sessions.delete(clientId);
    },
    states: () => [...sessions.values()].map(stateOf),
  };
}

function stateOf({ clientId, connection, filters, outgoing, incoming }: Session): SessionState {
  return {
    clientId,
    isConnected: connection !== undefined,
    filters: [...filters],
    owed: outgoing.owed(),
    held: incoming.held(),
  };
}
