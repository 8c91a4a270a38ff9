// The next report of a device that sleeps, told before each sleep: when it connects again, by its schedule.
import { type Clock, momentAt } from "../clock/clock.ts";
import { addMilliseconds } from "../clock/moment.ts";
import { momentText } from "../clock/moment-text.ts";
import { NEXT_REPORT_NAME, NO_READING, valueTopic } from "../device/run/topics.ts";
import { CLOCK } from "../features.ts";
import type { Client } from "../mqtt/client.ts";
import { publish } from "../mqtt/outbox.ts";
import { prepare } from "../mqtt/publication.ts";

/**
 * Milliseconds from the start of this wake to the first one that reports: it wakes on a beat of `every`, and
 * reports once it is less than `early` before `due`. `awake`: how long it has been awake. @cold
 */
export function untilReport(due: number, early: number, every: number, awake: number): number {
  const next = awake - (awake % every) + every;
  const left = due - next - early;
  return left < 0 ? next : next + (Math.floor(left / every) + 1) * every;
}

/** It is in `ms` milliseconds: a moment where there is a clock, else seconds. False: the link has no room yet. @cold */
export function tellNextReport(
  client: Client,
  root: string,
  clock: Clock | undefined,
  ms: number,
  now: number,
): boolean {
  const publication = prepare(valueTopic(root, NEXT_REPORT_NAME), 0, true, "reject");
  let text = "" + Math.floor(ms / 1000);
  if (CLOCK && clock !== undefined) {
    const moment = momentAt(clock, now);
    text = moment === undefined ? NO_READING : momentText(addMilliseconds(moment, ms));
  }
  return publish(client, publication, text) !== "refused: busy";
}
