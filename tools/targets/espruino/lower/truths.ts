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

type Asks = (expression: Expression) => boolean;

export function withTruths(program: Program): Program {
  const mayLack = lackingIn(program);
  return rewriteProgram(program, {
    expression: (expression) => {
      if (expression.kind === "choose") return withCondition(expression);
      return expression.kind === "operation" ? shortened(expression, mayLack) : expression;
    },
    statement: (statement) => [
      statement.kind === "if" || statement.kind === "loop" ? withCondition(statement) : statement,
    ],
  });
}

function withCondition<One extends { condition: Expression }>(branching: One): One {
  const condition = asked(branching.condition);
  return condition === branching.condition ? branching : { ...branching, condition };
}

type Operation = Extract<Expression, { kind: "operation" }>;

function shortened(operation: Operation, mayLack: Asks): Expression {
  const [left, right] = operation.operands;
  if (left === undefined) return operation;
  if (operation.operator === "not") {
    const inner = asked(left);
    return inner === left ? operation : not(inner);
  }
  if (operation.operator !== "equal" && operation.operator !== "not-equal") return operation;
  if (right === undefined || !isOnlyFalse(left, right, mayLack)) return operation;
  return operation.operator === "equal" ? not(left) : not(not(left));
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

function operandOfNot(expression: Expression): Expression | undefined {
  return expression.kind === "operation" && expression.operator === "not"
    ? expression.operands[0]
    : undefined;
}

/** The value in a place that only tests its truth: any other value with the same truth will do. */
function asked(expression: Expression): Expression {
  const negated = operandOfNot(expression);
  const twice = negated === undefined ? undefined : operandOfNot(negated);
  if (twice !== undefined) return asked(twice);
  if (expression.kind !== "and" && expression.kind !== "or") return expression;
  const [left, right] = [asked(expression.left), asked(expression.right)];
  return left === expression.left && right === expression.right ? expression : { ...expression, left, right };
}
