// A broker for virtual time: the far end of a world's links, with everything that a
// real one does and may do wrong.
//
// It is deterministic: it draws nothing itself, and time is the world's. It answers as real brokers do
// (test/brokers/same-answers.test.ts), notes what clients do against the protocol, and records what came.
import type { IConnectPacket, IPublishPacket, Packet } from "mqtt-packet";
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { Peer } from "../worlds/link.ts";
import type { Permissions } from "./access/permissions.ts";
import { createPublishRates } from "./access/publish-rate.ts";
import type { Authenticator } from "./access/verdict.ts";
import { Connection } from "./connection.ts";
import type { ConnectionHost } from "./connection-host.ts";
import { createDispatcher } from "./dispatcher.ts";
import type { Sharing } from "./groups.ts";
import { type Limits, NO_LIMITS } from "./limits.ts";
import { type Message, messageOf, type Qos } from "./message.ts";
import { createMessageLog, type MessageLog } from "./message-log.ts";
import { type Behaviour, CORRECT_BEHAVIOUR } from "./misbehaviour.ts";
import type { Will } from "./protocol.ts";
import type { QueueOptions } from "./queue-consumers.ts";
import { createQuota } from "./quota.ts";
import type { Overlapping } from "./routing.ts";
import { deliver } from "./session.ts";
import { createSessions, type SessionState } from "./sessions.ts";
import type { TellShortage } from "./shortages.ts";
import { createTurns } from "./turns.ts";
import { createWills } from "./wills.ts";

export interface BrokerOptions {
  /** Of the world: its clock. */
  timers: Timers;
  limits?: Partial<Limits>;
  behaviour?: Partial<Behaviour>;
  /** The delivery to a client with several filters for one topic. Default "once". */
  overlapping?: Overlapping;
  /** The choice among a group with a shared filter. Default "in turn". */
  sharing?: Sharing;
  /**
   * Filters of the message queues; a client takes from one by a subscription to "$q/" and its filter. Default
   * none.
   */
  queues?: readonly (string | QueueOptions)[];
  /** Decides who may come in, and with which permissions. Default: everybody, and everything. */
  authenticator?: Authenticator | undefined;
  /** No client publishes the same payload to a topic twice: then more breaches can be told. Default false. */
  payloadsDiffer?: boolean;
  /** The longest delay of a packet before the broker calls its client silent. Default 1,000 ms. */
  keepAliveSlackMs?: number;
  /**
   * Does it record messages, and breaches of the protocol? Default true; one that serves for days must not.
   */
  records?: boolean;
  /** Called when there is no room for something, with its owner. */
  short?: TellShortage;
}

interface Restart {
  /** Are sessions and retained messages there again? Default true; without them it is a broker without a store. */
  keepsSessions?: boolean;
  keepsRetained?: boolean;
  /** Does it publish the wills of those that were connected? Default false. */
  publishesWills?: boolean;
}

