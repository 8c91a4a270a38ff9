// The spread of a number's property through a program: from where it arises, through
// operations, variables, fields, entries, parameters and results, to wherever a number may have
// it. Tests on the way are not looked at.
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
  arises: (one: Expression) => boolean;
  /** Does the result of the operation have it when one of the operands does? */
  carries: (one: Operation) => boolean;
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
    let isAnywhere = false;
    visitProgram(program, {
      expression: (one) => {
        isAnywhere ||= property.arises(one);
      },
    });
    while (isAnywhere) {
      this.isSteady = true;
      this.block(program.start, undefined);
      for (const one of program.functions.values()) this.block(one.body, one.id);
      isAnywhere = !this.isSteady;
    }
  }

  /** The place from which the number may have the property; `undefined` where it cannot. */
  originOf(one: Expression): Place | undefined {
    if (this.property.arises(one)) return one.place;
    switch (one.kind) {
      case "variable":
        return this.cells.get(one.variable);
      case "field":
        return one.field.isData ? this.entriesFor(one.place) : this.cells.get(one.field);
      case "entry":
      case "lookup":
        return this.entriesFor(one.place);
      case "call":
        return this.cells.get(one.function);
      case "call-value":
        return this.cells.get(RESULTS) ?? this.firstOf(one.arguments);
      case "call-member":
        return this.firstOf(one.arguments);
      case "choose":
        return this.firstOf([one.whenTrue, one.whenFalse]);
      case "and":
      case "or":
      case "or-else":
        return this.firstOf([one.left, one.right]);
      case "operation":
        return this.property.carries(one) ? this.firstOf(one.operands) : undefined;
      default:
        return undefined;
    }
  }

  /** The entries of all lists and tables are one cell, which holds too much for this package's own lists. */
  private entriesFor(place: Place): Place | undefined {
    return isAuthors(place) ? this.cells.get(ENTRIES) : undefined;
  }

  private firstOf(all: readonly Expression[]): Place | undefined {
    for (const one of all) {
      const found = this.originOf(one);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private block(block: Block, within: FunctionName | undefined): void {
    for (const one of block) this.statement(one, within);
  }

  private statement(one: Statement, within: FunctionName | undefined): void {
    for (const expression of expressionsOf(one)) this.walk(expression);
    for (const block of blocksOf(one)) this.block(block, within);
    switch (one.kind) {
      case "let":
        if (one.value !== undefined) this.store(one.variable, one.value);
        return;
      case "each":
        this.put(one.variable, this.entriesFor(one.variable.place));
        return;
      case "return":
        if (one.value !== undefined && within !== undefined) this.store(within, one.value);
        return;
      case "define":
        this.block(one.function.body, one.function.id);
        return;
      case "assign":
        if (one.target.kind === "variable") this.store(one.target.variable, one.value);
        if (one.target.kind === "field") this.store(cellOf(one.target.field) as Cell, one.value);
        if (one.target.kind === "entry" || one.target.kind === "lookup") this.store(ENTRIES, one.value);
        return;
    }
  }

  /** Records the values that an expression stores and passes on. */
  private walk(one: Expression): void {
    for (const part of partsOf(one)) this.walk(part);
    switch (one.kind) {
      case "record":
        for (const { field, value } of one.values) this.store(cellOf(field) as Cell, value);
        return;
      case "table":
        for (const { value } of one.values) this.store(ENTRIES, value);
        return;
      case "list":
        for (const item of one.items) this.store(ENTRIES, item);
        return;
      case "operation":
        if (one.operator === "append") this.store(ENTRIES, one.operands[1] as Expression);
        return;
      case "call":
        this.pass(one.arguments, this.functions.get(one.function));
        return;
      case "call-value":
        for (const [at, given] of one.arguments.entries()) this.store(at, given);
        return;
      case "closure":
        this.asValue(one.function);
        this.block(one.function.body, one.function.id);
        return;
      case "function":
        this.asValue(this.functions.get(one.function));
        return;
    }
  }

  private pass(given: readonly Expression[], to: FunctionDef | undefined): void {
    for (const [at, parameter] of (to?.parameters ?? []).entries()) {
      const value = given[at];
      if (value !== undefined) this.store(parameter, value);
    }
  }

  /** A call of a function that is a value may run this one. */
  private asValue(one: FunctionDef | undefined): void {
    if (one === undefined) return;
    for (const [at, parameter] of one.parameters.entries()) this.put(parameter, this.cells.get(at));
    this.put(RESULTS, this.cells.get(one.id));
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
