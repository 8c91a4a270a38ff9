// A name for each variable and function, where a program is written as text: no two that can be seen together
// share one.
import { madeBy } from "./parts.ts";
import type { Block, FunctionDef, FunctionName, Program, Variable } from "./program.ts";
import { visitBlock, visitProgram } from "./visit.ts";

export type Named = Variable | FunctionName;

/** `reserved`: words that no name may be. Things of the firmware keep their names. */
export function namesIn(program: Program, reserved: Iterable<string> = []): (one: Named) => string {
  const names = new Map<Named, string>();
  const outer = new Taken(reserved);
  visitProgram(program, {
    expression: (one) => {
      if (one.kind === "foreign") outer.take(one.name);
    },
    statement: (one) => {
      if (one.kind === "assign" && one.target.kind === "foreign") outer.take(one.target.name);
    },
  });
  const name = (one: Named, taken: Taken): void => {
    if (!names.has(one)) names.set(one, taken.free(one.name));
  };
  for (const one of program.start.flatMap(madeBy)) name(one, outer);
  for (const id of program.functions.keys()) name(id, outer);
  nameWithin(program.start, new Taken(outer), name);
  for (const one of program.functions.values()) {
    const taken = new Taken(outer);
    nameParameters(one, taken, name);
    nameWithin(one.body, taken, name);
  }
  return (one) => {
    const found = names.get(one);
    if (found === undefined) throw new Error(`Nothing in the program is called ${one.name}.`);
    return found;
  };
}

type Namer = (one: Named, taken: Taken) => void;

function nameWithin(block: Block, taken: Taken, name: Namer): void {
  visitBlock(block, {
    statement: (one) => {
      for (const variable of madeBy(one)) name(variable, taken);
      if (one.kind === "define") name(one.function.id, taken);
    },
    inner: (one) => nameParameters(one, taken, name),
  });
}

function nameParameters({ self, parameters }: FunctionDef, taken: Taken, name: Namer): void {
  for (const one of [self, ...parameters]) if (one !== undefined) name(one, taken);
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
