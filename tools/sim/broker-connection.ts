// One connection to somebody's broker, for whoever asks or looks there. Whatever is at the other end, no step waits forever:
// each has a deadline, and what ends the connection ends the step, with what was seen of the broker.
import { connect, type IClientOptions } from "mqtt";
import { printable } from "../terminal/foreign-text.ts";
import { BrokerFault, connectionFault, notABroker } from "./broker-fault.ts";
import type { TlsIdentity } from "./real-stream.ts";

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
  /** Ends the attempt to connect. */
  signal?: AbortSignal | undefined;
}

export interface BrokerConnection {
  /** "127.0.0.1:1883". */
  where: string;
  /** `take` gets each message from now on. Returns what ends that. */
  listen: (take: (message: Delivered) => void) => () => void;
  /** These reject with a BrokerFault. */
  subscribe: (filters: readonly string[], qos?: 0 | 1) => Promise<void>;
  unsubscribe: (filters: readonly string[]) => Promise<void>;
  /** At QoS 1: the broker has it. */
  publish: (topic: string, payload: string, retain?: boolean) => Promise<void>;
  /** Resolves when the connection is gone, with why; never after `end`. */
  lost: Promise<BrokerFault>;
  /** Says goodbye as well as it can, and waits for nobody. */
  end: () => Promise<void>;
}

const PATIENCE_MS = 10_000;
/** So long a goodbye may take. */
const GOODBYE_MS = 1000;
/** The first bytes, which say what it is that answers. */
const HEARD_BYTES = 80;

/** Connects, once. Rejects with a BrokerFault. */
export async function openConnection(
  account: BrokerAccount,
  options: ConnectionOptions = {},
): Promise<BrokerConnection> {
  const { host, port = account.tls ? 8883 : 1883 } = account;
  const { patience = PATIENCE_MS, signal } = options;
  const where = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  const client = connect({ ...clientOptions(account, options), host, port });
  let heard = Buffer.alloc(0);
  // Before the parser, which may take exception to them.
  client.stream.prependListener("data", (bytes: Buffer) => {
    if (heard.length < HEARD_BYTES) heard = Buffer.concat([heard, bytes.subarray(0, HEARD_BYTES)]);
  });
  let isIn = false;
  let isEnded = false;
  const lost = new Promise<BrokerFault>((resolve) => {
    client.on("error", (error: Error & { code?: string | number }) => {
      resolve(
        isIn && error.code === undefined
          ? new BrokerFault(where, "no broker", `it sent what no broker sends (${error.message})`)
          : connectionFault(where, error, heard),
      );
      client.end(true);
    });
    client.on("close", () => {
      if (isEnded) return;
      if (!isIn && heard.length > 0) resolve(notABroker(where, heard));
      const when = isIn ? "it has closed the connection" : "it closes the connection without an answer";
      resolve(new BrokerFault(where, "closed", when));
    });
  });
  // Nobody may be waiting for a step when it is lost, and that is no failure of its own.
  const broken = lost.then((fault) => Promise.reject(fault));
  broken.catch(() => {});

  /** What a step comes to; a fault when it comes to nothing in time. */
  async function step<Value>(value: Promise<Value>, late: () => BrokerFault): Promise<Value> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(late()), patience);
    });
    value.catch(() => {});
    return Promise.race([value, broken, tooLate]).finally(() => clearTimeout(timer));
  }
  const seconds = patience / 1000;
  const owes = (what: string) => () => new BrokerFault(where, "silent", `it has not ${what} in ${seconds} s`);

  async function end(): Promise<void> {
    isEnded = true;
    // One that was never let in has nobody to say goodbye to.
    const goodbye = new Promise<void>((resolve) => client.end(!isIn, {}, () => resolve()));
    const socketIsGone = client.stream.closed
      ? undefined
      : new Promise<void>((resolve) => client.stream.once("close", () => resolve()));
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, GOODBYE_MS);
    });
    await Promise.race([Promise.all([goodbye, socketIsGone]), enough]);
    clearTimeout(timer);
    client.stream.destroy();
  }

  try {
    const connack = new Promise((resolve, reject) => {
      client.once("connect", resolve);
      const stop = () => reject(new BrokerFault(where, "closed", "it was not waited for any longer"));
      if (signal?.aborted) stop();
      signal?.addEventListener("abort", stop, { once: true });
    });
    await step(connack, () =>
      heard.length > 0
        ? notABroker(where, heard)
        : new BrokerFault(where, "silent", `nothing answers there in ${seconds} s`),
    );
  } catch (error) {
    await end();
    throw error;
  }
  isIn = true;

  return {
    where,
    lost,
    end,
    listen(take) {
      const heardMessage: MqttMessage = (topic, payload, { qos, retain }) =>
        take({ topic, payload, qos, retained: retain });
      client.on("message", heardMessage);
      return () => void client.off("message", heardMessage);
    },
    async subscribe(filters, qos = 0) {
      const granted = client.subscribeAsync([...filters], { qos });
      const refused = granted.catch((error: Error) => {
        const which = filters.length > 3 ? `${filters.slice(0, 3).join(", ")}…` : filters.join(", ");
        throw new BrokerFault(
          where,
          "forbidden",
          `it does not let this user read ${printable(which)} (${error.message}); use one who may`,
        );
      });
      await step(refused, owes("answered a subscription"));
    },
    async unsubscribe(filters) {
      await step(client.unsubscribeAsync([...filters]), owes("answered the end of a subscription"));
    },
    async publish(topic, payload, retain = false) {
      await step(client.publishAsync(topic, payload, { qos: 1, retain }), owes("acknowledged a message"));
    },
  };
}

type MqttMessage = (topic: string, payload: Buffer, packet: { qos: number; retain: boolean }) => void;

function clientOptions(
  { tls = false, user, secret, identity = {} }: BrokerAccount,
  { name = "ringmote", clearsAtEnd, patience = PATIENCE_MS }: ConnectionOptions,
): IClientOptions {
  return {
    protocol: tls ? "mqtts" : "mqtt",
    clientId: `${name}-${Math.random().toString(16).slice(2, 10)}`,
    ...(user === undefined ? {} : { username: user }),
    ...(secret === undefined ? {} : { password: secret }),
    ...identity,
    ...(clearsAtEnd !== undefined && {
      will: { topic: clearsAtEnd, payload: Buffer.alloc(0), qos: 1, retain: true },
    }),
    // Ours is over before.
    connectTimeout: 2 * patience,
    // It is one connection: who wants another opens it.
    reconnectPeriod: 0,
    // What was asked for once, and is asked for again, is given again.
    resubscribe: false,
  };
}
