// A client that receives what a broker passes on (MQTT.js), in a session that outlives its connections.
import { connectAsync } from "mqtt";
import { createWatched, type Watched } from "../soak/watched.ts";

export interface SubscriberMessage {
  topic: string;
  payload: string;
  /** The broker had kept it from before the subscription. */
  retained: boolean;
}

export interface Subscriber {
  received: Watched<SubscriberMessage>;
  /** Payloads of a topic, oldest first. */
  payloadsOf: (topic: string) => string[];
  /** Resolves when the newest message of a topic is this one. */
  untilNewest: (topic: string, payload: string) => Promise<void>;
  /** Resolves when it is connected and subscribed again, to a broker that has forgotten it. */
  untilSubscribedAgain: () => Promise<void>;
  end: () => Promise<void>;
}

export interface Who {
  user?: string;
  password?: string;
}

const EVERYTHING = "#";
const TRY_AGAIN_MS = 100;

/** Connects and subscribes to every topic. It is given later what came while it or the broker was away. */
export async function startSubscriber(
  port: number,
  clientId = "subscriber",
  who: Who = {},
  qos: 1 | 2 = 1,
): Promise<Subscriber> {
  const received = createWatched<SubscriberMessage>();
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`, {
    clientId,
    username: who.user,
    password: who.password,
    clean: false,
    reconnectPeriod: TRY_AGAIN_MS,
  });
  // A broker that is away is no fault here: it is tried again.
  client.on("error", () => {});
  client.on("message", (topic, payload, { retain }) =>
    received.add({ topic, payload: payload.toString(), retained: retain }),
  );
  await client.subscribeAsync(EVERYTHING, { qos });

  const payloadsOf = (topic: string) =>
    received.entries.filter((message) => message.topic === topic).map(({ payload }) => payload);
  return {
    received,
    payloadsOf,
    untilNewest: (topic, payload) =>
      received.until(`"${payload}" on ${topic}`, () => payloadsOf(topic).at(-1) === payload),
    async untilSubscribedAgain() {
      if (!client.connected) await new Promise<void>((resolve) => client.once("connect", () => resolve()));
      await client.subscribeAsync(EVERYTHING, { qos });
    },
    end: () => client.endAsync(true),
  };
}
