// A text that knows, for each of its lines, the line of the source that it came from.
import type { SourcePlace } from "./build-error.ts";

export interface MappedText {
  text: string;
  /** Where each line came from; `undefined` for a line that the build made up. */
  origins: readonly (SourcePlace | undefined)[];
}

/** A file of the source, each line being its own origin. */
export function mapFile(text: string, file: string): MappedText {
  return { text, origins: text.split("\n").map((_, index) => ({ file, line: index + 1 })) };
}

/** Text without a source. */
export function madeUp(text: string): MappedText {
  return { text, origins: text.split("\n").map(() => undefined) };
}
