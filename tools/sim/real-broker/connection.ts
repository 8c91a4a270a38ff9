// One connection to somebody's broker, for whoever asks or looks there. Whatever is at the other end, no step
// waits forever: each has a deadline, and what ends the connection ends the step, with what was seen of the
// broker.
import { randomBytes } from "node:crypto";
import { startNodeClient } from "../../../src/client/client.ts";
import type { BrokerOffer } from "../../../src/client/faults/broker-offer.ts";
import { SubscriptionError } from "../../../src/client/faults/errors.ts";
import { printable } from "../../../src/client/faults/foreign-text.ts";
import type { NodeClientOptions } from "../../../src/client/options.ts";
import type { NodeMessage } from "../../../src/client/subscriptions/message.ts";
import { bytesOf } from "../../../src/client/text.ts";
import type { TlsIdentity } from "../../../src/client/transport/tls-identity.ts";
import { matches } from "../../../src/mqtt/topic.ts";
import { createRealWorld } from "../../../src/platform/node/real-world.ts";
import { hearAnswer } from "./answer.ts";
import { BrokerFault, connectionFault, notABroker } from "./fault.ts";

/** Whom to ask, and as whom; port 1883 or, with `tls`, 8883 by default. */
export interface BrokerAccount {
  host: string;
  port?: number;
  tls?: boolean;
  user?: string;
  secret?: string;
  /** For TLS. */
  identity?: TlsIdentity;
}

/** A message as it was delivered. */
export interface Delivered {
  topic: string;
  payload: Buffer;
  qos: number;
  /** It is one that the broker keeps for whoever comes later. */
  retained: boolean;
}

export interface ConnectionOptions {
  /** Begins the client identifier, which ends in digits that nobody else has. */
  name?: string;
  /** The broker lets go of what it keeps at this topic when the connection breaks. */
  clearsAtEnd?: string;
  /** How long the broker may take for an answer, in milliseconds. */
  patience?: number;
  /** The version of MQTT, 3 (3.1.1) by default. */
  mqtt?: 3 | 5;
  /** Ends the attempt to connect. */
  signal?: AbortSignal | undefined;
}

export interface BrokerConnection {
  /** "127.0.0.1:1883". */
  where: string;
  /** What the broker offers, in MQTT 5.0. */
  offer: BrokerOffer | undefined;
  /** `take` gets each message from now on. Returns what ends that. */
  listen: (take: (message: Delivered) => void) => () => void;
  /** These reject with a BrokerFault. */
  subscribe: (filters: readonly string[], qos?: 0 | 1) => Promise<void>;
  unsubscribe: (filters: readonly string[]) => Promise<void>;
  /** At QoS 1: the broker has it. */
  publish: (topic: string, payload: string | Uint8Array, retain?: boolean) => Promise<void>;
  /** Resolves when the connection is gone, with why; never after `end`. */
  lost: Promise<BrokerFault>;
  /** Says goodbye as well as it can, and waits for nobody. */
  end: () => Promise<void>;
}

const PATIENCE_MS = 10_000;
/** So long a goodbye may take. */
const GOODBYE_MS = 1000;

