// Text and bytes at the edge of a program in Node, of any length: an escaped text three times as long as its bytes
// (bytes/utf8.ts) is more than V8 takes in one piece long before MQTT ends.
const ASCII = /^[\0-\x7f]*$/;
const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The UTF-8 bytes of a text, one character a byte. Half of a character becomes U+FFFD. */
export function bytesOf(text: string): string {
  return Buffer.byteLength(text) === text.length ? text : Buffer.from(text).toString("latin1");
}

/** The text that the UTF-8 `bytes` spell. Bytes that are no UTF-8 come one character a byte. */
export function textOf(bytes: string): string {
  if (ASCII.test(bytes)) return bytes;
  try {
    return UTF8.decode(Buffer.from(bytes, "latin1"));
  } catch {
    return bytes;
  }
}
