// Bugs of the passes that put functions in place of their calls, and of those that come with them.
import { type CompilerBug, inPass } from "./bug.ts";

export const MERGED: readonly CompilerBug[] = [
  inPass(
    "inline-tagged",
    "functions tagged branch are copied where the target reads past branches",
    "isTagged",
    'tags.includes("inline") && !tags.includes("branch")',
    'tags.includes("inline") || tags.includes("branch")',
  ),
  inPass(
    "inline-tagged",
    "functions that are not hot have copies, too",
    "run",
    'if (!one.id.tags.includes("hot") && !this.isTagged(one.id)) continue;',
    "",
  ),
  inPass(
    "inline-calls",
    "a function that is a value somewhere goes",
    "inlineCalls",
    "calls === 1 && values === 0",
    "calls === 1",
  ),
  inPass(
    "inline-calls",
    "what runs rarely stands in what runs often",
    "staysApart",
    'callee.tags.includes("cold") && !(caller?.tags.includes("cold") ?? false)',
    "callee.tags.length > 9 && caller !== undefined",
  ),
  inPass("inline-small", "long expressions are repeated", "MOST_WORDS", "9", "99"),
  inPass(
    "inline-small",
    "what more than one statement does is put in place of a call",
    "isSaid",
    "isPlain(only.value)",
    "true",
  ),
  inPass(
    "constant-arguments",
    "what the last call gives is what all give",
    "sameIn",
    "(same !== undefined && constantIn(same) !== constantIn(argument))",
    "false",
  ),
  inPass(
    "constant-arguments",
    "a parameter that changes is the constant that it begins as",
    "withConstants",
    "writes > 0",
    "false",
  ),
  inPass(
    "short-lists",
    "a list that something else names goes",
    "shortListsOf",
    "reads !== loops.get(variable)",
    "loops.get(variable) === undefined",
  ),
  inPass(
    "short-lists",
    "a loop that is left on its way is no loop any more",
    "shortLists",
    "hasWayOut(one.body)",
    "false",
  ),
];
