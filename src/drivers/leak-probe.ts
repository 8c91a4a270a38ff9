// A water probe: two bare conductors on the floor, between the pin and ground, which water joins. The chip's
// pull-up (some 30 to 50 kΩ) is enough for tap water between conductors 1 cm apart, not for rain or distilled
// water: those need a module with an amplifier. The current that flows while it is wet eats the metal: gold
// or graphite last, tin does not.
import { type Contact, collectState, newContact } from "./contact.ts";

/** A splash that has run off again is no leak. */
const SETTLE_MS = 500;

/**
 * The probe on the input that the wiring calls `role`. Its `state` is 1 when wet, 0 when dry. `activeHigh`: a module whose
 * output is high when wet, in place of bare conductors.
 *
 * @part bare conductors, or a module
 * @esphome gpio
 * @gives `state` 1 is wet
 * @example leakProbe(role)
 * @example leakProbe(role, true)
 */
export function leakProbe(role: string, activeHigh?: boolean): Contact {
  const isHigh = activeHigh === true;
  return newContact(role, !isHigh, isHigh ? 1 : 0, SETTLE_MS, collectState);
}
