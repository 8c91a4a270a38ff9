// A byte string as a literal of JavaScript that a console takes: no control character, nothing above 126.

/**
 * The literal, in double quotes. An octal-looking digit never follows an escape, since all escapes are \x.
 */
export function textLiteral(bytes: string): string {
  let literal = '"';
  for (const byte of bytes) {
    if (byte === "\n") literal += "\\n";
    else if (byte === '"' || byte === "\\") literal += `\\${byte}`;
    else if (byte >= " " && byte <= "~") literal += byte;
    else literal += `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`;
  }
  return `${literal}"`;
}
