// From checked modules to the smallest program: read once, and passed through all passes for each image. A
// target writes it (tools/targets).
import { requireWholeNumbers } from "./bounds/fractions.ts";
import { requireStoresWithin } from "./bounds/stores.ts";
import { requireWellFormed } from "./ir/check.ts";
import type { Program } from "./ir/program.ts";
import { type Engine, optimised } from "./optimise.ts";
import { type Constants, withGivenConstants } from "./read/given-constants.ts";
import { readProgram } from "./read/read-program.ts";
import type { OnChange } from "./rounds.ts";
import type { CheckedSource } from "./source/modules.ts";

/** The program as it was read: the images of one source differ only by their constants. */
const read = new WeakMap<CheckedSource, Program>();

/** The whole program of the modules. */
export function readSource(source: CheckedSource): Program {
  const known = read.get(source);
  if (known !== undefined) return known;
  const program = readProgram(source.modules, source.checker);
  requireWellFormed(program);
  requireStoresWithin(program);
  read.set(source, program);
  return program;
}

/** The smallest program that does the same, with these constants. */
export function smallestProgram(
  program: Program,
  engine: Engine,
  constants: Constants = {},
  onChange?: OnChange,
): Program {
  const smallest = optimised(withGivenConstants(program, constants), engine, onChange);
  requireWellFormed(smallest);
  requireWholeNumbers(smallest);
  return smallest;
}
