// The outcome of a publish: its promise, or the reason why it is refused.
import type { Client } from "./client.ts";

/**
 * What a publish promises. "sent": handed to the link, once (QoS 0). "kept": in the ring until the broker has
 * acknowledged it, through lost links, until power is lost (QoS 1 and 2). Anything else is a refusal, and
 * says why.
 */
export type Outcome =
  | "sent"
  | "kept"
  | "refused: offline"
  | "refused: busy"
  | "refused: full"
  | "refused: too long"
  | "refused: not taken";

export interface Outcomes {
  /** Counts since the start: of refused messages, and of messages sent once more in a new session. */
  refusals: number;
  repeats: number;
}

export function createOutcomes(): Outcomes {
  return { refusals: 0, repeats: 0 };
}

/** A message is refused, and counted. @cold */
export function refuse(client: Client, outcome: Outcome): Outcome {
  client.outcomes.refusals += 1;
  return outcome;
}

/**
 * The outcome of a message whose sender does not try again: if the link did not take it, that is a refusal
 * too. A message that is tried again is not lost, and is not counted. @cold
 */
export function counted(client: Client, outcome: Outcome): Outcome {
  return outcome === "refused: offline" || outcome === "refused: busy" ? refuse(client, outcome) : outcome;
}

/** So many messages may arrive twice. @inline */
export function countRepeats(client: Client, messages: number): void {
  client.outcomes.repeats += messages;
}
