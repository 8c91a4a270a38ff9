// The path of Chromium, for callers that ask before the browser's driver is loaded.
import { existsSync } from "node:fs";

/** Debian's, unless CHROMIUM_BIN names another. */
export const CHROMIUM_PROGRAM = process.env.CHROMIUM_BIN ?? "/usr/bin/chromium";

export function hasChromium(): boolean {
  return existsSync(CHROMIUM_PROGRAM);
}
