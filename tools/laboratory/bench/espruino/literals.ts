// Byte strings as Espruino source.

/** A byte string as a literal. */
export function byteLiteral(bytes: string): string {
  const escaped = [...bytes].map((byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`);
  return `"${escaped.join("")}"`;
}
