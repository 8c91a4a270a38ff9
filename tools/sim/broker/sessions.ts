// Every session of the broker: clients by identifier, takeovers, and the data that a client leaves behind
// (MQTT 3.1.1, 3.1.4 and 4.1; MQTT 5.0, 3.1.2.11.2).
import type { IConnectPacket } from "mqtt-packet";
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { Permissions } from "./access/permissions.ts";
import { breachSentence } from "./breaches.ts";
import type { Connection } from "./connection.ts";
import { createIncoming } from "./incoming.ts";
import type { Limits } from "./limits.ts";
import type { Qos } from "./message.ts";
import { Outgoing } from "./outgoing.ts";
import type { Quota } from "./quota.ts";
import { mayHave, type Session } from "./session.ts";
import type { ReportShortage } from "./shortages.ts";
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

export interface SessionsHost {
  timers: Timers;
  limits: Limits;
  /** Room for messages under delivery, and the limits on clients. */
  quota: Quota;
  permissions: Quota;
  short: ReportShortage;
  /** Are violations recorded? `payloadsDiffer`: are all payloads of a client different? */
  records: boolean;
  payloadsDiffer: boolean;
  breached: (sentence: string) => void;
  /** Called when a session has ended. */
  over: (session: Session) => void;
}

const MS = 1000;

export class Sessions {
  private readonly host: SessionsHost;
  private readonly timers: Timers;
  private readonly limits: Limits;
  private readonly quota: Quota;
  private readonly sessions = new Map<string, Session>();
  /** Sessions of disconnected clients, the longest disconnected first, with their expiry timers. */
  private readonly away = new Map<Session, () => void>();
  private connected = 0;
  private named = 0;
  private places = 0;
  private newest = "";

  constructor(host: SessionsHost) {
    this.host = host;
    const { timers, limits, quota } = this.host;
    this.timers = timers;
    this.limits = limits;
    this.quota = quota;
  }

  /** Deletes a client's session, or all sessions. */
  readonly forget = (clientId?: string): void => {
    for (const session of [...this.sessions.values()])
      if (clientId === undefined || session.clientId === clientId) this.end(session);
  };

  readonly states = (): SessionState[] => {
    return [...this.sessions.values()].map(stateOf);
  };

  /**
   * Attaches a connection to its session; `present`: the session existed. A number is the return code of a
   * refusal.
   */
  admit(
    connect: IConnectPacket,
    connection: Connection,
    permissions: Permissions,
  ): { session: Session; present: boolean } | number {
    const { badIdentifier, unavailable, needsIdentifier } = connection.protocol;
    const startsClean = connect.clean === true;
    if (needsIdentifier(connect)) return badIdentifier; // [MQTT-3.1.3-8]
    if (connect.clientId.length > this.limits.identifierBytes) return badIdentifier;
    if (connect.clientId === "") connection.clientId = this.newName();
    const { clientId } = connection;
    const isBack = this.sessions.get(clientId)?.connection !== undefined;
    if (this.connected - (isBack ? 1 : 0) >= this.limits.clients) {
      this.host.short("clients", clientId);
      return unavailable;
    }
    // Older sessions are ended for this one.
    const more = permissions.bytes - (this.sessions.get(clientId)?.permissions.bytes ?? 0);
    if (!this.host.permissions.hasRoom(clientId, more)) {
      this.host.short("filters", clientId);
      return unavailable;
    }
    this.sessions.get(clientId)?.connection?.hangUp("takenOver"); // [MQTT-3.1.4-2]
    const before = this.sessions.get(clientId);
    if (startsClean && before !== undefined) this.end(before);
    const kept = startsClean ? undefined : before;
    const session = kept ?? this.newSession(connection, before?.place ?? this.places, permissions);
    if (kept !== undefined) this.host.permissions.give(clientId, kept.permissions.bytes);
    this.host.permissions.take(clientId, permissions.bytes);
    session.permissions = permissions;
    this.places += 1;
    this.stopWaiting(session);
    session.lasts = connection.terms.lasts;
    session.connection = connection;
    this.sessions.set(clientId, session);
    this.connected += 1;
    this.newest = clientId;
    return { session, present: kept !== undefined };
  }

  /** Called when a connection has ended. */
  left(connection: Connection): void {
    const { session } = connection;
    if (session?.connection !== connection) return;
    session.outgoing.pause();
    session.connection = undefined;
    this.connected -= 1;
    if (this.sessions.get(session.clientId) === session) this.wait(session);
    else letGo(session);
  }

  all(): Iterable<Session> {
    return this.sessions.values();
  }

  /** A client's session; default: that of the client admitted last. */
  get(clientId: string = this.newest): Session | undefined {
    return this.sessions.get(clientId);
  }

  /** Frees a client's messages by ending its session; its connection ends soon after. */
  clear(clientId: string): void {
    const session = this.sessions.get(clientId);
    if (session === undefined) return;
    this.host.short("cleared", clientId);
    letGo(session);
    // Later, because a delivery is in progress.
    this.timers.after(0, () => this.dismiss(session));
  }

  /** Ends a client's connection and session, to free the room of both. */
  giveUp(clientId: string): void {
    const session = this.sessions.get(clientId);
    if (session !== undefined) this.dismiss(session);
  }

  private newSession({ clientId, number }: Connection, place: number, permissions: Permissions): Session {
    const session: Session = {
      clientId,
      place,
      lasts: 0,
      filters: new Map(),
      incoming: this.host.records
        ? createIncoming(number, this.host.payloadsDiffer, this.limits.unfinished, (breach, which) =>
            this.host.breached(breachSentence(clientId, session.connection?.number ?? number, breach, which)),
          )
        : createUnrecorded(clientId, this.limits.unfinished, this.quota),
      outgoing: new Outgoing(clientId, this.limits, this.quota, this.timers.now, (message) =>
        mayHave(session, message),
      ),
      connection: undefined,
      permissions,
    };
    return session;
  }

  private end(session: Session): void {
    if (this.sessions.get(session.clientId) !== session) return;
    this.sessions.delete(session.clientId);
    this.host.permissions.give(session.clientId, session.permissions.bytes);
    this.stopWaiting(session);
    this.host.over(session);
    // The session of a connected client was deleted, which the client does not know: pending messages
    // continue.
    if (session.connection === undefined) letGo(session);
  }

  private stopWaiting(session: Session): void {
    this.away.get(session)?.();
    this.away.delete(session);
  }

  private newName(): string {
    do this.named += 1;
    while (this.sessions.has(`unnamed-${this.named}`));
    return `unnamed-${this.named}`;
  }

  /**
   * The client has disconnected: its session ends now, later or never, and earlier when there are too many.
   */
  private wait(session: Session): void {
    const { lasts } = session;
    if (lasts === 0) {
      this.end(session);
      return;
    }
    const isTimed = lasts !== Number.POSITIVE_INFINITY;
    this.away.set(session, isTimed ? this.timers.after(lasts * MS, () => this.end(session)) : () => {});
    if (this.away.size <= this.limits.away) return;
    const idle = this.idlest();
    this.host.short("away", idle.clientId);
    this.end(idle);
  }

  /**
   * Among disconnected clients: the longest disconnected with everything acknowledged, or else the longest
   * disconnected.
   */
  private idlest(): Session {
    const [longest] = this.away.keys();
    for (const session of this.away.keys()) if (session.outgoing.unacknowledged() === 0) return session;
    return longest;
  }

  private dismiss(session: Session): void {
    session.connection?.hangUp("quota");
    this.end(session);
  }
}

function letGo({ outgoing, incoming }: Session): void {
  outgoing.drop();
  incoming.drop();
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
