// A device's identity or root, or another topic, as somebody typed it for a broker that is to be asked about
// it.

import { printable } from "../../../src/client/faults/foreign-text.ts";
import { isAskable } from "../../../src/discovery/askable-topic.ts";

/** Wide for what topics begin with, and short enough that what is put behind it fits as well. */
const LONGEST_NAME = 1000;
/** So much of one is quoted. */
const LONGEST_SHOWN = 60;

/** Can topics of a device hold it? */
export function isName(text: string): boolean {
  return text.length <= LONGEST_NAME && isAskable(text);
}

export function shortName(text: string): string {
  const shown = printable(text.slice(0, LONGEST_SHOWN));
  return text.length > LONGEST_SHOWN ? `${shown}…` : shown;
}
