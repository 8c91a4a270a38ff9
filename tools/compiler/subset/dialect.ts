// Whose language a module is written in: that of all engines, or what a target's own folder may say besides.

export interface Dialect {
  /** It is JavaScript that no other engine has to read. */
  isJavaScript: boolean;
  /** Several results of a call are taken apart by a pattern, which costs nothing there. */
  hasSeveralResults: boolean;
}

/** The one of all engines. */
export const DEVICE_LANGUAGE: Dialect = { isJavaScript: false, hasSeveralResults: false };
