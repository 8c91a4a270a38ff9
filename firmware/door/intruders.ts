// Another tenant of the broker, who means no good: it listens, opens doors, floods, and takes the name of a door.
import { connect, type NodeMessage } from "ringmote/node.ts";
import type { Member } from "./access.ts";

/** Tells of each topic of others that it is given; says "yes" to all questions, and unlocks. */
export function steal(broker: string, victim: string, member: Member, heard: (topic: string) => void): void {
  const will = { topic: `${victim}/status`, payload: "offline", qos: 1 as const, retain: true };
  const client = connect(broker, { ...member, will });
  const hear = ({ topic, payload }: NodeMessage) => {
    if (!topic.startsWith(`${member.user}/`)) heard(topic);
    if (topic === `${victim}/question`)
      client.send(`${victim}/answer/set`, `${payload} yes`, { qos: 1 }).catch(() => {});
  };
  for (const filter of ["#", "+/+/question", `${victim}/#`, `$share/thieves/${victim}/#`, "answers/#"])
    client.subscribe(filter, hear).catch(() => {});
  const timer = setInterval(() => {
    client.send(`${victim}/bolt/set`, "unlock", { qos: 1, retain: true }).catch(() => {});
  }, 1000);
  member.signal?.addEventListener("abort", () => clearInterval(timer));
}

/** Publishes to its own topic as fast as it can. */
export function flood(broker: string, member: Member, sent: (number: number) => void): void {
  const client = connect(broker, member);
  let number = 0;
  const next = (): void => {
    if (member.signal?.aborted) return;
    number += 1;
    sent(number);
    client.send(`${member.user}/noise`, String(number), { qos: 1 }).then(next, () => {});
  };
  for (let at = 0; at < 30; at += 1) next();
}

/** Comes in by its own name, and then by that of a door, to throw it out. */
export async function pretend(
  broker: string,
  victim: string,
  member: Member,
  letIn: () => void,
): Promise<void> {
  await connect(broker, member).untilConnected();
  connect(broker, { ...member, id: victim, connected: letIn });
}
