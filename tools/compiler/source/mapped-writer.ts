// Writes a text word by word, with nothing between two words that need nothing, and keeps for each line the
// number of the source line that it came from.
import type { MappedText } from "./mapped-text.ts";

export abstract class MappedWriter {
  /** The number of the source line of what is written next. */
  line: number | undefined;
  /** The word written last on the line. */
  protected last = "";
  private readonly lines: { text: string; line: number | undefined }[] = [];

  /** Writes words, numbers, texts, operators and brackets. */
  write(...words: readonly string[]): void {
    for (const word of words) {
      const gap = this.gapBefore(word);
      if (this.isEmpty) this.breakLine();
      (this.lines.at(-1) as { text: string }).text += gap + word;
      this.last = word;
    }
  }

  /** All that was written; `origins` are the source places by their numbers. */
  finished(origins: MappedText["origins"]): MappedText {
    return {
      text: this.lines.map(({ text }) => text).join("\n"),
      origins: this.lines.map(({ line }) => (line === undefined ? undefined : origins[line])),
    };
  }

  protected get isEmpty(): boolean {
    return this.lines.length === 0;
  }

  protected breakLine(): void {
    this.lines.push({ text: "", line: this.line });
    this.last = "";
  }

  /** What stands between the last word of the line and the next word, which may begin a line of its own. */
  protected abstract gapBefore(word: string): string;
}
