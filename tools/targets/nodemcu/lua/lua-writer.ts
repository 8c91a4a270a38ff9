// Writes Lua, each statement on a line of its own, with the spaces that it needs.
import { MappedWriter } from "../../../compiler/source/mapped-writer.ts";

export class LuaWriter extends MappedWriter {
  private isFirst = true;

  /** Begins the line of a statement, the first of its block or a later one. */
  startLine(isFirst = true): void {
    this.breakLine();
    this.isFirst = isFirst;
  }

  /**
   * Writes a word that closes a block or begins its other branch: on the last line, where a bracket or a quote
   * ends that.
   */
  close(word: "end" | "else"): void {
    if (/[\w.]$/.test(this.last)) this.startLine();
    this.write(word);
  }

  /** What keeps a word apart from the one before: together they would be one word, a number or a comment. */
  protected gapBefore(word: string): "" | " " | ";" {
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
