// Brings everything that is said to the log, as a rule of a broker does that has a way to Kafka.
import type { PartitionedLog } from "ringmote/log.ts";
import { connect, type NodeMessage } from "ringmote/node.ts";
import { GLOBAL, type Member } from "./access.ts";

/** Resolves when all that is said from then on is for it. A message is acknowledged once the log has it: what comes while either is away waits at the broker. */
export function forward(broker: string, { id, ...member }: Member, log: PartitionedLog): Promise<unknown> {
  const client = connect(broker, { id, user: id, ...member, mqtt: 5, session: "persistent" });
  const take = ({ payload }: NodeMessage) => log.append(conversationOf(payload), payload);
  return client.subscribe(GLOBAL, take, { qos: 2, acknowledge: "resolved" });
}

function conversationOf(payload: string): string {
  try {
    return String(JSON.parse(payload).message.conversation);
  } catch {
    return "";
  }
}
