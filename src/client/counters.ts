// Counts that a client shows to its program.
import type { Client } from "../mqtt/client.ts";
import type { NodeCounters } from "./client.ts";

/** What the client's own parts have counted: `postponed` is of the refusals those that nobody was told. */
type OwnCounters = Pick<NodeCounters, "unread" | "repeatedAnswers" | "lateAnswers"> & { postponed: number };

export function countersOf(
  { connection, outcomes, dropped, oversize, arrival }: Client,
  { postponed, ...own }: OwnCounters,
): NodeCounters {
  return {
    connects: connection.connects,
    refused: outcomes.refusals - postponed,
    dropped: dropped.total,
    repeated: outcomes.repeats,
    skipped: oversize.skips,
    untaken: arrival.untaken,
    ...own,
  };
}
