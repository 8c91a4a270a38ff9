// Values that a build puts in place of those that modules give their constants: the features of an image.

import { unknownName } from "../../../src/arguments/nearest-name.ts";
import type { Expression, Place, Program, Statement } from "../ir/program.ts";
import { NUMBER, TEXT, TRUTH } from "../ir/types.ts";
import { at, BuildError } from "../source/build-error.ts";

/** A value that a build puts in place of what a module says. */
type Constant = number | boolean | string;

/** Constants of modules, by the module's path (`src/features.ts`) and the constant's name. */
export type Constants = Readonly<Record<string, Readonly<Record<string, Constant>>>>;

type Let = Extract<Statement, { kind: "let" }>;

/** Constants by the module's path, as places show it, and by the name of the variable at its top. */
export function withGivenConstants(program: Program, constants: Constants): Program {
  const declared = new Map<string, Let[]>();
  for (const statement of program.start) {
    if (statement.kind !== "let") continue;
    const { file } = statement.variable.place;
    declared.set(file, [...(declared.get(file) ?? []), statement]);
  }
  const replacements = new Map<Statement, Constant>();
  for (const [path, values] of Object.entries(constants)) {
    const known = declared.get(path);
    if (known === undefined) throw unknownModule(path, [...declared.keys()]);
    for (const [name, value] of Object.entries(values)) replacements.set(constantIn(known, name), value);
  }
  if (replacements.size === 0) return program;
  const start = program.start.map((statement): Statement => {
    const value = replacements.get(statement);
    return value === undefined || statement.kind !== "let"
      ? statement
      : { ...statement, value: constantOf(value, statement.place) };
  });
  return { ...program, start };
}

function constantIn(declared: readonly Let[], name: string): Let {
  const declaration = declared.find(({ variable }) => variable.name === name);
  if (declaration !== undefined) return declaration;
  const [first] = declared;
  const names = declared.map(({ variable }) => variable.name);
  throw new BuildError(at(first?.place, unknownName("constant", name, names)));
}

function unknownModule(path: string, known: readonly string[]): BuildError {
  return new BuildError(
    `The constants of a module cannot be set that is not in the image. ${unknownName("module", path, known)}`,
  );
}

function constantOf(value: Constant, place: Place): Expression {
  if (typeof value === "number") return { kind: "number", value, type: NUMBER, place };
  if (typeof value === "string") return { kind: "text", value, type: TEXT, place };
  return { kind: "truth", value, type: TRUTH, place };
}
