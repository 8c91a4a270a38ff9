// A client that receives everything a broker passes on, and does nothing else.
import { connectAsync } from "mqtt";

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

/**
 * Connects to a broker and calls `seen` for each message of every topic. In MQTT 3.1.1 a live message does not say
 * whether the broker keeps it, so each new topic is subscribed to once by its own name: what is kept then comes again.
 */
export async function watchBroker(url: string, seen: (message: SeenMessage) => void): Promise<Watcher> {
  const client = await connectAsync(url, { clientId: "watcher" });
  const latest = new Map<string, Buffer>();

  client.on("message", (topic, payload, { qos, retain }) => {
    const before = latest.get(topic);
    latest.set(topic, payload);
    const again = retain && before?.equals(payload) === true;
    seen({ time: Date.now(), topic, payload, qos, retained: retain, again });
    if (before === undefined && !retain) client.subscribe(topic, { qos: 1 });
  });
  await client.subscribeAsync("#", { qos: 1 });
  return { end: () => client.endAsync() };
}
