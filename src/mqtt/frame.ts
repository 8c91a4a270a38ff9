// The fixed header: the kind of bytes at a place of the stream, and the end of their packet (MQTT 3.1.1, 2.2).
// Headers of whole packets with a length of one byte do not come here: decoder.ts reads them at a glance.

/** A whole packet, within the limit. */
export const WHOLE = 0;
/** Only the beginning of a packet. */
export const NEEDS_MORE = 1;
/** A packet, or its beginning, that is longer than the limit. */
export const TOO_LONG = 2;
/** A length of more bytes than the standard allows [MQTT 2.2.3]. */
export const FRAME_MALFORMED = 3;

/** What stands at a place of the stream. */
export type Found = typeof WHOLE | typeof NEEDS_MORE | typeof TOO_LONG | typeof FRAME_MALFORMED;

/** The most bytes of a fixed header: one, and four of the length. */
const LONGEST_HEADER = 5;

/** The kind of bytes at `at`, where a packet may have `most` bytes. @cold */
export function probe(bytes: string, at: number, most: number): Found {
  const body = bodyAt(bytes, at);
  if (body - at > LONGEST_HEADER) return FRAME_MALFORMED;
  if (body > bytes.length) return NEEDS_MORE;
  const end = packetEnd(bytes, at);
  if (end - at > most) return TOO_LONG;
  return end > bytes.length ? NEEDS_MORE : WHOLE;
}

/** The start of the body of the packet at `at`: after its length, as far as that has come. @cold */
export function bodyAt(bytes: string, at: number): number {
  let body = at + 2;
  while (body <= bytes.length && body - at <= LONGEST_HEADER && bytes.charCodeAt(body - 1) > 127) body += 1;
  return body;
}

/** The end of the packet at `at`, whose length has come. @cold */
export function packetEnd(bytes: string, at: number): number {
  const body = bodyAt(bytes, at);
  let length = 0;
  // The highest byte is the last.
  for (let i = body - 1; i > at; i--) length = length * 128 + (bytes.charCodeAt(i) & 127);
  return body + length;
}

/**
 * The bytes that are still to come of the packet that `bytes` begins, as far as its length shows; 0 where it
 * does not. @cold
 */
export function lacking(bytes: string, most: number): number {
  if (bodyAt(bytes, 0) > bytes.length || probe(bytes, 0, most) !== NEEDS_MORE) return 0;
  return packetEnd(bytes, 0) - bytes.length;
}
