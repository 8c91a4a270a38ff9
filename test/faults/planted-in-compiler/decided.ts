// Bugs of the passes that decide what can be decided, and of the one that works out what the start makes.
import { type CompilerBug, inPass } from "./bug.ts";

export const DECIDED: readonly CompilerBug[] = [
  inPass(
    "shake",
    "what works out a value that nobody reads goes with it",
    "if (one.value === undefined || needed.effects.isPure(one.value)) return [];",
    "return [];",
  ),
  inPass(
    "shake",
    "functions that nothing calls stay",
    "if (!needed.functions.has(one.id)) return undefined;",
    "",
  ),
  inPass(
    "constants",
    "a variable that changes later is its first value",
    'if (one.kind !== "let" || (uses.variables.get(one.variable)?.writes ?? 0) > 0) continue;',
    'if (one.kind !== "let") continue;',
  ),
  inPass(
    "constants",
    "a field that is stored in is its first value",
    "if (writes > 0 || field.isData || !isConstant(value)) continue;",
    "if (field.isData || !isConstant(value)) continue;",
  ),
  inPass(
    "fold",
    "a branch that is never taken stands in place of the other one",
    "return standing(known ? whenTrue : whenFalse, one);",
    "return standing(known ? whenFalse : whenTrue, one);",
  ),
  inPass(
    "fold",
    "a turn that is cut short misses its step",
    "condition: opposite(found.condition), whenTrue: rest }];",
    "whenTrue: rest }];",
  ),
  inPass(
    "known-values",
    "what is known in front of a loop is known in it",
    "const around = without(facts, writtenIn(one));\n    const first",
    "const around = facts;\n    const first",
  ),
  inPass(
    "known-values",
    "the other branch knows the same as the first",
    "this.block(one.whenFalse, factsBehind(one.condition, false, facts, this.isOwn))",
    "this.block(one.whenFalse, factsBehind(one.condition, true, facts, this.isOwn))",
  ),
  inPass(
    "call-directly",
    "a function is given what it does not take",
    "arguments: given.slice(0, count), type, place };",
    "arguments: given, type, place };",
    "constant-fields",
  ),
  inPass(
    "call-directly",
    "an argument that nobody takes, and that acts, goes",
    "if (!given.slice(count).every((each) => effects.isPure(each))) return one;",
    "",
    "constant-fields",
  ),
  inPass(
    "constant-fields",
    "a field that is stored in later has its first value",
    "if (field.isData || writes > 0 || reads === handedOn) continue;",
    "if (field.isData || reads === handedOn) continue;",
  ),
  inPass(
    "constant-fields",
    "a field has the value of the first record, whatever others have",
    "isFixed(first, program) && others.every((one) => isSame(one, first));",
    "isFixed(first, program);",
  ),
  inPass(
    "unread-fields",
    "what a field is given is not worked out",
    "!unread.has(field) || !effects.isPure(value));",
    "!unread.has(field));",
  ),
  inPass("unread-fields", "a field that a text reads goes", "if (!field.isData && reads", "if (reads"),
  inPass(
    "unused-parameters",
    "an argument that acts goes with its parameter",
    "keepWhatActs(program, gone, effectsIn(program));",
    "",
  ),
  inPass(
    "unused-parameters",
    "a function whose value is taken loses its parameter",
    "if ((functions.get(one.id)?.values ?? 0) > 0) continue;",
    "",
  ),
  inPass(
    "unused-results",
    "a result that one of two calls asks for goes",
    "calls > (unasked.get(one.id) ?? 0)",
    "(unasked.get(one.id) ?? 0) === 0",
    "unused-parameters",
  ),
  inPass(
    "unused-results",
    "what makes the result is not done",
    '[{ kind: "evaluate", place, value }, changed(one, { value: undefined })]',
    "[changed(one, { value: undefined })]",
    "unused-parameters",
  ),
  inPass(
    "start-values",
    "what changes a record behind its beginning is done twice",
    "if (reached.some((one) => !isMade(one) && isChanged(one, interpreter))) return program;",
    "",
  ),
  inPass(
    "start-values",
    "fields that are stored in a record later are forgotten",
    "[{ ...one, value }, ...after]",
    "[{ ...one, value }]",
  ),
];
