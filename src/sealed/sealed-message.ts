// Message of a sealed command: the payload, a counter, and a tag, with a blank before each of these two.
// Whatever is not as written here is none, so that a message has one meaning.
import { wholeNumber } from "../bytes/whole-number.ts";

/** Of a tag, in lower-case hexadecimal. */
const TAG_DIGITS = 64;
const BLANK = " ";

export interface SealedMessage {
  payload: string;
  /** 1 to 999,999,999. */
  counter: number;
  /** What the tag seals of it: payload, blank, counter. */
  words: string;
  tag: string;
}

/** `undefined`: it is none. The tag's digits are not looked at: no right one has others. @cold */
export function readSealed(message: string): SealedMessage | undefined {
  const end = message.length - TAG_DIGITS - 1;
  if (end < 2 || message.substring(end, end + 1) !== BLANK) return undefined;
  let at = end;
  while (at > 0 && message.substring(at - 1, at) !== BLANK) at -= 1;
  const digits = message.substring(at, end);
  const counter = wholeNumber(digits);
  if (at === 0 || counter === undefined || digits.substring(0, 1) === "0") return undefined;
  return {
    payload: message.substring(0, at - 1),
    counter,
    words: message.substring(0, end),
    tag: message.substring(end + 1),
  };
}
