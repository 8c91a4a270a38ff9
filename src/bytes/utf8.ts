// UTF-8 at the edge: a program's text becomes bytes once, in Node and in the build. Images hold bytes already.

/** The UTF-8 bytes of `text`, one character a byte. ASCII comes back as it is. */
export function utf8(text: string): string {
  return unescape(encodeURIComponent(text));
}

/** The text that the UTF-8 `bytes` spell, or `undefined` when they are not well-formed UTF-8. */
export function fromUtf8(bytes: string): string | undefined {
  try {
    return decodeURIComponent(escape(bytes));
  } catch {
    return undefined;
  }
}
