// Somebody who has a right to connect, and is after what is not theirs.

import type { Milliseconds } from "../../../src/bytes/milliseconds.ts";
import { type ConnectOptions, connect } from "../../../src/client/connect.ts";
import type { Group, Place } from "./scenario.ts";

export interface IntruderOptions {
  /** How it connects, as `connect` of a program takes it. */
  as: (place: Place) => ConnectOptions;
  /** It listens by these, for as long as it is there. */
  filters: readonly string[];
  /** It publishes to these, again and again. */
  topics?: readonly string[];
  /** What it publishes. Default: "intruder". */
  payload?: string;
  /** Between two attempts at its topics. */
  every?: Milliseconds;
}

const EVERY_MS = 2000;

/**
 * A program that listens and publishes where it must not. What succeeds is heard, as of the stream "is given
 * <topic>" or "publishes to <topic>": expect `hearsNothing` of its group. MQTT 3.1.1 says of no message that
 * it is refused: there, publishing succeeds.
 */
export function intruder({
  as,
  filters,
  topics = [],
  payload = "intruder",
  every = EVERY_MS as Milliseconds,
}: IntruderOptions): Group {
  return {
    listensTo: () => false,
    async program(place) {
      const { broker, signal, heard } = place;
      const client = connect(broker, { ...as(place), signal });
      const numbers = new Map<string, number>();
      const tell = (stream: string) => {
        const number = (numbers.get(stream) ?? 0) + 1;
        numbers.set(stream, number);
        heard(stream, number);
      };
      for (const filter of filters)
        client.subscribe(filter, ({ topic }) => tell(`is given ${topic}`)).catch(() => {});
      const attempt = () => {
        for (const topic of topics)
          client.send(topic, payload, { qos: 1 }).then(
            () => tell(`publishes to ${topic}`),
            () => {},
          );
      };
      await client.untilConnected();
      attempt();
      const timer = setInterval(attempt, every);
      signal.addEventListener("abort", () => clearInterval(timer));
    },
  };
}
