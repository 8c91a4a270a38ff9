// Values that are worked out one after the other, as they are written.

import type { Expression } from "../../../compiler/ir/program.ts";
import * as lua from "../lua/lua-ast.ts";
import { or } from "../lua/lua-nodes.ts";
import { needsStatements } from "./choices.ts";
import type { Writer } from "./writer.ts";

/** Names of Lua that the declarations of NodeMCU spell in another way, because TypeScript has such words. */
const LUA_NAMES = new Map([
  ["luaMath", "math"],
  ["luaString", "string"],
]);

export function foreignName(name: string): string {
  return LUA_NAMES.get(name) ?? name;
}

/** A value that may be worked out twice: a variable, or a local made for it. */
export function steadyValue(expression: Expression, writer: Writer): () => lua.Expression {
  if (expression.kind === "variable") return () => writer.name(expression.variable);
  if (expression.kind === "foreign") return () => lua.createIdentifier(foreignName(expression.name));
  return writer.kept(writer.value(expression));
}

/**
 * When Lua looks at what is worked out first: "now" copies it before it works out the next one, "local" looks
 * at a local when it has worked out the others, "owner" also at what the first one is, whose entry is meant,
 * where that is an upvalue (Lua 5.3).
 */
type Looks = "now" | "local" | "owner";

/** Values that are worked out in this order. */
export function inOrder(all: readonly Expression[], writer: Writer, looks: Looks = "now"): lua.Expression[] {
  return all.map((expression, at) => {
    const made = writer.value(expression);
    const rest = all.slice(at + 1);
    if (rest.some(needsStatements) && !isUnchanging(expression, writer)) return writer.kept(made)();
    if (looks === "now" || expression.kind !== "variable") return made;
    const isLate = (looks === "owner" && at === 0) || writer.isOwnLocal(expression.variable);
    // `n or n` is n in another register.
    return isLate && writer.facts.isChangedBy(expression, rest) ? or(made, writer.value(expression)) : made;
  });
}

/** Does its value stay the same, whatever statements run in between? */
export function isUnchanging(expression: Expression, writer: Writer): boolean {
  if (expression.kind === "variable") return writer.facts.isConstant(expression.variable);
  return ["number", "text", "truth", "nothing", "function", "closure"].includes(expression.kind);
}
