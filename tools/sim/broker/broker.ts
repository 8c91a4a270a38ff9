// A broker for virtual time: what the links of a world talk to, with everything that a real one does and may do wrong.
//
// It is deterministic: it draws nothing itself, and time is the world's. It answers as real brokers do
// (test/brokers/same-answers.test.ts), notes what clients do against the protocol, and records what came.
import type { IConnectPacket, IPublishPacket } from "mqtt-packet";
import type { Timers } from "../clock.ts";
import type { Peer } from "../link.ts";
import { breachSentence } from "./breaches.ts";
import { type Connection, type ConnectionHost, createConnection } from "./connection.ts";
import { sharedFilter } from "./filters.ts";
import { createIncoming } from "./incoming.ts";
import { createLedger, type Ledger } from "./ledger.ts";
import { GOOD_MANNERS, type Manners } from "./manners.ts";
import { lowerQos, type Message, type Qos } from "./message.ts";
import { createOutgoing } from "./outgoing.ts";
import { createMqtt311 } from "./protocol.ts";
import { createRetained } from "./retained.ts";
import { createRouter, type Overlapping } from "./routing.ts";
import { deliver, type Session } from "./session.ts";

export interface Limits {
  /** Longest packet that it takes, in bytes. */
  packetBytes: number;
  /** Messages at QoS 1 and 2 that are out to a client and not acknowledged; and that wait behind them. */
  inFlight: number;
  queued: number;
  /** Messages of a client at QoS 1 and 2 that wait for their last answer; one more is noted as a breach. */
  unfinished: number;
  /** Clients that are connected at a time; one more is refused. */
  clients: number;
}

