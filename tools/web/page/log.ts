// The device's lines as they came, as many as a person scrolls through.

export interface LogLine {
  /** Milliseconds since 1970. */
  at: number;
  text: string;
}

const MOST_LINES = 2000;

export class Log {
  lines: LogLine[] = [];
  /** Lines that came and went since the start: a view knows by it which are new. */
  count = 0;

  add(text: string, at: number): void {
    this.lines.push({ at, text });
    this.count += 1;
    if (this.lines.length > MOST_LINES) this.lines.splice(0, this.lines.length - MOST_LINES);
  }

  clear(): void {
    this.lines = [];
  }

  /** All of it, to be kept as a file. */
  asText(): string {
    return this.lines.map(({ at, text }) => `${new Date(at).toISOString()} ${text}\n`).join("");
  }
}

/** "12:04:31". */
export function clockTime(at: number): string {
  return new Date(at).toLocaleTimeString("en-GB");
}
