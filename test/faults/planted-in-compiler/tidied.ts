// Bugs of the passes that tidy what is left, and of those that come last.
import { type CompilerBug, inPass } from "./bug.ts";

export const TIDIED: readonly CompilerBug[] = [
  inPass(
    "flat-records",
    "a record that somebody else has is taken apart",
    "count.writes > 0 || count.reads !== (of?.count ?? 0)",
    "count.writes > 0",
  ),
  inPass(
    "flat-records",
    "a record that a method is called on is taken apart",
    'if (one.kind === "call-value" && one.isMethod && one.of.kind === "field") count(one.of.of, -1);',
    "",
  ),
  inPass(
    "local-values",
    "a value moves past what changes what it reads",
    "if (!isPassed(statement) || !this.mayPass(value, statement)) return undefined;",
    "",
  ),
  inPass(
    "local-values",
    "a name for a variable that changes is that variable",
    "return this.effects.isSteady(value.variable);",
    "return true;",
  ),
  inPass(
    "copies",
    "a copy is the other one, though that changes",
    "return this.effects.isSteadyOver(value, effect);",
    "return effect !== undefined;",
  ),
  inPass(
    "copies",
    "a copy that changes is the other one",
    "if ((usesIn(rest).variables.get(variable)?.writes ?? 0) > 0) return false;",
    "",
  ),
  inPass(
    "dead-stores",
    "what is stored in one turn of a loop, and read in the next, goes",
    "const next = union(tested, body.live);",
    "const next = tested;",
  ),
  inPass(
    "dead-stores",
    "what a store works out is not done",
    "if (isDead && this.effects.isPure(value))",
    "if (isDead)",
  ),
  inPass(
    "branches",
    "a branch with more behind it is part of the condition",
    'return block.length === 1 && only?.kind === "if" ? only : undefined;',
    'return only?.kind === "if" ? only : undefined;',
  ),
  inPass(
    "branches",
    "a condition that says not is asked as it is",
    "return { ...one, condition: opposite(condition), whenTrue: whenFalse, whenFalse: whenTrue };",
    "return { ...one, condition: opposite(condition) };",
  ),
  inPass(
    "choices",
    "stores in two variables are one",
    "other === undefined || one.variable !== other.variable) return",
    "other === undefined) return",
  ),
  inPass(
    "choices",
    "what may be false is chosen without a branch",
    "if (!isTrue) return undefined;",
    "if (!isTrue && whenTrue === whenFalse) return undefined;",
  ),
  inPass(
    "reorder",
    "what does something moves",
    "value === undefined || isPlain(value, isSteady)",
    "value === undefined || isSteady",
  ),
  inPass("reorder", "what a function needs is made behind its call", "needs(called.body);", ""),
  inPass(
    "short-fields",
    "a field is called as a word of the target",
    "!others.has(one) && !reserved.has(one)",
    "!others.has(one)",
  ),
  inPass("short-fields", "two fields of a record have one name", "    others.add(name);\n", ""),
];
