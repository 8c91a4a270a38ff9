// Refuses fractions that a board would work with: they are floats of 32 bits on one engine and of 64 on
// another, so that Math.floor(90 * 0.7) is 62 here and 63 there, and a text of one has another look. What the
// build works out itself is over by then, and a number may be compared with a fraction.
import type { Expression, Operator, Place, Program } from "../ir/program.ts";
import { visitProgram } from "../ir/visit.ts";
import { at, BuildError } from "../source/build-error.ts";
import { isAuthors, isLibrary } from "../source/own-code.ts";
import { numberRefused } from "../subset/diagnostics.ts";
import { isShortFraction, MOST_DIGITS } from "./short-fraction.ts";
import { type Operation, Spread } from "./spread.ts";

const ARITHMETIC: readonly Operator[] = ["add", "subtract", "multiply", "divide", "remainder"];
/** Operators that give one of their operands, or its negative. */
const CARRIED: readonly Operator[] = ["negate", "absolute", "least", "most"];

/** Operators that take whole numbers only, by the first operand that must be whole. */
const WHOLE: Partial<Record<Operator, readonly [from: number, what: string]>> = {
  "to-text": [0, "joined to a text"],
  join: [0, "joined to a text"],
  "byte-at": [1, "a place in a text"],
  substring: [1, "a place in a text"],
  tail: [1, "a place in a text"],
  "index-of": [2, "a place in a text"],
  "shift-left": [0, "taken for bits"],
  "shift-right": [0, "taken for bits"],
  mask: [0, "taken for bits"],
  "inclusive-or": [0, "taken for bits"],
  "exclusive-or": [0, "taken for bits"],
  "from-bytes": [0, "made a byte"],
};

/** The first whole number that does not fit 32 signed bits. */
const LARGEST_NUMBER = 2 ** 31;

/**
 * Refuses fractions in lines of the program's author. The program is as a board gets it: all that the build
 * can work out is gone.
 */
export function requireWholeNumbers(program: Program): void {
  const refusals = new WholeNumbers(program).refusals();
  if (refusals.length > 0) throw new BuildError(refusals);
}

class WholeNumbers {
  private readonly program: Program;
  private readonly fractions: Spread;
  /** The first refusal of each line. */
  private readonly told = new Map<string, string>();
  private readonly quotients = new Set<Expression>();

  constructor(program: Program) {
    this.program = program;
    this.fractions = new Spread(program, {
      arises: (expression) =>
        expression.kind === "number" && !Number.isInteger(expression.value) && isAuthors(expression.place),
      // A calculation of its author's with a fraction is refused there.
      carries: ({ operator, place }) =>
        CARRIED.includes(operator) || (ARITHMETIC.includes(operator) && !isAuthors(place)),
    });
  }

  refusals(): string[] {
    visitProgram(this.program, {
      expression: (expression) => {
        if (expression.kind === "entry") this.requireWhole(expression.index, "the place of an entry");
        if (expression.kind === "number") this.lookAtNumber(expression);
        if (expression.kind === "operation") this.lookAtOperation(expression);
      },
      statement: (statement) => {
        if (statement.kind === "assign" && statement.target.kind === "entry")
          this.requireWhole(statement.target.index, "the place of an entry");
      },
    });
    return [...this.told.values()];
  }

  private refuse(place: Place, sentence: string): void {
    const line = `${place.file}:${place.line}`;
    if (isAuthors(place) && !this.told.has(line)) this.told.set(line, at(place, `${sentence}.`));
  }

  private lookAtNumber({ value, place }: Extract<Expression, { kind: "number" }>): void {
    if (isLongFraction(value)) this.refuse(place, tooExact(value));
    if (isTooLarge(value)) this.refuse(place, numberRefused(String(value)));
  }

  private lookAtOperation(operation: Operation): void {
    const [first] = operation.operands;
    const known = knownValue(operation);
    if (known !== undefined && isTooLarge(known)) this.refuse(operation.place, numberRefused(String(known)));
    if (operation.operator === "floor" && first !== undefined) this.quotients.add(first);
    if (ARITHMETIC.includes(operation.operator)) this.lookAtArithmetic(operation);
    const [from, what] = WHOLE[operation.operator] ?? [];
    if (from !== undefined)
      for (const operand of operation.operands.slice(from)) this.requireWhole(operand, what as string);
  }

