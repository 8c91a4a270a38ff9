// Flows of values through a generic function: each goes in as one of its type parameters, and is cast to
// something else there. A type parameter stands for something else in each call, and so nothing is
// united by going in and out as it.
import ts from "typescript";

type Flow = (from: ts.Type, to: ts.Type) => void;

export class GenericFlows {
  private readonly given = new Map<ts.Type, Set<ts.Type>>();
  private readonly taken = new Map<ts.Type, Set<ts.Type>>();
  private readonly within = new Map<ts.Type, Set<ts.Type>>();

  /** In a call: an argument of a type parameter's type, or the result of that type. */
  call(from: ts.Type, to: ts.Type): void {
    if (isTypeParameter(to)) add(this.given, to, from);
    if (isTypeParameter(from)) add(this.taken, from, to);
  }

  /** Within the function: only a cast gives another type to a value of its type parameter. */
  cast(from: ts.Type, to: ts.Type): void {
    add(this.within, from, to);
  }

  /** After all reports: the values that come out are those that went in. */
  settle(flow: Flow): void {
    for (const [from, all] of [...this.within])
      for (const to of [...all])
        for (const source of through(this.given, from))
          for (const sink of through(this.taken, to)) flow(source, sink);
  }
}

export function isTypeParameter({ flags }: ts.Type): boolean {
  return (flags & ts.TypeFlags.TypeParameter) !== 0;
}

function add(flows: Map<ts.Type, Set<ts.Type>>, from: ts.Type, to: ts.Type): void {
  flows.set(from, (flows.get(from) ?? new Set()).add(to));
}

/** The types that a type parameter stands for, also by way of other ones; of any other type, itself. */
function through(flows: Map<ts.Type, Set<ts.Type>>, type: ts.Type, seen = new Set<ts.Type>()): ts.Type[] {
  if (!isTypeParameter(type)) return [type];
  if (seen.has(type)) return [];
  seen.add(type);
  return [...(flows.get(type) ?? [])].flatMap((member) => through(flows, member, seen));
}
