// `x += f()` reads `x` on Espruino when `f` has run, and JavaScript before. What a change of `x` may itself change on its
// way is written `x = x + f()`, and kept so through shortening, which would make the other of it.
//
// Takes and gives a whole program; `withReadsFirst` takes the mark out of the finished script.
import { type Node, parse } from "acorn";
import type { Expression, Program, Statement } from "../../../compiler/ir/program.ts";
import { rewriteProgram } from "../../../compiler/ir/rewrite.ts";
import { FOREIGN } from "../../../compiler/ir/types.ts";
import { childrenOf } from "../script/script-tree.ts";
import { changesIn } from "./changes.ts";

const MARK = "readsFirst";

export function withMarkedReads(program: Program): Program {
  const isChangedBy = changesIn(program);
  return rewriteProgram(program, {
    statement: (one) => {
      if (one.kind !== "assign" || one.value.kind !== "operation") return [one];
      const { value, target } = one;
      const [old, by] = value.operands;
      if (old === undefined || by === undefined || old.kind !== target.kind) return [one];
      if (!isChangedBy(old, [by])) return [one];
      return [{ ...one, value: { ...value, operands: [marked(old), by] } } satisfies Statement];
    },
  });
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
