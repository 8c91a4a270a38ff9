// A function that only says what can be said in a few words, `root + "/status"`, is put in place of all its calls: each
// call would be as long.
//
// It needs nothing of other passes; whoever is not called any more goes by another.

import { effectsIn } from "../form/effects.ts";
import { partsOf } from "../form/parts.ts";
import type { Expression, FunctionDef, FunctionName, Program } from "../form/program.ts";
import { mapFunctions } from "../form/rewrite.ts";
import { usesIn, usesOf } from "../form/uses.ts";
import { CallsInPlace, type Choice } from "./calls-in-place.ts";
import type { Call } from "./given-arguments.ts";
import { isPlain } from "./steady.ts";

/** Words and signs of such an expression, as its author would write it. */
const MOST_WORDS = 9;

export function inlineSmall(program: Program): Program {
  const small = new Map<FunctionName, FunctionDef>();
  for (const [id, { calls }] of usesOf(program).functions) {
    const one = program.functions.get(id);
    if (calls > 0 && one !== undefined && isSmall(one)) small.set(id, one);
  }
  if (small.size === 0) return program;
  const of = (call: Call): FunctionDef | undefined => small.get(call.function);
  // No variable is made in what is plain: it may stand anywhere as it is.
  const choice: Choice = { way: "moved", isExpression: true, of, done: () => {} };
  const calls = new CallsInPlace(choice, effectsIn(program));
  const callsOne = (block: FunctionDef["body"]): boolean =>
    [...usesIn(block).functions].some(([id, uses]) => uses.calls > 0 && small.has(id));
  const start = callsOne(program.start) ? calls.inStart(program.start) : program.start;
  return mapFunctions(
    { ...program, start },
    (one) => (callsOne(one.body) ? calls.inFunction(one) : one),
    program,
  );
}

function isSmall({ body: [only, ...others] }: FunctionDef): boolean {
  if (only?.kind !== "return" || others.length > 0 || only.value === undefined) return false;
  return isPlain(only.value) && wordsIn(only.value) <= MOST_WORDS;
}

function wordsIn(one: Expression): number {
  return partsOf(one).reduce((sum, part) => sum + wordsIn(part), ownWords(one));
}

/** A name or a literal is one, a sign between two others, and what belongs together is one more. */
function ownWords(one: Expression): number {
  switch (one.kind) {
    case "field":
    case "and":
    case "or":
    case "or-else":
      return 2;
    case "choose":
    case "is":
      return 3;
    case "operation":
      return one.operands.length;
    default:
      return 1;
  }
}
