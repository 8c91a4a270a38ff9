// The folder of this package. It stands apart from all that needs the compiler, so that
// a caller does not load that.
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this package: the one that has `src`, `boards` and `tools`. */
export const packageFolder = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..");
