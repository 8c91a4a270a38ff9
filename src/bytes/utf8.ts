// UTF-8 at the edge: a program's text becomes bytes once, in Node and in the build. Images hold bytes
// already.

/**
 * Halves of surrogate pairs, as in a text that was cut within a character. They are none, and have no bytes.
 */
const HALVES = /\p{Surrogate}/gu;

/** "" for text, or else the reason why it is none, in words. */
export function halvesFault(text: string): string {
  return text.search(HALVES) < 0 ? "" : "it holds half of a character (a surrogate without its other half)";
}

/**
 * The UTF-8 bytes of `text`, one character a byte. ASCII comes back as it is. Throws for half of a character.
 */
export function utf8(text: string): string {
  return unescape(encodeURIComponent(text));
}