  private lookAtArithmetic(operation: Operation): void {
    const origin = this.originIn(operation.operands);
    // Math.round(a / b) is worked out in a function of no line that its author knows.
    if (origin !== undefined)
      this.refuse(isLibrary(operation.place) ? origin : operation.place, worked(operation));
    else if (operation.operator === "divide" && !this.quotients.has(operation))
      this.refuse(operation.place, unfloored());
  }

  private requireWhole(expression: Expression, what: string): void {
    const origin = this.fractions.originOf(expression);
    if (origin === undefined) return;
    this.refuse(
      isAuthors(expression.place) ? expression.place : origin,
      `this may be a fraction, and is ${what}, where only whole numbers are the same on every engine; count in smaller units (215 tenths for 21.5)`,
    );
  }

  private originIn(all: readonly Expression[]): Place | undefined {
    return all.map((expression) => this.fractions.originOf(expression)).find((place) => place !== undefined);
  }
}

function worked({ operator, operands, place }: Operation): string {
  const why = "a board works with whole numbers, for a fraction is another float on each engine";
  const form = isLibrary(place) ? undefined : wholeForm(operator, operands);
  return `${why}; ${form === undefined ? "count in smaller units (215 tenths for 21.5)" : `write ${form}`}`;
}

/** `Math.floor((x * 7) / 10) for Math.floor(x * 0.7)` */
function wholeForm(operator: Operator, operands: readonly Expression[]): string | undefined {
  const at = operands.findIndex((operand) => operand.kind === "number" && !Number.isInteger(operand.value));
  const fraction = operands[at];
  const ratio = fraction?.kind === "number" ? ratioOf(fraction.value) : undefined;
  if (fraction?.kind !== "number" || ratio === undefined) return undefined;
  const [over, under] = ratio;
  const { value } = fraction;
  if (operator === "multiply") return `${quotient(over, under)} for Math.floor(x * ${value})`;
  if (operator !== "divide") return undefined;
  return at === 0
    ? `Math.floor(${over} / (${under} * x)) for Math.floor(${value} / x)`
    : `${quotient(under, over)} for Math.floor(x / ${value})`;
}

function quotient(over: number, under: number): string {
  return over === 1 ? `Math.floor(x / ${under})` : `Math.floor((x * ${over}) / ${under})`;
}

function unfloored(): string {
  return "a quotient that is calculated with is a fraction, which is another float on each engine; divide last, as in Math.floor((x * 3) / 10), or make each quotient whole";
}

function tooExact(value: number): string {
  return `${value} has more digits than a float of 32 bits holds, which is a fraction on some boards; write ${MOST_DIGITS} digits at most`;
}

/** For numbers written in the source, where the build left the operation alone. */
function knownValue({ operator, operands }: Operation): number | undefined {
  const [first, second] = operands;
  if (first?.kind !== "number" || second?.kind !== "number") return undefined;
  if (operator === "add") return first.value + second.value;
  if (operator === "subtract") return first.value - second.value;
  return operator === "multiply" ? first.value * second.value : undefined;
}

function isTooLarge(value: number): boolean {
  return Number.isInteger(value) && (value < -LARGEST_NUMBER || value >= LARGEST_NUMBER);
}

function isLongFraction(value: number): boolean {
  return !Number.isInteger(value) && !isShortFraction(value);
}

/** 7 and 10 for 0.7. */
function ratioOf(value: number): readonly [number, number] | undefined {
  const [, digits = ""] = /^-?\d+\.(\d+)$/.exec(String(value)) ?? [];
  if (digits === "" || digits.length > MOST_DIGITS) return undefined;
  const under = 10 ** digits.length;
  const over = Math.round(value * under);
  const common = divisor(Math.abs(over), under);
  return [over / common, under / common];
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
