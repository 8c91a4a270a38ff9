// What the device of these proofs publishes: each QoS, each policy that does not ask for the time, each priority.
import {
  HIGH_PRIORITY,
  LOW_PRIORITY,
  NORMAL_PRIORITY,
  type Overflow,
  type Publication,
  prepare,
} from "../../../src/mqtt/publication.ts";

export interface Topic {
  name: string;
  qos: 0 | 1 | 2;
  overflow: Overflow;
  priority: number;
}

export const TOPICS: readonly Topic[] = [
  { name: "alarm", qos: 2, overflow: "reject", priority: HIGH_PRIORITY },
  { name: "count", qos: 1, overflow: "reject", priority: NORMAL_PRIORITY },
  { name: "event", qos: 2, overflow: "oldest", priority: NORMAL_PRIORITY },
  { name: "trace", qos: 1, overflow: "oldest", priority: LOW_PRIORITY },
  { name: "state", qos: 1, overflow: "latest", priority: NORMAL_PRIORITY },
  { name: "level", qos: 0, overflow: "reject", priority: NORMAL_PRIORITY },
];

export function publicationOf({ name, qos, overflow, priority }: Topic): Publication {
  const publication = prepare(name, qos, false, overflow);
  publication.priority = priority;
  return publication;
}
