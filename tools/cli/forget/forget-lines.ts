// Lines that ringmote forget prints before it deletes anything.

import { printable } from "../../../src/client/faults/foreign-text.ts";
import type { Leftovers } from "../../../src/discovery/forget.ts";
import { note } from "../../terminal/output.ts";
import { columns } from "../words/columns.ts";

/** So many topics are read by somebody; of more each device is a line. */
const MOST_TOPICS = 60;

export function leftoverLines(left: readonly Leftovers[]): string {
  const topics = left.flatMap((device) => device.topics);
  if (topics.length <= MOST_TOPICS) return topics.map(printable).join("\n");
  return columns(left.map(({ id, topics, roots }) => [id, messages(topics.length), roots.join(", ")]));
}

export function messages(count: number): string {
  return `${count} ${count === 1 ? "message" : "messages"}`;
}

/** Where a device may have topics too, and nothing is taken. */
export function tellDoubtful(left: readonly Leftovers[]): void {
  for (const { id, doubtful } of left)
    for (const root of doubtful)
      note(
        printable(
          `ringmote: warning: ${id} says that its topics begin with ${root}, which does not end in its identity and may be another's; nothing is taken there. If it is its own, name ${root}/ as well.`,
        ),
      );
}
