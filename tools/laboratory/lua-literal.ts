// A text as Lua source.

/** A byte string as a Lua literal. */
export function luaLiteral(bytes: string): string {
  const escaped = [...bytes].map((byte) => `\\${String(byte.charCodeAt(0)).padStart(3, "0")}`);
  return `"${escaped.join("")}"`;
}
