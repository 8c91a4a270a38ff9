// The one kind of error that the build raises on purpose: something that its user can change.

/** Where a sentence points to: a path as the user would type it, and a line counted from 1. */
export interface SourcePlace {
  file: string;
  line: number;
}

/**
 * Every refusal of the build. `message` is made of clear sentences, one a line; a command prints it as it
 * stands.
 */
export class BuildError extends Error {
  readonly refusals: readonly string[];

  constructor(refusals: string | readonly string[]) {
    const list = typeof refusals === "string" ? [refusals] : refusals;
    super(list.join("\n"));
    this.name = "BuildError";
    this.refusals = list;
  }
}

/** A sentence with its place in front, in the form that editors and terminals make a link of. */
export function at(place: SourcePlace | undefined, sentence: string): string {
  return place === undefined ? sentence : `${place.file}:${place.line}: ${sentence}`;
}
