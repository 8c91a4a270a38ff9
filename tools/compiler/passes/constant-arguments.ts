// Puts an argument that is the same constant in all calls into the function, whose parameter is
// left for another pass to drop. A record that the start hands to a function once becomes a
// constant with a name first.
//
// It needs nothing of other passes; calls stay as they are.

import { effectsIn } from "../ir/effects.ts";
import { expressionsOf, partsOf } from "../ir/parts.ts";
import type {
  Block,
  Expression,
  FunctionDef,
  FunctionName,
  Program,
  Statement,
  Variable,
} from "../ir/program.ts";
import { mapFunctions, rewriteBlock } from "../ir/rewrite.ts";
import { NOTHING } from "../ir/types.ts";
import { type Uses, usesIn, usesOf } from "../ir/uses.ts";
import { visitBlock } from "../ir/visit.ts";
import { alwaysWorkedOut } from "./calls-in-place.ts";
import { type Call, isWorthGiving, putInstead } from "./given-arguments.ts";

/**
 * `isOwnFaster`: what runs with each message keeps a variable as its parameter. Lua 5.1 reads one of the
 * surroundings anew for each field that is asked of it.
 */
export function constantArguments(program: Program, { isOwnFaster = false } = {}): Program {
  const uses = usesOf(program);
  const named = withNamedRecords(program, uses);
  const globals = new Set(
    named.start.flatMap((statement) =>
      statement.kind === "let" && !isStored(statement.variable, uses) ? [statement.variable] : [],
    ),
  );
  const calls = callsOfFunctions(named);
  return mapFunctions(
    named,
    (definition) => {
      const values = uses.functions.get(definition.id)?.values ?? 0;
      const isKept = isOwnFaster && definition.id.tags.includes("hot");
      return values > 0
        ? definition
        : withConstants(definition, calls.get(definition.id) ?? [], isKept ? NO_VARIABLES : globals);
    },
    program,
  );
}

const NO_VARIABLES: ReadonlySet<Variable> = new Set();

function isStored(variable: Variable, { variables }: Uses): boolean {
  return (variables.get(variable)?.writes ?? 0) > 0;
}

function withConstants(
  definition: FunctionDef,
  calls: readonly Call[],
  globals: ReadonlySet<Variable>,
): FunctionDef {
  if (calls.length === 0) return definition;
  const instead = new Map<Variable, Expression>();
  for (const [index, parameter] of definition.parameters.entries()) {
    const { reads, writes } = usesIn(definition.body).variables.get(parameter) ?? { reads: 0, writes: 0 };
    if (reads === 0 || writes > 0) continue;
    const constant = sameIn(calls, index, parameter, globals);
    if (constant !== undefined && isWorthGiving(constant, parameter, reads, definition.body))
      instead.set(parameter, constant);
  }
  return instead.size === 0 ? definition : { ...definition, body: putInstead(definition.body, instead) };
}

/** The argument that all calls give; a function that calls itself may pass on its own parameter. */
function sameIn(
  calls: readonly Call[],
  index: number,
  parameter: Variable,
  globals: ReadonlySet<Variable>,
): Expression | undefined {
  let same: Expression | undefined;
  for (const call of calls) {
    const argument: Expression = call.arguments[index] ?? {
      kind: "nothing",
      type: NOTHING,
      place: call.place,
    };
    if (argument.kind === "variable" && argument.variable === parameter) continue;
    const isConstant = argument.kind === "variable" ? globals.has(argument.variable) : true;
    if (!isConstant || (same !== undefined && constantIn(same) !== constantIn(argument))) return undefined;
    if (constantIn(argument) === undefined) return undefined;
    same = argument;
  }
  return same;
}

/** A key for each constant. */
function constantIn(expression: Expression): unknown {
  switch (expression.kind) {
    case "number":
      return Object.is(expression.value, -0) ? "-0 as a number" : expression.value;
    case "truth":
      return expression.value;
    case "text":
      return `"${expression.value}`;
    case "nothing":
      return NOTHING;
    case "function":
      return expression.function;
    case "variable":
      return expression.variable;
    default:
      return undefined;
  }
}

const known = new WeakMap<Block, readonly Call[]>();

function callsIn(block: Block): readonly Call[] {
  const before = known.get(block);
  if (before !== undefined) return before;
  const calls: Call[] = [];
  visitBlock(block, {
    expression: (expression) => {
      if (expression.kind === "call") calls.push(expression);
    },
  });
  known.set(block, calls);
  return calls;
}

function callsOfFunctions({ start, functions }: Program): Map<FunctionName, Call[]> {
  const calls = new Map<FunctionName, Call[]>();
  for (const block of [start, ...[...functions.values()].map(({ body }) => body)])
    for (const call of callsIn(block)) {
      const before = calls.get(call.function);
      if (before === undefined) calls.set(call.function, [call]);
      else before.push(call);
    }
  return calls;
}

/**
 * The start runs once: a record that it passes to a function which is called once may be made before the
 * statement.
 */
function withNamedRecords(program: Program, uses: Uses): Program {
  const start = program.start.flatMap((statement): Block => {
    const named = new Map<Expression, Expression>();
    const before: Statement[] = [];
    for (const { call, behind } of callsWorkedOut(statement)) {
      const { calls, values } = uses.functions.get(call.function) ?? { calls: 0, values: 0 };
      const callee = program.functions.get(call.function);
      if (calls !== 1 || values > 0 || callee === undefined) continue;
      for (const [index, argument] of call.arguments.entries()) {
        const parameter = callee.parameters[index];
        if (argument.kind !== "record" || parameter === undefined) continue;
        const effects = effectsIn(program);
        const others = [...behind, ...call.arguments.slice(0, index)];
        if (!effects.isPure(argument)) continue;
        if (!others.every((expression) => effects.isSteadyOver(argument, effects.of(expression)))) continue;
        const { type, place } = argument;
        const variable: Variable = { name: `given_${parameter.name}`, type, place };
        named.set(argument, { kind: "variable", variable, type, place });
        before.push({ kind: "let", place, variable, value: argument });
      }
    }
    if (before.length === 0) return [statement];
    return [
      ...before,
      ...rewriteBlock([statement], { expression: (expression) => named.get(expression) ?? expression }),
    ];
  });
  return start.length === program.start.length ? program : { ...program, start };
}

/**
 * The calls in a statement that are reached in any case, each with the parts that are worked out before its
 * arguments.
 */
function callsWorkedOut(statement: Statement): { call: Call; behind: readonly Expression[] }[] {
  const calls: { call: Call; behind: readonly Expression[] }[] = [];
  if (statement.kind === "loop") return calls;
  const walk = (expression: Expression, behind: readonly Expression[]): void => {
    if (expression.kind === "call") calls.push({ call: expression, behind });
    for (const [index, part] of alwaysWorkedOut(expression).entries())
      walk(part, [...behind, ...partsOf(expression).slice(0, index)]);
  };
  const parts = expressionsOf(statement);
  for (const [index, part] of parts.entries()) walk(part, parts.slice(0, index));
  return calls;
}
