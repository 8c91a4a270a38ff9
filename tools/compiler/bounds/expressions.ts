// The least value of each expression; on the way, what it stores in fields and passes to functions.
import { ENTRIES } from "../ir/effect.ts";
import { partsOf } from "../ir/parts.ts";
import type { Expression, FunctionDef, FunctionName, Variable } from "../ir/program.ts";
import type { Field } from "../ir/types.ts";
import { type Cells, cellOf, leastOfType, type Unit } from "./cells.ts";
import { guardsOf, type Known, withGuards } from "./guards.ts";
import { leastOfAll, Margins } from "./margins.ts";
import { ANY_NUMBER, leastOfOperation, NO_NUMBER } from "./operations.ts";
import { Relations } from "./relations.ts";
import type { Fact } from "./sums.ts";

export class ExpressionBounds {
  readonly margins: Margins;
  /** Of the unit that is looked at; in the end, of all. */
  private bounds = new Map<Expression, number>();
  private readonly boundsOf = new Map<Unit, ReadonlyMap<Expression, number>>();
  private readonly relations = new Relations();

  constructor(
    private readonly cells: Cells,
    private readonly functions: ReadonlyMap<FunctionName, FunctionDef>,
    /** Variables whose facts every call forgets. */
    private readonly shared: ReadonlySet<Variable>,
    /** Fields that are stored in after their records were made. */
    stored: ReadonlySet<Variable | Field>,
    private readonly walkBody: (definition: FunctionDef) => void,
  ) {
    this.margins = new Margins(
      (expression) => this.least(expression) ?? ANY_NUMBER,
      (variable) => cells.least(variable),
      (variable) => shared.has(variable),
      (field) => !field.isData && !stored.has(field),
    );
  }

  /** The least value of an evaluated expression, over all places where it stands. */
  least(expression: Expression): number | undefined {
    return this.bounds.get(expression);
  }

  /** Forgets the results of the unit before. */
  begin(unit: Unit): void {
    this.bounds = new Map();
    this.boundsOf.set(unit, this.bounds);
    this.margins.begin(unit);
  }

  /** Nothing is looked at any more: a value that stands in several units has the least of all. */
  end(): void {
    this.bounds = leastOfAll(this.boundsOf.values());
    this.boundsOf.clear();
    this.margins.end();
  }

  /** The facts that hold where the function begins. */
  atStartOf(definition: FunctionDef): Map<Variable | Fact, number> {
    this.cells.read(definition);
    const facts = this.relations.of(definition).map((each) => this.margins.factOf(definition, each));
    return new Map(facts.flatMap((fact) => (fact === undefined ? [] : [[fact, 0] as const])));
  }

  /** The facts that hold where the evaluated condition holds, or where it does not. */
  where(condition: Expression, holds: boolean, known: Known): Map<Variable | Fact, number> {
    const guards = guardsOf(condition, holds, {
      leastOf: (expression) => this.least(expression) ?? ANY_NUMBER,
      factsOf: (more, less, by) => this.margins.factsOf(more, less, by),
    });
    return withGuards(
      known,
      guards.filter(([of]) => "sum" in of || !this.shared.has(of)),
    );
  }

  /** The least value, which is kept. Records the values that the expression stores and passes on. */
  evaluate(expression: Expression, known: Known): number {
    const bound = this.evaluateKind(expression, known);
    this.bounds.set(expression, Math.min(bound, this.bounds.get(expression) ?? NO_NUMBER));
    return bound;
  }

  private evaluateKind(expression: Expression, known: Known): number {
    switch (expression.kind) {
      case "variable":
        return Math.max(this.cells.least(expression.variable), known.get(expression.variable) ?? ANY_NUMBER);
      case "choose": {
        // Only for the values that it stores and passes on.
        this.evaluate(expression.condition, known);
        const whenTrue = this.evaluate(expression.whenTrue, this.where(expression.condition, true, known));
        return Math.min(
          whenTrue,
          this.evaluate(expression.whenFalse, this.where(expression.condition, false, known)),
        );
      }
      case "and":
      case "or": {
        const left = this.evaluate(expression.left, known);
        return Math.min(
          left,
          this.evaluate(expression.right, this.where(expression.left, expression.kind === "and", known)),
        );
      }
      case "closure":
        this.assumeAnyArguments(expression.function);
        this.walkBody(expression.function);
        return NO_NUMBER;
      case "function":
        this.assumeAnyArguments(this.functions.get(expression.function));
        return NO_NUMBER;
      default:
        return this.ofParts(
          expression,
          partsOf(expression).map((part) => this.evaluate(part, known)),
          known,
        );
    }
  }

  private ofParts(expression: Expression, parts: readonly number[], known: Known): number {
    switch (expression.kind) {
      case "number":
        return expression.value;
      case "field":
        return this.cells.least(cellOf(expression.field));
      case "entry":
      case "lookup":
        return this.cells.least(ENTRIES);
      case "or-else":
        return Math.min(...parts);
      case "operation":
        this.margins.look(expression, known);
        if (expression.operator === "append") this.cells.store(ENTRIES, parts[1] as number);
        return leastOfOperation(expression, parts);
      case "record":
        for (const [at, { field }] of expression.values.entries())
          this.cells.store(cellOf(field), parts[at] as number);
        return NO_NUMBER;
      case "table":
      case "list":
        for (const part of parts) this.cells.store(ENTRIES, part);
        return expression.kind === "list" ? expression.items.length : NO_NUMBER;
      case "call":
        return this.ofCall(expression, parts, known);
      case "call-value":
      case "call-member":
      case "member":
      case "foreign":
      case "new":
        this.cells.storeAnyEntries(expression.type);
        return leastOfType(expression.type);
      default:
        return NO_NUMBER;
    }
  }

  private ofCall(
    call: Extract<Expression, { kind: "call" }>,
    parts: readonly number[],
    known: Known,
  ): number {
    const called = this.functions.get(call.function);
    for (const [at, parameter] of (called?.parameters ?? []).entries())
      this.cells.store(parameter, parts[at] ?? NO_NUMBER);
    const marginOf = (more: Expression, less?: Expression) => this.margins.between(more, less, known);
    if (called !== undefined && this.relations.call(called, call.arguments, marginOf))
      this.cells.disturb(called);
    return this.cells.least(call.function);
  }

  /** A function used as a value: the firmware may call it with anything. */
  private assumeAnyArguments(definition: FunctionDef | undefined): void {
    for (const parameter of definition?.parameters ?? []) this.cells.storeAny(parameter, parameter.type);
    if (definition !== undefined && this.relations.callWithAny(definition)) this.cells.disturb(definition);
  }
}
