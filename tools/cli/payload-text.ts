// What a payload looks like on a terminal: text when it is text, and never a control character.

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f-\u009f]/g;

/** UTF-8 as text with its control characters as \xNN; anything else as hexadecimal digits. */
export function payloadText(payload: Uint8Array): string {
  try {
    return printable(utf8.decode(payload));
  } catch {
    return `0x${Buffer.from(payload).toString("hex")}`;
  }
}

/** The text with its control characters as \xNN. */
export function printable(text: string): string {
  return text.replace(CONTROL_CHARACTERS, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}`);
}
