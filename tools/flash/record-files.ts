// Files in which a board may hold a record of its device.
import { COPIES } from "../../src/update/two-copies.ts";

/** Itself; under NodeMCU a new one that a cut has left beside it; and two copies under Espruino. */
export function recordFiles(record: string): string[] {
  return [record, `${record}.new`, ...COPIES.map((copy) => record + copy)];
}
