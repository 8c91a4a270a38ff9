// Writes Lua word by word, with no space that is not needed, and keeps for each line the number of the source line that
// it came from.
import type { MappedText } from "../../../compiler/source/mapped-text.ts";

type Origins = MappedText["origins"];

export class LuaWriter {
  /** The number of the source line of what is written next. */
  line: number | undefined;
  private readonly lines: { text: string; line: number | undefined }[] = [];
  /** The word written last on the line. */
  private last = "";
  private isFirst = true;

  /** Begins the line of a statement, the first of its block or a later one. */
  startLine(isFirst = true): void {
    this.lines.push({ text: "", line: this.line });
    this.last = "";
    this.isFirst = isFirst;
  }

  /** Writes words, numbers, texts, operators and brackets. */
  write(...words: readonly string[]): void {
    for (const word of words) this.append(this.gapBefore(word) + word, word);
  }

  /**
   * Writes a word that closes a block or begins its other branch: on the last line, where a bracket or a quote
   * ends that.
   */
  close(word: "end" | "else"): void {
    if (/[\w.]$/.test(this.last)) this.startLine();
    this.write(word);
  }

  /** All that was written; `origins` are the source places by their numbers. */
  finished(origins: Origins): MappedText {
    return {
      text: this.lines.map(({ text }) => text).join("\n"),
      origins: this.lines.map(({ line }) => (line === undefined ? undefined : origins[line])),
    };
  }

  private append(text: string, word: string): void {
    const line = this.lines.at(-1);
    if (line === undefined) throw new Error(`no line of Lua is begun for ${word}`);
    line.text += text;
    this.last = word;
  }

  /** What keeps a word apart from the one before: together they would be one word, a number or a comment. */
  private gapBefore(word: string): "" | " " | ";" {
    const { last } = this;
    // A parenthesis at a line's start would be taken for the arguments of the line before. In front of a block's
    // first statement Lua 5.1 takes no semicolon.
    if (last === "") return word.startsWith("(") && !this.isFirst ? ";" : "";
    const isOneWord = /\w$/.test(last) && /^\w/.test(word);
    const isOneNumber = /^-?\d/.test(last) && word.startsWith(".");
    const isOneOperator = last.endsWith(".") && /^[\d.]/.test(word);
    const isComment = last.endsWith("-") && word.startsWith("-");
    return isOneWord || isOneNumber || isOneOperator || isComment ? " " : "";
  }
}
