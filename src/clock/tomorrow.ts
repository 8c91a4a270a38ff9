// The rest of a day on the wall clock: with the hour that comes twice, and without the one that is left out.
import { type LocalTime, offsetAt, type Zone } from "./zone.ts";

const DAY_MINUTES = 1440;

/** Minutes from one to the next day there. Local time is `ahead` minutes ahead of UTC now. */
export function minutesToTomorrow(zone: Zone, { day, minute }: LocalTime, ahead: number): number {
  const now = day * DAY_MINUTES + minute - ahead;
  const tomorrow = now + DAY_MINUTES - minute;
  const moved = tomorrow + ahead - offsetAt(zone, tomorrow);
  // Summer time may begin or end at midnight itself.
  const isReached = moved + offsetAt(zone, moved) >= (day + 1) * DAY_MINUTES;
  return (isReached ? moved : tomorrow) - now;
}