export interface Broker extends MessageLog {
  peer: Peer;
  /** May be changed at any time. */
  behaviour: Behaviour;
  /** The CONNECT of each connection that sent one, as mqtt-packet reads it. */
  connects: IConnectPacket[];
  /**
   * The number of connections that ended with DISCONNECT, and of those that ended because nothing came for
   * too long.
   */
  disconnects: number;
  timeouts: number;
  /** The clients' breaches of the protocol, as sentences. */
  breaches: string[];
  /** Publishes as another client would. */
  publish: (topic: string, payload: string, options?: { qos?: Qos; retain?: boolean }) => void;
  /**
   * Gives a message to one client as it stands, whether or not it has subscribed: now, or when it is back.
   * Default: the client that connected last, at QoS 1. `retain`: as if it was retained.
   */
  deliver: (
    topic: string,
    payload: string,
    options?: { qos?: Qos; retain?: boolean; clientId?: string; properties?: Message["properties"] },
  ) => void;
  /**
   * Messages that a client, or all, have not completely acknowledged; and those that were thrown away because
   * too many waited.
   */
  unacknowledged: (clientId?: string) => number;
  thrownAway: () => number;
  /**
   * Messages in the queue with this filter: those that wait, and those that a consumer has not acknowledged.
   */
  queued: (filter: string) => number;
  /** Identifiers of a client's messages, default the newest one's, without PUBACK or PUBREC, oldest first. */
  unanswered: (clientId?: string) => number[];
  sessions: () => SessionState[];
  /** The retained payload of a topic. */
  kept: (topic: string) => string | undefined;
  /** Loses the store of a client, or of all. An open connection goes on; the next one finds no session. */
  forget: (clientId?: string) => void;
  /**
   * Sends a packet past `misbehaves` on a client's connection, default the newest one: an answer that it withheld, or
   * one that nobody waits for.
   */
  send: (packet: Packet, clientId?: string) => void;
  /** Sends bytes as they are on a client's connection, default the newest one. */
  sendBytes: (bytes: string, clientId?: string) => void;
  /** Ends a client's connection, default the newest one. */
  hangUp: (clientId?: string) => void;
  /** Ends every connection and takes no other until `start`. */
  stop: (how?: Restart) => void;
  start: () => void;
  /** Stops and starts. */
  restart: (how?: Restart) => void;
}

