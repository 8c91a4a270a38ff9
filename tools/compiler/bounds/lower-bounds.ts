// The least number that each expression of a program may be.
//
// Each variable, field, parameter and result is taken for no number at all. What is stored there says
// otherwise, and who reads it is looked at again until nothing less is stored. Conditions say more of
// variables that no other function changes. What comes from the firmware may be any number.
import { ENTRIES } from "../ir/effect.ts";
import { blocksOf, madeBy, targetParts } from "../ir/parts.ts";
import type {
  Block,
  Expression,
  FunctionDef,
  FunctionName,
  Program,
  Statement,
  Variable,
} from "../ir/program.ts";
import { usesIn, usesOf } from "../ir/uses.ts";
import { allFunctions, visitBlock } from "../ir/visit.ts";
import { Cells, cellOf, type Unit } from "./cells.ts";
import { ExpressionBounds } from "./expressions.ts";
import { forget, knownBehind, knownOver } from "./guards.ts";
import type { Margins } from "./margins.ts";
import { ANY_NUMBER } from "./operations.ts";
import { type Fact, isLasting } from "./sums.ts";

type Known = Map<Variable | Fact, number>;

export class LowerBounds {
  private readonly cells = new Cells();
  private readonly expressions: ExpressionBounds;
  private readonly shared: ReadonlySet<Variable>;

  constructor(program: Program) {
    const all = allFunctions(program);
    this.shared = changedByOthers(all.values());
    const { written } = usesOf(program);
    this.expressions = new ExpressionBounds(this.cells, all, this.shared, written, (definition) =>
      this.function(definition),
    );
    const units = [program.start, ...program.functions.values()];
    let due: readonly Unit[] = units;
    while (due.length > 0) {
      for (const unit of due) this.unit(unit);
      due = units.filter((unit) => this.cells.isDisturbed(unit));
    }
    this.expressions.end();
  }

  /** The bound of one that the program does not have: nothing is known. */
  least(expression: Expression): number {
    return this.expressions.least(expression) ?? ANY_NUMBER;
  }

  /**
   * Is the index in the text, the cut's end not before its beginning, the entry in the list or at its end?
   */
  isWithin(expression: Parameters<Margins["isWithin"]>[0]): boolean {
    return this.expressions.margins.isWithin(expression);
  }

  private unit(unit: Unit): void {
    this.cells.readAs(unit);
    this.expressions.begin(unit);
    if ("body" in unit) this.function(unit);
    else this.block(unit, new Map(), undefined);
    this.cells.readAs(undefined);
  }

  private function(definition: FunctionDef): void {
    this.block(definition.body, this.expressions.atStartOf(definition), definition.id);
  }

  /** The facts behind the block; `known` are those in front. `undefined`: nothing comes there. */
  private block(block: Block, known: Known, within: FunctionName | undefined): Known | undefined {
    let now: Known | undefined = known;
    for (const [at, statement] of block.entries()) {
      now = this.statement(statement, now, within);
      if (now !== undefined) continue;
      // A function made behind a return can be called in front of it.
      this.block(block.slice(at + 1), new Map(), within);
      return undefined;
    }
    return now;
  }

  private statement(statement: Statement, known: Known, within: FunctionName | undefined): Known | undefined {
    switch (statement.kind) {
      case "let":
        this.let(statement, known);
        return known;
      case "assign":
        this.assign(statement, known);
        return known;
      case "evaluate":
        this.expressions.evaluate(statement.value, known);
        return known;
      case "fail":
        this.expressions.evaluate(statement.value, known);
        return undefined;
      case "return":
        if (statement.value !== undefined) {
          const bound = this.expressions.evaluate(statement.value, known);
          if (within !== undefined) this.cells.store(within, bound);
        }
        return undefined;
      case "break":
      case "continue":
        return undefined;
      case "if":
        return this.behindIf(statement, known, within);
      case "loop":
        return this.behindLoop(statement, known, within);
      case "each":
        return this.behindEach(statement, known, within);
      case "take":
        this.expressions.evaluate(statement.from, known);
        for (const variable of madeBy(statement)) this.cells.storeAny(variable, variable.type);
        return known;
      case "attempt":
        return this.behindAttempt(statement, known, within);
      case "define":
        this.function(statement.function);
        return known;
      case "block":
        return this.block(statement.body, known, within);
    }
  }

