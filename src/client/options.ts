// Options of a program's client in Node, and of each message.
import type { Overflow } from "../mqtt/publication.ts";
import type { Signal } from "./aborting.ts";
import type { Authentication } from "./authentication/authentication.ts";
import type { ConnectionError } from "./faults/errors.ts";
import type { NodeClientLimits } from "./limits.ts";
import type { MessageProperties, UserProperties } from "./message-properties.ts";
import type { ClientState } from "./state.ts";
import type { Payload } from "./text.ts";

export interface NodeClientOptions {
  /** The client identifier. Two clients with one throw each other out. */
  id: string;
  /** The broker, or several with commas between ("a,b:1884"), which are tried in turn. */
  host: string;
  /** The port of a broker whose name has none: 1883 (default), with `tls` 8883. */
  port?: number;
  /** TLS, with a broker of an authority that Node trusts. No (default). */
  tls?: boolean;
  /** The user name; none by default. */
  user?: string;
  /**
   * The password; goes only with a user, except with `mqtt: 5`. A function is called before each attempt at a
   * connection, and returns the password or a promise of it, for tokens that expire. If it fails, or takes
   * more than 30 seconds, the attempt ends, and the next one calls it again.
   */
  secret?: string | (() => string | Promise<string>);
  /**
   * Of `mqtt: 5` alone (4.12): client and broker prove who they are, without the password on the wire, by
   * `scram({ user, password })` or a method of your own. Each connection begins a new exchange. A proof that
   * fails ends the attempt, and the next one comes after half a minute to a minute. Default: `user` and
   * `secret`, and no proof by the broker.
   */
  authentication?: Authentication;
  /**
   * Seconds of silence after which the broker gives up the client: 1 to 65,535, or 0 for never. Default 60.
   */
  keepAlive?: number;
  /**
   * The version of MQTT: 3 is MQTT 3.1.1 (default), 5 is MQTT 5.0, which says why a broker refuses a
   * connection, a subscription or a message. A broker that does not speak it refuses the connection; with
   * "either" the client goes on in 3.1.1 then, for as long as it runs, without what only 5.0 has.
   */
  mqtt?: 3 | 5 | "either";
  /**
   * The topic that says "online" while the client is connected and "offline" when it is not, retained: by a
   * message after each connect, by the will, and before an orderly end. A will that the broker speaks too
   * late is corrected. None by default.
   */
  status?: string;
  /**
   * The message that the broker publishes when the connection ends without a word. Not with `status`, which
   * is a will. None by default.
   */
  will?: NodeWill;
  /**
   * In MQTT 5.0: the seconds that a client may be away before the broker publishes its will, or "offline"; 0
   * (default) to 2,147,483,647. Needs `session: "persistent"`, because a will does not outlive its session.
   */
  willDelay?: number;
  /**
   * "clean": the client misses messages that are published while it is away, and a message at QoS 2 whose
   * link is lost half-way may come twice. "persistent": the broker keeps the session, and with it messages at
   * QoS 1 and 2 that are published meanwhile. Default: "clean" until the client first uses QoS 2, to publish
   * or to hear, and "persistent" from then on; a standing connection is made anew.
   */
  session?: "clean" | "persistent";
  /**
   * In MQTT 5.0: the seconds for which the broker keeps the session of an absent client, 0 to 2,147,483,647.
   * Without it, until the client ends it.
   */
  sessionExpiry?: number;
  /**
   * In MQTT 5.0: true ends an earlier session with the first connection; the session that begins then is
   * kept. Needs `session: "persistent"`. No (default): the earlier session goes on.
   */
  cleanStart?: boolean;
  /**
   * In MQTT 5.0: the number of topics that the broker may send once a connection, and then as numbers, 0
   * (default) to 1,000. The client holds each.
   */
  topicAliasMaximum?: number;
  /**
   * In MQTT 5.0: true lets the client go where its broker sends it (0x9C, 0x9D and a server reference, 4.11),
   * with the same user, secret and TLS, three times in a row at most. It comes back to `host` once that
   * connection ends, after 0x9D ("moved") only once an attempt there fails. No (default): the reference is in
   * the error alone.
   */
  followServerReference?: boolean;
  /** In MQTT 5.0: the user properties of the client's CONNECT. None by default. */
  userProperties?: UserProperties;
  /** In MQTT 5.0: false asks the broker for reason codes without words; true (default). */
  requestProblemInformation?: boolean;
  /**
   * In MQTT 5.0: true asks the broker for the beginning of response topics, which `brokerOffer()` then has.
   * No (default).
   */
  requestResponseInformation?: boolean;
  /**
   * How much it holds. `packetBytes`: the longest packet that it takes, 16 to 268,435,460 bytes (default),
   * which is all that MQTT allows; a longer message is skipped, reported and counted. `slots` and `bytes`:
   * messages, and bytes of theirs, that wait at QoS 1 and 2; default 1,000 and 1,048,576, and no payload may
   * be longer than `bytes`. `window`: how many of these may be out and unacknowledged, 1 to 28,672; default
   * as many as `slots`, and 7 once the client publishes at QoS 2 (at most 255 then): brokers end the
   * connection of a client that has more of these under way than they like (Mosquitto: 20). `linkBytes`:
   * bytes that the stream is handed before it has drained, default 65,536. `unanswered`: messages at QoS 1
   * and 2 that a broker of MQTT 5.0 is asked to have unanswered at most (its Receive Maximum), 1 to 65,535,
   * default 1,000: so many handlers with `acknowledge: "resolved"` run at once. Mosquitto 2.0.11 sends more;
   * others, and those of MQTT 3.1.1, have bounds of their own.
   */
  limits?: Partial<NodeClientLimits>;
  /**
   * false: the client ends with its first connection, or with the attempt at one. true (default): it comes
   * back, after a pause that is drawn from the time since the connection was lost, from 1,000 milliseconds to
   * 60,000; a record says others.
   */
  reconnect?: boolean | ReconnectPauses;
  /** An aborted signal stops the client, as `stop()` does. */
  signal?: Signal;
  /**
   * A file in which the messages of `send()` outlive the process: those not acknowledged then go out when the
   * next client starts with it, in order, as new messages, which may come twice. A file serves one client;
   * another one is refused. None by default.
   */
  store?: string | StoreOptions;
  /**
   * Called, in a later turn, after each connection that the broker has accepted. `sessionKept`: the broker
   * goes on with the earlier session; if not, its messages for this client are lost, and unfinished messages
   * of this client go out as new.
   */
  connected?: (sessionKept: boolean) => void;
  /** Called, in a later turn, after the end of each connection, or attempt at one, with the reason. */
  lost?: (error: ConnectionError) => void;
  /** Called, in a later turn, after each change of the client's `state`. */
  stateChanged?: (state: ClientState) => void;
  /**
   * Called, in a later turn, for each kept message that a policy has dropped, with its topic, and the reason
   * in words. It may publish. The topic is "" for damaged lines of the store.
   */
  dropped?: (topic: string, why: string) => void;
  /**
   * Called, in a later turn, for each message that is skipped because its packet, of so many bytes, is longer
   * than `limits.packetBytes`. The topic is "" if it does not fit either. At QoS 1 and 2 the broker gets its
   * answer all the same, or it would send the message for ever.
   */
  skipped?: (topic: string, bytes: number) => void;
  /**
   * Called, in a later turn, for each handler of `subscribe` and `reply` that has thrown or rejected, with
   * the message's topic and the error. Without it the error is the program's own and ends it as Node does,
   * except with `acknowledge: "resolved"`.
   */
  handlerFailed?: (topic: string, error: unknown) => void;
  /** Called, in a later turn, for each subscription that the broker refuses: no message comes by it. */
  subscriptionRefused?: (filter: string) => void;
  /** Called, in a later turn, for each subscription that the broker grants a lower QoS than requested. */
  qosLowered?: (filter: string, asked: Qos, granted: Qos) => void;
}

