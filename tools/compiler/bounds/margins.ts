// The distance of an index from the end of its text or list, and of a cut's end from its beginning.
import type { Expression, FunctionDef, Target, Variable } from "../ir/program.ts";
import { type Field, mayBe } from "../ir/types.ts";
import type { Unit } from "./cells.ts";
import { factsIn, type Known } from "./guards.ts";
import { Lengths, type Way } from "./lengths.ts";
import { ANY_NUMBER, NO_NUMBER } from "./operations.ts";
import type { Relation } from "./relations.ts";
import {
  constantSum,
  type Fact,
  isAbout,
  type Length,
  leastOfSum,
  type Part,
  plusTimes,
  type Sum,
  sumOf,
} from "./sums.ts";

type Operation = Extract<Expression, { kind: "operation" }>;
type Entry = Extract<Target, { kind: "entry" }>;

export class Margins {
  /** Of the unit that is looked at; in the end, of all. */
  private margins = new Map<Operation | Entry, number>();
  private readonly marginsOf = new Map<Unit, ReadonlyMap<Operation | Entry, number>>();
  private readonly lengths = new Lengths();

  constructor(
    /** For an expression that was worked out. */
    private readonly leastOf: (expression: Expression) => number,
    private readonly leastIn: (variable: Variable) => number,
    private readonly isShared: (variable: Variable) => boolean,
    /** Is the field stored in only when its record is made? */
    private readonly isSteady: (field: Field) => boolean,
  ) {}

  /**
   * Is the index in the text, the cut's end not before its beginning, the entry in the list or at its end?
   */
  isWithin(expression: Operation | Entry): boolean {
    return (this.margins.get(expression) ?? ANY_NUMBER) >= 0;
  }

  /** Forgets the results of the unit before. */
  begin(unit: Unit): void {
    this.margins = new Map();
    this.marginsOf.set(unit, this.margins);
  }

  /** Nothing is looked at any more. */
  end(): void {
    this.margins = leastOfAll(this.marginsOf.values());
    this.marginsOf.clear();
  }

  /** The operands of an operation were worked out. */
  look(operation: Operation, known: Known): void {
    const [text, from, before] = operation.operands as [Expression, Expression, Expression];
    if (operation.operator === "byte-at") {
      this.keep(operation, this.length(text), from, 1, known);
      this.put(operation, this.leastOf(from));
    }
    // An index below zero counts as zero.
    if (operation.operator === "substring" && from.kind === "number" && from.value <= 0)
      this.put(operation, NO_NUMBER);
    else if (operation.operator === "substring") this.keep(operation, before, from, 0, known);
  }

  lookAtStore(target: Entry, known: Known): void {
    this.keep(target, this.length(target.of), target.index, 0, known);
  }

  /** The facts that the first one is so much more than the second, and those about their parts. */
  factsOf(more: Expression, less: Expression, by: number): Fact[] {
    if (more.type.kind !== "number" || less.type.kind !== "number") return [];
    const facts: Fact[] = [];
    const sum = plusTimes(this.sum(more, facts), this.sum(less, facts), -1);
    return [{ sum: plusTimes(sum, constantSum(by), -1) }, ...facts];
  }

  /**
   * The least difference between the first one, or its length, and the second; without a second, its least
   * value.
   */
  between(more: Expression, less: Expression | undefined, known: Known): number {
    const facts = factsIn(known);
    const [sum, lessSum] = [more, less].map(
      (expression) => expression && this.sumOrLength(expression, facts),
    );
    return this.least(
      lessSum === undefined ? (sum as Sum) : plusTimes(sum as Sum, lessSum, -1),
      facts,
      known,
    );
  }

  /** The relations of the parameters, where a function begins. */
  factOf({ parameters }: FunctionDef, { more, less, by }: Relation): Fact | undefined {
    const [sum, lessSum] = [more, less].map((at) => {
      const parameter = at === undefined ? undefined : (parameters[at] as Variable);
      if (parameter === undefined || this.isShared(parameter)) return undefined;
      return sumOf(parameter.type.kind === "number" ? parameter : this.lengthOf(parameter));
    });
    if (sum === undefined || (less !== undefined && lessSum === undefined)) return undefined;
    return { sum: plusTimes(plusTimes(sum, lessSum ?? constantSum(0), -1), constantSum(by), -1) };
  }

  isKnown({ sum, found }: Fact, known: Known): boolean {
    return found === undefined && this.least(sum, factsIn(known), known) >= 0;
  }

  /** The relations of a variable to others, from the assignment of this value on. */
  factsOfValue(variable: Variable, value: Expression): Fact[] {
    if (this.isShared(variable) || (value.kind === "variable" && value.variable === variable)) return [];
    const { kind } = variable.type;
    if (value.kind === "variable" && kind === value.type.kind && kind !== "number")
      return bothWays(sumOf(this.lengthOf(variable)), this.length(value));
    if (kind !== "number" || value.type.kind !== "number") return [];
    const facts: Fact[] = [];
    const own = sumOf(variable);
    const sums: { sum: Sum; found?: Variable }[] = [{ sum: this.sum(value, facts) }];
    if (value.kind === "operation" && value.operator === "index-of") {
      const [, sought, from] = value.operands as [Expression, Expression, Expression];
      if (sought.kind === "text" && sought.value !== "")
        sums.push({ sum: this.sum(from, facts), found: variable });
    }
    // The old value of the variable is another number.
    const others = facts.filter((fact) => !isAbout(fact, variable));
    for (const { sum, found } of sums) {
      if (sum.parts.has(variable)) continue;
      if (found === undefined) others.push(...bothWays(own, sum));
      else others.push({ sum: plusTimes(own, sum, -1), found });
    }
    return others;
  }

