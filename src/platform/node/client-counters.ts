// What a program is told that its client has counted.
import type { Client } from "../../mqtt/client.ts";
import type { NodeCounters } from "./client.ts";

/** `postponed`: of the refusals, those that nobody was told; `unread`: messages that a loop was too slow for. */
export function countersOf(
  { connection, outcomes, dropped, oversize }: Client,
  postponed: number,
  unread: number,
): NodeCounters {
  return {
    connects: connection.connects,
    refused: outcomes.refusals - postponed,
    dropped: dropped.total,
    repeated: outcomes.repeats,
    skipped: oversize.skips,
    unread,
  };
}
