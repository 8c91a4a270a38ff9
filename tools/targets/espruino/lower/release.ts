// Releases what only the start needs when the start is over: the last statement of a script deletes the names
// that nothing names any more. A function costs about six JsVars, a declaration dozens.
//
// Takes a whole program, and gives it with a deletion of each name at its end.

import { blocksOf, expressionsOf, madeBy, partsOf } from "../../../compiler/ir/parts.ts";
import { changedInPlace } from "../../../compiler/ir/print-change.ts";
import {
  type Block,
  type Expression,
  type FunctionName,
  NO_PLACE,
  type Program,
  type Statement,
  type Variable,
} from "../../../compiler/ir/program.ts";
import { FOREIGN, membersOf, NOTHING } from "../../../compiler/ir/types.ts";
import { usesIn } from "../../../compiler/ir/uses.ts";

type Named = Variable | FunctionName;

/** The program with the deletions, where there is something to release. */
export function withRelease(program: Program): Program {
  const { functions, variables } = neededByStart(program);
  const place = NO_PLACE;
  const at = { type: FOREIGN, place };
  const names: Expression[] = [
    ...functions.map((id): Expression => ({ ...at, kind: "function", function: id })),
    ...variables.map((variable): Expression => ({ ...at, kind: "variable", variable })),
  ];
  const deletions = names.map((name): Statement => ({ kind: "evaluate", place, value: deletionOf(name) }));
  return { ...program, start: [...program.start, ...deletions] };
}

/** `delete(name)`, which is an operator of JavaScript written as a call. */
function deletionOf(name: Expression): Expression {
  const { type, place } = name;
  return {
    kind: "call-value",
    of: { kind: "foreign", name: "delete", type, place },
    isOptional: false,
    isMethod: false,
    arguments: [name],
    type: NOTHING,
    place,
  };
}

/**
 * Functions, and variables of the start, that nothing needs once the program has started. A function may run
 * later when its value was taken (`setTimeout(wake)`, `{ wake }`), or when one that may run later calls it.
 */
export function neededByStart(program: Program): { functions: FunctionName[]; variables: Variable[] } {
  const later = new Later(program).needed;
  const isOver = (named: Named): boolean => !later.has(named);
  return {
    functions: [...program.functions.keys()].filter(isOver),
    variables: madeIn(program.start).filter(isOver),
  };
}

/** The variables of the start, without those that no text names. */
function madeIn(block: Block): Variable[] {
  const unnamed = new Set(
    block.flatMap((_, at) => changedInPlace(block, at)).map(({ variable }) => variable),
  );
  const within = block.flatMap(blocksOf).flatMap(madeIn).filter(holdsMore);
  return [...block.flatMap(madeBy), ...within].filter((variable) => !unnamed.has(variable));
}

/** A counter of a loop holds nothing but itself: its deletion is not worth its text. */
function holdsMore({ type }: Variable): boolean {
  return membersOf(type).some(({ kind }) => kind !== "number" && kind !== "truth");
}

/** The names that may be used after the start. */
class Later {
  readonly needed = new Set<Named>();
  /** The names that a function uses when it runs; functions made within others have their own. */
  private readonly namedBy = new Map<FunctionName, Set<Named>>();

  constructor({ functions, start }: Program) {
    this.block(start, new Set());
    for (const { id, body } of functions.values()) this.body(id, body);
    const queue = [...this.needed];
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      for (const next of this.namedBy.get(name as FunctionName) ?? []) {
        if (this.needed.has(next)) continue;
        this.needed.add(next);
        queue.push(next);
      }
    }
  }

  private body(id: FunctionName, body: Block): void {
    const named = new Set<Named>();
    this.namedBy.set(id, named);
    this.block(body, named);
  }

  private block(block: Block, named: Set<Named>): void {
    for (const statement of block) {
      if (statement.kind === "define") this.body(statement.function.id, statement.function.body);
      if (statement.kind === "assign" && statement.target.kind === "variable")
        named.add(statement.target.variable);
      for (const expression of expressionsOf(statement)) this.expression(expression, named);
      for (const inner of blocksOf(statement)) this.block(inner, named);
    }
  }

  private expression(expression: Expression, named: Set<Named>): void {
    if (expression.kind === "variable") named.add(expression.variable);
    if (expression.kind === "call") named.add(expression.function);
    if (expression.kind === "function") this.needed.add(expression.function);
    if (expression.kind === "closure") {
      const { variables, functions } = usesIn(expression.function.body);
      for (const name of [...variables.keys(), ...functions.keys()]) this.needed.add(name);
    }
    for (const part of partsOf(expression)) this.expression(part, named);
  }
}
