// Every session that the broker has: the client under each identifier, takeovers, and all that a client
// leaves behind (MQTT 3.1.1, 3.1.4 and 4.1; MQTT 5.0, 3.1.2.11.2).
import type { IConnectPacket } from "mqtt-packet";
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { Permissions } from "./access/permissions.ts";
import { breachSentence } from "./breaches.ts";
import type { Connection } from "./connection.ts";
import { createIncoming } from "./incoming.ts";
import type { Limits } from "./limits.ts";
import type { Qos } from "./message.ts";
import { createOutgoing } from "./outgoing.ts";
import type { Quota } from "./quota.ts";
import { mayHave, type Session } from "./session.ts";
import type { TellShortage } from "./shortages.ts";
import { createUnrecorded } from "./unrecorded.ts";

/** The visible part of a session. */
export interface SessionState {
  clientId: string;
  isConnected: boolean;
  filters: [filter: string, granted: Qos][];
  /** Messages that the client has not completely acknowledged. */
  unacknowledged: number;
  /** Identifiers of the client's messages at QoS 2 that wait for PUBREL. */
  held: number[];
}

export interface Sessions {
  /**
   * Gives a connection its session; `present`: it was there before. A number is the return code that refuses
   * it.
   */
  admit: (
    connect: IConnectPacket,
    connection: Connection,
    permissions: Permissions,
  ) => { session: Session; present: boolean } | number;
  /** A connection has ended. */
  left: (connection: Connection) => void;
  all: () => Iterable<Session>;
  /** A client's session; default that of the client who was let in last. */
  get: (clientId?: string) => Session | undefined;
  /** Frees the room that a client's messages take, by the end of its session; its connection ends soon. */
  clear: (clientId: string) => void;
  /** Ends a client's connection and its session, for what both take. */
  giveUp: (clientId: string) => void;
  /** Loses a client's session, or all. */
  forget: (clientId?: string) => void;
  states: () => SessionState[];
}

export interface SessionsHost {
  timers: Timers;
  limits: Limits;
  /** Room for messages on their way, and the limits on clients. */
  quota: Quota;
  permissions: Quota;
  short: TellShortage;
  /** Are breaches looked for and recorded? `payloadsDiffer`: and how well can they be told? */
  records: boolean;
  payloadsDiffer: boolean;
  breached: (sentence: string) => void;
  /** A session has ended. */
  over: (session: Session) => void;
}

const MS = 1000;

