// Holds a value first where Espruino 2v29 reads it late, if something behind it may change it:
//
// - `list[f()]` looks which list that is when `f` has run;
// - `s += t` appends in place where nothing but `s` holds its text: what was read of `s` for `s + f()` grows
//   with it;
// - `list[3] = f()` looks whether there is such an entry, and makes one when `f` has run: there may be two
//   then.
//
// Takes and gives a whole program. A parameter, as a variable, holds what it is given.
import { partsOf, targetParts, withParts, withTargetParts } from "../../../compiler/ir/parts.ts";
import type { Expression, Program, Statement, Target } from "../../../compiler/ir/program.ts";
import { rewriteProgram } from "../../../compiler/ir/rewrite.ts";
import { type Field, FOREIGN, mayBe } from "../../../compiler/ir/types.ts";
import { visitProgram } from "../../../compiler/ir/visit.ts";
import { changesIn, type IsChangedBy } from "./changes.ts";
import { type Held, heldIn, withHeld } from "./on-the-spot.ts";

type Assignment = Extract<Statement, { kind: "assign" }>;

export function withEarlyReads(program: Program): Program {
  const isChangedBy = changesIn(program);
  const leftOut = fieldsLeftOut(program);
  return rewriteProgram(program, {
    expression: (expression) => {
      const last = lastReadLate(expression, isChangedBy);
      return last < 0 ? expression : withPartsHeld(expression, last);
    },
    statement: (statement) =>
      statement.kind === "assign" && isStoredLate(statement, isChangedBy, leftOut)
        ? withAllHeld(statement)
        : [statement],
  });
}

/** The number of the last part that must be held before the next ones are worked out; -1 for none. */
function lastReadLate(expression: Expression, isChangedBy: IsChangedBy): number {
  const parts = partsOf(expression);
  const isLate = (part: Expression, at: number): boolean =>
    isSeenLate(expression, part, at) && isChangedBy(part, parts.slice(at + 1));
  return parts.length < 2 ? -1 : parts.findLastIndex(isLate);
}

function isSeenLate(expression: Expression, part: Expression, at: number): boolean {
  switch (expression.kind) {
    case "entry":
    case "lookup":
      return at === 0 && isName(part);
    case "operation":
    case "call-member":
    case "new":
      return isTextOfOthers(part);
    case "call-value":
      // A function of the program holds its arguments.
      return expression.of.kind === "foreign" && isTextOfOthers(part);
    default:
      return false;
  }
}

/** Does Espruino keep the way to it, instead of its value? */
function isName({ kind }: Expression): boolean {
  return kind !== "call" && kind !== "call-value" && kind !== "call-member" && kind !== "new";
}

/** May it be a text that a variable, a field or an entry holds? An operation makes a new one. */
function isTextOfOthers({ kind, type }: Expression): boolean {
  if (kind === "text" || kind === "foreign" || kind === "operation") return false;
  return mayBe(type, "text") || mayBe(type, "foreign");
}

function isStoredLate(
  { target, value }: Assignment,
  isChangedBy: IsChangedBy,
  leftOut: ReadonlySet<Field>,
): boolean {
  const [of, at] = targetParts(target);
  if (of !== undefined && at !== undefined && isName(of) && isChangedBy(of, [at])) return true;
  if (target.kind === "variable" || target.kind === "foreign" || target.kind === "member") return false;
  if (target.kind === "field" && !target.field.mayBeMissing && !leftOut.has(target.field)) return false;
  return isChangedBy(readOf(target), [value]);
}

function readOf(target: Extract<Target, { kind: "field" | "entry" | "lookup" }>): Expression {
  const { type, place } = { type: FOREIGN, place: target.of.place };
  return target.kind === "field" ? { ...target, isOptional: false, type, place } : { ...target, type, place };
}

/**
 * Fields that a record of their own kind may be made without. A record of a narrower kind does not have them:
 * `mayBeMissing` says so.
 */
function fieldsLeftOut(program: Program): ReadonlySet<Field> {
  const fields = new Set<Field>();
  visitProgram(program, {
    expression: (expression) => {
      if (expression.kind !== "record") return;
      const own = new Set(expression.values.map(({ field }) => field));
      for (const field of expression.record.fields.keys()) if (!own.has(field)) fields.add(field);
    },
  });
  return fields;
}

function withPartsHeld(expression: Expression, last: number): Expression {
  const held: Held[] = [];
  let at = -1;
  const result = withParts(expression, (part) => {
    at += 1;
    if (at > last || isConstant(part)) return part;
    const made = heldIn(part);
    held.push(made);
    return made.read;
  });
  return withHeld(held, result);
}

function withAllHeld(assignment: Assignment): readonly Statement[] {
  const { place } = assignment;
  const lets: Statement[] = [];
  const held = (value: Expression): Expression => {
    if (isConstant(value)) return value;
    const made = heldIn(value);
    lets.push({ kind: "let", place, variable: made.variable, value });
    return made.read;
  };
  const stored = {
    ...assignment,
    target: withTargetParts(assignment.target, held),
    value: held(assignment.value),
  };
  return [...lets, stored];
}

function isConstant({ kind }: Expression): boolean {
  return (
    kind === "number" || kind === "text" || kind === "truth" || kind === "nothing" || kind === "function"
  );
}
