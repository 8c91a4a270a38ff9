// The limits of a chip's own Lua compiler: a module that breaks them is refused by the build, with the source line.
import { at, type SourcePlace } from "../../../compiler/source/build-error.ts";
import type { MappedText } from "../../../compiler/source/mapped-text.ts";
import { type FunctionCounts, functionCounts } from "./function-counts.ts";
import { deepestOf } from "./levels.ts";
import type * as lua from "./lua-ast.ts";

/** NodeMCU's Lua 5.1: locals in scope at once in one function, and upvalues of one. */
export const MOST_LOCALS = 50;
export const MOST_UPVALUES = 60;
/**
 * The most locals plus values that wait for others, such as the parts of a join and the arguments of a call;
 * Lua takes 250.
 */
const MOST_VALUES = 240;
/** The most levels of nesting; Lua takes 200, with those that run while it compiles. */
const MOST_LEVELS = 190;

/** One sentence for each function of a module that the chip could not compile. `origins` are those of the tree's lines. */
export function checkLimits(
  name: string,
  statements: readonly lua.Statement[],
  origins: MappedText["origins"],
): string[] {
  const placeAt = (line: number | undefined): SourcePlace =>
    origins[line ?? 0] ?? { file: `${name}.lua`, line: 1 };
  const { levels, line } = deepestOf(statements);
  if (levels > MOST_LEVELS)
    return [
      at(
        placeAt(line),
        `this stands ${levels} levels deep where NodeMCU's Lua takes ${MOST_LEVELS}; work out parts of it in variables or functions of their own.`,
      ),
    ];
  return functionCounts(statements).flatMap((counts) =>
    excesses(counts).map((sentence) => at(placeAt(counts.line), sentence)),
  );
}

function excesses({ locals, values, upvalues }: FunctionCounts): string[] {
  return [
    ...(locals > MOST_LOCALS
      ? [
          `this function has ${locals} local variables at once where NodeMCU's Lua takes ${MOST_LOCALS}; split it, or keep what belongs together in one record.`,
        ]
      : []),
    ...(values > MOST_VALUES
      ? [
          `this function holds ${values} values at once where NodeMCU's Lua takes ${MOST_VALUES}; give a call fewer, or keep them in a list.`,
        ]
      : []),
    ...(upvalues > MOST_UPVALUES
      ? [
          `this function uses ${upvalues} variables of its surroundings where NodeMCU's Lua takes ${MOST_UPVALUES}; split it, or keep them in one record.`,
        ]
      : []),
  ];
}
