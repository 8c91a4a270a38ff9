// The alarm contact of a smoke detector: a relay or an open collector that joins the pin to ground while the detector
// sounds. The detector detects, with a battery and an approval of its own; this input only hears of it. An interconnect
// line of 9 V would damage the pin: it needs a relay module in between.
import { type Contact, collectState, newContact } from "./contact.ts";

/** What mains cables induce is over sooner. */
const SETTLE_MS = 100;

/**
 * The contact on the input that the wiring calls `role`. Its `state` is 1 in an alarm, 0 when it is quiet.
 * `opensInAlarm`: a contact that opens then, so that a cut cable is an alarm as well.
 *
 * @part alarm contact of a smoke detector
 * @esphome gpio
 * @gives `state` 1 is alarm
 * @example smokeContact(role)
 * @note It reports an alarm; it does not replace the detector.
 */
export function smokeContact(role: string, opensInAlarm?: boolean): Contact {
  return newContact(role, true, opensInAlarm === true ? 1 : 0, SETTLE_MS, collectState);
}
