// The text of a payload on a terminal: text when it is text, and never a control character.
import { printable } from "../../src/client/faults/foreign-text.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** UTF-8 as printable text on one line; anything else as hexadecimal digits. */
export function payloadText(payload: Uint8Array): string {
  try {
    return printable(utf8.decode(payload));
  } catch {
    return `0x${Buffer.from(payload).toString("hex")}`;
  }
}
