// Runs the beginning of a program in the build: a device's declaration is a call of functions that make
// records of records, and an image holds the records alone, without those functions.
//
// The program's beginning is interpreted, up to the first statement that acts or needs the platform, and each
// variable that is given more than what is written there is given what it then is. Runs when all is decided
// that can be, and once: what the records hold that nobody reads goes with the passes behind it. A variable
// that holds a function that is made on the way, which has no name to be written by, is made as before; one
// in a record that is written there stays.
import { isDeepStrictEqual } from "node:util";
import { Interpreter } from "../interpret/interpreter.ts";
import { Likeness } from "../interpret/likeness.ts";
import { partsOf } from "../ir/parts.ts";
import type { Block, Expression, Program, Statement, Variable } from "../ir/program.ts";
import { ValueWriter } from "./written-values.ts";

/** The most statements of a beginning, more than any declaration takes: a longer one counts as endless. */
const MOST_STEPS = 1_000_000;

type Let = Extract<Statement, { kind: "let" }>;

export function partialEvaluation(program: Program): Program {
  const end = program.start.findIndex((statement) => statement.kind !== "let");
  const beginning = program.start.slice(0, end < 0 ? undefined : end).filter(isLet);
  if (!beginning.some(isMade)) return program;
  const reached = beginning.slice(0, reachedIn(program, beginning));
  // Runs up to there once more: the failed statement may have changed something before.
  const interpreter = new Interpreter(program, {}, MOST_STEPS);
  interpreter.run(reached);
  if (reached.some((declaration) => !isMade(declaration) && isChanged(declaration, interpreter)))
    return program;
  const writer = new ValueWriter(program);
  const written = new Map<Statement, Block>();
  for (const declaration of reached) {
    const made = writer.variable(
      declaration.variable,
      interpreter.valueIn(declaration.variable),
      declaration.place,
    );
    // A literal stays as it is, and is named by the values that share it.
    if (!isMade(declaration)) continue;
    if (made !== undefined) written.set(declaration, [{ ...declaration, value: made.value }, ...made.after]);
    else if (!staysApart(program, reached, declaration, interpreter)) return program;
  }
  if (written.size === 0) return program;
  return { ...program, start: program.start.flatMap((statement) => written.get(statement) ?? [statement]) };
}

function isLet(statement: Statement): statement is Let {
  return statement.kind === "let";
}

/** The number of statements that run without the platform. */
function reachedIn(program: Program, beginning: readonly Let[]): number {
  const interpreter = new Interpreter(program, {}, MOST_STEPS);
  for (const [index, declaration] of beginning.entries()) {
    try {
      interpreter.run([declaration]);
    } catch {
      return index;
    }
  }
  return beginning.length;
}

/** Has a later statement changed its value? It would begin with another value than it says. */
function isChanged({ variable, value }: Let, interpreter: Interpreter): boolean {
  const own = value === undefined ? undefined : interpreter.valueNow(value);
  return !isDeepStrictEqual(interpreter.valueIn(variable as Variable), own);
}

/**
 * May one be made as before, among others that are written as they are in the end? Its making finds what
 * stands before it as it is in the end, and leaves that so; and nothing behind it changes what it has made.
 */
function staysApart(
  program: Program,
  reached: readonly Let[],
  declaration: Let,
  inTheEnd: Interpreter,
): boolean {
  const before = reached.slice(0, reached.indexOf(declaration));
  const until = new Interpreter(program, {}, MOST_STEPS);
  until.run(before);
  if (!areAlike(before, until, inTheEnd)) return false;
  until.run([declaration]);
  return areAlike([...before, declaration], until, inTheEnd);
}

function areAlike(lets: readonly Let[], early: Interpreter, late: Interpreter): boolean {
  const likeness = new Likeness();
  return lets.every(({ variable }) => likeness.isAlike(early.valueIn(variable), late.valueIn(variable)));
}

/** Is its value more than a literal? */
function isMade({ value }: Let): boolean {
  return value !== undefined && holdsWork(value);
}

/** The effects of a function made within do not count: it is not called. */
function holdsWork(expression: Expression): boolean {
  return isWorkedOut(expression) || partsOf(expression).some(holdsWork);
}

function isWorkedOut(expression: Expression): boolean {
  switch (expression.kind) {
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
