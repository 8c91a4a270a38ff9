// Reports of exceeded limits and refused clients, as lines: the cause becomes visible, and cannot flood the
// console.

import { printable } from "../../../src/client/faults/foreign-text.ts";

/** The client's name follows. */
const WORDS = {
  clients: "The broker serves as many clients as it can; it refuses",
  longWill: "The broker takes no will as long as this one; it refuses",
  wills: "The broker has no room for more wills; it ends the session with the longest, which is that of",
  filters: "The broker has no room for more filters; it refuses a subscription of",
  effort: "The broker refuses a subscription, because too many retained messages are asked for at a time, by",
  retained: "The broker has no room for more retained messages; it refuses one of",
  notKept: "The broker has no room for more retained messages; it hands on without keeping it one of",
  queue: "Too many messages wait; the broker throws away more of them for",
  queueFull: "A message queue has no more room; it throws away its oldest messages for one of",
  noQueue: "There is no message queue to give anything for a subscription of",
  late: "Too many messages for hundreds of clients wait; the broker throws away one of",
  cleared: "Too many messages wait; the broker ends the session with the most of them, which is that of",
  away: "Too many clients are away; the broker ends the session of",
  unfinished: "The broker has no room for more messages at QoS 2 that wait for PUBREL; it refuses one of",
  refused: "The service that decides about clients does not let in",
  undecided: "Nobody decides about clients, and the broker does not let in",
  unasked: "Too many clients wait for the service that decides about them; the broker refuses",
  rate: "The broker reads more slowly from a client that publishes more than it may, which is",
  deniedMessage: "The broker does not hand on a message, whose sender may not publish it, of",
  deniedFilter: "The broker refuses a subscription that its client may not have, of",
  deniedWill: "The broker takes no will that its client may not publish, of",
  unread: "Too much waits to be read, or for too long; the broker ends the connection of",
} as const;

export type Shortage = keyof typeof WORDS;

/** `why`, if known, ends the sentence. */
export type ReportShortage = (shortage: Shortage, clientId: string, why?: string) => void;

/** The time in which one line of each kind is printed. */
const PAUSE_MS = 60_000;

/** Reports the first event of each kind in a minute; `report` receives sentences without their full stop. */
export function reportingShortages(now: () => number, report: (sentence: string) => void): ReportShortage {
  const reported = new Map<Shortage, number>();
  return (shortage, clientId, why) => {
    const last = reported.get(shortage);
    if (last !== undefined && now() - last < PAUSE_MS) return;
    reported.set(shortage, now());
    const clientName = clientId === "" ? "a client without a name" : `"${printable(clientId)}"`;
    report(`${WORDS[shortage]} ${clientName}${why === undefined ? "" : `: ${printable(why)}`}`);
  };
}
