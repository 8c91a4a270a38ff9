// The spread of a number's property through a program: from where it arises, through operations, variables,
// fields, entries, parameters and results, to wherever a number may have it. Whatever tests stand on the way.
import { ENTRIES } from "../ir/effect.ts";
import { blocksOf, expressionsOf, partsOf } from "../ir/parts.ts";
import type {
  Block,
  Expression,
  FunctionDef,
  FunctionName,
  Place,
  Program,
  Statement,
  Variable,
} from "../ir/program.ts";
import type { Field } from "../ir/types.ts";
import { allFunctions, visitProgram } from "../ir/visit.ts";
import { isAuthors } from "../source/own-code.ts";
import { cellOf } from "./cells.ts";

const RESULTS = Symbol("what functions give that are called as values");
type Cell = Variable | Field | FunctionName | typeof ENTRIES | typeof RESULTS | number;

export type Operation = Extract<Expression, { kind: "operation" }>;

export interface Property {
  /** Does the expression have the property, whatever it is made of? */
  arises: (expression: Expression) => boolean;
  /** Does the result of the operation have it when one of the operands does? */
  carries: (operation: Operation) => boolean;
}

function arisesIn(program: Program, { arises }: Property): boolean {
  let isFound = false;
  visitProgram(program, {
    expression: (expression) => {
      isFound ||= arises(expression);
    },
  });
  return isFound;
}

export class Spread {
  /** The place from which each cell has the property. */
  private readonly cells = new Map<Cell, Place>();
  private readonly functions: Program["functions"];
  private isSteady = true;

  constructor(
    program: Program,
    private readonly property: Property,
  ) {
    this.functions = allFunctions(program);
    if (!arisesIn(program, property)) return;
    do {
      this.isSteady = true;
      this.block(program.start, undefined);
      for (const definition of program.functions.values()) this.block(definition.body, definition.id);
    } while (!this.isSteady);
  }

  /** The place from which the number may have the property; `undefined` where it cannot. */
  originOf(expression: Expression): Place | undefined {
    if (this.property.arises(expression)) return expression.place;
    switch (expression.kind) {
      case "variable":
        return this.cells.get(expression.variable);
      case "field":
        return expression.field.isData ? this.entriesFor(expression.place) : this.cells.get(expression.field);
      case "entry":
      case "lookup":
        return this.entriesFor(expression.place);
      case "call":
        return this.cells.get(expression.function);
      case "call-value":
        return this.cells.get(RESULTS) ?? this.firstOf(expression.arguments);
      case "call-member":
        return this.firstOf(expression.arguments);
      case "choose":
        return this.firstOf([expression.whenTrue, expression.whenFalse]);
      case "and":
      case "or":
      case "or-else":
        return this.firstOf([expression.left, expression.right]);
      case "operation":
        return this.property.carries(expression) ? this.firstOf(expression.operands) : undefined;
      default:
        return undefined;
    }
  }

  /** The entries of all lists and tables are one cell, which holds too much for this package's own lists. */
  private entriesFor(place: Place): Place | undefined {
    return isAuthors(place) ? this.cells.get(ENTRIES) : undefined;
  }

  private firstOf(all: readonly Expression[]): Place | undefined {
    for (const expression of all) {
      const place = this.originOf(expression);
      if (place !== undefined) return place;
    }
    return undefined;
  }

  private block(block: Block, within: FunctionName | undefined): void {
    for (const statement of block) this.statement(statement, within);
  }

  private statement(statement: Statement, within: FunctionName | undefined): void {
    for (const expression of expressionsOf(statement)) this.walk(expression);
    for (const block of blocksOf(statement)) this.block(block, within);
    switch (statement.kind) {
      case "let":
        if (statement.value !== undefined) this.store(statement.variable, statement.value);
        return;
      case "each":
        this.put(statement.variable, this.entriesFor(statement.variable.place));
        return;
      case "return":
        if (statement.value !== undefined && within !== undefined) this.store(within, statement.value);
        return;
      case "define":
        this.block(statement.function.body, statement.function.id);
        return;
      case "assign":
        if (statement.target.kind === "variable") this.store(statement.target.variable, statement.value);
        if (statement.target.kind === "field")
          this.store(cellOf(statement.target.field) as Cell, statement.value);
        if (statement.target.kind === "entry" || statement.target.kind === "lookup")
          this.store(ENTRIES, statement.value);
        return;
    }
  }

  /** Records the values that an expression stores and passes on. */
  private walk(expression: Expression): void {
    for (const part of partsOf(expression)) this.walk(part);
    switch (expression.kind) {
      case "record":
        for (const { field, value } of expression.values) this.store(cellOf(field) as Cell, value);
        return;
      case "table":
        for (const { value } of expression.values) this.store(ENTRIES, value);
        return;
      case "list":
        for (const item of expression.items) this.store(ENTRIES, item);
        return;
      case "operation":
        if (expression.operator === "append") this.store(ENTRIES, expression.operands[1] as Expression);
        return;
      case "call":
        this.pass(expression.arguments, this.functions.get(expression.function));
        return;
      case "call-value":
        for (const [at, argument] of expression.arguments.entries()) this.store(at, argument);
        return;
      case "closure":
        this.escape(expression.function);
        this.block(expression.function.body, expression.function.id);
        return;
      case "function":
        this.escape(this.functions.get(expression.function));
        return;
    }
  }

  private pass(values: readonly Expression[], to: FunctionDef | undefined): void {
    for (const [at, parameter] of (to?.parameters ?? []).entries()) {
      const value = values[at];
      if (value !== undefined) this.store(parameter, value);
    }
  }

  /** The function becomes a value: each call of a value may run it. */
  private escape(definition: FunctionDef | undefined): void {
    if (definition === undefined) return;
    for (const [at, parameter] of definition.parameters.entries()) this.put(parameter, this.cells.get(at));
    this.put(RESULTS, this.cells.get(definition.id));
  }

  private store(cell: Cell, value: Expression): void {
    this.put(cell, this.originOf(value));
  }

  private put(cell: Cell, origin: Place | undefined): void {
    if (origin === undefined || this.cells.has(cell)) return;
    this.cells.set(cell, origin);
    this.isSteady = false;
  }
}
