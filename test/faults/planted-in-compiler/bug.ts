// A bug of the compiler: a small edit of a pass, or of what a target makes of the program, and the tests that must fail
// with it.
import { type PlantedBug, testsOf } from "../planted-bugs/bug.ts";

export type CompilerBug = Omit<PlantedBug, "caughtBy"> & { caughtBy: string };

/** In a pass; `tests`: the file of its own tests, where that is not called as the pass. */
export function inPass(
  pass: string,
  trap: string,
  right: string,
  wrong: string,
  tests: string = pass,
): CompilerBug {
  return {
    trap,
    file: `tools/compiler/passes/${pass}.ts`,
    right,
    wrong,
    caughtBy: testsOf(`compiler/passes/${tests}`)("").file,
  };
}

/** In what a target makes of the program; `tests`: those of this target. */
export function inTarget(
  target: "espruino" | "nodemcu",
  tests: string,
  file: string,
  trap: string,
  right: string,
  wrong: string,
): CompilerBug {
  return {
    trap,
    file: `tools/targets/${target}/${file}.ts`,
    right,
    wrong,
    caughtBy: testsOf(`targets/${target}/${tests}`)("").file,
  };
}
