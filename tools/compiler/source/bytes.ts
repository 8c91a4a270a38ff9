// Text becomes bytes: characters outside ASCII, written into a literal, become the `\xNN` of their UTF-8.

const ESCAPE =
  /\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})(?:\\u([dD][c-fC-F][0-9a-fA-F]{2}))?|[\s\S])|([^\0-\x7f]+)/g;

/**
 * A literal's source text with every character above 127 as the bytes of its UTF-8. `\xNN` is one byte
 * already and stays; a character written as `\u` is text, as if it stood there itself.
 */
export function bytesOfLiteral(source: string): string {
  return source.replace(ESCAPE, (whole, braced, unit, low, raw) => {
    if (raw !== undefined) return escaped(raw);
    const code = braced ?? unit;
    if (code === undefined) return whole;
    const first = Number.parseInt(code, 16);
    const isPair = low !== undefined && first >= 0xd800 && first <= 0xdbff;
    const text = isPair
      ? String.fromCharCode(first, Number.parseInt(low, 16))
      : String.fromCodePoint(first) +
        (low === undefined ? "" : String.fromCharCode(Number.parseInt(low, 16)));
    return escaped(text);
  });
}

/** The bytes of a text's UTF-8, a character each. */
export function utf8Bytes(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

function escaped(text: string): string {
  return [...Buffer.from(text, "utf8")].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
}
