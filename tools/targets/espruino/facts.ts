// Facts of Espruino: how it counts memory, and what its Storage takes.
import type { Board } from "../../../boards/board.ts";
import type { TargetFacts } from "../facts.ts";
import { byScan } from "../scan-words.ts";

/**
 * Bytes of Storage that an image must leave: for loader, manifests, settings, and a page in which to compact.
 */
const KEPT_FREE = 8192;
/** Bytes of Storage for each file's header. */
const FILE_HEADER = 32;

/**
 * JsVars of a board that takes updates. To judge a manifest of 62 parts takes some 2,000 beside the image's
 * own, of which a board may have half: 32 for each part, as an interpreter counts them. Boards with as many
 * have SHA-256 too (boards/ESP32.py:62), and the ESP8266 has not.
 */
const LEAST_FOR_UPDATES = 8192;

/** JsVars: the most that a size of JsVar can address, and that size in bytes (boards/ESP32.py, jsvar.h). */
const JS_VAR_SIZES = [
  [2047, 12],
  [8191, 13],
  [16383, 14],
  [65535, 16],
] as const;

export const espruinoFacts: TargetFacts = {
  memory: { unit: "JsVars", of: ({ jsVars }) => jsVars, faults: jsVarFaults },
  flash: {
    fileOverhead: FILE_HEADER,
    // An image written over the installed one may take nearly all.
    most: ({ budget, flashBytes }) => Math.max(budget.flashBytes, flashBytes - KEPT_FREE),
    isInPlaceOnly: (bytes, { budget }) => bytes > budget.flashBytes,
  },
  updatesLack: ({ memory: { jsVars = 0 } }) =>
    jsVars < LEAST_FOR_UPDATES
      ? `an update takes some 2,000 JsVars of Espruino's for a while, and there are ${jsVars} in all`
      : undefined,
  hasLfs: false,
  startsBootFiles: true,
  hasConsole: true,
  toInstall: {
    speed: "the slower of the two: it reads the program's text as it runs",
    how: "Take the file for your chip from its maker",
    url: "https://www.espruino.com/Download",
  },
  openWhenBare:
    "Without an image or settings of ringmote's, Espruino stands open to whoever is near: a console without a password in its network and by Bluetooth.",
  findsCodesBy: byScan,
  isNumberMac: () => true,
};

function jsVarFaults({ jsVars, jsVarBytes }: Board["memory"]): [field: string, message: string][] {
  if (jsVars === undefined) return [["jsVars", "an Espruino board must say how many there are"]];
  const size = JS_VAR_SIZES.find(([most]) => jsVars <= most)?.[1];
  if (jsVarBytes === size) return [];
  return [["jsVarBytes", `for ${jsVars} JsVars the interpreter makes each ${size} bytes`]];
}
