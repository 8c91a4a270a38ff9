// Deletes retained messages at a broker, and checks that they are gone.
import type { Leftovers } from "../../../src/discovery/forget.ts";
import type { BrokerConnection } from "../../sim/real-broker/connection.ts";
import { BrokerFault } from "../../sim/real-broker/fault.ts";
import { RunError } from "../words/failure.ts";
import { askKept } from "./ask-kept.ts";
import { atBroker } from "./at-broker.ts";
import type { BrokerAddress } from "./broker-url.ts";

/** So many messages are on their way at once. */
const AT_ONCE = 50;

/**
 * Lets the broker forget the leftovers, and asks it again by the filters that gave them. Rejects with a
 * RunError when it still keeps some.
 */
export async function letGo(
  broker: BrokerAddress,
  leftovers: readonly Leftovers[],
  filters: readonly string[],
  seconds: number,
): Promise<void> {
  const topics = leftovers.flatMap((device) => device.topics);
  await atBroker(broker, (connection) => publishEmpty(connection, topics, seconds));
  // One that is connected has the right to tell its state again.
  const gone = new Set(leftovers.filter(({ isOnline }) => !isOnline).flatMap((device) => device.topics));
  if (gone.size === 0) return;
  // A broker acknowledges what it does not let a user write as well (MQTT 3.1.1, 3.3.5).
  const kept = await askKept(broker, filters, seconds);
  const left = kept.filter(({ topic }) => gone.has(topic));
  if (left.length > 0)
    throw new RunError(
      `The broker still keeps ${left.length} of ${gone.size} messages, as ${left[0].topic}; use a user who may write there.`,
    );
}

/**
 * Publishes an empty message to each topic, which takes the place of the one that is kept (MQTT 3.1.1,
 * 3.3.1.3). Rejects with a BrokerFault after so many seconds.
 */
export async function publishEmpty(
  connection: BrokerConnection,
  topics: readonly string[],
  seconds: number,
): Promise<void> {
  const isOver = performance.now() + seconds * 1000;
  for (let i = 0; i < topics.length; i += AT_ONCE) {
    if (performance.now() > isOver)
      throw new BrokerFault(
        connection.where,
        "endless",
        `it has taken ${i} of ${topics.length} messages in ${seconds} s; what is left can be forgotten by "ringmote forget"`,
      );
    await Promise.all(topics.slice(i, i + AT_ONCE).map((topic) => connection.publish(topic, "", true)));
  }
}
