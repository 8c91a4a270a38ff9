// Writes JavaScript as Espruino reads it right: a line break costs what a semicolon does, and lets an error
// name its line.
import { MappedWriter } from "../../../compiler/source/mapped-writer.ts";

export class ScriptWriter extends MappedWriter {
  /** Is the next word the first of a statement? */
  private isStart = false;
  /** Does the statement before end without a bracket? */
  private isOpen = false;

  startStatement(): void {
    this.isStart = true;
  }

  /** Ends a statement that no bracket ends. */
  endStatement(): void {
    this.isOpen = true;
  }

  /** Would an object be read as a block here? */
  get isBlockExpected(): boolean {
    return this.isStart || this.last === "=>";
  }

  /** Would a function be read as a declaration here? */
  get isDeclarationExpected(): boolean {
    return this.isStart;
  }

  protected gapBefore(word: string): string {
    const { isStart, isOpen } = this;
    this.isStart = false;
    this.isOpen = false;
    const end = isOpen && word !== "}" ? this.endBefore(word) : "";
    return end + (end === "" ? this.spaceBefore(word, isStart) : "");
  }

  /** A semicolon where the line would go on with the next one. */
  private endBefore(word: string): "" | ";" {
    if (/^[([+*/\-,.`]/.test(word)) return ";";
    this.breakLine();
    return "";
  }

  private spaceBefore(word: string, isStart: boolean): "" | " " | ";" {
    const { last } = this;
    // Espruino reads one token ahead, and where it has just passed over something that is not to run (the body of an
    // `if`, what follows `||`) it reads a text as an empty one: `if(a)b()` and then `"x"===c||d()` always calls `d`.
    const isLost = isStart && /^["']/.test(word) && (last === "" || last === "}");
    if (isLost && !this.isEmpty) return ";";
    const isOneWord = /[\w$]$/.test(last) && /^[\w$]/.test(word);
    const isOneOperator = /[+-]$/.test(last) && word.startsWith(last.slice(-1));
    return isOneWord || isOneOperator ? " " : "";
  }
}
