// A text that remembers, for each of its lines, the line of the source that it came from, through any number of edits.
import type { Place } from "./build-error.ts";

export interface MappedText {
  text: string;
  /** Where each line came from; `undefined` for a line that the build made up. */
  origins: readonly (Place | undefined)[];
}

/** Replaces the characters from `start` up to `end`. The lines of `text` are said to come from `origin`, or from where `start` is. */
export interface Edit {
  start: number;
  end: number;
  text: string;
  /** The origin of each line of `text`, where that is not the line of `start`. */
  origins?: readonly (Place | undefined)[];
}

/** A file of the source, each line being its own origin. */
export function mapFile(text: string, file: string): MappedText {
  return { text, origins: text.split("\n").map((_, index) => ({ file, line: index + 1 })) };
}

/** Text without a source. */
export function madeUp(text: string): MappedText {
  return { text, origins: text.split("\n").map(() => undefined) };
}

/** Joins texts, each beginning on a line of its own. */
export function joinMapped(parts: readonly MappedText[]): MappedText {
  return {
    text: parts.map((part) => part.text).join("\n"),
    origins: parts.flatMap((part) => part.origins),
  };
}

/**
 * Applies edits, given in any order. An edit inside another one is left out: the passes of the build run
 * until nothing changes, so it comes again. Two edits that overlap otherwise are a defect of the pass.
 */
export function applyEdits(source: MappedText, edits: readonly Edit[]): MappedText {
  if (edits.length === 0) return source;
  const lineAt = lineFinder(source.text);
  const output = new Assembly();
  let position = 0;
  for (const edit of outerEdits(edits)) {
    keep(output, source, lineAt, position, edit.start);
    const line = lineAt(edit.start);
    const replaced = edit.text.split("\n").map(() => source.origins[line]);
    output.add(edit.text, edit.origins ?? replaced);
    position = edit.end;
  }
  keep(output, source, lineAt, position, source.text.length);
  return output.finish();
}

/** The part of a text from `start` up to `end`, with the edits that lie in it made. */
export function slice(
  source: MappedText,
  start: number,
  end: number,
  edits: readonly Edit[] = [],
): MappedText {
  const around: Edit[] = [
    { start: 0, end: start, text: "" },
    { start: end, end: source.text.length, text: "" },
  ];
  return applyEdits(source, [...around.filter((one) => one.start < one.end), ...edits]);
}

/** Tells the line, counted from 0, that a character is on. */
export function lineFinder(text: string): (position: number) => number {
  const starts = [0];
  for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) starts.push(i + 1);
  return (position) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  };
}

/** Removes the lines with nothing on them. */
export function dropBlankLines(source: MappedText): MappedText {
  const lines = source.text.split("\n");
  const kept = lines.flatMap((line, index) => (line.trim() === "" ? [] : [index]));
  return {
    text: kept.map((index) => (lines[index] as string).trimEnd()).join("\n"),
    origins: kept.map((index) => source.origins[index]),
  };
}

/** The edits in order, without those inside another one. */
export function outerEdits(edits: readonly Edit[]): Edit[] {
  const isInsertion = (edit: Edit) => (edit.start === edit.end ? 0 : 1);
  const sorted = [...edits].sort(
    (a, b) => a.start - b.start || isInsertion(a) - isInsertion(b) || b.end - a.end,
  );
  const outer: Edit[] = [];
  let end = 0;
  for (const edit of sorted) {
    const isInside = edit.start < end && edit.end <= end;
    if (isInside) continue;
    if (edit.start < end) throw new Error("two edits of one pass overlap");
    outer.push(edit);
    end = edit.end;
  }
  return outer;
}

function keep(
  output: Assembly,
  source: MappedText,
  lineAt: (position: number) => number,
  start: number,
  end: number,
): void {
  if (start >= end) return;
  const text = source.text.slice(start, end);
  const first = lineAt(start);
  output.add(
    text,
    text.split("\n").map((_, index) => source.origins[first + index]),
  );
}

/** Puts pieces together; a line comes from where its first visible character came from. */
class Assembly {
  private readonly pieces: string[] = [];
  private readonly origins: (Place | undefined)[] = [undefined];
  private settled = false;

  add(text: string, origins: readonly (Place | undefined)[]): void {
    this.pieces.push(text);
    text.split("\n").forEach((line, index) => {
      if (index > 0) {
        this.origins.push(origins[index]);
        this.settled = false;
      }
      if (!this.settled && line.trim() !== "") {
        this.origins[this.origins.length - 1] = origins[index];
        this.settled = true;
      }
    });
  }

  finish(): MappedText {
    return { text: this.pieces.join(""), origins: this.origins };
  }
}
