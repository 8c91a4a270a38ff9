// Loops: Lua's own counting loop where nothing changes the counter or the limit on the way, and `continue`,
// which Lua 5.1 has not.

import type { Block, Expression, Statement, Variable } from "../../../compiler/ir/program.ts";
import { usesIn } from "../../../compiler/ir/uses.ts";
import * as lua from "../lua/lua-ast.ts";
import { index, luaOpposite, number, plus } from "../lua/lua-nodes.ts";
import { needsStatements } from "./choices.ts";
import { hasOwn, withoutContinue } from "./continue.ts";
import { steadyValue } from "./in-order.ts";
import type { Item } from "./order.ts";
import type { Writer } from "./writer.ts";

type Loop = Extract<Statement, { kind: "loop" }>;

export function loop(statement: Loop, writer: Writer): void {
  const isEndless = statement.condition.kind === "truth" && statement.condition.value;
  const isTestedInside = needsStatements(statement.condition);
  const leave = () => {
    const holds = writer.condition(statement.condition);
    const end = writer.block(() => writer.add(lua.createBreakStatement()));
    writer.add(lua.createIfStatement(luaOpposite(holds), end));
  };
  const block = writer.block(() => {
    if (isTestedInside && statement.tested === "before") leave();
    const isOpen = writeBody(statement.body, writer);
    if (isOpen) writer.write(statement.step);
    if (isOpen && isTestedInside && statement.tested === "behind") leave();
  });
  if (statement.tested === "behind" && !isTestedInside && !isEndless) {
    // A condition sees the declarations of the body: names are unique.
    const holds = writer.condition(statement.condition);
    writer.add(lua.createRepeatStatement(block, luaOpposite(holds)));
    return;
  }
  const holds = isTestedInside ? lua.createBooleanLiteral(true) : writer.condition(statement.condition);
  writer.add(lua.createWhileStatement(block, holds));
}

/** The body of a loop, in which `continue` goes to its end. Does anything reach that? */
function writeBody(written: Block, writer: Writer): boolean {
  const body = withoutContinue(written);
  const outer = writer.loop;
  const isWrapped = hasOwn(body, "continue");
  const over = isWrapped && hasOwn(body, "break") ? writer.freeName() : undefined;
  writer.loop = { isWrapped, over };
  if (over !== undefined) writer.add(lua.createVariableDeclarationStatement(lua.createIdentifier(over)));
  if (isWrapped) {
    const block = writer.block(() => writer.write(body));
    writer.add(lua.createRepeatStatement(block, lua.createBooleanLiteral(true)));
  } else writer.write(body);
  writer.loop = outer;
  if (over !== undefined) {
    const end = writer.block(() => writer.add(lua.createBreakStatement()));
    writer.add(lua.createIfStatement(lua.createIdentifier(over), end));
  }
  const last = body.at(-1)?.kind ?? "";
  return isWrapped || !["return", "break", "fail"].includes(last);
}

/**
 * For each entry of a list: by number, where the list is the same at the end; as far as it goes then, where
 * it is not.
 */
export function each(statement: Extract<Statement, { kind: "each" }>, writer: Writer): void {
  const { list, variable, body } = statement;
  const length: Expression = {
    kind: "operation",
    operator: "list-length",
    operands: [list],
    type: { kind: "number" },
    place: statement.place,
  };
  const name = writer.name(variable);
  if (!writer.facts.isSteadyOver(length, body)) {
    const call = lua.createCallExpression(lua.createIdentifier("ipairs"), [writer.value(list)]);
    const block = writer.block(() => writeBody(body, writer));
    writer.add(lua.createForInStatement(block, [lua.createIdentifier("_"), name], [call]));
    return;
  }
  const entries = steadyValue(list, writer);
  const at = writer.freeName();
  const block = writer.block(() => {
    const entry = index(entries(), lua.createIdentifier(at));
    writer.add(lua.createVariableDeclarationStatement(name, entry));
    writeBody(body, writer);
  });
  const end = lua.createUnaryExpression(entries(), lua.SyntaxKind.LengthOperator);
  writer.add(lua.createForStatement(block, lua.createIdentifier(at), number(1), end));
}

interface Counting {
  variable: Variable;
  start: Expression;
  limit: Expression;
  /** The difference between Lua's limit, which is counted too, and the condition's. */
  beside: number;
  step: number;
}

/** `let i = a` and the loop behind it as one `for`; false where they are no such loop. */
export function countingLoop(first: Item, second: Loop, rest: readonly Item[], writer: Writer): boolean {
  const counting = countingOf(first, second);
  if (counting === undefined || writer.forward.has(counting.variable)) return false;
  const { variable, start, limit, beside, step } = counting;
  const own = usesIn(second.body).variables.get(variable);
  if ((own?.writes ?? 0) > 0 || needsStatements(limit)) return false;
  if (!writer.facts.isPure(limit) || !writer.facts.isSteadyOver(limit, second.body)) return false;
  const after = rest.filter((item): item is Statement => item.kind !== "forward");
  if (usesIn(after).variables.has(variable) || usesIn([limit].map(evaluated)).variables.has(variable))
    return false;
  const from = writer.value(start);
  const to = plus(writer.value(limit), beside);
  const block = writer.block(() => writeBody(second.body, writer));
  writer.add(
    lua.createForStatement(block, writer.name(variable), from, to, step === 1 ? undefined : number(step)),
  );
  return true;
}

function evaluated(value: Expression): Statement {
  return { kind: "evaluate", place: value.place, value };
}

function countingOf(first: Item, { tested, condition: asked, step }: Loop): Counting | undefined {
  if (first.kind !== "let" || first.value === undefined || tested !== "before") return undefined;
  if (asked.kind !== "operation" || asked.operands.length !== 2) return undefined;
  const { variable, value: start } = first;
  const [counter, limit] = asked.operands as [Expression, Expression];
  if (!isVariable(counter, variable)) return undefined;
  const amount = step.length === 1 ? stepOf(step[0] as Statement, variable) : 0;
  const isUp = asked.operator === "less" || asked.operator === "less-or-equal";
  const isDown = asked.operator === "greater" || asked.operator === "greater-or-equal";
  if (!(isUp && amount > 0) && !(isDown && amount < 0)) return undefined;
  const beside = asked.operator === "less" ? -1 : asked.operator === "greater" ? 1 : 0;
  return { variable, start, limit, beside, step: amount };
}

/** `i = i + 1` */
function stepOf(statement: Statement, variable: Variable): number {
  if (
    statement.kind !== "assign" ||
    statement.target.kind !== "variable" ||
    statement.target.variable !== variable
  )
    return 0;
  const { value: sum } = statement;
  if (sum.kind !== "operation" || (sum.operator !== "add" && sum.operator !== "subtract")) return 0;
  const [left, right] = sum.operands as [Expression, Expression];
  if (!isVariable(left, variable) || right.kind !== "number") return 0;
  return sum.operator === "add" ? right.value : -right.value;
}

function isVariable(expression: Expression, variable: Variable): boolean {
  return expression.kind === "variable" && expression.variable === variable;
}
