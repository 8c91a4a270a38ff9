// From checked modules to the files of an image: read, decided, merged, and written in the target's language.
import type { CheckedSource } from "../build/checked-source.ts";
import type { Program } from "./form/program.ts";
import { type Engine, optimised } from "./optimise.ts";
import { type Constants, withGivenConstants } from "./read/given-constants.ts";
import { readProgram } from "./read/read-program.ts";
import type { Told } from "./rounds.ts";

/** What has been read: the images of one source differ by what they are given. */
const read = new WeakMap<CheckedSource, Program>();

/** The whole program of the modules. */
export function readSource(source: CheckedSource): Program {
  const known = read.get(source) ?? readProgram(source.modules, source.checker);
  read.set(source, known);
  return known;
}

/** The smallest program that does the same, with these constants. */
export function programOf(program: Program, engine: Engine, constants: Constants = {}, told?: Told): Program {
  return optimised(withGivenConstants(program, constants), engine, told);
}
