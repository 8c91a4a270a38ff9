// A comparison with nothing or with "" becomes a look at whether there is anything: `if (x)` takes Espruino
// less than half of the instructions of `if (x !== "")`, and half of the characters that it reads past
// otherwise. Only where nothing else that the value may be counts as false.
//
// Takes and gives a whole program. Behind it, truth is JavaScript's: an empty text counts as false.
import type { Expression, Program } from "../../../compiler/ir/program.ts";
import { rewriteProgram } from "../../../compiler/ir/rewrite.ts";
import { membersOf, TRUTH } from "../../../compiler/ir/types.ts";
import { lackingIn } from "./lacking-texts.ts";
import { countsAsThere } from "./optional.ts";

type Asks = (one: Expression) => boolean;

export function withTruths(program: Program): Program {
  const mayLack = lackingIn(program);
  return rewriteProgram(program, {
    expression: (one) => {
      if (one.kind === "choose") return withCondition(one);
      return one.kind === "operation" ? shortened(one, mayLack) : one;
    },
    statement: (one) => [one.kind === "if" || one.kind === "loop" ? withCondition(one) : one],
  });
}

function withCondition<One extends { condition: Expression }>(one: One): One {
  const condition = asked(one.condition);
  return condition === one.condition ? one : { ...one, condition };
}

type Operation = Extract<Expression, { kind: "operation" }>;

function shortened(one: Operation, mayLack: Asks): Expression {
  const [left, right] = one.operands;
  if (left === undefined) return one;
  if (one.operator === "not") {
    const inner = asked(left);
    return inner === left ? one : not(inner);
  }
  if (one.operator !== "equal" && one.operator !== "not-equal") return one;
  if (right === undefined || !isOnlyFalse(left, right, mayLack)) return one;
  return one.operator === "equal" ? not(left) : not(not(left));
}

/** Is `right` the only value of `left` that counts as false? */
function isOnlyFalse(left: Expression, right: Expression, mayLack: Asks): boolean {
  if (right.kind === "nothing") return countsAsThere(left.type);
  const isText = membersOf(left.type).every(({ kind }) => kind === "text");
  return right.kind === "text" && right.value === "" && isText && !mayLack(left);
}

function not(of: Expression): Expression {
  return { kind: "operation", operator: "not", operands: [of], type: TRUTH, place: of.place };
}

function operandOfNot(one: Expression): Expression | undefined {
  return one.kind === "operation" && one.operator === "not" ? one.operands[0] : undefined;
}

/** The value in a place that only tests its truth: any other value with the same truth will do. */
function asked(one: Expression): Expression {
  const negated = operandOfNot(one);
  const twice = negated === undefined ? undefined : operandOfNot(negated);
  if (twice !== undefined) return asked(twice);
  if (one.kind !== "and" && one.kind !== "or") return one;
  const [left, right] = [asked(one.left), asked(one.right)];
  return left === one.left && right === one.right ? one : { ...one, left, right };
}
