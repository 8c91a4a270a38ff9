// A function that only says what can be said in a few words, `root + "/status"`, or that only stores it, is
// put in place of all its calls: each call would be as long.
//
// It needs nothing of other passes; whoever is not called any more goes by another.

import { effectsIn } from "../ir/effects.ts";
import { partsOf } from "../ir/parts.ts";
import type { Expression, FunctionDef, FunctionName, Program } from "../ir/program.ts";
import { mapFunctions } from "../ir/rewrite.ts";
import { usesIn, usesOf } from "../ir/uses.ts";
import { CallsInPlace, type Choice } from "./calls-in-place.ts";
import type { Call } from "./given-arguments.ts";
import { isPlain } from "./steady.ts";

/** The most words and signs of such an expression, as its author would write it. */
const MOST_WORDS = 9;
const FIELD_WORDS = 2;
/** Two stores of values at hand. */
const MOST_STORED_WORDS = 11;

type Small = ReadonlyMap<FunctionName, FunctionDef>;

export function inlineSmall(program: Program): Program {
  const said = withCalls(program, smallIn(program, isSaid), SAID);
  return withCalls(said, smallIn(said, isStored), STORED);
}

/** A plain expression makes no variable: it may stand anywhere as it is. */
const SAID = { way: "moved", isExpression: true } as const;
const STORED = { way: "copied", isExpression: false } as const;

function smallIn(program: Program, isSmall: (definition: FunctionDef) => boolean): Small {
  const small = new Map<FunctionName, FunctionDef>();
  for (const [id, { calls }] of usesOf(program).functions) {
    const definition = program.functions.get(id);
    if (calls > 0 && definition !== undefined && isSmall(definition)) small.set(id, definition);
  }
  return small;
}

function withCalls(program: Program, small: Small, how: Pick<Choice, "way" | "isExpression">): Program {
  if (small.size === 0) return program;
  const of = (call: Call): FunctionDef | undefined => small.get(call.function);
  const calls = new CallsInPlace({ ...how, of, done: () => {} }, effectsIn(program));
  const callsOne = (block: FunctionDef["body"]): boolean =>
    [...usesIn(block).functions].some(([id, uses]) => uses.calls > 0 && small.has(id));
  const start = callsOne(program.start) ? calls.inStart(program.start) : program.start;
  return mapFunctions(
    { ...program, start },
    (definition) => (callsOne(definition.body) ? calls.inFunction(definition) : definition),
    program,
  );
}

function isSaid({ body: [only, ...others] }: FunctionDef): boolean {
  if (only?.kind !== "return" || others.length > 0 || only.value === undefined) return false;
  return isPlain(only.value) && wordsIn(only.value) <= MOST_WORDS;
}

function isStored({ self, body }: FunctionDef): boolean {
  if (self !== undefined || body.length === 0) return false;
  let words = 0;
  for (const statement of body) {
    if (statement.kind !== "assign" || statement.target.kind !== "field") return false;
    const { target, value } = statement;
    if (!isPlain(target.of) || !isPlain(value)) return false;
    words += FIELD_WORDS + wordsIn(target.of) + wordsIn(value);
  }
  return words <= MOST_STORED_WORDS;
}

function wordsIn(expression: Expression): number {
  return partsOf(expression).reduce((sum, part) => sum + wordsIn(part), ownWords(expression));
}

/** A name or a literal counts one, a sign between two others one, and a group of them one more. */
function ownWords(expression: Expression): number {
  switch (expression.kind) {
    case "field":
      return FIELD_WORDS;
    case "and":
    case "or":
    case "or-else":
      return 2;
    case "choose":
    case "is":
      return 3;
    case "operation":
      return expression.operands.length;
    default:
      return 1;
  }
}
