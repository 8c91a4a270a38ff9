// `x += f()` reads `x` on Espruino when `f` has run, and JavaScript before. What a change of `x` may itself change on its
// way is written `x = x + f()`, and kept so through shortening, which would make the other of it.
//
// Takes and gives a whole program; `withReadsFirst` takes the mark out of the finished script.
import { type Node, parse } from "acorn";
import { effectsIn, isApart } from "../../../compiler/form/effects.ts";
import type { Block, Expression, Program, Statement, Variable } from "../../../compiler/form/program.ts";
import { rewriteProgram } from "../../../compiler/form/rewrite.ts";
import { FOREIGN } from "../../../compiler/form/types.ts";
import { usesIn } from "../../../compiler/form/uses.ts";
import { visitProgram } from "../../../compiler/form/visit.ts";
import { childrenOf } from "../script/script-tree.ts";

const MARK = "readsFirst";

export function withMarkedReads(program: Program): Program {
  const effects = effectsIn(program);
  const given = variablesGivenElsewhere(program);
  const isReadLate = (old: Expression, by: Expression): boolean => {
    if (old.kind === "variable" && !given.has(old.variable)) return false;
    return !isApart(effects.of(old), effects.of(by));
  };
  return rewriteProgram(program, {
    statement: (one) => {
      if (one.kind !== "assign" || one.value.kind !== "operation") return [one];
      const { value, target } = one;
      const [old, by] = value.operands;
      if (old === undefined || by === undefined || old.kind !== target.kind) return [one];
      if (!isReadLate(old, by)) return [one];
      return [{ ...one, value: { ...value, operands: [marked(old), by] } } satisfies Statement];
    },
  });
}

/** Those that another function than their own gives a value. */
function variablesGivenElsewhere(program: Program): ReadonlySet<Variable> {
  const given = new Set<Variable>();
  const add = (body: Block, isElsewhere: (one: Variable) => boolean): void => {
    for (const [one, { writes }] of usesIn(body).variables)
      if (writes > 0 && isElsewhere(one)) given.add(one);
  };
  const ofStart = usesIn(program.start).variables;
  for (const { body } of program.functions.values()) add(body, (one) => ofStart.has(one));
  visitProgram(program, { inner: ({ body }) => add(body, () => true) });
  return given;
}

function marked(old: Expression): Expression {
  const { type, place } = old;
  return {
    kind: "call-value",
    of: { kind: "foreign", name: MARK, type: FOREIGN, place },
    isOptional: false,
    isMethod: false,
    arguments: [old],
    type,
    place,
  };
}

/** The script without the marks; its lines stay where they are. */
export function withReadsFirst(code: string): string {
  if (!code.includes(MARK)) return code;
  const calls: { start: number; end: number; value: Node }[] = [];
  const walk = (node: Node): void => {
    const { callee, arguments: given } = node as Node & { callee?: { name?: string }; arguments?: Node[] };
    const [value] = given ?? [];
    if (callee?.name === MARK && value !== undefined) calls.push({ start: node.start, end: node.end, value });
    childrenOf(node).forEach(walk);
  };
  walk(parse(code, { ecmaVersion: 2022 }));
  let result = "";
  let position = 0;
  for (const { start, end, value } of calls.sort((one, other) => one.start - other.start)) {
    result += code.slice(position, start) + code.slice(value.start, value.end);
    position = end;
  }
  return result + code.slice(position);
}
