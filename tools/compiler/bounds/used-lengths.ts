// Lists whose length something uses: `length`, `for...of`, `push`, or the firmware, which may use
// anything. The length of any other list shows nowhere. Lists that may stand in one variable, field or result
// are one here, and so are all that stand in lists and tables.
import { ENTRIES } from "../ir/effect.ts";
import { blocksOf, madeBy } from "../ir/parts.ts";
import type {
  Block,
  Expression,
  FunctionDef,
  FunctionName,
  Program,
  Statement,
  Target,
  Variable,
} from "../ir/program.ts";
import { type Field, mayBe, type Type } from "../ir/types.ts";
import { allFunctions, visitProgram } from "../ir/visit.ts";

/** The variables, fields and results that hold lists. */
type Holder = Variable | Field | FunctionName | typeof ENTRIES | typeof USED;

/** The holder that all lists with a used length flow to. */
const USED = Symbol("used");

export class UsedLengths {
  private readonly holders = new Map<Holder, Holder>();
  private readonly functions: Program["functions"];

  constructor(program: Program) {
    this.functions = allFunctions(program);
    for (const definition of this.functions.values())
      for (const value of returnedBy(definition.body)) this.flow(value, definition.id);
    visitProgram(program, {
      statement: (statement) => this.statement(statement),
      expression: (expression) => this.expression(expression),
    });
  }

  /** Does something use the length of this list? */
  isUsed(list: Expression): boolean {
    return this.holdersOf(list).some((holder) => this.representative(holder) === this.representative(USED));
  }

  private statement(statement: Statement): void {
    switch (statement.kind) {
      case "let":
        if (statement.value !== undefined) this.flow(statement.value, statement.variable);
        return;
      case "assign":
        this.flow(statement.value, holderOf(statement.target));
        return;
      case "each":
        this.flow(statement.list, USED);
        if (isList(statement.variable.type)) this.join(statement.variable, ENTRIES);
        return;
      case "take":
      case "attempt":
        for (const variable of madeBy(statement)) if (isList(variable.type)) this.join(variable, USED);
    }
  }

  private expression(expression: Expression): void {
    switch (expression.kind) {
      case "operation":
        if (expression.operator === "list-length" || expression.operator === "append")
          this.flow(expression.operands[0] as Expression, USED);
        if (expression.operator === "append") this.flow(expression.operands[1] as Expression, ENTRIES);
        return;
      case "record":
        for (const { field, value } of expression.values) this.flow(value, field);
        return;
      case "list":
        for (const item of expression.items) this.flow(item, ENTRIES);
        return;
      case "table":
        for (const { value } of expression.values) this.flow(value, ENTRIES);
        return;
      case "call": {
        const parameters = this.functions.get(expression.function)?.parameters ?? [];
        for (const [at, value] of expression.arguments.entries()) this.flow(value, parameters[at] ?? USED);
        return;
      }
      case "function":
      case "closure":
        this.valueIsCalled(
          expression.kind === "closure" ? expression.function : this.functions.get(expression.function),
        );
        return;
      case "call-value":
      case "call-member":
      case "new":
        for (const value of expression.arguments) this.use(value);
    }
  }

  /** A call of a function that is a value may come from anywhere. */
  private valueIsCalled(definition: FunctionDef | undefined): void {
    if (definition === undefined) return;
    for (const parameter of definition.parameters) if (isList(parameter.type)) this.join(parameter, USED);
    if (isList(definition.result)) this.join(definition.id, USED);
  }

  /** The firmware looks at values that are made for it. */
  private use(value: Expression): void {
    this.flow(value, USED);
    if (value.kind === "record") for (const each of value.values) this.use(each.value);
  }

  private flow(value: Expression, to: Holder): void {
    for (const holder of this.holdersOf(value)) this.join(holder, to);
  }

  private holdersOf(expression: Expression): readonly Holder[] {
    if (!isList(expression.type)) return [];
    switch (expression.kind) {
      case "variable":
        return [expression.variable];
      case "field":
        return [expression.field];
      case "call":
        return [expression.function];
      case "entry":
      case "lookup":
        return [ENTRIES];
      case "choose":
        return [expression.whenTrue, expression.whenFalse].flatMap((each) => this.holdersOf(each));
      case "and":
      case "or":
      case "or-else":
        return [expression.left, expression.right].flatMap((each) => this.holdersOf(each));
      case "list":
        return [];
      default:
        return [USED];
    }
  }

  private join(left: Holder, right: Holder): void {
    const first = this.representative(left);
    const second = this.representative(right);
    if (first !== second) this.holders.set(first, second);
  }

  private representative(holder: Holder): Holder {
    let last = holder;
    for (let next = this.holders.get(last); next !== undefined; next = this.holders.get(last)) last = next;
    return last;
  }
}

function isList(type: Type): boolean {
  return mayBe(type, "list");
}

function holderOf(target: Target): Holder {
  switch (target.kind) {
    case "variable":
      return target.variable;
    case "field":
      return target.field;
    case "entry":
    case "lookup":
      return ENTRIES;
    default:
      return USED;
  }
}

/** The result of the function with this body. */
function returnedBy(block: Block): Expression[] {
  return block.flatMap((statement) => [
    ...(statement.kind === "return" && statement.value !== undefined ? [statement.value] : []),
    ...blocksOf(statement).flatMap(returnedBy),
  ]);
}
