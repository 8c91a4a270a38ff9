// What a script calls under a name of its own: Espruino finds it before all others, at a third of what the way through its
// owner costs, and a method of texts at two thirds.
import type { Operator, Program } from "../../../compiler/ir/program.ts";
import { visitProgram } from "../../../compiler/ir/visit.ts";

interface ShortPath {
  operators: readonly Operator[];
  name: string;
  declared: string;
  /** From so many uses on: a name takes JsVars. */
  least: number;
}

const PATHS: readonly ShortPath[] = [
  {
    operators: ["from-bytes"],
    name: "fromCharCode",
    declared: "var fromCharCode = String.fromCharCode;",
    least: 1,
  },
  { operators: ["least"], name: "leastOf", declared: "var leastOf = Math.min;", least: 10 },
  { operators: ["byte-at"], name: "cc", declared: 'String.prototype.cc = "".charCodeAt;', least: 1 },
  { operators: ["substring", "tail"], name: "ss", declared: 'String.prototype.ss = "".substring;', least: 1 },
];

export interface ShortPaths {
  /** What operators are called. */
  names: ReadonlyMap<Operator, string>;
  /** Lines that declare these names, in front of the script. */
  declared: readonly string[];
}

/** The names that are worth it in a program. */
export function shortPaths(program: Program): ShortPaths {
  const uses = new Map<Operator, number>();
  visitProgram(program, {
    expression: (one) => {
      if (one.kind === "operation") uses.set(one.operator, (uses.get(one.operator) ?? 0) + 1);
    },
  });
  const usesOf = ({ operators }: ShortPath): number =>
    operators.reduce((sum, operator) => sum + (uses.get(operator) ?? 0), 0);
  const worth = PATHS.filter((path) => usesOf(path) >= path.least);
  return {
    names: new Map(worth.flatMap(({ operators, name }) => operators.map((one) => [one, name] as const))),
    declared: worth.map(({ declared }) => declared),
  };
}
