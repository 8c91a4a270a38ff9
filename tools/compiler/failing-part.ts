// The function in which a pass fails, and the line of its source: searched for after the failure, so that no
// pass has to keep account of where it is.
import { blocksOf, withBlocks } from "./ir/parts.ts";
import type { Block, Place, Program, Statement } from "./ir/program.ts";

interface Pass {
  name: string;
  run: (program: Program) => Program;
}

/** The failure in the pass's words: the pass, the function, and the line of the source. */
export function failureOf(pass: Pass, program: Program, cause: unknown): Error {
  const part = failingPart(pass, program, cause);
  const where = part === undefined ? "" : ` in ${part.name} (${part.place.file}:${part.place.line})`;
  return new Error(`The pass ${pass.name} fails${where}: ${wordsOf(cause)}`, { cause });
}

interface Part {
  /** The name of the function; "the start" outside of functions. */
  name: string;
  place: Place;
}

/** The last function, and in it the last statement, with which the pass fails in these words. */
function failingPart(pass: Pass, program: Program, cause: unknown): Part | undefined {
  const fails = (changed: Program): boolean => failsAlike(pass, changed, cause);
  const functions = [...program.functions.values()];
  const withFirst = (count: number): Program => ({
    ...program,
    functions: new Map(
      functions.map((definition, index) => [
        definition.id,
        index < count ? definition : { ...definition, body: [] },
      ]),
    ),
  });
  const needed = leastThat((count) => fails(withFirst(count)), functions.length);
  const last = functions[needed - 1];
  if (last === undefined) {
    const place = lastPlace(program.start, (start) => fails({ ...withFirst(0), start }));
    return place && { name: "the start", place };
  }
  const { functions: first } = withFirst(needed);
  const place = lastPlace(last.body, (body) =>
    fails({ ...program, functions: new Map(first).set(last.id, { ...last, body }) }),
  );
  return { name: last.id.name, place: place ?? last.id.place };
}

/** The place of the last statement with which it fails, as deep in blocks as it stands. */
function lastPlace(block: Block, fails: (block: Block) => boolean): Place | undefined {
  const needed = leastThat((count) => fails(block.slice(0, count)), block.length);
  const last = block[needed - 1];
  if (last === undefined) return undefined;
  const before = block.slice(0, needed - 1);
  for (const inner of blocksOf(last)) {
    const failsWith = (changed: Block): boolean => fails([...before, withInner(last, inner, changed)]);
    if (failsWith([])) continue;
    return lastPlace(inner, failsWith) ?? last.place;
  }
  return last.place;
}

function withInner(statement: Statement, inner: Block, changed: Block): Statement {
  return withBlocks(statement, (block) => (block === inner ? changed : block));
}

/** The least number with which it fails, up to `most`, which is known to fail. */
function leastThat(does: (count: number) => boolean, most: number): number {
  let least = 0;
  let known = most;
  while (least < known) {
    const middle = Math.floor((least + known) / 2);
    if (does(middle)) known = middle;
    else least = middle + 1;
  }
  return known;
}

/** A shortened program may make a pass fail in another way. */
function failsAlike(pass: Pass, program: Program, cause: unknown): boolean {
  try {
    pass.run(program);
    return false;
  } catch (error) {
    return wordsOf(error) === wordsOf(cause);
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
