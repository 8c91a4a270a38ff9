// A text of bytes, between quotes.

const ESCAPES: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  '"': '\\"',
  "\\": "\\\\",
};

/** Bytes as text; those that are no plain character as `\x..`. */
export function printText(bytes: string): string {
  const text = bytes.replace(
    /[^ !#-[\]-~]/g,
    (character) => ESCAPES[character] ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
  return `"${text}"`;
}