/** Connects, once. Rejects with a BrokerFault. */
export async function openConnection(
  account: BrokerAccount,
  options: ConnectionOptions = {},
): Promise<BrokerConnection> {
  const { host, port = account.tls ? 8883 : 1883, identity } = account;
  const { patience = PATIENCE_MS, signal } = options;
  const where = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  const world = createRealWorld({ connectsAtOnce: true, ...(identity && { tls: identity }) });
  const answer = hearAnswer(world);
  let isIn = false;
  let isEnded = false;
  let lose: (fault: BrokerFault) => void = () => {};
  const lost = new Promise<BrokerFault>((resolve) => (lose = resolve));
  const client = startNodeClient(world, {
    ...clientOptions({ ...account, port }, options),
    lost: (error) => isEnded || lose(connectionFault(where, error, answer, isIn)),
  });
  // Nobody may be waiting for a step when it is lost, and that is no failure of its own.
  const broken = lost.then((fault) => Promise.reject(fault));
  broken.catch(() => {});
  const givenUp = () => new BrokerFault(where, "closed", "it was not waited for any longer");
  const seconds = patience / 1000;
  const owes = (what: string) => () => new BrokerFault(where, "silent", `it has not ${what} in ${seconds} s`);

  /** What a step comes to; a fault when it comes to nothing in time. */
  async function step<Value>(value: Promise<Value>, late: () => BrokerFault): Promise<Value> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(late()), patience);
    });
    // A client that has ended tells each step that it has, and `lost` why; while it is connected, the step
    // itself is wrong.
    const answered = value.catch((error: unknown) => {
      if (error instanceof BrokerFault || client.isConnected()) throw error;
      if (isEnded || signal?.aborted) throw givenUp();
      return broken;
    });
    return Promise.race([answered, broken, tooLate]).finally(() => clearTimeout(timer));
  }

  async function end(): Promise<void> {
    isEnded = true;
    // One that was never let in has nothing to wait for. What answers is not reset either: it may be
    // anybody's server.
    await client.stop(() => {}, client.isConnected() ? GOODBYE_MS : 0);
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, GOODBYE_MS);
    });
    await Promise.race([world.end(), enough]);
    clearTimeout(timer);
  }

  try {
    await step(client.untilConnected(signal && { signal }), () =>
      answer.heard !== ""
        ? notABroker(where, answer.heard)
        : new BrokerFault(where, "silent", `nothing answers there in ${seconds} s`),
    );
  } catch (error) {
    await end();
    throw error;
  }
  isIn = true;

  const takers = new Set<(message: Delivered) => void>();
  /** In bytes. */
  const filters = new Set<string>();
  /** The client calls the handler of each filter that takes a message: the first of them hands it on. */
  const takenBy = (filter: string) => (message: NodeMessage) => {
    const topic = bytesOf(message.topic);
    if ([...filters].find((filter) => matches(filter, topic)) !== filter) return;
    const { qos, retained } = message;
    for (const take of [...takers])
      take({ topic: message.topic, payload: Buffer.from(message.bytes), qos, retained });
  };

  return {
    where,
    offer: client.brokerOffer(),
    lost,
    end,
    listen(take) {
      takers.add(take);
      return () => void takers.delete(take);
    },
    async subscribe(requested, qos = 0) {
      const granted = requested.map((filter) => {
        filters.add(bytesOf(filter));
        return client.subscribe(filter, takenBy(bytesOf(filter)), qos);
      });
      const answered = Promise.all(granted).catch((error: unknown) => {
        if (!(error instanceof SubscriptionError && client.isConnected())) throw error;
        throw new BrokerFault(
          where,
          "forbidden",
          `it does not let this user read ${printable(error.filter)}; use one who may`,
        );
      });
      await step(answered, owes("answered a subscription"));
    },
    async unsubscribe(requested) {
      for (const filter of requested) filters.delete(bytesOf(filter));
      // It resolves when the client ends as well: nothing subscribes then. Here that is an answer which never
      // came.
      const left = client
        .unsubscribe(requested)
        .then(() => (client.isConnected() || isEnded ? undefined : broken));
      await step(left, owes("answered the end of a subscription"));
    },
    async publish(topic, payload, retain = false) {
      await step(client.send(topic, payload, { retain }), owes("acknowledged a message"));
    },
  };
}

function clientOptions(
  { host, port, tls = false, user, secret }: BrokerAccount,
  { name = "ringmote", clearsAtEnd, mqtt = 3 }: ConnectionOptions,
): NodeClientOptions {
  return {
    id: `${name}-${randomBytes(4).toString("hex")}`,
    host: host.includes(":") ? `[${host}]` : host,
    ...(port !== undefined && { port }),
    tls,
    mqtt,
    ...(user !== undefined && { user }),
    ...(secret !== undefined && { secret }),
    ...(clearsAtEnd !== undefined && { will: { topic: clearsAtEnd, payload: "", qos: 1, retain: true } }),
    session: "clean",
    // It is one connection: who wants another opens it.
    reconnect: false,
  };
}
