// Names whose values would have one key in the journal. On a computer only.
import { valueKey } from "../journal/value-keys.ts";

/** Two of the names that have the same key, one behind the other; `undefined`: none have. */
export function namesOfSameKey(names: readonly string[]): [string, string] | undefined {
  for (const [i, name] of names.entries()) {
    const other = names
      .slice(0, i)
      .find((earlier) => earlier !== name && valueKey(earlier) === valueKey(name));
    if (other !== undefined) return [other, name];
  }
  return undefined;
}
