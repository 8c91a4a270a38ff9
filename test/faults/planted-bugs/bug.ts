// A bug that clients have: a small edit of a source, and the test that must fail with it.

export interface CaughtBy {
  /** From the package's folder on. */
  file: string;
  /** The test's name, or a part of it. */
  name: string;
}

export interface PlantedBug {
  /** What the client does with it, as its users would say. */
  trap: string;
  /** The source, from the package's folder on. */
  file: string;
  /** Text that stands there once, and what is written in its place. */
  right: string;
  wrong: string;
  caughtBy: CaughtBy;
}

/** A bug in `file`, whose text `right` becomes `wrong`, that the test of this name catches. */
export function bug(
  trap: string,
  file: string,
  right: string,
  wrong: string,
  caughtBy: CaughtBy,
): PlantedBug {
  return { trap, file: `src/${file}.ts`, right, wrong, caughtBy };
}

/** A test of one file by its name. */
export function testsOf(file: string): (name: string) => CaughtBy {
  return (name) => ({ file: `test/${file}.test.ts`, name });
}
