// A broker for virtual time: the far end of a world's links, with everything that a
// real one does and may do wrong.
//
// It is deterministic: it draws nothing itself, and time is the world's. It answers as real brokers do
// (test/brokers/same-answers.test.ts), notes what clients do against the protocol, and records what came.
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
import type { TellShortage } from "./shortages.ts";

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
  /**
   * Are sessions and retained messages there again? Default true; without them it is a broker without a
   * store.
   */
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
   * Sends a packet past `misbehaves` on a client's connection, default the newest one: an answer that it
   * withheld, or one that nobody waits for.
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
