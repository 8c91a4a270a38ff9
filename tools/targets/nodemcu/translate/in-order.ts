// Values that are worked out one after the other, as they are written.
import * as lua from "typescript-to-lua/dist/LuaAST.js";
import type { Expression } from "../../../compiler/ir/program.ts";
import { needsStatements } from "./choices.ts";
import { or } from "./lua-nodes.ts";
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
export function steadyValue(one: Expression, writer: Writer): () => lua.Expression {
  if (one.kind === "variable") return () => writer.name(one.variable);
  if (one.kind === "foreign") return () => lua.createIdentifier(foreignName(one.name));
  return writer.kept(writer.value(one));
}

/**
 * When Lua looks at what is worked out first: "now" copies it before it works out the next one, "local" looks
 * at a local when it has worked out the others, "owner" also at what the first one is, whose entry is meant,
 * where that is an upvalue (Lua 5.3).
 */
type Looks = "now" | "local" | "owner";

/** Values that are worked out in this order. */
export function inOrder(all: readonly Expression[], writer: Writer, looks: Looks = "now"): lua.Expression[] {
  return all.map((one, at) => {
    const made = writer.value(one);
    const rest = all.slice(at + 1);
    if (rest.some(needsStatements) && !isUnchanging(one, writer)) return writer.kept(made)();
    if (looks === "now" || one.kind !== "variable") return made;
    const isLate = (looks === "owner" && at === 0) || writer.isOwnLocal(one.variable);
    // `n or n` is n in another register.
    return isLate && writer.facts.isChangedBy(one, rest) ? or(made, writer.value(one)) : made;
  });
}

/** Does its value stay the same, whatever statements run in between? */
export function isUnchanging(one: Expression, writer: Writer): boolean {
  if (one.kind === "variable") return writer.facts.isConstant(one.variable);
  return ["number", "text", "truth", "nothing", "function", "closure"].includes(one.kind);
}
