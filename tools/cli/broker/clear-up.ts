// Clears messages that the devices of this process have left at somebody's broker, when they have ended.
import { note } from "../../terminal/output.ts";
import { messages } from "../forget/forget-lines.ts";
import { atBroker } from "./at-broker.ts";
import type { BrokerAddress } from "./broker-url.ts";
import { publishEmpty } from "./let-go.ts";

/** A broker that takes longer than this for all of it is not waited for. */
const SECONDS = 300;

/**
 * Lets the broker forget what it keeps at these topics, and says so; nobody is asked, for this process put it
 * there. Where it cannot, says `otherwise`, and rejects with a BrokerFault.
 */
export async function clearUp(
  broker: BrokerAddress,
  topics: Iterable<string>,
  otherwise: string,
): Promise<void> {
  const all = [...topics];
  if (all.length === 0) return;
  // The will of a connection that the broker has not seen end yet is published there.
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