export type Qos = 0 | 1 | 2;

/** The last message of a client that the broker has lost. */
export interface NodeWill {
  topic: string;
  /** Text or bytes, at most 65,535 of them. */
  payload: Payload;
  /** Default 0. */
  qos?: Qos;
  /** The broker keeps it for later subscribers. No (default). */
  retain?: boolean;
  /** Its properties; in MQTT 5.0 alone. None by default. */
  properties?: MessageProperties;
  /**
   * In MQTT 5.0: milliseconds after which the broker drops it for clients that have not had it; never
   * (default).
   */
  deadline?: number;
}

/** The pauses before a client tries again, in milliseconds. */
export interface ReconnectPauses {
  /** The shortest time that a pause is drawn from, 1 to 3,600,000; default 1,000. */
  first?: number;
  /**
   * The longest pause, 1 to 3,600,000; default 60,000. Where only a person can mend the cause, the client
   * tries each half to whole minute.
   */
  longest?: number;
}

export interface StoreOptions {
  /** Its path. It is made where it is missing. */
  file: string;
  /** Each message is on the disk before it goes out, so that it also outlives a power cut. No (default). */
  sync?: boolean;
}

export interface PublicationOptions {
  /** Properties of its messages; in MQTT 5.0 alone. None by default. */
  properties?: MessageProperties;
  /**
   * 0 (default): handed to the link, or refused. 1: kept until the broker has acknowledged it. 2: the same,
   * exactly once as long as the broker keeps the session.
   */
  qos?: Qos;
  /** The broker keeps it for later subscribers. No (default). */
  retain?: boolean;
  /** When the ring is full (QoS 1 and 2): "oldest" (default), "latest", "thin" or "reject". */
  overflow?: Overflow;
  /** The priority when the ring is full: "low", "normal" (default) or "high". */
  priority?: "low" | "normal" | "high";
  /**
   * Milliseconds after which an unsent message is dropped; 0 (default): never. At most twelve days. In MQTT
   * 5.0 the broker learns the rest of the time, and then drops the message for clients that have not had it.
   */
  deadline?: number;
}

