// A client that receives everything a broker passes on about a home, and does nothing else.
import { connectAsync, type IClientOptions } from "mqtt";
import type { TlsIdentity } from "./real-stream.ts";

/** Whom to ask; port 1883 or, with `tls`, 8883 by default. */
export interface WatchedBroker {
  host: string;
  port?: number;
  tls?: boolean;
  user?: string;
  secret?: string;
  /** For TLS. */
  identity?: TlsIdentity;
}

/** One message as the broker delivered it. */
export interface SeenMessage {
  /** When it came, in milliseconds since 1970. */
  time: number;
  topic: string;
  payload: Buffer;
  qos: number;
  /** Delivered as one that the broker keeps for whoever comes later. */
  retained: boolean;
  /** It was seen before, live; now the broker gave the copy that it keeps. */
  again: boolean;
}

export interface Watcher {
  end: () => Promise<void>;
}

const CONNECT_MS = 10_000;

/**
 * Connects to a broker and calls `seen` for each message of the topics that `filters` take. In MQTT 3.1.1 a live message does not say whether the broker keeps it, so each new topic is subscribed to once by its own name: what is
 * kept then comes again. Rejects when the broker cannot be reached or refuses.
 */
export async function watchBroker(
  { host, port, tls = false, user, secret, identity = {} }: WatchedBroker,
  filters: readonly string[],
  seen: (message: SeenMessage) => void,
): Promise<Watcher> {
  const access: IClientOptions = {
    protocol: tls ? "mqtts" : "mqtt",
    host,
    ...(port === undefined ? {} : { port }),
    ...(user === undefined ? {} : { username: user }),
    ...(secret === undefined ? {} : { password: secret }),
    ...identity,
    // A broker that takes the connection and stays silent is given up after this, and keeps no program from ending.
    connectTimeout: CONNECT_MS,
    clientId: `watcher-${Math.random().toString(16).slice(2, 10)}`,
  };
  const client = await connectAsync(access);
  const latest = new Map<string, Buffer>();

  client.on("message", (topic, payload, { qos, retain }) => {
    const before = latest.get(topic);
    latest.set(topic, payload);
    const again = retain && before?.equals(payload) === true;
    seen({ time: Date.now(), topic, payload, qos, retained: retain, again });
    if (before === undefined && !retain)
      client.subscribe(topic, { qos: 1 }, () => void client.unsubscribe(topic));
  });
  await client.subscribeAsync([...filters], { qos: 1 });
  return { end: () => client.endAsync() };
}
