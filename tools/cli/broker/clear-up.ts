// Deletes the retained messages that the devices of this process have left at a real broker.
import { note } from "../../terminal/output.ts";
import { messages } from "../forget/forget-lines.ts";
import { atBroker } from "./at-broker.ts";
import type { BrokerAddress } from "./broker-url.ts";
import { publishEmpty } from "./let-go.ts";

/** The longest that the broker may take for all of them. */
const SECONDS = 300;

/**
 * Deletes the retained messages at `topics` and says so, without a question: this process published them.
 * Where it cannot, prints `otherwise`, and rejects with a BrokerFault.
 */
export async function clearUp(
  broker: BrokerAddress,
  topics: Iterable<string>,
  otherwise: string,
): Promise<void> {
  const all = [...topics];
  if (all.length === 0) return;
  // A broker that notices the end of a connection late publishes its will there: those topics go last.
  const isLast = (topic: string) => topic.endsWith("/status");
  const inOrder = [...all.filter((topic) => !isLast(topic)), ...all.filter(isLast)];
  try {
    await atBroker(broker, (connection) => publishEmpty(connection, inOrder, SECONDS));
  } catch (error) {
    note(otherwise);
    throw error;
  }
  note(`What the devices had announced and told is taken away from the broker: ${messages(all.length)}.`);
}
