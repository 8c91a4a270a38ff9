// Does a broker give what it keeps to whoever subscribes with a wildcard? MQTT says so, and some do not
// (RabbitMQ): then nobody finds what was announced before. A broker says nothing of it; a message of our own
// shows it.
import { ROOT } from "../../../src/device/run/topics.ts";
import { BrokerFault, type FaultKind } from "../../sim/real-broker/fault.ts";
import { connectTo } from "../broker/at-broker.ts";
import type { BrokerAddress } from "../broker/broker-url.ts";
import { keptAt, keptMessages } from "../broker/kept-messages.ts";

/** `not kept`: it keeps nothing there, or this user may not write or read there. */
export type WildcardAnswer = "told" | "not told" | "not kept";

const NOT_ALLOWED: readonly FaultKind[] = ["refused", "forbidden", "closed"];

/**
 * Asks for a message of its own that the broker keeps, and takes it away again. It goes when the program is
 * interrupted as well: it is cleared by the connection's will.
 */
export async function wildcardsAreTold(broker: BrokerAddress): Promise<WildcardAnswer> {
  // Where devices may write, and where nobody looks for one.
  const above = `${ROOT}check-${Math.random().toString(16).slice(2, 10)}`;
  const topic = `${above}/kept`;
  try {
    const connection = await connectTo(broker, { clearsAtEnd: topic });
    try {
      await connection.publish(topic, "ringmote", true);
      if ((await keptAt(connection, topic)) === undefined) return "not kept";
      const isIt = (message: { topic: string }) => message.topic === topic;
      const kept = await keptMessages(connection, [`${above}/+`], { isIt });
      return kept.length > 0 ? "told" : "not told";
    } finally {
      await connection.publish(topic, "", true).catch(() => {});
      await connection.end();
    }
  } catch (error) {
    // Brokers refuse the message, or the connection with its will, of a user who may not write there.
    if (error instanceof BrokerFault && NOT_ALLOWED.includes(error.kind)) return "not kept";
    throw error;
  }
}
