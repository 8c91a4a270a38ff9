// Checks what a pass has to keep: a program does the same as before, and is well-formed.
import { expect } from "vitest";
import { interpret } from "../../../tools/compiler/interpret/interpreter.ts";
import { requireWellFormed } from "../../../tools/compiler/ir/check.ts";
import { printed } from "../../../tools/compiler/ir/print.ts";
import type { Program } from "../../../tools/compiler/ir/program.ts";
import { atGate } from "../../everything.ts";
import { PROGRAMS } from "../../image/programs.ts";
import { randomProgram } from "../../image/random-program.ts";
import { irOf } from "../ir-of.ts";

export type Pass = (program: Program) => Program;

/** Programs by what they show: those of the language, and some made by chance. */
export const TEXTS: readonly (readonly [title: string, text: string])[] = [
  ...PROGRAMS,
  ...Array.from(
    { length: atGate(12, 40) },
    (_, index) => [`the program of seed ${index + 1}`, randomProgram(index + 1)] as const,
  ),
];

/** What a program emits, line by line. */
export function emitted(program: Program): string[] {
  const lines: string[] = [];
  interpret(program, {
    emit: (line) => {
      lines.push(String(line));
      return undefined;
    },
    given: (value) => value,
  });
  return lines;
}

/** Runs the pass until it finds nothing more; the program behind it does the same. Gives what the pass has made. */
export function expectSame(text: string, ...passes: readonly Pass[]): Program {
  const before = irOf(text);
  const lines = emitted(before);
  expect(lines.length).toBeGreaterThan(0);
  const after = changedBy(before, passes);
  expect(emitted(after)).toEqual(lines);
  return after;
}

/** As `expectSame`, the program printed. */
export function changed(text: string, ...passes: readonly Pass[]): string {
  return printed(expectSame(text, ...passes));
}

/** What passes make of the body of a function with a number and a text, which runs once for each of some numbers. */
export function bodyOf(pass: Pass, body: string, before = ""): string {
  const text = changed(
    `${before}function f(n: number, s: string): void {\n${body}\n}\nfor (let i = 0; i < 4; i++) f(given(i), given("a"));\nemit("end");`,
    pass,
  );
  const [, own = ""] = /function f\(n, s\) \{\n([\s\S]*?)^\}\n/m.exec(text) ?? [];
  return own.replace(/^ {2}/gm, "").trimEnd();
}

/** More than any of these programs needs. */
const MOST_ROUNDS = 60;

/** The program when none of the passes finds anything more; it is well-formed behind each. */
export function changedBy(program: Program, passes: readonly Pass[]): Program {
  let before = program;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    let next = before;
    for (const pass of passes) {
      const after = pass(next);
      if (after !== next) requireWellFormed(after);
      next = after;
    }
    if (next === before) return next;
    before = next;
  }
  throw new Error(`${passes.map(({ name }) => name).join(", ")} come to no end.`);
}
