// Variables of the start that are given a constant once stand as that where they are read: a name would cost
// a variable on Espruino, and a local and an upvalue in Lua. So do the constants in a record that a variable
// of the start names: `const Policy = { reject: 0 }`.
//
// Needs uses. Keeps a long text that is read in several places: engines keep it once only where a name stands
// for it.
import type { Expression, Program, Variable } from "../ir/program.ts";
import { rewriteProgram } from "../ir/rewrite.ts";
import type { Field } from "../ir/types.ts";
import { isAny, type Uses, usesOf } from "../ir/uses.ts";
import { type ConstantExpression, constant, isConstant, isWorthRepeating, standingFor } from "./constant.ts";

type Given = ConstantExpression | Extract<Expression, { kind: "function" }>;

export function constants(program: Program): Program {
  const values = new Map<Variable, Given>();
  const records = new Map<Variable, ReadonlyMap<Field, ConstantExpression>>();
  const uses = usesOf(program);
  for (const statement of program.start) {
    if (statement.kind !== "let" || (uses.variables.get(statement.variable)?.writes ?? 0) > 0) continue;
    const { variable, value } = statement;
    if (value === undefined) continue;
    const isNamed = value.kind === "function" && program.functions.has(value.function);
    if (isConstant(value) || isNamed) values.set(variable, value);
    if (value.kind === "record") records.set(variable, constantsIn(value, uses));
  }
  if (values.size + records.size === 0) return program;
  return rewriteProgram(
    program,
    {
      expression: (expression) => {
        if (expression.kind === "variable")
          return standing(values.get(expression.variable), expression, uses);
        if (expression.kind === "field" && expression.of.kind === "variable") {
          const value = records.get(expression.of.variable)?.get(expression.field);
          return value === undefined ? expression : standingFor(expression, value);
        }
        return lengthOf(expression, values) ?? expression;
      },
    },
    ({ variables }) => isAny(variables, (variable) => values.has(variable) || records.has(variable)),
  );
}

function standing(
  value: Given | undefined,
  expression: Extract<Expression, { kind: "variable" }>,
  uses: Uses,
): Expression {
  if (value === undefined) return expression;
  const { reads } = uses.variables.get(expression.variable) ?? { reads: 0 };
  const isShort = value.kind !== "text" || isWorthRepeating(value.value, reads);
  return isShort ? standingFor(expression, value) : expression;
}

/** Fields that no record is given later; a text stays where it is read from. */
function constantsIn(
  { values }: Extract<Expression, { kind: "record" }>,
  uses: Uses,
): ReadonlyMap<Field, ConstantExpression> {
  const fields = new Map<Field, ConstantExpression>();
  for (const { field, value } of values) {
    const { writes, reads } = uses.fields.get(field) ?? { writes: 0, reads: 0 };
    if (writes > 0 || field.isData || !isConstant(value)) continue;
    if (value.kind !== "text" || isWorthRepeating(value.value, reads)) fields.set(field, value);
  }
  return fields;
}

function lengthOf(expression: Expression, values: ReadonlyMap<Variable, Given>): Expression | undefined {
  if (expression.kind !== "operation" || expression.operator !== "text-length") return undefined;
  const [of] = expression.operands;
  const value = of?.kind === "variable" ? values.get(of.variable) : undefined;
  return value?.kind === "text" ? constant(value.value.length, expression.place) : undefined;
}
