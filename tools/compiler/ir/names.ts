// A name for each variable and function, where a program is written as text: no two that can be seen together
// share one.
import { madeBy } from "./parts.ts";
import type { Block, FunctionDef, FunctionName, Program, Variable } from "./program.ts";
import { visitBlock, visitProgram } from "./visit.ts";

export type Named = Variable | FunctionName;

/** `reserved`: words that no name may be. Things of the firmware keep their names. */
export function namesIn(program: Program, reserved: Iterable<string> = []): (named: Named) => string {
  const names = new Map<Named, string>();
  const outer = new Taken(reserved);
  visitProgram(program, {
    expression: (expression) => {
      if (expression.kind === "foreign") outer.take(expression.name);
    },
    statement: (statement) => {
      if (statement.kind === "assign" && statement.target.kind === "foreign")
        outer.take(statement.target.name);
    },
  });
  const name = (named: Named, taken: Taken): void => {
    if (!names.has(named)) names.set(named, taken.free(named.name));
  };
  for (const variable of program.start.flatMap(madeBy)) name(variable, outer);
  for (const id of program.functions.keys()) name(id, outer);
  nameWithin(program.start, new Taken(outer), name);
  for (const definition of program.functions.values()) {
    const taken = new Taken(outer);
    nameParameters(definition, taken, name);
    nameWithin(definition.body, taken, name);
  }
  return (named) => {
    const unique = names.get(named);
    if (unique === undefined) throw new Error(`Nothing in the program is called ${named.name}.`);
    return unique;
  };
}

type Namer = (named: Named, taken: Taken) => void;

function nameWithin(block: Block, taken: Taken, name: Namer): void {
  visitBlock(block, {
    statement: (statement) => {
      for (const variable of madeBy(statement)) name(variable, taken);
      if (statement.kind === "define") name(statement.function.id, taken);
    },
    inner: (definition) => nameParameters(definition, taken, name),
  });
}

function nameParameters({ self, parameters }: FunctionDef, taken: Taken, name: Namer): void {
  for (const variable of [self, ...parameters]) if (variable !== undefined) name(variable, taken);
}

class Taken {
  private readonly words: Set<string>;
  /** The number of requests for a name: the search for the next one need not begin from the start. */
  private readonly asked = new Map<string, number>();

  constructor(before: Iterable<string> | Taken) {
    this.words = new Set(before instanceof Taken ? before.words : before);
  }

  take(word: string): void {
    this.words.add(word);
  }

  free(wanted: string): string {
    const base = wanted === "" ? "unnamed" : wanted;
    let [word, count] = [base, this.asked.get(base) ?? 1];
    while (this.words.has(word)) word = `${base}_${++count}`;
    this.asked.set(base, count);
    this.words.add(word);
    return word;
  }
}
