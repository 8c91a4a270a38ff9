// The lengths of the texts and lists that variables hold, and fields of what these hold: each of them is one.
import type { Variable } from "../ir/program.ts";
import type { Field, Type } from "../ir/types.ts";
import type { Length } from "./sums.ts";

/** A variable, or the path of fields from it. */
export type Way = readonly [Variable, ...Field[]];

export class Lengths {
  private readonly lengths = new Map<Variable | Field, Lengths>();
  private length: Length | undefined;

  of([variable, ...fields]: Way, type: Type): Length {
    let at = this.behind(variable);
    for (const field of fields) at = at.behind(field);
    at.length ??= { lengthOf: variable, type };
    return at.length;
  }

  private behind(owner: Variable | Field): Lengths {
    const there = this.lengths.get(owner) ?? new Lengths();
    this.lengths.set(owner, there);
    return there;
  }
}