  /**
   * The facts about `at + 1` in place of `at`, which still hold where the variable gets itself and so much
   * more.
   */
  factsBehindStep(variable: Variable, value: Expression, known: Known): Fact[] {
    if (this.isShared(variable) || value.type.kind !== "number") return [];
    const rest = plusTimes(this.sum(value, []), sumOf(variable), -1);
    if (rest.parts.size > 0) return [];
    return [...known.keys()].flatMap((of) => {
      const count = "sum" in of && of.found !== variable ? of.sum.parts.get(variable) : undefined;
      return count === undefined ? [] : [{ ...of, sum: plusTimes((of as Fact).sum, rest, -count) } as Fact];
    });
  }

  private keep(
    expression: Operation | Entry,
    more: Expression | Sum,
    less: Expression,
    by: number,
    known: Known,
  ): void {
    const facts = factsIn(known);
    const sums = "kind" in more ? this.sum(more, facts) : more;
    const margin = plusTimes(plusTimes(sums, this.sum(less, facts), -1), constantSum(by), -1);
    this.put(expression, this.least(margin, facts, known));
  }

  private least(sum: Sum, facts: readonly Fact[], known: Known): number {
    return leastOfSum(sum, facts, (part) => this.leastOfPart(part, known));
  }

  private put(expression: Operation | Entry, margin: number): void {
    this.margins.set(expression, Math.min(margin, this.margins.get(expression) ?? NO_NUMBER));
  }

  private leastOfPart(part: Part, known: Known): number {
    if ("least" in part) return part.least;
    const variable = "lengthOf" in part ? part.lengthOf : part;
    const least = Math.max(this.leastIn(variable), known.get(variable) ?? ANY_NUMBER);
    if (variable === part) return least;
    // For lists in variables, the least length is known.
    return variable.type.kind === "list" ? Math.max(0, least) : 0;
  }

  private lengthOf(variable: Variable): Length {
    return this.lengths.of([variable], variable.type);
  }

  private length(of: Expression): Sum {
    if (of.kind === "text") return constantSum(of.value.length);
    const way = this.wayTo(of);
    if (way !== undefined) return sumOf(this.lengths.of(way, of.type));
    return sumOf({ least: mayBe(of.type, "list") ? Math.max(0, this.leastOf(of)) : 0 });
  }

  /** The variable that holds the value, and the fields from there on, where each holds one value. */
  private wayTo(expression: Expression): Way | undefined {
    if (expression.kind === "variable")
      return this.isShared(expression.variable) ? undefined : [expression.variable];
    if (expression.kind !== "field" || !this.isSteady(expression.field)) return undefined;
    const way = this.wayTo(expression.of);
    return way && [...way, expression.field];
  }

  private sumOrLength(expression: Expression, facts: Fact[]): Sum {
    return expression.type.kind === "number" ? this.sum(expression, facts) : this.length(expression);
  }

  private sum(expression: Expression, facts: Fact[]): Sum {
    if (expression.kind === "number") return constantSum(expression.value);
    if (expression.kind === "variable" && !this.isShared(expression.variable))
      return sumOf(expression.variable);
    const whole = sumOf({ least: this.leastOf(expression) });
    if (expression.kind !== "operation") return whole;
    const [first, second] = expression.operands as [Expression, Expression];
    const isNoMore = (than: Sum, by = 0) =>
      facts.push({ sum: plusTimes(plusTimes(than, whole, -1), constantSum(by), -1) });
    switch (expression.operator) {
      case "add":
        return plusTimes(this.sum(first, facts), this.sum(second, facts), 1);
      case "subtract":
        return plusTimes(this.sum(first, facts), this.sum(second, facts), -1);
      case "text-length":
      case "list-length":
        return this.length(first);
      case "least":
        for (const each of expression.operands) isNoMore(this.sum(each, facts));
        return whole;
      case "most":
        for (const each of expression.operands)
          facts.push({ sum: plusTimes(whole, this.sum(each, facts), -1) });
        return whole;
      case "remainder":
        if (this.leastOf(second) >= 0) isNoMore(this.sum(second, facts), 1);
        return whole;
      case "mask":
        for (const each of expression.operands)
          if (each.kind === "number" && each.value >= 0) isNoMore(constantSum(each.value));
        return whole;
      case "index-of":
        isNoMore(this.length(first), second.kind === "text" && second.value !== "" ? 1 : 0);
        return whole;
      default:
        return whole;
    }
  }
}

export function leastOfAll<Key>(all: Iterable<ReadonlyMap<Key, number>>): Map<Key, number> {
  const least = new Map<Key, number>();
  for (const each of all)
    for (const [key, value] of each) least.set(key, Math.min(value, least.get(key) ?? NO_NUMBER));
  return least;
}

function bothWays(left: Sum, right: Sum): Fact[] {
  return [{ sum: plusTimes(left, right, -1) }, { sum: plusTimes(right, left, -1) }];
}
