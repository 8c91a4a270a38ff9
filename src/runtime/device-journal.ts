// The journal of a device: opened once at its start, and written at the end of a turn.
import { noteCompleted, noteReceived } from "../device/run/delivery.ts";
import {
  journalWords,
  type Keeping,
  noteLost,
  SOME_LOST,
  untilWritten,
  writeNow,
} from "../device/run/keeping.ts";
import { keepNow } from "../device/run/kept-totals.ts";
import { JOURNAL_AREA_BYTES, JOURNAL_AT, TOTALS } from "../features.ts";
import { type Journal, journalOf } from "../journal/journal.ts";
import { type Recovery, recover } from "../journal/recover.ts";
import type { HandshakeKeeper } from "../mqtt/qos2-send.ts";
import type { Ports } from "../ports/ports.ts";
import { LONGEST_MS, type Runtime } from "./runtime.ts";

/** Keys of values: of those that are no messages. */
const MOST_VALUES = 16;

/**
 * What recovery found to be gone, or that there is no journal, goes to `keeping`. It holds so many messages,
 * besides values. @cold
 */
export function openJournal({ journal }: Ports, keeping: Keeping, messages: number): Journal | undefined {
  if (journal === undefined) {
    noteLost(keeping, "there is no flash for what is to be kept");
    return undefined;
  }
  journal.setUp(JOURNAL_AT, JOURNAL_AREA_BYTES);
  const recovery = recover(journal);
  noteLost(keeping, lostWords(recovery));
  return journalOf(recovery, messages + MOST_VALUES);
}

/** A torn tail is no loss: what was being written when the power went was not accepted. @cold */
function lostWords({ otherFormat, isOld, damaged }: Recovery): string {
  if (otherFormat !== "")
    return "what was kept is lost: another version has written it, in the format " + otherFormat;
  if (isOld) return "what was kept last is lost: the flash was damaged there";
  return damaged > 0 ? SOME_LOST : "";
}

/** What the client tells of handshakes at QoS 2 goes into the journal. */
export const KEEPER: HandshakeKeeper = { received, completed };

function received(runtime: Runtime, id: number): void {
  if (runtime.delivery !== undefined) noteReceived(runtime.delivery, id);
}

function completed(runtime: Runtime, id: number): void {
  if (runtime.delivery !== undefined) noteCompleted(runtime.delivery, id);
}

/** Returns the milliseconds until it is next needed. */
export function pollJournal({ journal, keeping, health }: Runtime, now: number): number {
  if (journal === undefined || journal.keys.length === 0) return LONGEST_MS;
  const left = untilWritten(keeping, now);
  if (left > 0) return left;
  writeNow(keeping, journal, health);
  return LONGEST_MS;
}

/** Writes what has gathered, before an orderly stop. @cold */
export function flushJournal({ ports, journal, keeping, health, totals }: Runtime): void {
  if (journal === undefined) return;
  if (TOTALS) keepNow(totals, journal, keeping, health, ports.milliseconds());
  writeNow(keeping, journal, health);
}

/** @cold */
export function journalProblem({ keeping }: Runtime): string {
  return journalWords(keeping);
}
