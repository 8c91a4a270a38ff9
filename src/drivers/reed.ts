// A reed contact at a door, a window or a letter-box: a switch that a magnet closes, between the pin and ground. The
// chip's pull-up does; a cable of some metres wants 10 kΩ to the supply besides. A cut cable reads as open.
import { type Contact, collectState, newContact } from "./contact.ts";

/** Reed switches bounce for about a millisecond, but a door knocks against its frame for longer. */
const SETTLE_MS = 30;

/**
 * The contact on the input that the wiring calls `role`. Its `state` is 1 when open, 0 when closed.
 *
 * @part reed contact
 * @esphome gpio
 * @gives `state` 1 is open
 * @example reed(role)
 */
export function reed(role: string): Contact {
  return newContact(role, true, 1, SETTLE_MS, collectState);
}
