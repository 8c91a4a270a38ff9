// How images for Espruino are made, and what a device holds there: fitted to JsVars counted in a real interpreter.
import type { Weights } from "../../image/memory-estimate.ts";
import type { CompiledTarget } from "../targets.ts";
import { emitScript } from "./emit.ts";
import { keptVars } from "./kept-vars.ts";

const JS_VARS: Weights = {
  unit: "JsVars",
  byte: 0,
  read: 0,
  start: 0,
  declared: 1,
  base: 144,
  sensor: 16,
  actuator: 32,
  discovery: 45,
  slot: 3,
  // A JsVar in a chain keeps eight bytes in the smallest pool, more in larger ones.
  buffered: 1 / 8,
};

export const espruino: CompiledTarget = {
  areBranchesApart: true,
  emit: emitScript,
  weightsOn: () => JS_VARS,
  declaredIn: keptVars,
};
