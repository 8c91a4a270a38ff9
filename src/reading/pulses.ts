// Pulses of a contact as a target counts them (ports/pulses.ts). A contact bounces as it closes and as it
// opens, for some milliseconds: its first fall behind a quiet high is the pulse, and those behind that are
// not. So a pulse may be as short as it likes.
import { elapsed } from "../bytes/milliseconds.ts";

/** No edge has come: the line has been high for as long as one likes. */
const NO_EDGE = -1;

/** Times are in the target's own unit, in 31 bits. */
export interface Contact {
  /** How long the line has to be high before a pulse. */
  quiet: number;
  isHigh: boolean;
  /** When its last edge came. */
  since: number;
}

export function newContact(quiet: number): Contact {
  return { quiet, isHigh: true, since: NO_EDGE };
}

/**
 * For a target: the line has changed at `at`, and is high or low now. Whether that is a pulse, where it fell.
 */
export function beginsPulse(contact: Contact, fell: boolean, isHigh: boolean, at: number): boolean {
  const { since } = contact;
  const isQuiet = since === NO_EDGE || elapsed(at, since) >= contact.quiet;
  const begins = fell && contact.isHigh && isQuiet;
  contact.isHigh = isHigh;
  contact.since = at;
  return begins;
}