export function createSessions(host: SessionsHost): Sessions {
  const { timers, limits, quota } = host;
  const sessions = new Map<string, Session>();
  /** Sessions whose client is away, the longest away first, with the timers that end them. */
  const away = new Map<Session, () => void>();
  let connected = 0;
  let named = 0;
  let places = 0;
  let newest = "";

  function newSession({ clientId, number }: Connection, place: number, permissions: Permissions): Session {
    const session: Session = {
      clientId,
      place,
      lasts: 0,
      filters: new Map(),
      incoming: host.records
        ? createIncoming(number, host.payloadsDiffer, limits.unfinished, (breach, which) =>
            host.breached(breachSentence(clientId, session.connection?.number ?? number, breach, which)),
          )
        : createUnrecorded(clientId, limits.unfinished, quota),
      outgoing: createOutgoing(clientId, limits, quota, timers.now, (message) => mayHave(session, message)),
      connection: undefined,
      permissions,
    };
    return session;
  }

  function end(session: Session): void {
    if (sessions.get(session.clientId) !== session) return;
    sessions.delete(session.clientId);
    host.permissions.give(session.clientId, session.permissions.bytes);
    stopWaiting(session);
    host.over(session);
    // With a connection it was forgotten, which the client does not know: what is under way goes on.
    if (session.connection === undefined) letGo(session);
  }

  function letGo({ outgoing, incoming }: Session): void {
    outgoing.drop();
    incoming.drop();
  }

  function stopWaiting(session: Session): void {
    away.get(session)?.();
    away.delete(session);
  }

  function newName(): string {
    do named += 1;
    while (sessions.has(`unnamed-${named}`));
    return `unnamed-${named}`;
  }

  function admit(connect: IConnectPacket, connection: Connection, permissions: Permissions) {
    const { badIdentifier, unavailable, needsIdentifier } = connection.protocol;
    const startsClean = connect.clean === true;
    if (needsIdentifier(connect)) return badIdentifier; // [MQTT-3.1.3-8]
    if (connect.clientId.length > limits.identifierBytes) return badIdentifier;
    if (connect.clientId === "") connection.clientId = newName();
    const { clientId } = connection;
    const isBack = sessions.get(clientId)?.connection !== undefined;
    if (connected - (isBack ? 1 : 0) >= limits.clients) {
      host.short("clients", clientId);
      return unavailable;
    }
    // Sessions of before are given up for them.
    const more = permissions.bytes - (sessions.get(clientId)?.permissions.bytes ?? 0);
    if (!host.permissions.hasRoom(clientId, more)) {
      host.short("filters", clientId);
      return unavailable;
    }
    sessions.get(clientId)?.connection?.hangUp("takenOver"); // [MQTT-3.1.4-2]
    const before = sessions.get(clientId);
    if (startsClean && before !== undefined) end(before);
    const kept = startsClean ? undefined : before;
    const session = kept ?? newSession(connection, before?.place ?? places, permissions);
    if (kept !== undefined) host.permissions.give(clientId, kept.permissions.bytes);
    host.permissions.take(clientId, permissions.bytes);
    session.permissions = permissions;
    places += 1;
    stopWaiting(session);
    session.lasts = connection.terms.lasts;
    session.connection = connection;
    sessions.set(clientId, session);
    connected += 1;
    newest = clientId;
    return { session, present: kept !== undefined };
  }

  /** The client is away: its session ends now, later or never, and sooner when there are too many. */
  function wait(session: Session): void {
    const { lasts } = session;
    if (lasts === 0) {
      end(session);
      return;
    }
    const isTimed = lasts !== Number.POSITIVE_INFINITY;
    away.set(session, isTimed ? timers.after(lasts * MS, () => end(session)) : () => {});
    if (away.size <= limits.away) return;
    const idle = idlest();
    host.short("away", idle.clientId);
    end(idle);
  }

  /** Of those who are away: the longest away who has acknowledged everything, or else the longest away. */
  function idlest(): Session {
    const [longest] = away.keys();
    for (const session of away.keys()) if (session.outgoing.unacknowledged() === 0) return session;
    return longest;
  }

  function giveUp(session: Session): void {
    session.connection?.hangUp("quota");
    end(session);
  }

  return {
    admit,
    left(connection) {
      const { session } = connection;
      if (session?.connection !== connection) return;
      session.outgoing.pause();
      session.connection = undefined;
      connected -= 1;
      if (sessions.get(session.clientId) === session) wait(session);
      else letGo(session);
    },
    all: () => sessions.values(),
    get: (clientId = newest) => sessions.get(clientId),
    clear(clientId) {
      const session = sessions.get(clientId);
      if (session === undefined) return;
      host.short("cleared", clientId);
      letGo(session);
      // Not at once: somebody is in the middle of handing messages on.
      timers.after(0, () => giveUp(session));
    },
    giveUp(clientId) {
      const session = sessions.get(clientId);
      if (session !== undefined) giveUp(session);
    },
    forget(clientId) {
      for (const session of [...sessions.values()])
        if (clientId === undefined || session.clientId === clientId) end(session);
    },
    states: () => [...sessions.values()].map(stateOf),
  };
}

function stateOf({ clientId, connection, filters, outgoing, incoming }: Session): SessionState {
  return {
    clientId,
    isConnected: connection !== undefined,
    filters: [...filters].map(([filter, { subscription }]) => [filter, subscription.qos]),
    unacknowledged: outgoing.unacknowledged(),
    held: incoming.held(),
  };
}
