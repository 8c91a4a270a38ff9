// A broker for virtual time: the far end of a world's links, with the features and the possible faults of a
// real one. It is deterministic: it draws no random numbers, and its time is the world's. It answers as real
// brokers do (test/brokers/same-answers.test.ts), records violations of the protocol by clients, and logs
// received messages.
import type { IConnectPacket, Packet } from "mqtt-packet";
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { Peer } from "../worlds/link.ts";
import type { Authenticator } from "./access/verdict.ts";
import { BrokerCore } from "./broker-core.ts";
import type { Sharing } from "./groups.ts";
import type { Limits } from "./limits.ts";
import type { Message, Qos } from "./message.ts";
import { createMessageLog, type MessageLog } from "./message-log.ts";
import { type Behaviour, CORRECT_BEHAVIOUR } from "./misbehaviour.ts";
import type { QueueOptions } from "./queue-consumers.ts";
import type { Overlapping } from "./routing.ts";
import { deliverTo } from "./session.ts";
import type { SessionState } from "./sessions.ts";
import type { ReportShortage } from "./shortages.ts";

export interface BrokerOptions {
  /** The world's clock. */
  timers: Timers;
  limits?: Partial<Limits>;
  behaviour?: Partial<Behaviour>;
  /** The delivery to a client with several matching filters. Default "once". */
  overlapping?: Overlapping;
  /** The dispatch within a shared group. Default "in turn". */
  sharing?: Sharing;
  /**
   * Filters of the message queues. A client consumes a queue by subscribing to "$q/" and its filter. Default
   * none.
   */
  queues?: readonly (string | QueueOptions)[];
  /**
   * Decides which clients are admitted, and with which permissions. Default: every client, with all
   * permissions.
   */
  authenticator?: Authenticator | undefined;
  /**
   * No client publishes the same payload twice to a topic: then more violations can be detected. Default
   * false.
   */
  payloadsDiffer?: boolean;
  /** The longest delay of a packet before the broker calls its client silent. Default 1,000 ms. */
  keepAliveSlackMs?: number;
  /** Records messages and violations. Default true; a broker that serves for days must not record. */
  records?: boolean;
  /** Called when a limit is reached, with the owner of the refused data. */
  short?: ReportShortage;
}

interface Restart {
  /** Restores sessions and retained messages. Default true; false models a broker without a store. */
  keepsSessions?: boolean;
  keepsRetained?: boolean;
  /** Publishes the wills of the clients that were connected. Default false. */
  publishesWills?: boolean;
}

export interface Broker extends MessageLog {
  peer: Peer;
  /** May be changed at any time. */
  behaviour: Behaviour;
  /** The CONNECT of each connection that sent one, as mqtt-packet reads it. */
  connects: IConnectPacket[];
  /** The number of connections that ended with DISCONNECT, and of those that ended by the keep-alive. */
  disconnects: number;
  timeouts: number;
  /** The clients' breaches of the protocol, as sentences. */
  breaches: string[];
  /** Publishes a message as another client would. */
  publish: (topic: string, payload: string, options?: { qos?: Qos; retain?: boolean }) => void;
  /**
   * Sends a message to one client without a subscription: now, or when the client is back. Default: the
   * newest client, at QoS 1. `retain` sets its RETAIN flag.
   */
  deliver: (
    topic: string,
    payload: string,
    options?: { qos?: Qos; retain?: boolean; clientId?: string; properties?: Message["properties"] },
  ) => void;
  /**
   * Messages that a client, or every client, has not completely acknowledged; and messages discarded because
   * too many waited.
   */
  unacknowledged: (clientId?: string) => number;
  thrownAway: () => number;
  /** Messages in the queue with this filter: waiting, and delivered but unacknowledged. */
  queued: (filter: string) => number;
  /**
   * Identifiers of a client's messages without PUBACK or PUBREC, oldest first. Default: the newest client.
   */
  unanswered: (clientId?: string) => number[];
  sessions: () => SessionState[];
  /** The retained payload of a topic. */
  kept: (topic: string) => string | undefined;
  /**
   * Deletes the stored data of a client, or of all. An open connection continues; the next one finds no
   * session.
   */
  forget: (clientId?: string) => void;
  /**
   * Sends a packet on a client's connection, bypassing `misbehaves`: a withheld answer, or an unexpected one.
   * Default: the newest connection.
   */
  send: (packet: Packet, clientId?: string) => void;
  /** Sends bytes as they are on a client's connection, default the newest one. */
  sendBytes: (bytes: string, clientId?: string) => void;
  /** Ends a client's connection, default the newest one. */
  hangUp: (clientId?: string) => void;
  /** Ends every connection and accepts no other until `start`. */
  stop: (how?: Restart) => void;
  start: () => void;
  /** Stops and starts. */
  restart: (how?: Restart) => void;
}

/** The part of a broker that its connections change. */
export type BrokerState = MessageLog &
  Pick<Broker, "behaviour" | "connects" | "disconnects" | "timeouts" | "breaches">;

export function createBroker(options: BrokerOptions): Broker {
  const state: BrokerState = {
    ...createMessageLog(),
    behaviour: { ...CORRECT_BEHAVIOUR, ...options.behaviour },
    connects: [],
    disconnects: 0,
    timeouts: 0,
    breaches: [],
  };
  const core = new BrokerCore(options, state);
  return Object.assign(state, { peer: core.connect }, sendingOf(core), countsOf(core), powerOf(core));
}

type Sending = Pick<Broker, "publish" | "deliver" | "send" | "sendBytes" | "hangUp">;

function sendingOf(core: BrokerCore): Sending {
  return {
    publish: (topic, payload, { qos = 0, retain = false } = {}) =>
      core.dispatcher.publish({ topic, payload, qos, retain }),
    deliver(topic, payload, { qos = 1, retain = false, clientId, properties } = {}) {
      const session = core.sessions.get(clientId);
      const message = { topic, payload, qos, retain, ...(properties !== undefined && { properties }) };
      if (session !== undefined) deliverTo(session, message, core.timers.now());
    },
    send: (packet, clientId) => core.connectionOf(clientId)?.forceSend(packet),
    sendBytes: (bytes, clientId) => core.connectionOf(clientId)?.sendBytes(bytes),
    hangUp: (clientId) => core.connectionOf(clientId)?.hangUp(),
  };
}

type Counts = Pick<Broker, "unacknowledged" | "thrownAway" | "queued" | "unanswered" | "sessions" | "kept">;

function countsOf({ sessions, dispatcher }: BrokerCore): Counts {
  return {
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
  };
}

type Power = Pick<Broker, "forget" | "stop" | "start" | "restart">;

function powerOf(core: BrokerCore): Power {
  const { sessions, dispatcher } = core;
  const power: Power = {
    forget: sessions.forget,
    stop({ keepsSessions = true, keepsRetained = keepsSessions, publishesWills = false } = {}) {
      core.isStopped = true;
      for (const connection of [...core.open]) {
        if (!publishesWills) connection.will = undefined;
        connection.hangUp("stopping");
      }
      if (!keepsSessions) sessions.forget();
      if (!keepsRetained) dispatcher.retained.clear();
    },
    start() {
      core.isStopped = false;
    },
    restart(how) {
      power.stop(how);
      power.start();
    },
  };
  return power;
}
