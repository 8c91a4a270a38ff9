// Questions to Espruino's console that are either answered as they were asked, or not at all: question and
// answer carry a checksum, because a line without flow control loses and changes characters.

import { crc32 } from "../../files/crc32.ts";
import { textLiteral } from "../../targets/espruino/text-literal.ts";
import { FlashError } from "../flash-error.ts";
import type { Line } from "./line.ts";

/** In front of a line, it turns off the echo. */
const NO_ECHO = "\x10";
const BREAK = "\x03";
const ANSWER_MS = 3000;
const ATTEMPTS = 8;

/** The board ran the question, and it failed there. */
export class AskedFailed extends FlashError {
  constructor(error: string) {
    super(
      "refused",
      `The board refused a step with "${error}": press its reset button and repeat; erase its storage when this comes again.`,
    );
  }
}

export class Asker {
  private number = 0;

  constructor(private readonly line: Line) {}

  /**
   * The value of an expression on the board, by way of JSON; `undefined` comes as null. The expression is
   * repeated when its answer is lost, so it must bear running twice. Throws a FlashError: `AskedFailed`, or
   * of kind "no answer" or "lost".
   */
  async ask<T>(expression: string, { answerMs = ANSWER_MS, attempts = ATTEMPTS } = {}): Promise<T> {
    let failure = "";
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const answer = await this.once(expression, answerMs);
      if (answer !== undefined) {
        const [value, error] = JSON.parse(answer) as [T, string?];
        if (typeof error !== "string") return value;
        // The first time it may be a damage in what surrounds the question.
        if (error === failure) throw new AskedFailed(error);
        failure = error;
      }
      await this.recover();
    }
    throw new FlashError(
      "no answer",
      `The board on ${this.line.port.name} no longer answers: press its reset button, and use a shorter cable or another USB port when this comes again.`,
    );
  }

  /** Sends a question, and waits for its answer: whether there is a JavaScript console, and it is idle. */
  async probe(ms: number): Promise<boolean> {
    this.number += 1;
    const word = `${this.number}`;
    this.line.forget();
    await this.line.send(`${NO_ECHO}print("\\x02"+${word}+"\\x03")\n`);
    return this.line.until((text) => text.includes(`\x02${word}\x03`), ms);
  }

  private async once(expression: string, answerMs: number): Promise<string | undefined> {
    this.number += 1;
    this.line.forget();
    await this.line.send(NO_ECHO + sealed(this.number, expression));
    const pattern = new RegExp(`\\x02${this.number} (\\d+) ([^\\x02\\x03]*)\\x03`);
    const isOver = (text: string): boolean => pattern.test(text) || isError(text);
    await this.line.until(isOver, answerMs);
    const [, sum, answer] = pattern.exec(this.line.text) ?? [];
    return answer !== undefined && Number(sum) === crc32(answer) ? answer : undefined;
  }

  /** Removes half a line that stands there. A console that is already idle is left alone. */
  private async recover(): Promise<void> {
    await this.line.quiet(50, 1000);
    if (await this.probe(500)) return;
    // An interpreter on a computer ends at a second break on an empty line, so the line is filled first.
    await this.line.send(`x${BREAK}`);
    await this.line.quiet(50, 1000);
  }
}

/** Usually a damaged question is an error there: then there is no need to wait for an answer. */
function isError(text: string): boolean {
  return /Uncaught |debug>/.test(text);
}

/**
 * The expression as a text with its checksum. An error in it is its answer; so an "Uncaught" that comes back
 * concerns the wrapping, which was damaged.
 */
function sealed(number: number, expression: string): string {
  const body = textLiteral(expression);
  return (
    `(function(t){if(E.CRC32(t)!=${crc32(expression)})throw "damaged";var j;` +
    `try{j=JSON.stringify([eval(t)])}catch(e){j=JSON.stringify([0,""+e])}` +
    `print("\\x02${number} "+E.CRC32(j)+" "+j+"\\x03")})(${body})\n`
  );
}
