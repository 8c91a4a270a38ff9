// Topics that the device of these proofs publishes: each QoS, each policy, each priority,
// with a deadline and without.
import {
  HIGH_PRIORITY,
  LOW_PRIORITY,
  NORMAL_PRIORITY,
  type Overflow,
  type Publication,
  prepare,
} from "../../../../src/mqtt/publication.ts";

export interface Topic {
  name: string;
  qos: 0 | 1 | 2;
  overflow: Overflow;
  priority: number;
  /** Milliseconds after which it is not sent for the first time any more; 0 is never. */
  deadline: number;
}

/** What it subscribes to for the broker's messages. */
export const INCOMING = "told";

export const TOPICS: readonly Topic[] = [
  { name: "alarm", qos: 2, overflow: "reject", priority: HIGH_PRIORITY, deadline: 0 },
  { name: "count", qos: 1, overflow: "reject", priority: NORMAL_PRIORITY, deadline: 0 },
  { name: "event", qos: 2, overflow: "oldest", priority: NORMAL_PRIORITY, deadline: 0 },
  { name: "trace", qos: 1, overflow: "oldest", priority: LOW_PRIORITY, deadline: 0 },
  { name: "state", qos: 1, overflow: "latest", priority: NORMAL_PRIORITY, deadline: 0 },
  { name: "level", qos: 0, overflow: "reject", priority: NORMAL_PRIORITY, deadline: 0 },
  { name: "curve", qos: 1, overflow: "thin", priority: NORMAL_PRIORITY, deadline: 0 },
  { name: "offer", qos: 2, overflow: "reject", priority: NORMAL_PRIORITY, deadline: 3000 },
  { name: "moment", qos: 1, overflow: "thin", priority: LOW_PRIORITY, deadline: 10000 },
];

export function sessionPublication({ name, qos, overflow, priority, deadline }: Topic): Publication {
  const publication = prepare(name, qos, false, overflow);
  publication.priority = priority;
  publication.deadline = deadline;
  return publication;
}
