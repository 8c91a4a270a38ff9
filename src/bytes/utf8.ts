// UTF-8 at the edge: a program's text becomes bytes once, in Node and in the build. Images hold bytes
// already.

/**
 * Halves of surrogate pairs, as in a text that was cut within a character: no characters, without bytes in UTF-8.
 */
const HALVES = /\p{Surrogate}/gu;

/** The reason why a text has no bytes in UTF-8, in words; "" when it has. */
export function halvesFault(text: string): string {
  return text.search(HALVES) < 0 ? "" : "it holds half of a character (a surrogate without its other half)";
}

/**
 * The UTF-8 bytes of `text`, one character a byte. ASCII comes back as it is. Throws for half of a character.
 */
export function utf8(text: string): string {
  return unescape(encodeURIComponent(text));
}
