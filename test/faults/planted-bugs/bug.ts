// A bug that clients have: a small edit of a source, and the test that must fail with it.
import type { Edit } from "../../../tools/laboratory/patterns/edit.ts";

export interface CaughtBy {
  /** From the package's folder on. */
  file: string;
  /** The test's name, or a part of it. */
  name: string;
}

export interface PlantedBug extends Edit {
  /** What the client does with it, as its users would say. */
  trap: string;
  caughtBy: CaughtBy;
}

/** A bug in what a room has under a name, such as `mqtt/flush`, that the test of this name catches. */
export function bug(
  trap: string,
  place: string,
  right: string,
  wrong: string,
  caughtBy: CaughtBy,
): PlantedBug {
  const folder = `src/${place.slice(0, place.lastIndexOf("/"))}`;
  return { trap, folder, name: place.slice(place.lastIndexOf("/") + 1), right, wrong, caughtBy };
}

/** A test of one file by its name. */
export function testsOf(file: string): (name: string) => CaughtBy {
  return (name) => ({ file: `test/${file}.test.ts`, name });
}
