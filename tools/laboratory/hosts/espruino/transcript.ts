// The transcript of a hosted program and its board, in order: received events, queries with their answers,
// and actions. Replayed in a real interpreter, it leaves only the computation to compare.

/** From one start of the program to the next. */
export interface TranscriptLife {
  /** What was in Storage when it started, the program itself included. */
  files: ReadonlyMap<string, string>;
  /** Events and answers, one a line, as the player in `player.ts` reads them. */
  tape: readonly string[];
  /**
   * What the program did: bytes to sockets, levels on pins, records, bytes on the bus, lines on the console.
   */
  outputs: readonly string[];
}

/** Writes lives down while a program runs. Every text is base64, so that a line is a line. */
export class Transcript {
  readonly lives: { files: Map<string, string>; tape: string[]; outputs: string[] }[] = [];

  begin(files: ReadonlyMap<string, string>): void {
    this.lives.push({ files: new Map(files), tape: [], outputs: [] });
  }

  /** An event for the program, with its time in milliseconds. */
  event(at: number, ...words: readonly (string | number)[]): void {
    this.lives.at(-1)?.tape.push([at, ...words].join(" "));
  }

  /** A query of the program: `kind` is one letter, followed by the answer. */
  answer(kind: "r" | "m" | "i" | "p" | "a" | "o" | "s" | "x", text: string | number): void {
    this.lives.at(-1)?.tape.push(`${kind}${text}`);
  }

  output(...words: readonly (string | number)[]): void {
    this.lives.at(-1)?.outputs.push(words.join(" "));
  }
}

/** A byte string as one word. The empty one is "-". */
export function word(bytes: string): string {
  return bytes === "" ? "-" : Buffer.from(bytes, "latin1").toString("base64");
}
