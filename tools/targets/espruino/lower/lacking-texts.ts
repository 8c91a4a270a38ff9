// Texts that may not be there at all, whatever their type says: those that a list or a table does not
// have, and all that they flow into. An empty text and nothing count the same where a condition asks for
// less than the comparison says.
import type { Expression, FunctionName, Program, Variable } from "../../../compiler/ir/program.ts";
import { type Field, mayBe, type Type } from "../../../compiler/ir/types.ts";
import { allFunctions, visitBlock, visitProgram } from "../../../compiler/ir/visit.ts";

/**
 * Holders of a value: a variable, a field, a function by its result, or the functions that are values by
 * theirs.
 */
type Holder = Variable | Field | FunctionName | "values";

interface Flow {
  to: Holder;
  value: Expression;
}

/** May the value of an expression be missing? Foreign values are as their types say. */
export function lackingIn(program: Program): (expression: Expression) => boolean {
  const lacking = new Set<Holder>();
  const isLacking = (expression: Expression): boolean => mayLack(expression, lacking);
  const flows = flowsIn(program).filter(({ value }) => mayBeText(value.type));
  for (let before = -1; before !== lacking.size; ) {
    before = lacking.size;
    for (const { to, value } of flows) if (!lacking.has(to) && isLacking(value)) lacking.add(to);
  }
  return isLacking;
}

function mayBeText(type: Type): boolean {
  return mayBe(type, "text") || mayBe(type, "nothing");
}

function mayLack(expression: Expression, lacking: ReadonlySet<Holder>): boolean {
  switch (expression.kind) {
    case "entry":
    case "lookup":
    case "nothing":
      return true;
    case "choose":
      return mayLack(expression.whenTrue, lacking) || mayLack(expression.whenFalse, lacking);
    case "and":
    case "or":
      return mayLack(expression.left, lacking) || mayLack(expression.right, lacking);
    case "or-else":
      return mayLack(expression.right, lacking);
    case "operation":
    case "foreign":
      return false;
    default: {
      const holder = holderOf(expression);
      return (holder !== undefined && lacking.has(holder)) || says(expression.type);
    }
  }
}

function holderOf(expression: Expression): Holder | undefined {
  if (expression.kind === "variable") return expression.variable;
  if (expression.kind === "field") return expression.field;
  if (expression.kind === "call") return expression.function;
  return expression.kind === "call-value" ? "values" : undefined;
}

function says(type: Type): boolean {
  return type.kind !== "foreign" && mayBe(type, "nothing");
}

/** Every place where a value comes to a holder. */
function flowsIn(program: Program): Flow[] {
  const flows: Flow[] = [];
  const named = allFunctions(program);
  const values = valuesIn(program);
  const passed = (parameters: readonly Variable[], all: readonly Expression[]) => {
    for (const [index, to] of parameters.slice(0, all.length).entries())
      flows.push({ to, value: all[index] as Expression });
  };
  for (const { id, body } of named.values())
    visitBlock(body, {
      statement: (statement) => {
        if (statement.kind !== "return" || statement.value === undefined) return;
        flows.push({ to: id, value: statement.value });
        if (values.has(id)) flows.push({ to: "values", value: statement.value });
      },
    });
  visitProgram(program, {
    statement: (statement) => {
      if (statement.kind === "let" && statement.value !== undefined)
        flows.push({ to: statement.variable, value: statement.value });
      if (statement.kind !== "assign") return;
      if (statement.target.kind === "variable")
        flows.push({ to: statement.target.variable, value: statement.value });
      if (statement.target.kind === "field")
        flows.push({ to: statement.target.field, value: statement.value });
    },
    expression: (expression) => {
      if (expression.kind === "record")
        for (const { field, value } of expression.values) flows.push({ to: field, value });
      if (expression.kind === "call")
        passed(named.get(expression.function)?.parameters ?? [], expression.arguments);
      if (expression.kind !== "call-value") return;
      for (const id of values) passed(named.get(id)?.parameters ?? [], expression.arguments);
    },
  });
  return flows;
}

/** The functions that are values: a call may be of any of these. */
function valuesIn(program: Program): ReadonlySet<FunctionName> {
  const values = new Set<FunctionName>();
  visitProgram(program, {
    expression: (expression) => {
      if (expression.kind === "function") values.add(expression.function);
      if (expression.kind === "closure") values.add(expression.function.id);
    },
  });
  return values;
}
