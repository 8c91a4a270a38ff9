// Counts that a client shows to its program.
import type { Client } from "../mqtt/client.ts";
import type { NodeCounters } from "./client.ts";

/** Counts of the client's own parts: `postponed` are the refusals that nobody was told of. */
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
