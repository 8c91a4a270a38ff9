// A tape: what a session's program was called with, and what it answered. Another engine that is called so
// has to answer so.

export interface TapedCall {
  what: string;
  text: string;
  number: number;
  /** 31-bit milliseconds. */
  now: number;
  answer: string;
}

/**
 * A call as arguments in the source of an engine's language, the answer last. `literal` writes a byte string.
 */
export function argumentsOf(
  { what, text, number, now, answer }: TapedCall,
  literal: (bytes: string) => string,
): string {
  return `"${what}",${literal(text)},${number},${now},${literal(answer)}`;
}

/** The call and the two answers, for a person. */
export function differenceInWords(tape: readonly TapedCall[], at: number, answer: string): string {
  const { what, text, number, now, answer: expected } = tape[at];
  const call = `${what}(${JSON.stringify(text)}, ${number}) at ${now} ms`;
  return `Call ${at + 1} of ${tape.length}, ${call}, is answered ${JSON.stringify(answer)}, and on Node ${JSON.stringify(expected)}.`;
}