export function createBroker(options: BrokerOptions): Broker {
  const { timers, overlapping = "once", sharing = "in turn" } = options;
  const { payloadsDiffer = false, keepAliveSlackMs = 1000 } = options;
  const { queues = [], records = true, short = () => {} } = options;
  const limits = { ...NO_LIMITS, ...options.limits };
  const quota = createQuota(limits.rooms.messages, (clientId) => sessions.clear(clientId));
  const filters = createQuota(limits.rooms.filters);
  const dispatcher = createDispatcher(timers, limits, overlapping, sharing, queues, filters, short);
  const breached = (sentence: string) => void broker.breaches.push(sentence);
  const sessions = createSessions({
    timers,
    limits,
    quota,
    permissions: filters,
    short,
    records,
    payloadsDiffer,
    breached,
    over(session) {
      dispatcher.drop(session);
      wills.sessionOver(session.clientId);
    },
  });
  const open = new Set<Connection>();
  const messageLog = createMessageLog();
  const willQuota = createQuota(limits.rooms.wills, (clientId) => {
    short("wills", clientId);
    sessions.giveUp(clientId);
  });
  const wills = createWills(timers, willQuota, (will, connection) => {
    const { clientId, number, session } = connection;
    connection.charge(will.topic.length + will.payload.length);
    if (records)
      messageLog.wills.push({
        ...will,
        at: timers.now(),
        clientId,
        connection: number,
        dup: false,
        id: undefined,
      });
    dispatcher.publish(will, session);
  });
  let connections = 0;
  let untakenBytes = 0;
  let isStopped = false;

  const host: ConnectionHost = {
    timers,
    turns: createTurns(timers, limits),
    limits,
    keepAliveSlackMs,
    records,
    misdeed: (packet, { clientId, number }) =>
      broker.behaviour.misbehaves(packet, { clientId, connection: number }),
    breached,
    short,
    ends: (packet) => broker.behaviour.ends(packet),
    welcomes: (connect) => broker.behaviour.welcomes(connect),
    authenticates: (method) => broker.behaviour.authenticates(method),
    rates: createPublishRates(timers),
    authenticator: options.authenticator,
    admit,
    arrived(packet, connection) {
      if (records) messageLog.arrivals.push(entry(packet, connection));
    },
    takeOver(packet, connection) {
      if (records) messageLog.received.push(entry(packet, connection));
      dispatcher.publish(messageOf(packet, timers.now()), connection.session);
    },
    grant(filter, qos, { clientId }) {
      const code = broker.behaviour.grants(filter, qos, clientId);
      // A message queue gives its messages at QoS 1, whatever QoS is requested.
      return code <= 2 && dispatcher.isQueue(filter) ? 1 : code;
    },
    dispatcher,
    holds(bytes) {
      untakenBytes += bytes;
      if (untakenBytes <= limits.untakenBytes) return;
      // The client that holds back the most goes.
      const [most] = [...open].sort((one, other) => other.held() - one.held());
      most.hangUp("quota");
    },
    gaveUp() {
      broker.timeouts += 1;
    },
    ended,
  };

  function admit(
    connect: IConnectPacket,
    connection: Connection,
    will: Will | undefined,
    permissions: Permissions,
  ) {
    if (records) broker.connects.push(connect);
    const code = broker.behaviour.admits(connect);
    if (code !== connection.protocol.accepted) return code;
    if (!wills.fits(will)) {
      short("longWill", connect.clientId);
      return connection.protocol.noRoomForWill;
    }
    const admitted = sessions.admit(connect, connection, permissions);
    if (typeof admitted === "number") return admitted;
    wills.sessionGoesOn(connection.clientId);
    wills.keep(will, connection);
    return admitted;
  }

  function entry(packet: IPublishPacket, { clientId, number }: Connection) {
    const { dup, messageId: id } = packet;
    const at = timers.now();
    return { ...messageOf(packet, at), at, clientId, connection: number, dup, id };
  }

  function ended(connection: Connection, isOrderly: boolean): void {
    open.delete(connection);
    if (isOrderly) broker.disconnects += 1;
    const { session } = connection;
    const lasts = session?.lasts ?? 0;
    if (session?.connection === connection) dispatcher.left(session);
    sessions.left(connection);
    wills.left(connection, lasts);
  }

  /** The connection of a client, or the newest one. */
  function connectionOf(clientId: string | undefined): Connection | undefined {
    const candidates = [...open].filter(
      (connection) => clientId === undefined || connection.clientId === clientId,
    );
    return candidates.at(-1);
  }

  const broker: Broker = {
    ...messageLog,
    peer(end) {
      const connection = new Connection(host, end, connections);
      connections += 1;
      host.turns.hasCome();
      open.add(connection);
      if (isStopped) connection.hangUp();
      return connection.events;
    },
    behaviour: { ...CORRECT_BEHAVIOUR, ...options.behaviour },
    connects: [],
    disconnects: 0,
    timeouts: 0,
    breaches: [],
    publish: (topic, payload, { qos = 0, retain = false } = {}) =>
      dispatcher.publish({ topic, payload, qos, retain }),
    deliver(topic, payload, { qos = 1, retain = false, clientId, properties } = {}) {
      const session = sessions.get(clientId);
      const message = { topic, payload, qos, retain, ...(properties !== undefined && { properties }) };
      if (session !== undefined) deliver(session, message, timers.now());
    },
    unacknowledged(clientId) {
      let count = 0;
      for (const session of sessions.all())
        if (clientId === undefined || session.clientId === clientId)
          count += session.outgoing.unacknowledged();
      return count;
    },
    thrownAway: dispatcher.thrownAway,
    queued: dispatcher.queued,
    unanswered: (clientId) => sessions.get(clientId)?.incoming.unanswered() ?? [],
    sessions: sessions.states,
    kept: (topic) => dispatcher.retained.get(topic)?.payload,
    forget: sessions.forget,
    send: (packet, clientId) => connectionOf(clientId)?.forceSend(packet),
    sendBytes: (bytes, clientId) => connectionOf(clientId)?.sendBytes(bytes),
    hangUp: (clientId) => connectionOf(clientId)?.hangUp(),
    stop({ keepsSessions = true, keepsRetained = keepsSessions, publishesWills = false } = {}) {
      isStopped = true;
      for (const connection of [...open]) {
        if (!publishesWills) connection.will = undefined;
        connection.hangUp("stopping");
      }
      if (!keepsSessions) sessions.forget();
      if (!keepsRetained) dispatcher.retained.clear();
    },
    start() {
      isStopped = false;
    },
    restart(how) {
      broker.stop(how);
      broker.start();
    },
  };
  return broker;
}
