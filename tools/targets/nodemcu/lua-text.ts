// A byte string as a text of Lua that a console takes: no control character, nothing above 126.

/** The text, in double quotes. */
export function luaText(bytes: string): string {
  let text = '"';
  for (const byte of bytes) text += luaCharacter(byte);
  return `${text}"`;
}

/** One byte of it. All three digits of a number are written: a digit may follow. */
export function luaCharacter(byte: string): string {
  if (byte === "\n") return "\\n";
  if (byte === '"' || byte === "\\") return `\\${byte}`;
  return byte >= " " && byte <= "~" ? byte : `\\${byte.charCodeAt(0).toString().padStart(3, "0")}`;
}
