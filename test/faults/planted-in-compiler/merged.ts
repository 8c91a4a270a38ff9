// Bugs of the passes that put functions in place of their calls, and of those that come with them.
import { type CompilerBug, inPass } from "./bug.ts";

export const MERGED: readonly CompilerBug[] = [
  inPass(
    "inline-tagged",
    "functions tagged branch are copied where the target reads past branches",
    '? tags.includes("inline") && !tags.includes("branch")',
    '? tags.includes("inline") || tags.includes("branch")',
  ),
  inPass(
    "inline-tagged",
    "functions that are not hot have copies, too",
    'if (!one.id.tags.includes("hot") && !this.isTagged(one.id)) continue;',
    "",
  ),
  inPass(
    "inline-calls",
    "a function that is a value somewhere goes",
    "if (calls === 1 && values === 0 && ",
    "if (calls === 1 && ",
  ),
  inPass(
    "inline-calls",
    "what runs rarely stands in what runs often",
    'return callee.tags.includes("cold") && !(caller?.tags.includes("cold") ?? false);',
    "return callee.tags.length > 9 && caller !== undefined;",
  ),
  inPass("inline-small", "long expressions are repeated", "const MOST_WORDS = 9;", "const MOST_WORDS = 99;"),
  inPass(
    "inline-small",
    "what more than one statement does is put in place of a call",
    'if (only?.kind !== "return" || others.length > 0 || only.value === undefined) return false;\n  return isPlain(only.value) && ',
    'if (only?.kind !== "return" || others.length > 0 || only.value === undefined) return false;\n  return ',
  ),
  inPass(
    "constant-arguments",
    "what the last call gives is what all give",
    "(same !== undefined && constantIn(same) !== constantIn(argument))",
    "false",
  ),
  inPass(
    "constant-arguments",
    "a parameter that changes is the constant that it begins as",
    "if (reads === 0 || writes > 0) continue;\n    const constant",
    "if (reads === 0) continue;\n    const constant",
  ),
  inPass(
    "short-lists",
    "a list that something else names goes",
    "reads !== loops.get(variable)",
    "loops.get(variable) === undefined",
  ),
  inPass(
    "short-lists",
    "a loop that is left on its way is no loop any more",
    'if (one.kind !== "each" || hasWayOut(one.body)) return [one];',
    'if (one.kind !== "each") return [one];',
  ),
];
