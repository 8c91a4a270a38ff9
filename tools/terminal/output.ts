// All that a command says goes out here, so that nothing others wrote reaches a terminal as more than text.
// What draws on a terminal (a table, a bar) cleans what it shows by itself.
import { jsonText, printableLines } from "../../src/client/faults/foreign-text.ts";

/** Says what was asked for: lines on the standard output. */
export function print(text: string): void {
  console.log(printableLines(text));
}

/** Says something beside that: lines on the standard error. */
export function note(text: string): void {
  console.error(printableLines(text));
}

/** Says it to a program: JSON on one line, or with `indent` on several. */
export function printJson(value: unknown, indent?: number): void {
  console.log(jsonText(value, indent));
}