  private let({ variable, value }: Extract<Statement, { kind: "let" }>, known: Known): void {
    if (value === undefined) forget(known, variable);
    else this.put(variable, value, this.expressions.evaluate(value, known), known);
  }

  private behindIf(
    statement: Extract<Statement, { kind: "if" }>,
    known: Known,
    within: FunctionName | undefined,
  ): Known | undefined {
    this.expressions.evaluate(statement.condition, known);
    const [holds, not] = [true, false].map((each) =>
      this.expressions.where(statement.condition, each, known),
    );
    return knownBehind(
      this.block(statement.whenTrue, holds as Known, within),
      this.block(statement.whenFalse, not as Known, within),
      (fact, behind) => this.expressions.margins.isKnown(fact, behind),
    );
  }

  private behindLoop(
    statement: Extract<Statement, { kind: "loop" }>,
    known: Known,
    within: FunctionName | undefined,
  ): Known {
    const around = knownOver([statement.body, statement.step], known);
    this.expressions.evaluate(statement.condition, around);
    const isTested = statement.tested === "before";
    const first = isTested ? this.expressions.where(statement.condition, true, around) : new Map(around);
    this.block(statement.body, first, within);
    this.block(statement.step, new Map(around), within);
    return hasBreak(statement.body) ? around : this.expressions.where(statement.condition, false, around);
  }

  private behindEach(
    statement: Extract<Statement, { kind: "each" }>,
    known: Known,
    within: FunctionName | undefined,
  ): Known {
    this.expressions.evaluate(statement.list, known);
    this.cells.store(statement.variable, this.cells.least(ENTRIES));
    const around = knownOver([statement.body], known);
    this.block(statement.body, new Map(around), within);
    return around;
  }

  private behindAttempt(
    statement: Extract<Statement, { kind: "attempt" }>,
    known: Known,
    within: FunctionName | undefined,
  ): Known {
    for (const reason of madeBy(statement)) this.cells.storeAny(reason, reason.type);
    this.block(statement.body, new Map(known), within);
    const around = knownOver([statement.body], known);
    this.block(statement.caught, new Map(around), within);
    return knownOver([statement.caught], around);
  }

  private assign({ target, value }: Extract<Statement, { kind: "assign" }>, known: Known): void {
    for (const part of targetParts(target)) this.expressions.evaluate(part, known);
    const bound = this.expressions.evaluate(value, known);
    if (target.kind === "variable") this.put(target.variable, value, bound, known);
    if (target.kind === "field") this.cells.store(cellOf(target.field), bound);
    if (target.kind === "entry") this.expressions.margins.lookAtStore(target, known);
    if (target.kind === "entry" || target.kind === "lookup") this.cells.store(ENTRIES, bound);
  }

  private put(variable: Variable, value: Expression, bound: number, known: Known): void {
    this.cells.store(variable, bound);
    if (this.shared.has(variable)) return;
    const { margins } = this.expressions;
    const facts = [
      ...margins.factsOfValue(variable, value),
      ...margins.factsBehindStep(variable, value, known),
    ];
    forget(known, variable);
    known.set(variable, bound);
    for (const fact of facts) if (isLasting(fact)) known.set(fact, 0);
  }
}

/** Does the loop with this body have a break? Without one, its condition does not hold behind it. */
function hasBreak(body: Block): boolean {
  return body.some(
    (statement) =>
      statement.kind === "break" ||
      (statement.kind !== "loop" &&
        statement.kind !== "each" &&
        blocksOf(statement).some((block) => hasBreak(block))),
  );
}

/** Variables that another function than their own stores into. */
function changedByOthers(functions: Iterable<FunctionDef>): ReadonlySet<Variable> {
  const changed = new Set<Variable>();
  for (const { parameters, body } of functions) {
    const own = new Set(parameters);
    visitBlock(body, {
      statement: (statement) => {
        for (const variable of madeBy(statement)) own.add(variable);
      },
      inner: (definition) => {
        for (const variable of definition.parameters) own.add(variable);
      },
    });
    for (const [variable, { writes }] of usesIn(body).variables)
      if (writes > 0 && !own.has(variable)) changed.add(variable);
  }
  return changed;
}
