// The refusal of a program that is not well-formed: a value is taken for what it is not,
// mostly because a cast says so.
import { at, BuildError } from "../source/build-error.ts";
import type { Place } from "./program.ts";

export function malformed(place: Place, what: string): never {
  throw new BuildError(
    at(
      place.file === "" ? undefined : place,
      `this cannot be compiled, for the build finds ${what}; give each value here the type that it has, without a cast (as, !) or any, or write it in simpler statements.`,
    ),
  );
}
