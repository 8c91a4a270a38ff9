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
export function lackingIn(program: Program): (one: Expression) => boolean {
  const lacking = new Set<Holder>();
  const isLacking = (one: Expression): boolean => mayLack(one, lacking);
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

function mayLack(one: Expression, lacking: ReadonlySet<Holder>): boolean {
  switch (one.kind) {
    case "entry":
    case "lookup":
    case "nothing":
      return true;
    case "choose":
      return mayLack(one.whenTrue, lacking) || mayLack(one.whenFalse, lacking);
    case "and":
    case "or":
      return mayLack(one.left, lacking) || mayLack(one.right, lacking);
    case "or-else":
      return mayLack(one.right, lacking);
    case "operation":
    case "foreign":
      return false;
    default: {
      const holder = holderOf(one);
      return (holder !== undefined && lacking.has(holder)) || says(one.type);
    }
  }
}

function holderOf(one: Expression): Holder | undefined {
  if (one.kind === "variable") return one.variable;
  if (one.kind === "field") return one.field;
  if (one.kind === "call") return one.function;
  return one.kind === "call-value" ? "values" : undefined;
}

function says(type: Type): boolean {
  return type.kind !== "foreign" && mayBe(type, "nothing");
}

/** Every place where a value comes to a holder. */
function flowsIn(program: Program): Flow[] {
  const flows: Flow[] = [];
  const named = allFunctions(program);
  const values = valuesIn(program);
  const given = (parameters: readonly Variable[], all: readonly Expression[]) => {
    for (const [index, to] of parameters.slice(0, all.length).entries())
      flows.push({ to, value: all[index] as Expression });
  };
  for (const { id, body } of named.values())
    visitBlock(body, {
      statement: (one) => {
        if (one.kind !== "return" || one.value === undefined) return;
        flows.push({ to: id, value: one.value });
        if (values.has(id)) flows.push({ to: "values", value: one.value });
      },
    });
  visitProgram(program, {
    statement: (one) => {
      if (one.kind === "let" && one.value !== undefined) flows.push({ to: one.variable, value: one.value });
      if (one.kind !== "assign") return;
      if (one.target.kind === "variable") flows.push({ to: one.target.variable, value: one.value });
      if (one.target.kind === "field") flows.push({ to: one.target.field, value: one.value });
    },
    expression: (one) => {
      if (one.kind === "record") for (const { field, value } of one.values) flows.push({ to: field, value });
      if (one.kind === "call") given(named.get(one.function)?.parameters ?? [], one.arguments);
      if (one.kind !== "call-value") return;
      for (const id of values) given(named.get(id)?.parameters ?? [], one.arguments);
    },
  });
  return flows;
}

/** The functions that are values: a call may be of any of these. */
function valuesIn(program: Program): ReadonlySet<FunctionName> {
  const values = new Set<FunctionName>();
  visitProgram(program, {
    expression: (one) => {
      if (one.kind === "function") values.add(one.function);
      if (one.kind === "closure") values.add(one.function.id);
    },
  });
  return values;
}
