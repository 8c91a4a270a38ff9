// A bug of the compiler: a small edit of a pass, or of what a target makes of the program, and the tests that must fail
// with it.
import type { Edit } from "../../../tools/laboratory/patterns/edit.ts";
import { testsOf } from "../planted-bugs/bug.ts";

export interface CompilerBug extends Edit {
  /** The pass that it is in, or the target. */
  part: string;
  /** What the compiler does with it. */
  trap: string;
  /** The file of the tests, from the package's folder on. */
  caughtBy: string;
}

/** In what is called `name` in the passes; `tests`: the file of the pass's own tests, where that is not called as the pass. */
export function inPass(
  pass: string,
  trap: string,
  name: string,
  right: string,
  wrong: string,
  tests: string = pass,
): CompilerBug {
  const caughtBy = testsOf(`compiler/passes/${tests}`)("").file;
  return { part: pass, trap, folder: "tools/compiler/passes", name, right, wrong, caughtBy };
}

/** In what is called `name` where a target makes something of the program; `tests`: those of this target. */
export function inTarget(
  target: "espruino" | "nodemcu",
  tests: string,
  trap: string,
  name: string,
  right: string,
  wrong: string,
): CompilerBug {
  const caughtBy = testsOf(`targets/${target}/${tests}`)("").file;
  return { part: target, trap, folder: `tools/targets/${target}`, name, right, wrong, caughtBy };
}
