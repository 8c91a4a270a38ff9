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
    this.expressions = new ExpressionBounds(this.cells, all, this.shared, written, (one) =>
      this.function(one),
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
  least(one: Expression): number {
    return this.expressions.least(one) ?? ANY_NUMBER;
  }

  /**
   * Is the index in the text, the cut's end not before its beginning, the entry in the list or at its end?
   */
  isWithin(one: Parameters<Margins["isWithin"]>[0]): boolean {
    return this.expressions.margins.isWithin(one);
  }

  private unit(unit: Unit): void {
    this.cells.readAs(unit);
    this.expressions.begin(unit);
    if ("body" in unit) this.function(unit);
    else this.block(unit, new Map(), undefined);
    this.cells.readAs(undefined);
  }

  private function(one: FunctionDef): void {
    this.block(one.body, this.expressions.atStartOf(one), one.id);
  }

  /** The facts behind the block; `known` are those in front. `undefined`: nothing comes there. */
  private block(block: Block, known: Known, within: FunctionName | undefined): Known | undefined {
    let now: Known | undefined = known;
    for (const [at, one] of block.entries()) {
      now = this.statement(one, now, within);
      if (now !== undefined) continue;
      // A function made behind a return can be called in front of it.
      this.block(block.slice(at + 1), new Map(), within);
      return undefined;
    }
    return now;
  }

  private statement(one: Statement, known: Known, within: FunctionName | undefined): Known | undefined {
    switch (one.kind) {
      case "let":
        if (one.value === undefined) forget(known, one.variable);
        else this.put(one.variable, one.value, this.expressions.evaluate(one.value, known), known);
        return known;
      case "assign":
        this.assign(one, known);
        return known;
      case "evaluate":
        this.expressions.evaluate(one.value, known);
        return known;
      case "fail":
        this.expressions.evaluate(one.value, known);
        return undefined;
      case "return":
        if (one.value !== undefined) {
          const bound = this.expressions.evaluate(one.value, known);
          if (within !== undefined) this.cells.store(within, bound);
        }
        return undefined;
      case "break":
      case "continue":
        return undefined;
      case "if": {
        this.expressions.evaluate(one.condition, known);
        const [holds, not] = [true, false].map((each) => this.expressions.where(one.condition, each, known));
        return knownBehind(
          this.block(one.whenTrue, holds as Known, within),
          this.block(one.whenFalse, not as Known, within),
          (fact, behind) => this.expressions.margins.isKnown(fact, behind),
        );
      }
      case "loop": {
        const around = knownOver([one.body, one.step], known);
        this.expressions.evaluate(one.condition, around);
        const isTested = one.tested === "before";
        const first = isTested ? this.expressions.where(one.condition, true, around) : new Map(around);
        this.block(one.body, first, within);
        this.block(one.step, new Map(around), within);
        return hasBreak(one.body) ? around : this.expressions.where(one.condition, false, around);
      }
      case "each": {
        this.expressions.evaluate(one.list, known);
        this.cells.store(one.variable, this.cells.least(ENTRIES));
        const around = knownOver([one.body], known);
        this.block(one.body, new Map(around), within);
        return around;
      }
      case "take":
        this.expressions.evaluate(one.from, known);
        for (const variable of madeBy(one)) this.cells.storeAny(variable, variable.type);
        return known;
      case "attempt": {
        for (const reason of madeBy(one)) this.cells.storeAny(reason, reason.type);
        this.block(one.body, new Map(known), within);
        const around = knownOver([one.body], known);
        this.block(one.caught, new Map(around), within);
        return knownOver([one.caught], around);
      }
      case "define":
        this.function(one.function);
        return known;
      case "block":
        return this.block(one.body, known, within);
    }
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
    (one) =>
      one.kind === "break" ||
      (one.kind !== "loop" && one.kind !== "each" && blocksOf(one).some((block) => hasBreak(block))),
  );
}

/** Variables that another function than their own stores into. */
function changedByOthers(functions: Iterable<FunctionDef>): ReadonlySet<Variable> {
  const changed = new Set<Variable>();
  for (const { parameters, body } of functions) {
    const own = new Set(parameters);
    visitBlock(body, {
      statement: (one) => {
        for (const variable of madeBy(one)) own.add(variable);
      },
      inner: (one) => {
        for (const variable of one.parameters) own.add(variable);
      },
    });
    for (const [variable, { writes }] of usesIn(body).variables)
      if (writes > 0 && !own.has(variable)) changed.add(variable);
  }
  return changed;
}
