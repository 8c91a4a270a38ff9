// Where this package is. It stands apart from what needs the compiler, so that whoever asks does not load that.
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this package: the one that has `src`, `boards` and `tools`. */
export const packageFolder = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..");
