// What a program works out before it does anything is worked out now: a device's declaration is a call of functions that
// make records of records, and an image holds the records alone, without those functions.
//
// The program's beginning is interpreted, up to the first statement that acts or needs the platform, and each variable that
// is given more than what is written there is given what it then is. Runs when all is decided that can be, and once: what
// the records hold that nobody reads goes with the passes behind it. Nothing is changed when the beginning holds a
// function that is made on the way, which has no name to be written by.
import { isDeepStrictEqual } from "node:util";
import { Interpreter } from "../interpret/interpreter.ts";
import type { Block, Expression, Program, Statement, Variable } from "../ir/program.ts";
import { visitExpression } from "../ir/visit.ts";
import { ValueWriter } from "./written-values.ts";

/** More statements than any declaration takes: a beginning that takes more counts as endless. */
const MOST_STEPS = 1_000_000;

type Let = Extract<Statement, { kind: "let" }>;

export function partialEvaluation(program: Program): Program {
  const end = program.start.findIndex((one) => one.kind !== "let");
  const beginning = program.start.slice(0, end < 0 ? undefined : end).filter(isLet);
  if (!beginning.some(isMade)) return program;
  const reached = beginning.slice(0, reachedIn(program, beginning));
  // Once more up to there: what failed may have changed something before.
  const interpreter = new Interpreter(program, {}, MOST_STEPS);
  interpreter.run(reached);
  if (reached.some((one) => !isMade(one) && isChanged(one, interpreter))) return program;
  const writer = new ValueWriter(program);
  const written = new Map<Statement, Block>();
  for (const one of reached) {
    const { value, after } = writer.variable(one.variable, interpreter.valueIn(one.variable), one.place);
    if (isMade(one)) written.set(one, [{ ...one, value }, ...after]);
  }
  if (writer.isUnwritable || written.size === 0) return program;
  return { ...program, start: program.start.flatMap((one) => written.get(one) ?? [one]) };
}

function isLet(one: Statement): one is Let {
  return one.kind === "let";
}

/** How many of the statements run without the platform. */
function reachedIn(program: Program, beginning: readonly Let[]): number {
  const interpreter = new Interpreter(program, {}, MOST_STEPS);
  for (const [index, one] of beginning.entries()) {
    try {
      interpreter.run([one]);
    } catch {
      return index;
    }
  }
  return beginning.length;
}

/** Has something behind it changed what it was given? It would begin with another value than it says. */
function isChanged({ variable, value }: Let, interpreter: Interpreter): boolean {
  const own = value === undefined ? undefined : interpreter.valueNow(value);
  return !isDeepStrictEqual(interpreter.valueIn(variable as Variable), own);
}

/** Is it given more than what is written there? */
function isMade({ value }: Let): boolean {
  let isMore = false;
  if (value !== undefined)
    visitExpression(value, {
      expression: (one) => {
        isMore ||= isWorkedOut(one);
      },
    });
  return isMore;
}

function isWorkedOut(one: Expression): boolean {
  switch (one.kind) {
    case "call":
    case "call-value":
    case "call-member":
    case "field":
    case "entry":
    case "lookup":
      return true;
    default:
      return false;
  }
}
