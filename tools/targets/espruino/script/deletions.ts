// The last statement of a script deletes the names that nothing needs once the device has started: a name can only be
// deleted as it is written in the end, so until then a call of nothing keeps them.
import type { Script } from "./script-lines.ts";

/** Stands for the deletions while names are shortened. */
export const RELEASE = "releaseAfterStart";

/** The script with deletions in place of that statement. */
export function withDeletions(script: Script): Script {
  const deletions = (_: string, names: string) =>
    names
      .split(",")
      .map((name) => `delete ${name}`)
      .join(";");
  return { ...script, code: script.code.replace(new RegExp(`${RELEASE}\\(([^)]*)\\)`), deletions) };
}
