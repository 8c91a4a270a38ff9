// Text that others wrote, made harmless before a terminal shows it: payloads, topics, names, what a board or
// a broker says, and errors that quote any of these. A control character moves a cursor, renames a window or
// fakes a line; a mark of direction lets a name be read as another.

/**
 * C0, DEL and C1 (U+009B begins a sequence as ESC [ does), the marks of direction, and the separators that
 * end a line as a line feed does.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** The text as one line: what is unsafe as \xNN, or \uNNNN above U+00FF. */
export function printable(text: string): string {
  return text.replace(UNSAFE, shown);
}

/** The text with its lines and tabs as they are, and with nothing else that is unsafe. */
export function printableLines(text: string): string {
  return text.replace(UNSAFE, (character) =>
    character === "\n" || character === "\t" ? character : shown(character),
  );
}

/**
 * The text without what is unsafe: for a console, which sends movements of its cursor with all that it says.
 */
export function withoutControls(text: string): string {
  return text.replace(UNSAFE, (character) => (character === "\t" ? character : ""));
}

/** A value as JSON in which all that is unsafe is escaped: JSON.stringify escapes C0 alone. */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(UNSAFE, (character) =>
    character === "\n" ? character : `\\u${digits(character, 4)}`,
  );
}

function shown(character: string): string {
  return character > "\u00ff" ? `\\u${digits(character, 4)}` : `\\x${digits(character, 2)}`;
}

function digits(character: string, count: number): string {
  return character.charCodeAt(0).toString(16).padStart(count, "0");
}

/** What a program's function has thrown, in words. It may be anything, also what has no text. */
export function thrownWords(thrown: unknown): string {
  try {
    return String(thrown instanceof Error ? thrown.message : thrown);
  } catch {
    return "something without words";
  }
}
