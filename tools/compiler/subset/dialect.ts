// The dialect of a module: the language of all engines, or one that also has what a
// target's own folder may say.
import type { TargetName } from "../../../boards/board.ts";

export interface Dialect {
  /** It is JavaScript that no other engine has to read. */
  isJavaScript: boolean;
  /** Several results of a call are taken apart by a pattern, which costs nothing there. */
  hasSeveralResults: boolean;
}

/** The one of all engines. */
export const DEVICE_LANGUAGE: Dialect = { isJavaScript: false, hasSeveralResults: false };

/** What a target's own folder of src/platform may say. */
export const DIALECTS: Readonly<Record<TargetName, Dialect>> = {
  espruino: { isJavaScript: true, hasSeveralResults: false },
  nodemcu: { isJavaScript: false, hasSeveralResults: true },
  linux: { isJavaScript: true, hasSeveralResults: true },
};
