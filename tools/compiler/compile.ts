// From checked modules to the files of an image: read, decided, merged, and written in the target's language.
import type { Board } from "../../boards/board.ts";
import type { CheckedSource } from "../build/checked-source.ts";
import type { ImageFile } from "../build/image.ts";

import { emitScript } from "../targets/espruino/emit.ts";
import { emitLua } from "../targets/nodemcu/emit.ts";
import type { Program } from "./form/program.ts";
import { optimised } from "./optimise.ts";
import { type Constants, withGivenConstants } from "./read/given-constants.ts";
import { readProgram } from "./read/read-program.ts";
import type { Told } from "./rounds.ts";

type TargetName = Board["target"];

/** What has been read: the images of one source differ by their constants. */
const read = new WeakMap<CheckedSource, Program>();

/** The smallest program that does what the modules do. */
export function programOf(
  source: CheckedSource,
  target: TargetName,
  constants: Constants = {},
  told?: Told,
): Program {
  const whole = read.get(source) ?? readProgram(source.modules, source.checker);
  read.set(source, whole);
  return optimised(withGivenConstants(whole, constants), target, told);
}

/** The files of an image. `name` is the firmware's. */
export function written(program: Program, target: TargetName, name: string): Promise<ImageFile[]> {
  return target === "espruino" ? emitScript(program, name) : Promise.resolve(emitLua(program));
}