export interface BrokerOptions {
  /** Of the world: its clock. */
  timers: Timers;
  limits?: Partial<Limits>;
  manners?: Partial<Manners>;
  /** What a client with several filters for one topic is given. Default "once". */
  overlapping?: Overlapping;
  /** No client publishes the same payload to a topic twice: then more breaches can be told. Default false. */
  payloadsDiffer?: boolean;
  /** How late a packet may be on its way before the broker calls its client silent. Default 1,000 ms. */
  keepAliveSlackMs?: number;
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

export interface Restart {
  /** Are sessions and retained messages there again? Default true; without them it is a broker without a store. */
  keepsSessions?: boolean;
  keepsRetained?: boolean;
  /** Does it publish the wills of those that were connected? Default false. */
  publishesWills?: boolean;
}

export interface Broker extends Ledger {
  peer: Peer;
  /** May be changed at any time. */
  manners: Manners;
  /** The CONNECT of each connection that sent one, as mqtt-packet reads it. */
  greetings: IConnectPacket[];
  /** How many connections ended with DISCONNECT, and how many because nothing came for too long. */
  farewells: number;
  timeouts: number;
  /** What clients did against the protocol, as sentences. */
  breaches: string[];
  /** Publishes as another client would. */
  publish: (topic: string, payload: string, options?: { qos?: Qos; retain?: boolean }) => void;
  /**
   * Gives a message to one client as it stands, whether or not it has subscribed: now, or when it is back. Default: the
   * client that greeted last, at QoS 1. `retain`: as if it was kept from before.
   */
  deliver: (
    topic: string,
    payload: string,
    options?: { qos?: Qos; retain?: boolean; clientId?: string },
  ) => void;
  /** Messages that a client, or all, have not completely acknowledged; that were thrown away because too many waited. */
  owed: (clientId?: string) => number;
  thrownAway: () => number;
  sessions: () => SessionState[];
  /** The payload that is kept for a topic. */
  kept: (topic: string) => string | undefined;
  /** Loses what the store has of a client, or of all. An open connection goes on; the next one finds no session. */
  forget: (clientId?: string) => void;
  /** Sends bytes as they are on a client's connection, default the newest one. */
  say: (bytes: string, clientId?: string) => void;
  /** Ends a client's connection, default the newest one. */
  hangUp: (clientId?: string) => void;
  /** Ends every connection and takes no other until `start`. */
  stop: (how?: Restart) => void;
  start: () => void;
  /** Stops and starts. */
  restart: (how?: Restart) => void;
}

const NO_LIMITS: Limits = {
  packetBytes: 268_435_460,
  inFlight: 20,
  queued: Number.POSITIVE_INFINITY,
  unfinished: Number.POSITIVE_INFINITY,
  clients: Number.POSITIVE_INFINITY,
};

export function createBroker(options: BrokerOptions): Broker {
  const { timers, overlapping = "once", payloadsDiffer = false, keepAliveSlackMs = 1000 } = options;
  const limits = { ...NO_LIMITS, ...options.limits };
  const sessions = new Map<string, Session>();
  const open = new Set<Connection>();
  const retained = createRetained();
  const router = createRouter(overlapping);
  const ledger = createLedger();
  let connections = 0;
  let named = 0;
  let isStopped = false;
  let lastGreeted = "";

  const host: ConnectionHost = {
    timers,
    longestPacket: limits.packetBytes,
    keepAliveSlackMs,
    misdeed: (packet, { clientId, number }) =>
      broker.manners.misbehaves(packet, { clientId, connection: number }),
    breached: (sentence) => broker.breaches.push(sentence),
    greet,
    arrived: (packet, connection) => ledger.arrivals.push(entry(packet, connection)),
    takeOver(packet, connection) {
      ledger.received.push(entry(packet, connection));
      handOn(messageOf(packet));
    },
    grant: (filter, qos, { clientId }) => broker.manners.grants(filter, qos, clientId),
    subscribed,
    gaveUp() {
      broker.timeouts += 1;
    },
    ended,
  };

  function greet(connect: IConnectPacket, connection: Connection) {
    const { accepted, badIdentifier, unavailable } = connection.protocol;
    const isClean = connect.clean === true;
    broker.greetings.push(connect);
    const code = broker.manners.admits(connect);
    if (code !== accepted) return code;
    if (connect.clientId === "" && !isClean) return badIdentifier;
    if (connect.clientId === "") {
      named += 1;
      connection.clientId = `unnamed-${named}`;
    }
    const { clientId } = connection;
    const before = sessions.get(clientId);
    const others = [...sessions.values()].filter(
      (other) => other !== before && other.connection !== undefined,
    );
    if (others.length >= limits.clients) return unavailable;
    before?.connection?.hangUp(); // [MQTT-3.1.4-2]
    const kept = isClean ? undefined : sessions.get(clientId);
    const session = kept ?? newSession(connection);
    session.isClean = isClean;
    session.connection = connection;
    sessions.set(clientId, session);
    lastGreeted = clientId;
    return { session, present: kept !== undefined };
  }

  function newSession({ clientId, number }: Connection): Session {
    return {
      clientId,
      isClean: true,
      filters: new Map(),
      incoming: createIncoming(number, payloadsDiffer, limits.unfinished, (breach, which) =>
        broker.breaches.push(breachSentence(clientId, number, breach, which)),
      ),
      outgoing: createOutgoing(limits.inFlight, limits.queued),
      connection: undefined,
    };
  }

  function entry(packet: IPublishPacket, { clientId, number }: Connection) {
    const { dup, messageId: id } = packet;
    return { ...messageOf(packet), at: timers.now(), clientId, connection: number, dup, id };
  }

  function handOn(message: Message): void {
    retained.put(message);
    router.route(message, sessions.values());
  }

  function subscribed(session: Session, filters: string[]): void {
    for (const filter of filters) {
      if (sharedFilter(filter) !== undefined) continue;
      const granted = session.filters.get(filter) as Qos;
      for (const message of retained.matching(filter))
        deliver(session, { ...message, qos: lowerQos(message.qos, granted) });
    }
  }

  function ended(connection: Connection, isOrderly: boolean): void {
    const { session, will, clientId, number } = connection;
    open.delete(connection);
    if (isOrderly) broker.farewells += 1;
    if (session?.connection === connection) {
      session.outgoing.pause();
      session.connection = undefined;
      if (session.isClean && sessions.get(clientId) === session) sessions.delete(clientId);
    }
    if (will === undefined) return;
    ledger.wills.push({ ...will, at: timers.now(), clientId, connection: number, dup: false, id: undefined });
    handOn(will);
  }

  /** The connection of a client, or the newest one. */
  function connectionOf(clientId: string | undefined): Connection | undefined {
    const candidates = [...open].filter((one) => clientId === undefined || one.clientId === clientId);
    return candidates.at(-1);
  }

  const broker: Broker = {
    ...ledger,
    peer(end) {
      const connection = createConnection(host, createMqtt311(), end, connections);
      connections += 1;
      open.add(connection);
      if (isStopped) connection.hangUp();
      return connection.events;
    },
    manners: { ...GOOD_MANNERS, ...options.manners },
    greetings: [],
    farewells: 0,
    timeouts: 0,
    breaches: [],
    publish: (topic, payload, { qos = 0, retain = false } = {}) => handOn({ topic, payload, qos, retain }),
    deliver(topic, payload, { qos = 1, retain = false, clientId = lastGreeted } = {}) {
      const session = sessions.get(clientId);
      if (session !== undefined) deliver(session, { topic, payload, qos, retain });
    },
    owed(clientId) {
      const asked = [...sessions.values()].filter(
        (one) => clientId === undefined || one.clientId === clientId,
      );
      return asked.reduce((sum, { outgoing }) => sum + outgoing.owed(), 0);
    },
    thrownAway: router.thrownAway,
    sessions: () => [...sessions.values()].map(stateOf),
    kept: (topic) => retained.get(topic)?.payload,
    forget(clientId) {
      if (clientId === undefined) sessions.clear();
      else sessions.delete(clientId);
    },
    say: (bytes, clientId) => connectionOf(clientId)?.say(bytes),
    hangUp: (clientId) => connectionOf(clientId)?.hangUp(),
    stop({ keepsSessions = true, keepsRetained = keepsSessions, publishesWills = false } = {}) {
      isStopped = true;
      for (const connection of [...open]) {
        if (!publishesWills) connection.will = undefined;
        connection.hangUp();
      }
      if (!keepsSessions) sessions.clear();
      if (!keepsRetained) retained.clear();
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

function messageOf({ topic, payload, qos, retain }: IPublishPacket): Message {
  return { topic, payload: payload as string, qos, retain };
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
