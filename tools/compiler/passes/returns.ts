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
  const one = block[index];
  if (one === undefined) return block;
  const before = block.slice(0, index);
  const rest = block.slice(index + 1);
  if (one.kind === "return") return [...before, ...store(one.value, one.place)];
  // A function made before may name one made behind, which must stay where both are seen.
  const named = namedWithin([...before, one]);
  if (rest.flatMap(madeBy).some((variable) => named.has(variable))) return undefined;
  const given = one.kind === "if" ? withoutReturnsOfIf(one, rest, store) : undefined;
  const straight = one.kind === "block" ? withoutReturns([...one.body, ...rest], store) : given;
  return straight === undefined ? undefined : [...before, ...straight];
}

/**
 * The statements behind the `if` go into the branch that does not return: into one only, because no code may
 * stand twice.
 */
function withoutReturnsOfIf(
  one: Extract<Statement, { kind: "if" }>,
  rest: Block,
  store: Store,
): Block | undefined {
  const leaves = [alwaysReturns(one.whenTrue), alwaysReturns(one.whenFalse)];
  if (rest.length > 0 && !leaves[0] && !leaves[1]) return undefined;
  const whenTrue = withoutReturns(leaves[0] ? one.whenTrue : [...one.whenTrue, ...rest], store);
  const isFirst = leaves[0] && !leaves[1];
  const whenFalse = withoutReturns(isFirst ? [...one.whenFalse, ...rest] : one.whenFalse, store);
  if (whenTrue === undefined || whenFalse === undefined) return undefined;
  return [{ ...one, whenTrue, whenFalse }];
}

/** Does every way through the block end in a return? */
export function alwaysReturns(block: Block): boolean {
  return block.some((one) => {
    if (one.kind === "return" || one.kind === "fail") return true;
    if (one.kind === "block") return alwaysReturns(one.body);
    return one.kind === "if" && alwaysReturns(one.whenTrue) && alwaysReturns(one.whenFalse);
  });
}

/** Does the statement have a return? Those of functions made in it are theirs. */
export function hasReturn(one: Statement): boolean {
  return one.kind === "return" || blocksOf(one).some((block) => block.some(hasReturn));
}

export function returnsValue(block: Block): boolean {
  return block.some(
    (one) => (one.kind === "return" && one.value !== undefined) || blocksOf(one).some(returnsValue),
  );
}
