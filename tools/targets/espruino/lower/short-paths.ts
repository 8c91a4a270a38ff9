// Short names declared in front of a script for built-ins that it uses often. Espruino finds `fromCharCode`
// at a third of the cost of `String.fromCharCode`, and `s.cc(i)` at two thirds of `s.charCodeAt(i)`.
import type { Operator, Program } from "../../../compiler/ir/program.ts";
import { visitProgram } from "../../../compiler/ir/visit.ts";

interface ShortPath {
  operators: readonly Operator[];
  name: string;
  declared: string;
  /** The least number of uses for which a name is declared: a name costs JsVars. */
  fewestUses: number;
}

const PATHS: readonly ShortPath[] = [
  {
    operators: ["from-bytes"],
    name: "fromCharCode",
    declared: "var fromCharCode = String.fromCharCode;",
    fewestUses: 1,
  },
  { operators: ["least"], name: "leastOf", declared: "var leastOf = Math.min;", fewestUses: 10 },
  { operators: ["byte-at"], name: "cc", declared: 'String.prototype.cc = "".charCodeAt;', fewestUses: 1 },
  {
    operators: ["substring", "tail"],
    name: "ss",
    declared: 'String.prototype.ss = "".substring;',
    fewestUses: 1,
  },
];

export interface ShortPaths {
  /** The names of operators. */
  names: ReadonlyMap<Operator, string>;
  /** Lines that declare these names, in front of the script. */
  declared: readonly string[];
}

/** The names that pay in a program. */
export function shortPaths(program: Program): ShortPaths {
  const uses = new Map<Operator, number>();
  visitProgram(program, {
    expression: (expression) => {
      if (expression.kind === "operation")
        uses.set(expression.operator, (uses.get(expression.operator) ?? 0) + 1);
    },
  });
  const usesOf = ({ operators }: ShortPath): number =>
    operators.reduce((sum, operator) => sum + (uses.get(operator) ?? 0), 0);
  const worth = PATHS.filter((path) => usesOf(path) >= path.fewestUses);
  return {
    names: new Map(
      worth.flatMap(({ operators, name }) => operators.map((operator) => [operator, name] as const)),
    ),
    declared: worth.map(({ declared }) => declared),
  };
}
