// Relations between parameters that hold wherever their function is called: that `at` is a place in `bytes`.
import type { Expression, FunctionDef, Variable } from "../ir/program.ts";
import { ANY_NUMBER } from "./operations.ts";

/** Greater differences count as this one, and of smaller ones nothing is kept. */
const GREATEST = 8;
const LEAST = -1;

/** A relation of a parameter to another one, or to 0. */
export interface Relation {
  readonly more: number;
  readonly less: number | undefined;
  /** The first parameter, or the length of a text or list, is never less than the second and so much more. */
  by: number;
}

export class Relations {
  private readonly relations = new Map<FunctionDef, readonly Relation[]>();

  /** The relations of the parameters. */
  of(definition: FunctionDef): readonly Relation[] {
    return this.all(definition).filter(({ by }) => by !== ANY_NUMBER);
  }

  /** Records a call. Returns whether that leaves fewer relations. */
  call(
    definition: FunctionDef,
    values: readonly Expression[],
    marginOf: (more: Expression, less: Expression | undefined) => number,
  ): boolean {
    let isLess = false;
    for (const relation of this.of(definition)) {
      const more = values[relation.more];
      const less = relation.less === undefined ? undefined : values[relation.less];
      const isGiven = more !== undefined && (less !== undefined || relation.less === undefined);
      const margin = isGiven ? marginOf(more, less) : ANY_NUMBER;
      if (margin >= relation.by) continue;
      relation.by = margin < LEAST ? ANY_NUMBER : Math.floor(margin);
      isLess = true;
    }
    return isLess;
  }

  /** Records calls with any arguments. Returns whether that leaves fewer relations. */
  callWithAny(definition: FunctionDef): boolean {
    const known = this.of(definition);
    for (const relation of known) relation.by = ANY_NUMBER;
    return known.length > 0;
  }

  private all(definition: FunctionDef): readonly Relation[] {
    const relations = this.relations.get(definition) ?? relationsOf(definition.parameters);
    this.relations.set(definition, relations);
    return relations;
  }
}

/** An index belongs to something: without a text or a list, no distance between numbers matters. */
function relationsOf(parameters: readonly Variable[]): readonly Relation[] {
  const relations: Relation[] = [];
  if (!parameters.some(({ type }) => type.kind === "text" || type.kind === "list")) return relations;
  for (const [more, { type }] of parameters.entries()) {
    if (type.kind === "text") relations.push({ more, less: undefined, by: GREATEST });
    if (type.kind !== "text" && type.kind !== "list" && type.kind !== "number") continue;
    for (const [less, parameter] of parameters.entries())
      if (less !== more && parameter.type.kind === "number") relations.push({ more, less, by: GREATEST });
  }
  return relations;
}