export interface SendOptions {
  /** Properties of its messages; in MQTT 5.0 alone. None by default. */
  properties?: MessageProperties;
  /** 0: handed to the link. 1 (default): acknowledged by the broker. 2: the same, exactly once. */
  qos?: Qos;
  /** The broker keeps it for later subscribers. No (default). */
  retain?: boolean;
  /**
   * When the ring is full, or at QoS 0 the link: "wait" (default) for room, behind those that wait already,
   * or "refuse".
   */
  whenFull?: "wait" | "refuse";
  /**
   * Milliseconds after which the promise of a message that was not sent yet rejects, and the message is
   * dropped; 0 (default): never. At most 68 years; more than twelve days go by the computer's clock, which is
   * looked at when a connection is tried. In MQTT 5.0 the broker learns the rest of it, as with a
   * publication.
   */
  deadline?: number;
  /**
   * An aborted signal rejects the promise with its reason. A message that waits for room is taken back; one
   * that has its place is delivered all the same.
   */
  signal?: Signal;
}

export interface RequestOptions {
  /** 0: handed to the link. 1 (default): acknowledged by the broker. 2: the same, exactly once. */
  qos?: Qos;
  /** Milliseconds that an answer may take, 1 to 2,147,483,647; default 10,000. */
  timeoutMs?: number;
  /**
   * Properties of the request. The client sets the response topic and the correlation data. None by default.
   */
  properties?: Omit<MessageProperties, "responseTopic" | "correlationData">;
  /** An aborted signal rejects the promise with its reason. */
  signal?: Signal;
}

/** Options of a subscription; all but `qos` and `acknowledge` in MQTT 5.0 alone. */
export interface SubscriptionOptions {
  /** The highest QoS that messages come at. Default 1. */
  qos?: Qos;
  /** Do this client's own messages stay away? No (default). Not for a shared filter. */
  noLocal?: boolean;
  /**
   * Does `retained` say how a message was published, instead of whether the broker had kept it? No (default):
   * a bridge wants it.
   */
  retainAsPublished?: boolean;
  /**
   * The time when the broker's retained messages come: with each subscription ("always", default), with a
   * "new" one, or "never".
   */
  retained?: "always" | "new" | "never";
}

export interface HandlerOptions extends SubscriptionOptions {
  /**
   * When a message at QoS 1 or 2 is acknowledged: once its handler has returned ("returned", default), or
   * once the promise that it returns has resolved ("resolved"), in the order in which the messages came.
   * Before that a lost connection brings it again, with QoS 1 also to a handler that still runs. A promise
   * that rejects refuses the message: in MQTT 5.0 by the error's `reasonCode` (131, 135, 144, 151 or 153;
   * else 128), and the broker drops it; in MQTT 3.1.1 the client connects anew, and a broker that keeps its
   * session sends it, and what came after it, again. While the client stops, no handler is called.
   */
  acknowledge?: "returned" | "resolved";
}

export interface ReplyOptions extends HandlerOptions {
  /**
   * In MQTT 5.0 a request names the topic of its answer, which is published with the replier's rights: so
   * only a topic below this one is allowed, default "answers"; "" allows any. A request whose own topic names
   * it is answered there alone, too. For any other topic, and for a retained request, the handler is called
   * and nothing is sent.
   */
  answersBelow?: string;
}

/** Options of a client's goodbye; in MQTT 5.0 alone. */
export interface StopOptions {
  /**
   * The reason for the broker: words, or a code that a client may end with (3.14.2.1), such as 4 to have the
   * broker publish its will all the same. Default 0, the usual end.
   */
  reason?: string | number;
  /**
   * Seconds from now for which the broker keeps the session, 0 to 2,147,483,647; needs `session:
   * "persistent"`. Default: the client's `sessionExpiry`.
   */
  sessionExpiry?: number;
  /** The most milliseconds that the stop takes. Default 5,000. */
  withinMs?: number;
}

export interface MessagesOptions extends SubscriptionOptions {
  /**
   * Messages that wait for the reader, 1 to 1,000,000; beyond that, the oldest is skipped and counted as
   * unread. Default 1,000.
   */
  most?: number;
  /** An aborted signal ends the loop with its reason. */
  signal?: Signal;
}
