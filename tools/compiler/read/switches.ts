// A `switch` as the choice that it is: `if (x === 1) ... else if (x === 2 || x === 3) ... else ...`. What a
// case may hold is checked before (subset/switches.ts).
import ts from "typescript";
import type { Block, Expression, Statement } from "../ir/program.ts";
import { TRUTH } from "../ir/types.ts";
import { withoutBreak } from "../subset/switches.ts";
import { operation } from "./made.ts";
import type { Scope } from "./scope.ts";

/** Cases that run the same statements. */
interface Arm {
  readonly cases: readonly ts.CaseClause[];
  readonly isDefault: boolean;
  readonly statements: readonly ts.Statement[];
}

export function readSwitch(node: ts.SwitchStatement, scope: Scope): Block {
  const place = scope.place(node);
  const subject = scope.expression(node.expression);
  const variable = scope.made("asked", subject.type, node);
  const read: Expression = { kind: "variable", variable, type: subject.type, place };
  const arms = armsOf(node.caseBlock.clauses);
  const otherwise = arms.find(({ isDefault }) => isDefault);
  const others: Block = otherwise === undefined ? [] : scope.block(otherwise.statements);
  const tested = arms.filter(({ isDefault }) => !isDefault);
  const chain = tested.reduceRight<Block>(
    (whenFalse, arm) => [{ kind: "if", ...choiceOf(arm, read, scope), whenFalse }],
    others,
  );
  const first: Statement = { kind: "let", place, variable, value: subject };
  return [{ kind: "block", place, body: [first, ...chain] }];
}

function choiceOf({ cases, statements }: Arm, subject: Expression, scope: Scope) {
  const conditions = cases.map((clause) =>
    operation("equal", TRUTH, [subject, scope.expression(clause.expression)]),
  );
  const condition = conditions.reduce(
    (left, right): Expression => ({ kind: "or", left, right, type: TRUTH, place: left.place }),
  );
  return { place: condition.place, condition, whenTrue: scope.block(statements) };
}

function armsOf(clauses: readonly ts.CaseOrDefaultClause[]): Arm[] {
  const arms: Arm[] = [];
  let waiting: ts.CaseOrDefaultClause[] = [];
  for (const [at, clause] of clauses.entries()) {
    waiting.push(clause);
    if (clause.statements.length === 0 && at < clauses.length - 1) continue;
    arms.push({
      cases: waiting.filter(ts.isCaseClause),
      isDefault: waiting.some(ts.isDefaultClause),
      statements: withoutBreak(clause.statements),
    });
    waiting = [];
  }
  return arms;
}
