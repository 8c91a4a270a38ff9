// Lists whose length something asks for: `length`, `for...of`, `push`, or the firmware, which may ask
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
type Holder = Variable | Field | FunctionName | typeof ENTRIES | typeof ASKED;

/** Those whose length something asks for. */
const ASKED = Symbol("asked");

export class AskedLengths {
  private readonly holders = new Map<Holder, Holder>();
  private readonly functions: Program["functions"];

  constructor(program: Program) {
    this.functions = allFunctions(program);
    for (const one of this.functions.values())
      for (const value of returnedBy(one.body)) this.flow(value, one.id);
    visitProgram(program, {
      statement: (one) => this.statement(one),
      expression: (one) => this.expression(one),
    });
  }

  /** Does something ask for the length of this list? */
  isAsked(list: Expression): boolean {
    return this.holdersOf(list).some((one) => this.first(one) === this.first(ASKED));
  }

  private statement(one: Statement): void {
    switch (one.kind) {
      case "let":
        if (one.value !== undefined) this.flow(one.value, one.variable);
        return;
      case "assign":
        this.flow(one.value, holderOf(one.target));
        return;
      case "each":
        this.flow(one.list, ASKED);
        if (isList(one.variable.type)) this.join(one.variable, ENTRIES);
        return;
      case "take":
      case "attempt":
        for (const variable of madeBy(one)) if (isList(variable.type)) this.join(variable, ASKED);
    }
  }

  private expression(one: Expression): void {
    switch (one.kind) {
      case "operation":
        if (one.operator === "list-length" || one.operator === "append")
          this.flow(one.operands[0] as Expression, ASKED);
        if (one.operator === "append") this.flow(one.operands[1] as Expression, ENTRIES);
        return;
      case "record":
        for (const { field, value } of one.values) this.flow(value, field);
        return;
      case "list":
        for (const item of one.items) this.flow(item, ENTRIES);
        return;
      case "table":
        for (const { value } of one.values) this.flow(value, ENTRIES);
        return;
      case "call": {
        const parameters = this.functions.get(one.function)?.parameters ?? [];
        for (const [at, value] of one.arguments.entries()) this.flow(value, parameters[at] ?? ASKED);
        return;
      }
      case "function":
      case "closure":
        this.valueIsCalled(one.kind === "closure" ? one.function : this.functions.get(one.function));
        return;
      case "call-value":
      case "call-member":
      case "new":
        for (const value of one.arguments) this.ask(value);
    }
  }

  /** A call of a function that is a value may come from anywhere. */
  private valueIsCalled(one: FunctionDef | undefined): void {
    if (one === undefined) return;
    for (const parameter of one.parameters) if (isList(parameter.type)) this.join(parameter, ASKED);
    if (isList(one.result)) this.join(one.id, ASKED);
  }

  /** The firmware looks at values that are made for it. */
  private ask(value: Expression): void {
    this.flow(value, ASKED);
    if (value.kind === "record") for (const each of value.values) this.ask(each.value);
  }

  private flow(value: Expression, to: Holder): void {
    for (const one of this.holdersOf(value)) this.join(one, to);
  }

  private holdersOf(one: Expression): readonly Holder[] {
    if (!isList(one.type)) return [];
    switch (one.kind) {
      case "variable":
        return [one.variable];
      case "field":
        return [one.field];
      case "call":
        return [one.function];
      case "entry":
      case "lookup":
        return [ENTRIES];
      case "choose":
        return [one.whenTrue, one.whenFalse].flatMap((each) => this.holdersOf(each));
      case "and":
      case "or":
      case "or-else":
        return [one.left, one.right].flatMap((each) => this.holdersOf(each));
      case "list":
        return [];
      default:
        return [ASKED];
    }
  }

  private join(one: Holder, other: Holder): void {
    const first = this.first(one);
    const second = this.first(other);
    if (first !== second) this.holders.set(first, second);
  }

  private first(one: Holder): Holder {
    let first = one;
    for (let next = this.holders.get(first); next !== undefined; next = this.holders.get(first)) first = next;
    return first;
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
      return ASKED;
  }
}

/** The result of the function with this body. */
function returnedBy(block: Block): Expression[] {
  return block.flatMap((one) => [
    ...(one.kind === "return" && one.value !== undefined ? [one.value] : []),
    ...blocksOf(one).flatMap(returnedBy),
  ]);
}
