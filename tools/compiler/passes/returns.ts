// Takes the returns out of a function's body, so that the body can stand in the middle of another function.
//
// `if (a) return x; rest` becomes `if (a) result = x; else { rest }`. A return inside a loop cannot be taken
// out.
import { blocksOf, madeBy } from "../ir/parts.ts";
import type { Block, Expression, Place, Statement } from "../ir/program.ts";
import { namedWithin } from "./steady.ts";

/** The replacement of a return: nothing behind it runs. */
export type Store = (value: Expression | undefined, place: Place) => Block;

/**
 * The block without returns, where nothing else of its function follows it; `undefined` where that is
 * impossible.
 */
export function withoutReturns(block: Block, store: Store): Block | undefined {
  const index = block.findIndex(hasReturn);
  const statement = block[index];
  if (statement === undefined) return block;
  const before = block.slice(0, index);
  const rest = block.slice(index + 1);
  if (statement.kind === "return") return [...before, ...store(statement.value, statement.place)];
  // A function made before may name one made behind, which must stay where both are seen.
  const named = namedWithin([...before, statement]);
  if (rest.flatMap(madeBy).some((variable) => named.has(variable))) return undefined;
  const branched = statement.kind === "if" ? withoutReturnsOfIf(statement, rest, store) : undefined;
  const straight =
    statement.kind === "block" ? withoutReturns([...statement.body, ...rest], store) : branched;
  return straight === undefined ? undefined : [...before, ...straight];
}

/**
 * The statements behind the `if` go into the branch that does not return: into one only, because no code may
 * stand twice.
 */
function withoutReturnsOfIf(
  statement: Extract<Statement, { kind: "if" }>,
  rest: Block,
  store: Store,
): Block | undefined {
  const leaves = [alwaysReturns(statement.whenTrue), alwaysReturns(statement.whenFalse)];
  if (rest.length > 0 && !leaves[0] && !leaves[1]) return undefined;
  const whenTrue = withoutReturns(leaves[0] ? statement.whenTrue : [...statement.whenTrue, ...rest], store);
  const isFirst = leaves[0] && !leaves[1];
  const whenFalse = withoutReturns(isFirst ? [...statement.whenFalse, ...rest] : statement.whenFalse, store);
  if (whenTrue === undefined || whenFalse === undefined) return undefined;
  return [{ ...statement, whenTrue, whenFalse }];
}

/** Does every way through the block end in a return? */
export function alwaysReturns(block: Block): boolean {
  return block.some((statement) => {
    if (statement.kind === "return" || statement.kind === "fail") return true;
    if (statement.kind === "block") return alwaysReturns(statement.body);
    return statement.kind === "if" && alwaysReturns(statement.whenTrue) && alwaysReturns(statement.whenFalse);
  });
}

/** Does the statement have a return? Those of functions made in it are theirs. */
export function hasReturn(statement: Statement): boolean {
  return statement.kind === "return" || blocksOf(statement).some((block) => block.some(hasReturn));
}

export function returnsValue(block: Block): boolean {
  return block.some(
    (statement) =>
      (statement.kind === "return" && statement.value !== undefined) ||
      blocksOf(statement).some(returnsValue),
  );
}
